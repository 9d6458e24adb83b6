"""Pictures that are kept: under names nobody can guess, for a time, within a size, until they are deleted."""

import os
import re
import threading
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, PngImagePlugin

from app.errors import UnknownName, UserError
from app.image import store
from app.image.samples import SAMPLES
from app.limits import limit
from app.settings import Settings
from tests.image.files import gradient, saved

PICTURE = saved(gradient(30, 20), "PNG")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(store, "settings", lambda: Settings(data=tmp_path, secret="a secret"))
    yield tmp_path / "images"
    store.forget_what_was_read()


def numbered(number: int) -> bytes:
    return saved(np.full((20, 20, 3), number, np.uint8), "PNG")


def test_what_was_kept_can_be_looked_at(folder: Path) -> None:
    kept = store.keep(PICTURE)
    assert np.array_equal(store.picture(kept.id), gradient(30, 20))
    assert [file.name for file in folder.iterdir()] == [f"{kept.id}.png"]


def test_a_file_that_is_sent_again_is_another_picture(folder: Path) -> None:
    """One uploader's token is no other's, though both have the same file."""
    first, second = store.keep(PICTURE), store.keep(PICTURE)
    assert len({first.id, second.id, first.token, second.token}) == 4
    store.forget(second.id, second.token)
    assert np.array_equal(store.picture(first.id), gradient(30, 20))


@pytest.mark.parametrize("width", [1024, 30, 15])
def test_who_sees_a_picture_cannot_make_its_token_by_sending_what_is_served(folder: Path, width: int) -> None:
    """Also where the uploader sent what this program would write itself, and where what was served was sent."""
    known = [store.keep(PICTURE)]
    assert store.as_png(known[0].id, 30) == PICTURE
    for _ in range(2):
        known.append(store.keep(store.as_png(known[-1].id, width)))
    assert len({kept.id for kept in known}) == len({kept.token for kept in known}) == 3


