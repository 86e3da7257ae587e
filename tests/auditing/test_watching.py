"""Watching tells what changed and nothing else, and loses nothing when a look fails."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cuibono.auditing.faces import watch_once
from cuibono.auditing.watching import Change, State, WatchList, look, mail, read_list
from cuibono.auditing.webhook import post
from cuibono.errors import FetchError, InputError
from cuibono.ledger.records import Edge
from cuibono.network import Network
from tests.auditing.made import EDGES, THINGS, Made, edge, ledger


def feed(*texts: str) -> str:
    items = "".join(
        f"<item><guid>{t}</guid><title>{t[:9]}</title><description>{t}</description></item>" for t in texts
    )
    return f"<rss><channel><title>Feed</title>{items}</channel></rss>"


def watch(watched: WatchList, state: State, held: Made) -> list[Change]:
    return list(look(watched, state, held, today="2015-06-01"))


def with_edges(*more: Edge) -> Made:
    made = ledger(THINGS, [*EDGES, *more])
    made.__class__ = type("Other", (Made,), {"fingerprint": property(lambda _: f"with {len(more)}")})
    return made


def test_a_first_look_tells_nothing_and_a_second_the_difference() -> None:
    state, watched = State(), WatchList(actors=("hall", "post"))
    assert watch(watched, state, ledger()) == []
    assert watch(watched, state, ledger()) == []
    grown = with_edges(edge("grant2", "Payment", "fund", "hall", date="2015-05-01"))
    changes = watch(WatchList(actors=("hall",)), state, grown)
    assert [(c.kind, len(c.came), len(c.went)) for c in changes] == [("actor", 1, 0)]
    assert "Okonjo Foundation -> Marigold Policy Hall 2015-05-01" in changes[0].came[0]
    back = watch(WatchList(actors=("hall",)), state, ledger())
    assert [(len(c.came), len(c.went)) for c in back] == [(0, 1)]


def test_a_new_entry_with_a_source_on_record_is_told_once(tmp_path: Path) -> None:
    path = tmp_path / "feed.rss"
    state, watched = State(), WatchList(feeds=(str(path),))
    path.write_text(feed("Xinhua said the bridge is late."), encoding="utf-8")
    from cuibono.ledger import open_ledger

    with open_ledger() as records:
        assert list(look(watched, state, records, today="2022-06-01")) == []
        path.write_text(
            feed("Xinhua said the bridge is late.", "RT reported that the bridge is open.", "Nothing."),
            encoding="utf-8",
        )
        changes = list(look(watched, state, records, today="2022-06-01"))
        assert len(changes) == 1
        assert changes[0].kind == "feed"
        assert any("RT" in line and "not disclosed in the text" in line for line in changes[0].came)
        assert list(look(watched, state, records, today="2022-06-01")) == []


def test_a_feed_that_cannot_be_read_is_told_and_the_others_are_looked_at(tmp_path: Path) -> None:
    watched = WatchList(actors=("hall",), feeds=(str(tmp_path / "none.rss"),))
    from cuibono.ledger import open_ledger

    with open_ledger() as records:
        state = State()
        changes = list(look(watched, state, records, today="2022-06-01"))
    assert [c.kind for c in changes] == ["failed"]
    assert "hall" in state.actors


@pytest.mark.parametrize("text", ["actors = 5", "people = ['x']", "actors = []", "[[", "actors = ['']"])
def test_a_wrong_list_is_one_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / "watch.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"watch\.toml"):
        read_list(path)


def test_a_damaged_state_is_told(tmp_path: Path) -> None:
    path = tmp_path / "watch.toml"
    path.write_text('actors = ["RT"]', encoding="utf-8")
    (tmp_path / "watch.state.json").write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match="remove it to begin anew"):
        list(watch_once(path))


def test_a_look_keeps_its_state_and_gives_json_lines_or_a_mail(tmp_path: Path) -> None:
    path = tmp_path / "watch.toml"
    path.write_text('actors = ["RT"]', encoding="utf-8")
    assert list(watch_once(path, today="2022-01-01")) == []
    place = tmp_path / "watch.state.json"
    held = json.loads(place.read_text(encoding="utf-8"))
    gone = held["actors"]["RT"].pop()
    place.write_text(json.dumps(held), encoding="utf-8")
    text = "\n".join(watch_once(path, today="2022-01-01", as_mail=True))
    assert text.startswith("Subject: cuibono: 1 change, 2022-01-01")
    assert f"+ {gone}" in text
    assert list(watch_once(path, today="2022-01-01")) == []


def test_a_past_check_is_told_when_the_text_changes(tmp_path: Path) -> None:
    article, path = tmp_path / "a.txt", tmp_path / "watch.toml"
    article.write_text(
        "Qatar Holding owns Harrods. The bridge is late and nobody knows why it is.", encoding="utf-8"
    )
    path.write_text(f"checks = [{json.dumps(str(article))}]", encoding="utf-8")
    assert list(watch_once(path, today="2022-01-01")) == []
    article.write_text("Qatar Holding has owned Harrods since 2001. The bridge is late.", encoding="utf-8")
    change = json.loads(next(iter(watch_once(path, today="2022-01-01"))))
    assert change["kind"] == "check"
    assert change["came"]
    assert change["went"]


def test_changes_are_kept_when_they_cannot_be_handed_over(tmp_path: Path) -> None:
    path = tmp_path / "watch.toml"
    path.write_text('actors = ["RT"]', encoding="utf-8")
    list(watch_once(path))
    place = tmp_path / "watch.state.json"
    held = json.loads(place.read_text(encoding="utf-8"))
    held["actors"]["RT"].pop()
    place.write_text(json.dumps(held), encoding="utf-8")
    before = place.read_bytes()
    with pytest.raises(FetchError):
        list(watch_once(path, webhook="http://127.0.0.1/hook"))
    assert place.read_bytes() == before


@pytest.mark.parametrize("address", ["10.0.0.1", "127.0.0.1", "169.254.169.254", "::1"])
def test_a_host_that_is_not_public_gets_nothing(address: str) -> None:
    with pytest.raises(FetchError):
        post("https://hooks.example/x", {"a": 1}, network=Network(resolve=lambda host, port: [address]))


def test_a_mail_without_changes_says_so() -> None:
    assert "Nothing changed." in mail([], today="2022-01-01")
