"""An index of CAP messages: each is fetched once, what cannot be had is asked for again, and what may not alert is news."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from content_cache.formats import read_feed
from content_cache.http.messages import Request
from content_cache.jobs.messages import JobAnswer, Question
from content_cache.model.codec import item_from_json
from content_cache.model.errors import AddressError, Code
from content_cache.model.items import Alert, NewsItem
from content_cache.model.problems import problem
from content_cache.refresh.outcomes import Outcome
from tests.content_cache.asking import ask_here
from tests.content_cache.house import House, source
from tests.content_cache.misbehaving import MisbehavingServer, reply
from tests.told import told

pytestmark = pytest.mark.attack(
    "what comes in",
    "an index of warnings that leads to another host",
    "not followed; the source fails, and `kiosk check` names the host",
)


SAMPLE = (Path(__file__).parents[2] / "feeds/bmkg/siaga_cap-id-CGT20260924002_alert.xml").read_text("utf-8")
ENGLISH = SAMPLE.replace("<language>id<", "<language>en<").replace("Hujan Lebat disertai Petir", "Thunderstorm")


def message(number: int, text: str = SAMPLE) -> bytes:
    return text.replace("2026.09.24.07.75.002", f"2026.09.24.07.75.00{number}").encode()


def index(*entries: tuple[str, int]) -> bytes:
    items = "".join(
        f"<item><link>{name}</link><guid isPermaLink='false'>2.49.0.1.360.0.2026.09.24.07.75.00{number}</guid></item>"
        for name, number in entries
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Peringatan</title>{items}</channel></rss>'.encode()


def ask(house: House, url: str, **fields: Any) -> Outcome:
    feed = source(url, **({"format": "cap", "alerts": True, "every": 60.0} | fields))
    return house.one(feed, reader=read_feed)


def test_each_message_is_fetched_once(house: House, server: MisbehavingServer) -> None:
    url = server.on(
        "/rss.xml",
        reply(index(("/1.xml", 1), ("/2.xml", 2)), headers={"ETag": '"a"'}),
        reply(index(("/3.xml", 3), ("/1.xml", 1)), headers={"ETag": '"b"'}),
    )
    for number in (1, 2, 3):
        server.on(f"/{number}.xml", reply(message(number)))
    first = ask(house, url)
    assert (first.status, first.added) == ("updated", 2)
    second = ask(house, url)
    assert (second.status, second.added, second.changed) == ("updated", 1, 0)
    assert [len(server.asked(f"/{number}.xml")) for number in (1, 2, 3)] == [1, 1, 1]
    stored = house.store.reader.items()
    assert len(stored) == 3
    assert all(isinstance(item, Alert) and item.polygons for item in stored)


def test_a_message_that_cannot_be_had_is_asked_for_again(house: House, server: MisbehavingServer) -> None:
    url = server.on("/rss.xml", reply(index(("/1.xml", 1), ("/2.xml", 2)), headers={"ETag": '"a"'}))
    server.on("/1.xml", reply(message(1)))
    server.on("/2.xml", reply(b"", status=500), reply(message(2)))
    first = ask(house, url)
    assert (first.status, first.added) == ("partial", 1)
    second = ask(house, url)
    assert (second.status, second.added) == ("updated", 1)
    assert house.store.reader.count() == 2


def test_a_message_that_is_none_leaves_the_others(house: House, server: MisbehavingServer) -> None:
    url = server.on("/rss.xml", reply(index(("/1.xml", 1), ("/2.xml", 2), ("/3.xml", 3))))
    server.on("/1.xml", reply(b"<!DOCTYPE alert [<!ENTITY a 'b'>]>" + message(1)))
    server.on("/2.xml", reply(b"<html><body>Masuk</body></html>"))
    server.on("/3.xml", reply(message(3)))
    assert (ask(house, url).status, house.store.reader.count()) == ("updated", 1)


def test_two_languages_of_one_message_are_one_alert(house: House, server: MisbehavingServer) -> None:
    url = server.on("/rss.xml", reply(index(("/en.xml", 9), ("/id.xml", 8))))
    server.on("/en.xml", reply(message(1, ENGLISH)))
    server.on("/id.xml", reply(message(1)))
    ask(house, url)
    (alert,) = house.store.reader.items()
    assert isinstance(alert, Alert)
    assert (alert.language, [words.language for words in alert.wordings]) == ("id", ["en"])


def test_without_the_right_messages_are_news(house: House, server: MisbehavingServer) -> None:
    url = server.on("/rss.xml", reply(index(("/1.xml", 1))))
    server.on("/1.xml", reply(message(1)))
    ask(house, url, alerts=False)
    (item,) = house.store.reader.items()
    assert isinstance(item, NewsItem)


def test_an_index_leads_nowhere_else(house: House, server: MisbehavingServer) -> None:
    elsewhere = MisbehavingServer()
    try:
        far = elsewhere.on("/1.xml", reply(message(1)))
        url = server.on("/rss.xml", reply(index((far, 1), ("file:///etc/passwd", 2))))
        outcome = ask(house, url)
        assert (outcome.status, outcome.error) == ("failed", problem(Code.LINKS_ELSEWHERE, host=urlsplit(far).netloc))
        assert house.record().last_error == outcome.error, "`kiosk check` says so"
        assert elsewhere.requests == []
    finally:
        elsewhere.close()


def test_an_index_in_a_folder_of_files(house: House, tmp_path: Path) -> None:
    (tmp_path / "rss.xml").write_bytes(index(("1.xml", 1), ("../2.xml", 2)))
    (tmp_path / "1.xml").write_bytes(message(1))
    assert ask(house, str(tmp_path / "rss.xml")).added == 1


def asked(url: str, now: datetime, **fields: Any) -> JobAnswer:
    """Return what a kiosk reads at *url* that may connect to any port of this machine, as to any public host."""
    request = Request(url=url, deadline=10.0, max_bytes=1_000_000, user_agent="", private_host="127.0.0.1")
    feed = source(url, **({"format": "cap", "alerts": True} | fields))
    return ask_here(Question(source=feed, request=request, body_hash="", now=now), read_feed)


@pytest.fixture
def elsewhere() -> Iterator[MisbehavingServer]:
    served = MisbehavingServer()
    yield served
    served.close()


def test_an_alert_source_that_is_led_to_another_host_raises_nothing(
    server: MisbehavingServer, elsewhere: MisbehavingServer, now: datetime
) -> None:
    far = elsewhere.on("/rss.xml", reply(index(("/1.xml", 1))))
    elsewhere.on("/1.xml", reply(message(1)))
    url = server.on("/rss.xml", reply(b"", status=302, headers={"Location": far}))
    with pytest.raises(AddressError, match="redirect_foreign") as raised:
        asked(url, now)
    assert told(raised.value.problem).startswith("alamatnya mengarah ke tempat yang tidak boleh")
    assert len(asked(url, now, alerts=False).lines) == 1, "as news it may come from anywhere"


def test_a_message_that_is_led_to_another_host_is_left_out(
    server: MisbehavingServer, elsewhere: MisbehavingServer, now: datetime
) -> None:
    far = elsewhere.on("/1.xml", reply(message(1)))
    url = server.on("/rss.xml", reply(index(("/1.xml", 1), ("/2.xml", 2))))
    server.on("/1.xml", reply(b"", status=302, headers={"Location": far}))
    server.on("/2.xml", reply(message(2)))
    answer = asked(url, now)
    assert [item_from_json(line).id[-1] for line in answer.lines] == ["2"]
    assert not answer.complete
