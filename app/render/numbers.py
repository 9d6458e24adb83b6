"""The one way that a renderer writes a length: two decimals at most, no trailing zeros, so that files compare well."""


def number(value: float) -> str:
    """`12.5`, `-3`, `0.07`; a hundredth of a drawing unit is finer than any screen."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


class Numbers(dict[float, str]):
    """`number` that remembers: the corners of a scene share most of their coordinates."""

    def __missing__(self, value: float) -> str:
        text = self[value] = number(value)
        return text
