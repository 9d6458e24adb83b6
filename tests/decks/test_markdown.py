"""The small Markdown of lectures."""

from app.decks.markdown import Marked, marked


def test_what_is_marked_is_a_tree() -> None:
    [paragraph] = marked("a **b *c*** `d` [e](/f)").inside
    assert paragraph.kind == "paragraph"
    text = Marked("text", "a ")
    strong = Marked("strong", inside=(Marked("text", "b "), Marked("emphasis", inside=(Marked("text", "c"),))))
    code, link = Marked("code", "d"), Marked("link", to="/f", inside=(Marked("text", "e"),))
    assert paragraph.inside == (text, strong, Marked("text", " "), code, Marked("text", " "), link)


def test_lists_hold_items() -> None:
    bullets, numbered = marked("- a\n- b\n\n1. c").inside
    assert [bullets.kind, numbered.kind] == ["list", "numbered"]
    assert [item.kind for item in bullets.inside] == ["item", "item"]


def test_the_rest_of_markdown_and_html_is_text() -> None:
    text = "# no heading <script>alert(1)</script> ![no picture](/x) <http://example.org>"
    [paragraph] = marked(text).inside
    assert {piece.kind for piece in paragraph.inside} <= {"text", "link"}
    assert "<script>alert(1)</script>" in "".join(piece.text for piece in paragraph.inside)


def test_a_script_is_no_link() -> None:
    assert list(marked("[x](javascript:alert(1)) [y](data:text/html,z)").links()) == []


def test_a_number_keeps_to_its_unit_in_a_text_and_nothing_changes_in_code() -> None:
    [paragraph] = marked("from **5.9 %** of 28 × 28 `28 × 28`").inside
    _from, strong, of, code = paragraph.inside
    assert strong.inside == (Marked("text", "5.9\u00a0%"),)
    assert (of.text, code.text) == (" of 28\u00a0×\u00a028 ", "28 × 28")
