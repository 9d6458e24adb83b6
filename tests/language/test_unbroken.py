"""Numbers that no line breaks."""

from app.language.unbroken import unbroken


def test_a_number_stays_on_the_line_of_its_sign_and_unit() -> None:
    assert unbroken("1451 × 1451 pixels, 10 % of it") == "1451\u00a0×\u00a01451\u00a0pixels, 10\u00a0% of it"
    assert unbroken("12 pixel rows, x · (1 − T)") == "12\u00a0pixel rows, x · (1 − T)"
