"""Lectures over HTTP: what a step shows and what it does not give away, a lecturer's own folder, the handout."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

GOLDEN = Path(__file__).parents[1] / "golden" / "decks"
SMALL = "title: {title}\nsummary: b\nsteps:\n  - title: c\n    text: d\n"

Write = Callable[[str, str], Path]


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A lecturer's folder."""
    monkeypatch.setattr("app.decks.library.own_folder", lambda: tmp_path)
    (tmp_path / "tiny.yaml").write_text((GOLDEN / "tiny.yaml").read_text())
    return tmp_path


def page(web: httpx.Client, path: str) -> str:
    answer = web.get(path)
    assert answer.status_code == 200, answer.text
    return answer.text


@pytest.mark.usefixtures("own")
def test_a_lecture_begins_with_its_first_step(web: httpx.Client) -> None:
    answer = web.get("/deck/tiny?lang=zh")
    assert (answer.status_code, answer.headers["location"]) == (303, "/deck/tiny/1?lang=zh")
    assert web.get("/deck/tiny/").status_code == 308


@pytest.mark.usefixtures("own")
@pytest.mark.parametrize(
    "query", ["", "?part=stage", "?part=stage&lang=zh", "?guess=64x113x113", "?part=stage&guess=3"]
)
def test_what_is_to_be_predicted_is_nowhere_in_the_page(web: httpx.Client, query: str) -> None:
    shown = re.sub(
        r'href="[^"]*"|(points|d|[xy][12]?|width|height|viewBox|c[xy]|r|transform)="[^"]*"',
        "",
        page(web, f"/deck/tiny/conv1{query}"),
    )
    assert "224" in shown
    for number in ("112", "111.5", "802,816", "12,544"):
        assert number not in shown, number


@pytest.mark.usefixtures("own")
@pytest.mark.parametrize("query", ["reveal=1", "guess=64,112,112", "guess=64+x+112+x+112"])
def test_a_right_answer_shows_the_numbers_and_the_formula(web: httpx.Client, query: str) -> None:
    shown = page(web, f"/deck/tiny/conv1?{query}")
    assert "111.5" in shown
    assert "⌊(224 + 2·3 − 7)/2⌋ + 1 = 112" in shown


@pytest.mark.usefixtures("own")
def test_a_shape_that_is_covered_is_covered_in_every_label(web: httpx.Client) -> None:
    labels = re.findall(r'aria-label="([^"]*)"', page(web, "/deck/tiny/block?part=stage"))
    projection = [label for label in labels if "layer2.0.downsample.0" in label]
    assert any("? × ? × ?" in label for label in projection)
    assert not any("128 × 28 × 28" in label for label in projection)


@pytest.mark.usefixtures("own")
def test_parts_that_are_not_lit_are_dimmed_and_hidden_ones_are_not_there(web: httpx.Client) -> None:
    shown = page(web, "/deck/tiny/network?part=stage")
    parts = re.findall(r'<g class="part ([^"]*)" data-path="([^"]+)"', shown)
    assert {path.partition(".")[0] for kind, path in parts if "dimmed" not in kind} == {"input", "layer2"}
    assert {path.partition(".")[0] for kind, path in parts} == {
        "input",
        "conv1",
        "maxpool",
        "stem",
        "layer1",
        "layer2",
        "layer3",
        "avgpool",
        "fc",
    }
    assert 'class="part volume dimmed" data-path="layer1.0"' in shown
    assert 'class="part volume" data-path="layer2.0"' in shown


@pytest.mark.usefixtures("own")
def test_a_piece_is_small_and_only_the_piece(web: httpx.Client) -> None:
    piece = page(web, "/deck/tiny/network?part=stage")
    assert piece.lstrip().startswith("<article")
    assert len(piece) < 25_000


@pytest.mark.usefixtures("own")
def test_texts_are_escaped_and_links_stay_in_the_language(web: httpx.Client, own: Path) -> None:
    text = "<script>alert(1)</script> [here](/net/resnet18)"
    (own / "sharp.yaml").write_text(SMALL.format(title="'<b>&'").replace("text: d", f"text: '{text}'"))
    shown = page(web, "/deck/sharp/1?lang=zh")
    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert "&lt;b&gt;&amp;" in shown
    assert 'href="/net/resnet18?lang=zh"' in shown