def test_names_come_from_the_picture_and_the_secret(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept, other = store.keep(PICTURE), store.keep(numbered(1))
    assert re.fullmatch(r"[\w-]{22}", kept.id)
    assert len({kept.id, kept.token, other.id, other.token}) == 4
    monkeypatch.setattr(store, "settings", lambda: Settings(data=folder.parent, secret="another"))
    assert store.token_of(kept.id) != kept.token


def test_nothing_but_pixels_reaches_the_disk(folder: Path) -> None:
    exif = Image.Exif()
    exif[0x010E] = "where I live"
    said = PngImagePlugin.PngInfo()
    said.add_text("Author", "where I live")
    store.keep(saved(gradient(30, 20), "PNG", exif=exif, pnginfo=said, dpi=(300, 300)))
    data = next(folder.iterdir()).read_bytes()
    kinds = re.findall(rb"(IHDR|PLTE|IDAT|IEND|tEXt|iTXt|zTXt|eXIf|iCCP|pHYs|tIME)", data)
    assert set(kinds) == {b"IHDR", b"IDAT", b"IEND"}
    assert b"where I live" not in data


def test_who_has_the_token_can_delete_and_it_is_gone_at_once(folder: Path) -> None:
    kept = store.keep(PICTURE)
    store.picture(kept.id)
    for token in ("", kept.id, kept.token[:-1], "é"):
        with pytest.raises(UserError) as refused:
            store.forget(kept.id, token)
        assert refused.value.status == 403
    store.forget(kept.id, kept.token)
    with pytest.raises(UnknownName):
        store.picture(kept.id)
    with pytest.raises(UnknownName):
        store.forget(kept.id, kept.token)
    assert list(folder.iterdir()) == []


def test_what_another_process_deleted_is_gone_here_too(folder: Path) -> None:
    kept = store.keep(PICTURE)
    store.picture(kept.id)
    (folder / f"{kept.id}.png").unlink()
    with pytest.raises(UnknownName):
        store.picture(kept.id)


@pytest.mark.parametrize(
    "id", ["", "nothing", "../secret", "..%2fsecret", 22 * "a", 22 * ".", "/etc/passwd", 21 * "a" + "\n"]
)
def test_no_other_text_is_a_picture(folder: Path, id: str) -> None:
    with pytest.raises(UnknownName) as told:
        store.picture(id)
    assert "shapes" in str(told.value)
    assert store.is_id(id) == (id == 22 * "a")


def test_samples_are_pictures_that_nobody_can_delete(folder: Path) -> None:
    for name in SAMPLES:
        assert store.is_id(name)
        assert store.picture(name).shape[2] == 3
        with pytest.raises(UserError):
            store.forget(name, "")


def aged(folder: Path, id: str, hours: float) -> None:
    then = time.time() - 3600 * hours
    os.utime(folder / f"{id}.png", (then, then))


def test_a_picture_goes_when_it_was_not_looked_at_for_a_day(folder: Path) -> None:
    looked_at, forgotten = store.keep(numbered(1)).id, store.keep(numbered(2)).id
    aged(folder, looked_at, limit("image_hours") - 1)
    store.picture(looked_at)
    aged(folder, forgotten, limit("image_hours") + 1)
    with pytest.raises(UnknownName):
        store.picture(forgotten)
    assert [file.stem for file in folder.iterdir()] == [looked_at]
    assert time.time() - (folder / f"{looked_at}.png").stat().st_mtime < 1000


def test_what_nobody_asks_for_goes_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    forgotten, now = store.keep(numbered(1)).id, time.time()
    aged(folder, forgotten, limit("image_hours") + 1)
    monkeypatch.setattr(store.time, "time", lambda: now + 60)
    kept = store.keep(numbered(2)).id
    assert [file.stem for file in folder.iterdir()] == [kept]


def test_many_uploads_cost_one_sweep_in_a_minute(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sweeps: list[float] = []
    clock = iter([0.0, 10.0, 59.9, 60.0, 100.0, 119.0, 180.0])
    monkeypatch.setattr(store, "sweep", lambda: sweeps.append(now))
    for now in clock:
        monkeypatch.setattr(store.time, "time", lambda now=now: 6000 + now)
        store.keep(numbered(1))
    assert sweeps == [0.0, 60.0, 180.0]


# However small, a file takes a block of the disk.
@pytest.mark.parametrize(("bounded", "value"), [("image_store_bytes", 2 * 4096 + 2048), ("image_files", 2)])
def test_over_the_size_the_longest_unused_go_first(
    folder: Path, monkeypatch: pytest.MonkeyPatch, bounded: str, value: int
) -> None:
    ids = [store.keep(numbered(number)).id for number in range(4)]
    for age, id in enumerate(reversed(ids)):
        aged(folder, id, age + 1)
    store.picture(ids[0])
    monkeypatch.setattr(store, "limit", lambda name: value if name == bounded else limit(name))
    store.sweep()
    assert {file.stem for file in folder.iterdir()} == {ids[0], ids[3]}


def test_pictures_kept_at_the_same_time_are_whole(folder: Path) -> None:
    failures: list[Exception] = []

    def work() -> None:
        try:
            for number in range(6):
                kept = store.keep(numbered(number))
                assert (store.picture(kept.id) == number).all()
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(list(folder.iterdir())) == 24


def test_a_secret_is_made_once_and_readable_by_its_owner_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "settings", lambda: Settings(data=tmp_path / "new"))
    first = store.keep(PICTURE)
    secret = tmp_path / "new" / "secret"
    assert secret.stat().st_mode & 0o777 == 0o600
    assert len(secret.read_bytes()) == 32
    assert sorted(file.name for file in secret.parent.iterdir()) == ["images", "secret"]
    store.forget_what_was_read()
    assert store.token_of(first.id) == first.token


def test_a_kept_picture_is_sent_as_png_at_most_as_wide_as_asked(folder: Path) -> None:
    kept = store.keep(PICTURE)
    for id, width, size in ((kept.id, 1024, (30, 20)), (kept.id, 15, (15, 10)), ("shapes", 48, (48, 36))):
        with Image.open(BytesIO(store.as_png(id, width))) as image:
            assert (image.format, image.size) == ("PNG", size)
