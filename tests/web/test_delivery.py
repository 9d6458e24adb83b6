"""Who waits for whom, which addresses share an answer, and what a reader who has it is told."""

from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from threading import Event

import httpx
import pytest

from app.limits import limit
from app.nets import PRESETS, config
from app.pipeline import Answer, Answers
from app.web import net
from app.web.urls import Address

HEAVY = "/net/resnet50?depths=140,140,140,140,140&seed={}"


@pytest.fixture
def stuck(monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """Long networks take until the event is set; all others are answered at once."""
    done, answer = Event(), net.net_answer

    def made(address: Address, origin: str) -> Answer:
        if sum(dict(address.config)["depths"]) < 500:
            return answer(address, origin)
        done.wait(60)
        return Answer(b"a long network", "text/plain", 'W/"long"')

    monkeypatch.setattr(net, "net_answer", made)
    yield done
    done.set()


def test_long_networks_hold_up_nobody_and_the_queue_for_them_is_short(web: httpx.Client, stuck: Event) -> None:
    places = 1 + limit("heavy_waiting")
    with ThreadPoolExecutor(places + 3) as pool:
        asked: list[Future[httpx.Response]] = [
            pool.submit(web.get, HEAVY.format(seed), headers={"accept": "text/html"}) for seed in range(places + 3)
        ]
        refused = set[Future[httpx.Response]]()
        while len(refused) < 3:
            now, _ = wait(set(asked) - refused, timeout=50, return_when=FIRST_COMPLETED)
            assert now, "all of them wait"
            refused |= now
        assert web.get("/net/resnet18?seed=4321").status_code == 200
        stuck.set()
        answers = [future.result() for future in asked]
    assert sorted(answer.status_code for answer in answers) == places * [200] + 3 * [503]
    for answer in answers:
        assert answer.status_code == 200 or int(answer.headers["retry-after"]) > 0
        assert answer.status_code == 200 or answer.headers["content-type"].startswith("text/html")


def test_what_is_refused_for_the_queue_is_told_to_programs_too(
    web: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.web.delivery.limit", lambda name: 0 if name == "heavy_waiting" else limit(name))
    answer = web.get(HEAVY.format(99))
    assert (answer.status_code, answer.headers["content-type"]) == (503, "application/problem+json")


def test_of_the_presets_only_the_longest_is_heavy() -> None:
    assert [name for name, preset in PRESETS.items() if preset.heavy] == ["cifar_resnet1202"]
    assert config("resnet50", depths="30,30,30,30").heavy
    assert not config("resnet50", depths="30,30,30").heavy


def test_kept_answers_count_their_addresses() -> None:
    answers = Answers(20_000)
    for number in range(20):
        answers.put(f"/net/resnet18?{number}" + 6000 * "x", Answer(b"", "text/plain", ""))
    kept = [number for number in range(20) if answers.get(f"/net/resnet18?{number}" + 6000 * "x")]
    assert kept == [18, 19]
    answers.put(30_000 * "y", Answer(b"", "text/plain", ""))
    assert answers.get(30_000 * "y") is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/net/resnet18.svg?scale=sqrt&seed=5150", "/net/resnet18.svg?theme=light&seed=5150&scale=sqrt"),
        (
            "/net/resnet18.json?seed=5150",
            "/net/resnet18.json?scale=sqrt&seed=5150&view=schematic&theme=dark&expand=all",
        ),
        ("/net/resnet18?input=3,64,64&seed=5150", "/net/resnet18?seed=5150&input=3%2C64%2C64&scale=log"),
    ],
)
def test_addresses_that_mean_the_same_share_one_answer(
    web: httpx.Client, monkeypatch: pytest.MonkeyPatch, one: str, other: str
) -> None:
    made = net.net_answer
    calls: list[str] = []
    monkeypatch.setattr(net, "net_answer", lambda *given: calls.append(one) or made(*given))
    assert web.get(one).headers["etag"] == web.get(other).headers["etag"]
    assert len(calls) == 1


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/net/resnet34/", "/net/resnet34"),
        ("/net/resnet34/layer2.0.svg/?scale=sqrt", "/net/resnet34/layer2.0.svg?scale=sqrt"),
        ("/family/resnet/?stride=3x3", "/family/resnet?stride=3x3"),
        ("/net", "/"),
        ("/net/", "/"),
    ],
)
def test_a_slash_too_many_leads_to_the_address_without_it(web: httpx.Client, path: str, place: str) -> None:
    answer = web.get(path)
    assert (answer.status_code, answer.headers["location"]) == (308, place)
    assert web.get(place).status_code == 200


@pytest.mark.parametrize("path", ["/net/resnet34//", "/net/resnet34/layer2///", "/net//", "/family/resnet//"])
def test_more_slashes_are_no_address(web: httpx.Client, path: str) -> None:
    assert web.get(path).status_code == 404


CONDITIONAL = ["/net/resnet18", "/", "/net/resnet18.svg", "/net/resnet18.png?width=200", "/static/app.css"]


@pytest.mark.parametrize("encoding", ["gzip", "identity"])
@pytest.mark.parametrize("path", [*CONDITIONAL, "/static/icons/favicon.svg", "/static/fonts/regular.woff2"])
def test_304_says_what_200_says(web: httpx.Client, path: str, encoding: str) -> None:
    first = web.get(path, headers={"accept-encoding": encoding})
    tag = first.headers["etag"]
    for given in (tag, f'"other", {tag}', tag.removeprefix("W/"), "*"):
        again = web.get(path, headers={"if-none-match": given, "accept-encoding": encoding})
        assert (again.status_code, again.content) == (304, b"")
        for name in ("etag", "cache-control", "vary", "cross-origin-resource-policy"):
            assert again.headers.get(name) == first.headers.get(name), name
    assert first.headers.get("vary", "").count("Accept-Encoding") <= 1
    assert web.get(path, headers={"if-none-match": '"other"'}).status_code == 200
