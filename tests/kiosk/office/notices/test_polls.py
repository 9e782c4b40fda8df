"""Polls at the desk: written in the form, counted exactly by village whatever comes twice, published only where a clerk says so."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from content_cache.central.edition_reader import items_of
from content_cache.model.polls import Poll, poll_id
from content_cache.model.sources import Source
from kiosk.office.editions.previous import in_folder
from kiosk.office.notices.polls import MOST_OF_ONE
from kiosk.post.envelope import EnvelopeKind
from kiosk.state.memory import Memory
from tests.support.newsroom import BASE, KEY_PASSWORD, Browser, Newsroom, make_shared_keys
from tests.support.posting import code_for, enrolled, new_kiosk

pytestmark = pytest.mark.attack(
    "people",
    "one person votes for the village, a feed asks or counts, a vote is read off the card or the line, "
    "one is counted twice",
)


POLL = """---
id: jajak
title: Apa dulu?
category: pengumuman
expires: 2027-01-30
poll: {{choices: [Pasar malam, Jalan tani], results: {0}}}
---
Pilih satu.
"""
NAME = poll_id("jajak", ("Pasar malam", "Jalan tani"))


@pytest.fixture
def office(room: Newsroom) -> Newsroom:
    """Return an office with all its keys and its post open."""
    make_shared_keys(room.office.cabinet)
    room.office.post.open(KEY_PASSWORD, room.now)
    return room


def ask(office: Newsroom, results: str = "hidden") -> Path:
    path = office.office.folder / "jajak.md"
    path.write_text(POLL.format(results))
    return path


def batch(name: str, *lines: object) -> bytes:
    return "\n".join([json.dumps({"batch": name}), *(json.dumps(line) for line in lines)]).encode()


def vote(choice: int, votes: int) -> dict[str, object]:
    return {"poll": NAME, "choice": choice, "votes": votes}


def posted(office: Newsroom, *envelopes: bytes) -> None:
    for each in envelopes:
        office.app.test_client().post("/post", data=each, base_url=BASE)
    office.office.post.sort(office.now)


def table(browser: Browser) -> str:
    browser.get("/kabar/jajak")
    return browser.words


def publish(office: Newsroom) -> dict[str, Any]:
    key = office.office.cabinet.unlock_key("news", KEY_PASSWORD)  # type: ignore[arg-type]
    edition = office.office.editions.begin_edition("Rahma", key, [], office.now, sure=True, done=lambda _edition: None)
    office.office.editions.wait_until_done(30)
    assert edition.state == "done", edition.problem
    return next(item for item in in_folder(office.office.editions.out).feed["items"] if item["id"] == "jajak")


def test_sums_are_exact_by_village_whatever_comes_twice(office: Newsroom, rahma: Browser) -> None:
    ask(office)
    bunga = enrolled(office.office)
    other = new_kiosk(office.office)
    code = code_for(office.office, "Balai Desa Lamo", "72.01.05.2999")
    office.office.post.store.register.enrol(other.id, bytes(other.key.verify_key), code, office.now)
    first = bunga.envelope(EnvelopeKind.VOTE, batch("aa", vote(0, 3), vote(1, 1)))
    again = bunga.envelope(EnvelopeKind.VOTE, batch("aa", vote(0, 3), vote(1, 1)))  # a power cut: another number
    second = bunga.envelope(EnvelopeKind.VOTE, batch("ab", vote(1, 2)))
    theirs = other.envelope(EnvelopeKind.VOTE, batch("aa", vote(1, 5)))  # of another kiosk: the name says nothing
    posted(office, first, first, second, again, first, theirs, second, theirs)
    shown = table(rahma)
    assert "Suara sejauh ini: 11" in shown
    assert "Balai Desa Lamo05" in shown.replace(" 0", "0").replace(" 5", "5")
    sums = office.office.polls._votes()
    assert sum(each.number for each in sums) == 11


def test_what_is_no_vote_counts_nothing(office: Newsroom, rahma: Browser) -> None:
    ask(office)
    kiosk = enrolled(office.office)
    bad: list[object] = [vote(-1, 1), vote(2, 7), vote(0, MOST_OF_ONE + 1), vote(0, -5), [], 3, None, "x"]
    bad += [{**vote(0, 1), **wrong} for wrong in ({"choice": "0"}, {"choice": True}, {"choice": 0.0}, {"votes": True})]
    bad += [{**vote(0, 1), **wrong} for wrong in ({"poll": "jajak"}, {"poll": ["x"]}, {"votes": "1"})]
    whole = [
        batch("aa", *bad), b"", b"\xff\xfe", b"[" * 3_000, b'{"batch": 3}', b'{"batch": ""}', b"{}\n" + batch("x")[:5],
        batch("bb", vote(0, 2), vote(0, 2)),  # said twice: one line a choice
    ]  # fmt: skip
    posted(office, *(kiosk.envelope(EnvelopeKind.VOTE, content) for content in whole))
    assert "Suara sejauh ini: 2" in table(rahma)


def test_what_nobody_has_opened_is_told_and_not_counted(office: Newsroom, rahma: Browser) -> None:
    ask(office)
    kiosk = enrolled(office.office)
    office.office.cabinet.close()
    posted(office, kiosk.envelope(EnvelopeKind.VOTE, batch("aa", vote(0, 2))))
    shown = table(rahma)
    assert "Suara sejauh ini: 0" in shown
    assert "1 kiriman berisi suara menunggu" in shown


def test_results_go_into_the_next_edition_only_if_the_clerk_says_so(office: Newsroom) -> None:
    ask(office)
    kiosk = enrolled(office.office)
    posted(office, kiosk.envelope(EnvelopeKind.VOTE, batch("aa", vote(0, 3))))
    assert publish(office)["content_text"].strip() == "Pilih satu."
    office.wait(seconds=5)
    ask(office, "shown")
    told = publish(office)
    assert told["_kiosk"]["poll"]["results"] == "shown"
    assert told["content_text"].split("\n\n") == [
        "Pilih satu.", "Hasil sejauh ini: 3 suara.", "Pasar malam: 3 suara.", "Jalan tani: 0 suara.",
    ]  # fmt: skip
    assert "3" not in (office.office.folder / "jajak.md").read_text().partition("---\nPilih")[2], (
        "the notice stays as written"
    )
    posted(office, kiosk.envelope(EnvelopeKind.VOTE, batch("ab", vote(1, 2))))
    office.wait(seconds=5)
    assert "Hasil sejauh ini: 5 suara." in publish(office)["content_text"]
    body = json.dumps(dict(in_folder(office.office.editions.out).feed)).encode()
    source = Source(name="k", url="https://k.id/", format="central", keys=("RWQ",))
    read = items_of(body, source, url="https://k.id/feed.json", now=office.now, may_warn=False).items
    assert [each.poll for each in read if each.id == "jajak"] == [Poll(("Pasar malam", "Jalan tani"), None, shown=True)]


def test_it_is_written_in_the_form_and_stays_as_it_was(office: Newsroom, rahma: Browser) -> None:
    name = rahma.write(
        "Apa dulu?", "Pilih satu.", pilihan="Pasar malam\r\n\r\n  Jalan   tani ", jajak_sampai="5 Desember 2026, 18.00"
    )
    parts = office.office.notices.open(name).parts
    assert json.loads(parts["poll"]) == {
        "choices": ["Pasar malam", "Jalan tani"], "results": "hidden", "until": "2026-12-05T18:00+08:00",
    }  # fmt: skip
    rahma.get(f"/kabar/{name}")
    assert rahma.form(f"/kabar/{name}")["pilihan"] == "Pasar malam\nJalan tani"
    rahma.submit(f"/kabar/{name}", judul="Apa yang dulu?")
    assert office.office.notices.open(name).parts["poll"] == parts["poll"]
    rahma.get(f"/kabar/{name}")
    rahma.submit(f"/kabar/{name}", jajak_hasil="ya", pilihan="Satu saja")
    rahma.get(f"/kabar/{name}")
    told = "Jajak pendapat punya 2 sampai 5 pilihan, semuanya berbeda, masing-masing paling panjang 60 huruf."
    assert told in rahma.words, "what is wrong with it is said beside the form, by the names that stand there"
    assert "choices" not in rahma.words
    rahma.submit(f"/kabar/{name}", pilihan="Ya\nTidak", jajak_sampai="nanti saja")
    rahma.get(f"/kabar/{name}")
    assert "Batas menerima suara bukan tanggal" in rahma.words
    rahma.submit(f"/kabar/{name}", jajak_sampai="", jenis="klarifikasi", klaim="Air beracun", putusan="salah")
    rahma.get(f"/kabar/{name}")
    assert "Cek hoaks tidak punya jajak pendapat." in rahma.words
    rahma.submit(f"/kabar/{name}", pilihan="")
    assert "poll" not in office.office.notices.open(name).parts


def test_votes_of_the_kiosk_go_the_whole_way(tmp_path: Path, office: Newsroom, rahma: Browser) -> None:
    """Show that the office counts the batch that the kiosk's own memory makes."""
    ask(office)
    kiosk = enrolled(office.office)
    with Memory(tmp_path) as memory:
        for choice in (0, 1, 1):
            memory.votes.add(NAME, choice, office.now - timedelta(hours=1))
        made = memory.votes.batch()
        assert made is not None
    posted(office, kiosk.envelope(EnvelopeKind.VOTE, made[1]), kiosk.envelope(EnvelopeKind.VOTE, made[1]))
    assert "Suara sejauh ini: 3" in table(rahma)
