"""What was read and heard most: sums of what kiosks counted, each day of a kiosk once, and nothing of what is no count."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from kiosk.office.fleet.usage import usage
from kiosk.office.post.records import OpenedEnvelope
from kiosk.post.envelope import EnvelopeKind
from tests.support.newsroom import BASE, KEY_PASSWORD, Browser, Newsroom, make_shared_keys
from tests.support.posting import enrolled

pytestmark = pytest.mark.attack(
    "people",
    "a kiosk counts twice, or what is no count",
    "each day of a kiosk once; what is no count counts nothing",
)


TODAY = date(2026, 11, 27)
NOW = datetime(2026, 11, 27, tzinfo=UTC)


def told(kiosk: str, days: object, n: int = 1, **more: object) -> OpenedEnvelope:
    return OpenedEnvelope(kiosk, n, NOW, json.dumps({"schema": 1, "days": days} | more).encode())


def day(back: int) -> str:
    return (TODAY - timedelta(days=back)).isoformat()


def test_each_day_of_a_kiosk_counts_once_and_the_most_used_is_first() -> None:
    found = usage(
        [
            told(
                "a",
                {
                    day(1): {
                        "read": 9,
                        "heard": 2,
                        "read_berita": 4,
                        "read_layanan": 5,
                        "heard_layanan": 2,
                        "sought": 1,
                        "unchecked": 3,
                        "sought_sekolah": 1,
                        "unchecked_kesehatan": 2,
                        "unchecked_lain": 1,
                        "unchecked_<b>": 7,
                    }
                },
                2,
            ),
            told("a", {day(1): {"read": 1, "read_berita": 1}, day(2): {"read": 3, "read_berita": 3}}),
            told("b", {day(3): {"read": 20, "heard": 1, "read_kegiatan": 20}, day(60): {"read": 999}}),
            told("b", {(TODAY + timedelta(days=2)).isoformat(): {"read": 999}}),
        ],
        TODAY,
        {},
    )
    assert found.subjects == (("kesehatan", 0, 2), ("lain", 0, 1), ("sekolah", 1, 0))
    assert found.categories == (("kegiatan", 20, 0), ("berita", 7, 0), ("layanan", 5, 2))
    assert found.kiosks == (("b", 20, 1), ("a", 12, 2))
    assert (found.sought, found.unchecked, found.told) == (1, 3, 2)


def test_what_is_no_count_counts_nothing() -> None:
    bodies = (b"\xff", b"[]", b'{"days": 3}', b"[" * 9_000)
    wild = [OpenedEnvelope("a", n, NOW, body) for n, body in enumerate(bodies)]
    wild.append(told("b", {"x": {"read": 1}, day(1): 3}))
    wild.append(told("c", {day(1): {"read": -1, "heard": True, "sought": "9", "read_berita": 10**12}}))
    found = usage(wild, TODAY, {})
    assert (found.categories, found.sought) == ((), 0)
    assert found.kiosks in ((), (("c", 0, 0),))


def test_what_is_on_show_is_named_by_its_title_and_each_day_of_a_kiosk_counts_once() -> None:
    titles = {"k1": "Posyandu", "k2": "Air padam", "k3": "Belum dibaca"}
    newest = told("a", {}, 2, items={day(1): [["k1", 4, 2], ["gone", 90, 0]]})
    older = told("a", {}, items={day(1): [["k1", 1, 0]], day(2): [["k2", 1, 0]], day(40): [["k2", 9, 9]]})
    other = told("b", {}, items={day(1): [["k2", 9, 1]]})

    assert usage([newest, older, other], TODAY, titles).items == (("Air padam", 10, 1), ("Posyandu", 4, 2))


def test_a_stranger_counts_no_item_twice_and_nothing_that_is_no_count() -> None:
    wild: list[object] = [
        3,
        {"k1": 1},
        "k1",
        [["k1", 1]],
        [["k1", 1, True]],
        [["k1", -1, 0]],
        [[["k1"], 1, 1]],
        [["k1", 10**9, 0]],
    ]
    for each in (*wild, [["k1", 1, 0], *[["k1", 1, 0]] * 500], [*[["x", 0, 0]] * 64, ["k1", 7, 0]]):
        found = usage([told("a", {}, items={day(1): each})], TODAY, {"k1": "Posyandu"})
        assert found.items in ((), (("Posyandu", 1, 0),))


def test_the_page_of_the_villages_says_it(room: Newsroom, rahma: Browser) -> None:
    office = room.office
    make_shared_keys(office.cabinet)
    office.post.open(KEY_PASSWORD, room.now)
    rahma.get("/desa")
    assert "Paling banyak dibaca" not in rahma.words
    (office.folder / "posyandu.md").write_text(
        "---\nid: k1\ntitle: Posyandu <b>Melati</b>\ncategory: berita\n---\nIsi.\n"
    )
    key = office.cabinet.unlock_key(office.editions.role(room.now), KEY_PASSWORD)
    assert key is not None
    edition = office.editions.begin_edition("Rahma", key, [], room.now, sure=True, done=lambda _edition: None)
    office.editions.wait_until_done(30)
    assert edition.state == "done", edition.problem
    kiosk, today = enrolled(office), room.now.date().isoformat()
    counts = {"read": 7, "heard": 3, "read_berita": 7, "heard_berita": 3}
    content = json.dumps({"schema": 1, "days": {today: counts}, "items": {today: [["k1", 5, 2], ["lain", 2, 1]]}})
    room.app.test_client().post("/post", data=kiosk.envelope(EnvelopeKind.COUNTS, content.encode()), base_url=BASE)
    office.post.sort(room.now)

    rahma.get("/desa")

    assert "Paling banyak dibaca" in rahma.words
    assert "BeritaDibaca 7Didengar 3" in rahma.words.replace("Berita ", "Berita")
    assert "Posyandu <b>Melati</b>Dibaca 5Didengar 2" in rahma.words.replace("> D", ">D")
    assert "<b>Melati" not in rahma.text
    heads = [f'<h3 class="hanyahp" aria-hidden="true">{each}<' in rahma.text for each in ("Apa", "Kabar", "Di mana")]
    assert heads == [True] * 3