def test_a_changed_file_is_another_lecture_at_once(web: httpx.Client, own: Path) -> None:
    file = own / "mine.yaml"
    file.write_text(SMALL.format(title="before"))
    assert "before" in page(web, "/deck/mine/1")
    file.write_text(SMALL.format(title="afterwards"))
    assert "afterwards" in page(web, "/deck/mine/1")
    file.unlink()
    assert web.get("/deck/mine/1").status_code == 404


def test_files_that_are_no_lectures_are_listed_and_hurt_no_other(web: httpx.Client, own: Path) -> None:
    (own / "broken.yaml").write_text("title: [")
    (own / "Not a name.yaml").write_text(SMALL.format(title="a"))
    (own / "short.yml").write_text(SMALL.format(title="a"))
    (own / "lost.yaml").write_text(SMALL.format(title="a") + "    view: /net/nothing\n")
    os.symlink("/etc/hostname", own / "link.yaml")
    os.mkfifo(own / "pipe.yaml")
    shown = page(web, "/decks")
    assert "/deck/tiny/1" in shown
    for words in ("broken.yaml:2", "Not a name.yaml:1", "short.yml:1", "lost.yaml:6", "link.yaml:1", "pipe.yaml:1"):
        assert words in shown
    assert web.get("/deck/link/1").status_code == web.get("/deck/broken/1").status_code == 404
    assert web.get("/deck/pipe/1").status_code == 404
    assert web.get("/deck/lost/1").status_code == 404
    assert web.get("/deck/tiny/network").status_code == 200


@pytest.mark.usefixtures("own")
@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/deck/tinny/1", 404),
        ("/deck/..%2f..%2fetc/1", 404),
        ("/deck/tiny/convv", 404),
        ("/deck/tiny/9", 404),
        ("/deck/tiny/conv1/note", 404),
        ("/deck/tiny/conv1/notes/more", 404),
        ("/deck/tiny//conv1", 404),
        ("/deck/tiny/conv1?ratio=5:4", 422),
        ("/deck/tiny/conv1?scale=sqrt", 422),
        ("/deck/tiny/conv1?part=whole", 422),
        ("/deck/tiny.pdf?page=a5", 422),
        ("/deck/tiny.pdf?reveal=1", 422),
        ("/decks?q=x", 422),
        ("/deck/tiny/3", 200),
    ],
)
def test_addresses_that_are_none_are_refused(web: httpx.Client, path: str, status: int) -> None:
    assert web.get(path).status_code == status


@pytest.mark.parametrize("query", ["", "?lang=zh"])
def test_the_list_is_found_by_the_name_of_its_page_too(web: httpx.Client, query: str) -> None:
    answer = web.get(f"/lectures{query}", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (308, f"/decks{query}")


@pytest.mark.usefixtures("own")
def test_a_misspelt_address_is_answered_with_what_is_near(web: httpx.Client) -> None:
    for path, near in (
        ("/deck/tinny/1", "/deck/tiny"),
        ("/deck/tiny/blok", "/deck/tiny/block"),
        ("/deck/tiny/xyz", "/deck/tiny/1"),
    ):
        assert f'href="{near}"' in web.get(path, headers={"accept": "text/html"}).text


@pytest.mark.usefixtures("own")
def test_the_presenter_sees_notes_answer_and_what_comes(web: httpx.Client) -> None:
    shown = page(web, "/deck/tiny/network/notes")
    assert "Point at the dashed arc." in shown
    assert "The first convolution" in shown
    assert "64 × 112 × 112" in page(web, "/deck/tiny/conv1/notes")


@pytest.mark.usefixtures("own")
def test_a_reader_who_has_a_step_is_told_so(web: httpx.Client) -> None:
    first = web.get("/deck/tiny/conv1")
    assert first.headers["cache-control"] == "no-cache"
    again = web.get("/deck/tiny/conv1", headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304


@pytest.mark.usefixtures("own")
@pytest.mark.parametrize("query", ["", "?lang=zh&page=letter"])
def test_a_handout_is_a_pdf_and_the_same_each_time(web: httpx.Client, query: str) -> None:
    from app.decks.library import deck
    from app.web.deck_handout import handout_answer, read_handout

    answer = web.get(f"/deck/tiny.pdf{query}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    origin = str(web.base_url).rstrip("/")
    assert handout_answer(deck("tiny"), read_handout(query[1:]), origin).body == answer.content


def test_a_handout_has_the_policy_that_shows_it_in_a_browser(web: httpx.Client, own: Path) -> None:
    (own / "one.yaml").write_text(SMALL.format(title="a"))
    assert "object-src 'self'" in web.get("/deck/one.pdf").headers["content-security-policy"]
