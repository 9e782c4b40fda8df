"""Polls: of a signed edition alone, as an office writes them; what cannot be meant asks nobody anything."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from content_cache.jobs.admission import admit
from content_cache.model.codec import item_from_json, item_to_json
from content_cache.model.items import Answer, Clarification, NewsItem
from content_cache.model.polls import LONGEST, Poll, poll_id
from kiosk.office.editions.faults import FaultCode, Faults
from kiosk.office.editions.feed import item_of
from kiosk.office.editions.folder import Office, read_notice
from kiosk.office.editions.poll_sums import FILE, sums_content, with_sums
from kiosk.office.editions.poll_sums import read_sums as read_sums
from tests.content_cache.formats.reading import Read
from tests.content_cache.house import source

pytestmark = pytest.mark.attack(
    "people",
    "one person votes for the village, a feed asks or counts, a vote is read off the card or the line, "
    "one is counted twice",
    "signed editions alone; one vote in a poll a visit, 40 an hour and 200 a day, no more than that: "
    "whoever comes again may vote again; sums without order once a day, no choice beside an hour; batches "
    "have names; what no kiosk says counts nothing",
)


SIGNED: dict[str, Any] = {"keys": ("RWQ",), "format": "json"}
NOW = datetime(2026, 11, 27, 9, tzinfo=ZoneInfo("Asia/Makassar"))
CHOICES = ["Pasar malam", "Jalan tani"]


def feed(poll: object, category: str = "pengumuman", **more: object) -> str:
    item = {
        "id": "jajak", "title": "Apa yang dibangun dulu?", "content_text": "Pilih satu.",
        "_kiosk": {"category": category, "poll": poll, **more},
    }  # fmt: skip
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [item]})


def test_a_poll_of_a_signed_edition_is_kept(read: Read) -> None:
    (item,) = read(feed({"choices": CHOICES, "until": "2026-12-05T18:00:00+08:00", "results": "shown"}), **SIGNED).items
    assert item.poll is not None
    assert (item.poll.choices, item.poll.shown) == (("Pasar malam", "Jalan tani"), True)
    assert item.poll.until == datetime(2026, 12, 5, 18, tzinfo=ZoneInfo("Asia/Makassar"))
    assert item_from_json(item_to_json(item)) == item


@pytest.mark.parametrize(
    "poll",
    [
        [], "ya", 3, True, {}, {"choices": "ya"}, {"choices": ["ya"]}, {"choices": list("abcdef")}, {"choices": ["ya", "YA"]},
        {"choices": ["ya", ""]}, {"choices": ["ya", " "]}, {"choices": ["ya", 3]}, {"choices": ["ya", ["tidak"]]},
        {"choices": ["ya", "x" * (LONGEST + 1)]}, {"choices": {"ya": 1, "tidak": 2}}, {"choices": ["ya"] * 1_000},
        {"choices": CHOICES, "until": "besok-besok"}, {"choices": CHOICES, "until": 9**9},
        {"choices": CHOICES, "results": "yes"}, {"choices": CHOICES, "results": True}, {"choices": CHOICES, "votes": [9, 9]},
    ],
    ids=lambda poll: str(poll)[:30],
)  # fmt: skip
def test_what_cannot_be_meant_is_an_item_without_a_poll(read: Read, poll: object) -> None:
    (item,) = read(feed(poll), **SIGNED).items
    assert item.poll is None


def test_what_is_unsigned_a_warning_a_check_or_an_answer_asks_nothing(read: Read) -> None:
    poll = {"choices": CHOICES}
    assert [item.poll for item in read(feed(poll), format="json").items] == [None]
    assert [item.poll for item in read(feed(poll, "klarifikasi", claim="x"), **SIGNED).items] == [None]
    assert [item.poll for item in read(feed(poll, "darurat"), **SIGNED).items if item.category == "darurat"] in (
        [],
        [None],
    )
    answers = {"kiosk": "25a0f9710781", "number": 3}
    (answered,) = read(feed(poll, answers=answers), **SIGNED).items
    assert isinstance(answered, Answer)
    assert answered.poll is None


def test_a_reader_that_was_taken_over_asks_nothing() -> None:
    """The parent looks again."""
    signed = source("https://kantor.id/", format="central", keys=("RWQ",))
    good = NewsItem(id="a", source=signed.name, title="Jajak", poll=Poll(("Ya", "Tidak")))
    admit(good, signed, may_warn=False)
    wrong = [
        replace(good, poll=Poll(choices))
        for choices in ((), ("Ya",), ("Ya", "ya"), ("Ya", ""), ("Ya", " x"), ("Ya", "x" * 61), tuple("abcdef"))
    ]
    naive = replace(good, poll=Poll(("Ya", "Tidak"), datetime(2026, 1, 1)))  # noqa: DTZ001 -- that is the fault
    told = Answer(id="a", source=signed.name, title="x", kiosk="25a0f9710781", number=3, poll=good.poll)
    checked = Clarification(id="a", source=signed.name, title="x", poll=good.poll)
    for item in (*wrong, naive, told, checked):
        with pytest.raises(ValueError, match=r"poll|zone"):
            admit(item, signed, may_warn=False)
    with pytest.raises(ValueError, match="poll"):
        admit(replace(good, source="b"), source("https://b.id/", name="b", format="json"), may_warn=False)


def notice(poll: str, faults: Faults, category: str = "pengumuman") -> Any:
    text = f"---\nid: jajak\ntitle: Apa dulu?\ncategory: {category}\nclaim: x\nverdict: salah\npoll: {poll}\n---\nPilih satu.\n"
    return read_notice("jajak.md", text, Office(), NOW, faults)


def test_a_notice_asks(read: Read) -> None:
    faults = Faults()
    written = notice("{choices: [Pasar malam, Jalan tani], until: 5 Desember 2026, results: shown}", faults)
    assert not faults.found
    item = item_of(written, {}, [], None, Office(), NOW)
    assert item["_kiosk"]["poll"] == {"choices": CHOICES, "results": "shown", "until": "2026-12-06T00:00:00+08:00"}
    body = json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [item]})
    assert [each.poll is not None for each in read(body, **SIGNED).items] == [True]


@pytest.mark.parametrize(
    ("poll", "category"),
    [
        ("ya", "berita"), ("{choices: [ya]}", "berita"), ("{choices: [a, b, c, d, e, f]}", "berita"),
        ("{choices: [a, b], until: kapan-kapan}", "berita"), ("{choices: [a, b], results: boleh}", "berita"),
        ("{choices: [a, b], suara: [9, 9]}", "berita"), ("{choices: [a, b]}", "klarifikasi"),
    ],
)  # fmt: skip
def test_an_office_is_told_what_is_wrong_with_it(poll: str, category: str) -> None:
    faults = Faults()
    assert "poll" not in notice(poll, faults, category).plain
    assert {fault.problem.code for fault in faults.found if not fault.warning} == {FaultCode.POLL.value}


def test_results_go_out_only_where_the_notice_says_so(tmp_path: Path) -> None:
    lines = {"jajak": ["Hasil sejauh ini: 3 suara.", "Pasar malam: 3 suara."]}
    (tmp_path / FILE).write_bytes(sums_content(lines))
    faults = Faults()
    sums = read_sums(tmp_path, faults)
    hidden, shown = (notice(f"{{choices: [a, b], results: {each}}}", faults) for each in ("hidden", "shown"))
    assert not faults.found
    assert [each.body for each in with_sums([hidden, shown], sums)] == [
        "Pilih satu.", "Pilih satu.\n\nHasil sejauh ini: 3 suara.\n\nPasar malam: 3 suara.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "content",
    [b"[]", b"{", b"[" * 100_000, b'{"a": "x"}', b'{"a": []}', b'{"a": [3]}', b'{"a": [""]}', b'{"a": ["x\\n# y"]}',
     json.dumps({"a": ["x"] * 7}).encode(), json.dumps({"a": ["x" * 201]}).encode()],
)  # fmt: skip
def test_results_that_are_not_as_they_were_written_stop_the_edition(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    faults = Faults()
    assert read_sums(tmp_path, faults) == {}
    assert faults.serious


def test_other_choices_are_another_poll() -> None:
    assert poll_id("a", ("Ya", "Tidak")) == poll_id("a", ("Ya", "Tidak"))
    assert len({poll_id("a", ("Ya", "Tidak")), poll_id("a", ("Tidak", "Ya")), poll_id("b", ("Ya", "Tidak"))}) == 3
