"""Whether what a class says is right: `64×112×112`, `64 x 112 x 112` and `(64, 112, 112)` are one answer."""

import re
import unicodedata

TIMES = re.compile(r"[×*·]")
BETWEEN = re.compile(r" ?[x,] ?|(?<=\d) (?=\d)")  # of words one space apart
THOUSANDS = re.compile(r"(?<=\d)[,\s](?=\d{3}(?!\d))")
SHAPE = re.compile(r"\d+(x\d+)*")


def pretty(answer: str) -> str:
    """A shape as the drawings write it: `64 × 112 × 112`."""
    return re.sub(r"(?<=\d)\s*[x*]\s*(?=\d)", " × ", answer)


def right(said: str, answer: str) -> bool:
    """Whether two writings can be read as the same."""
    return bool(said.strip()) and not readings(said).isdisjoint(readings(answer))


def reordered(said: str, answer: str) -> bool:
    """Whether two writings can be read as a tensor's three sizes in two orders."""
    return not right(said, answer) and not _sizes(said).isdisjoint(_sizes(answer))


def _sizes(text: str) -> set[tuple[int, ...]]:
    shapes = (reading.split("x") for reading in readings(text) if SHAPE.fullmatch(reading))
    return {tuple(sorted(map(int, shape))) for shape in shapes if len(shape) == 3}


def readings(text: str) -> set[str]:
    """A text as a shape and as a number: `64,112,112` may be either, `64x112x112` or 64112112."""
    plain = re.sub(r"[()\[\]{}]", " ", unicodedata.normalize("NFKC", text)).lower()
    plain = TIMES.sub("x", re.sub(r"\s+", " ", plain).strip(" .;。"))
    return {re.sub(r"\s", "", reading) for reading in (BETWEEN.sub("x", plain), THOUSANDS.sub("", plain))}


def shape_in(answer: str) -> tuple[int, ...] | None:
    """The shape that an answer is, (64, 112, 112); None for words, and for what may be one number."""
    found = readings(answer)
    shapes = [words for words in found if SHAPE.fullmatch(words)]
    return tuple(int(size) for size in shapes[0].split("x")) if len(shapes) == 1 else None
