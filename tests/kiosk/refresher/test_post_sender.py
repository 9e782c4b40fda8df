"""The post in the refresher: to a real receiver, over a line that comes and goes, and never twice what was acknowledged."""

from __future__ import annotations

import dataclasses
import json
import re
import ssl
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
import trustme
from msgspec.structs import replace

from content_cache.http.client import exchange
from content_cache.http.messages import Request
from content_cache.model.changes import Changes
from content_cache.model.errors import FetchError
from content_cache.model.records import EditionRecord, SourceRecord
from kiosk.hall.notices.notice import Notice, NoticeKind
from kiosk.hall.notices.store import NoticeStore
from kiosk.post.envelope import MOST, EnvelopeKind, read_header, split
from kiosk.post.identity import NAME as KEY_FILE
from kiosk.post.identity import own_key, public_of
from kiosk.post.sending import DAY_S, NAME, Sending
from kiosk.post.spool import FOLDER, WaitingEnvelope
from kiosk.refresher import post_contents
from kiosk.refresher.metrics_sender import health_of
from kiosk.refresher.post_contents import counts_content, days_to_count, health_content
from kiosk.refresher.post_sender import EVERY_S, SendResult, send_all
from kiosk.refresher.stick_report import write_post
from kiosk.settings.sections import PlaceSettings
from tests.support.post_kiosk import Kiosk
from tests.support.post_office import PostOffice, served

pytestmark = [
    pytest.mark.attack(
        "what goes back",
        "somebody acknowledges what was never taken, or more than was made",
    ),
    pytest.mark.attack(
        "what goes back",
        "a kiosk's key becomes another one, or the card errs, while questions wait",
        "they go out as they are signed, alone, for the office to judge; what cannot be read is read again "
        "for a day before it is given up",
    ),
    pytest.mark.attack(
        "what goes back",
        "a portal answers in the receiver's place, redirects, breaks off, or fails for days",
        "not believed; tried again, ever more seldom, within a day's bytes",
    ),
    pytest.mark.attack(
        "what goes back",
        "the office's key is another one",
        "what waits goes as it was sealed; an office that keeps its old keys opens it",
    ),
]


def test_a_new_kiosk_makes_itself_known_and_its_questions_arrive(kiosk: Kiosk, office: PostOffice) -> None:
    kiosk.spool.put_question(lambda n: b"%d" % n)
    kiosk.run(60)
    assert list(office.known) == [kiosk.id]
    assert list(office.opened(kiosk.id, EnvelopeKind.QUESTION).values()) == [b"1"]
    assert set(kiosk.waiting) == {EnvelopeKind.ENROL, EnvelopeKind.QUESTION, EnvelopeKind.HEALTH}, (
        "nothing is forgotten before it is acknowledged"
    )
    kiosk.acknowledge()
    assert kiosk.waiting == []


def test_what_was_taken_is_not_sent_again_today_nor_after_a_restart(kiosk: Kiosk, office: PostOffice) -> None:
    kiosk.run(60)
    sent = len(office.bodies)
    kiosk.run(600)
    kiosk.begin()
    kiosk.run(600)
    assert len(office.bodies) == sent
    kiosk.run(12 * DAY_S, DAY_S / 2)
    first = {read_header(each).n for body in office.bodies[:sent] for each in split(body)}
    again = {read_header(each).n for body in office.bodies[sent:] for each in split(body)}
    assert first <= again, "it was not acknowledged: it comes again after ten days"
    assert office.copies == []


def test_it_tells_once_that_it_came_through(kiosk: Kiosk) -> None:
    kiosk.line = False
    kiosk.run(60)
    assert not kiosk.sender.came_through()
    kiosk.line = True
    kiosk.run(60)
    assert [kiosk.sender.came_through(), kiosk.sender.came_through()] == [True, False]


def test_without_a_line_the_card_is_left_alone(kiosk: Kiosk) -> None:
    kiosk.spool.put_question(lambda n: b"%d" % n)
    kiosk.line = False
    written = set()
    for _ in range(480):
        kiosk.run(EVERY_S)
        written |= {
            (path.name, path.stat().st_mtime_ns) for path in (kiosk.data / FOLDER).iterdir() if path.name == NAME
        }
    assert len(written) <= 3, "once an hour"


def test_a_line_that_is_up_for_thirty_seconds_an_hour_is_enough(kiosk: Kiosk, office: PostOffice) -> None:
    kiosk.line = False
    for _ in range(12):
        kiosk.spool.put_question(lambda _: b"x" * 150_000)
    for _ in range(3):
        kiosk.run(3_570, 1_190.0)
        kiosk.line = True
        kiosk.run(30, 1.0)
        kiosk.line = False
    assert len(office.opened(kiosk.id, EnvelopeKind.QUESTION)) == 12


def test_a_line_that_breaks_off_brings_the_small_ones_through(kiosk: Kiosk, office: PostOffice) -> None:
    kiosk.run(60)
    kiosk.acknowledge()
    kiosk.spool.put(EnvelopeKind.QUESTION, b"x" * 250_000)
    kiosk.spool.put(EnvelopeKind.VOTE, b"a vote")
    office.fault = "cut"
    kiosk.run(30)
    office.fault = "none"
    kiosk.run(15)
    assert list(office.opened(kiosk.id, EnvelopeKind.VOTE).values()) == [b"a vote"]


def test_a_day_has_so_many_bytes_and_no_more(tmp_path: Path, office: PostOffice) -> None:
    kiosk = Kiosk(tmp_path / "data", office, megabytes=5)
    for _ in range(8):
        kiosk.spool.put(EnvelopeKind.QUESTION, b"x" * 150_000)
    kiosk.run(DAY_S / 2, DAY_S / 12)
    assert 300_000 < sum(map(len, office.bodies)) <= 500_000
    kiosk.run(4 * DAY_S, DAY_S / 8)
    assert len(office.opened(kiosk.id, EnvelopeKind.QUESTION)) == 8
    kiosk.close()


@pytest.mark.parametrize("fault", ["refuse", "nonsense", "redirect"])
def test_an_office_that_fails_is_asked_ever_more_seldom(kiosk: Kiosk, office: PostOffice, fault: str) -> None:
    office.fault = fault
    kiosk.run(DAY_S / 4, 300.0)
    assert 3 <= len(office.bodies) <= 6
    office.fault = "none"
    kiosk.run(DAY_S / 4, 300.0)
    assert kiosk.office.known


def test_an_office_that_does_not_know_it_gets_all_once_it_does(kiosk: Kiosk, office: PostOffice) -> None:
    office.code = "ZZZZZZZZ"
    kiosk.run(3_600)
    assert not office.envelopes
    office.code = "ABCDEFGH"
    kiosk.run(DAY_S / 2, 600.0)
    kiosk.acknowledge()
    assert kiosk.waiting == []


def test_an_acknowledgement_of_more_than_was_made_forgets_nothing(kiosk: Kiosk) -> None:
    kiosk.spool.put(EnvelopeKind.QUESTION, b"")
    kiosk.sender.acknowledge(1_000)
    assert kiosk.waiting == [EnvelopeKind.QUESTION]
    kiosk.run(60)
    (health,) = kiosk.office.opened(kiosk.id, EnvelopeKind.HEALTH).values()
    assert json.loads(health)["post"]["beyond"] == 1_000, "the office is told"


def test_what_the_card_has_damaged_is_given_up_and_keeps_nothing_else(kiosk: Kiosk, office: PostOffice) -> None:
    for _ in range(3):
        kiosk.spool.put(EnvelopeKind.VOTE, b"")
    path = kiosk.spool.waiting_envelopes()[1].path
    path.write_bytes(b"\0" * path.stat().st_size)
    kiosk.run(60)
    assert list(office.opened(kiosk.id, EnvelopeKind.VOTE)) == [1, 3]
    assert kiosk.spool.made().lost == {"vote": 1}
    kiosk.run(DAY_S + 7_200, 3_600.0)
    kiosk.acknowledge()
    assert kiosk.waiting == [], "the office was told that it will not come"


def test_a_question_that_cannot_be_read_is_looked_at_again_for_a_day(kiosk: Kiosk, office: PostOffice) -> None:
    for content in (b"a", b"b" * 150_000, b"c"):
        kiosk.spool.put_question(partial(lambda content, _: content, content))
    whole = {each.question: each.path.read_bytes() for each in kiosk.spool.waiting_envelopes()}
    for each in kiosk.spool.waiting_envelopes()[:2]:
        each.path.write_bytes(b"\0" * each.size)
    kiosk.run(60)
    assert list(office.opened(kiosk.id, EnvelopeKind.QUESTION)) == [3], "it keeps no other back"
    assert kiosk.waiting.count(EnvelopeKind.QUESTION) == 3
    kiosk.spool.waiting_envelopes()[0].path.write_bytes(whole[1])  # the card had erred
    kiosk.run(7_200, 600.0)
    assert list(office.opened(kiosk.id, EnvelopeKind.QUESTION)) == [1, 3]
    kiosk.run(DAY_S, 1_800.0)
    assert kiosk.spool.made().lost == {"question": 1}
    kiosk.run(DAY_S, 3_600.0)
    kiosk.acknowledge()
    assert EnvelopeKind.QUESTION not in kiosk.waiting


@pytest.mark.parametrize("known", [True, False])
def test_what_an_earlier_key_of_this_kiosk_has_signed_is_for_the_office_to_judge(
    tmp_path: Path, office: PostOffice, known: bool
) -> None:
    before = Kiosk(tmp_path / "data", office, url="")
    for _ in range(3):
        before.spool.put_question(lambda n: b"%d" % n + b"x" * 90_000)
    if known:
        office.known[before.id] = public_of(own_key(before.data))
    before.close()
    (tmp_path / "data" / KEY_FILE).unlink()
    after = Kiosk(tmp_path / "data", office)
    after.spool.put_question(lambda n: b"%d" % n)
    after.run(120)
    taken = [content[:1] for content in office.opened(after.id, EnvelopeKind.QUESTION).values()]
    assert taken == ([b"1", b"2", b"3"] if known else [b"4"]), "what is refused keeps nothing else back"
    assert (after.waiting.count(EnvelopeKind.QUESTION), after.spool.made().lost) == (4, {})
    sent = len(office.bodies)
    after.run(DAY_S / 2, 1_800.0)
    assert known or len(office.bodies) - sent <= 2, "and is not sent again every quarter of a minute"
    after.close()


def test_another_offices_key_seals_what_comes_and_leaves_what_waits(tmp_path: Path, office: PostOffice) -> None:
    kiosk = Kiosk(tmp_path / "data", office, url="")
    kiosk.spool.put(EnvelopeKind.QUESTION, b"before")
    kiosk.run(60)
    before = {each.path.name: each.path.read_bytes() for each in kiosk.spool.waiting_envelopes()}
    kiosk.close()
    with served(PostOffice(code="NEWOFFIC")) as other:
        moved = Kiosk(tmp_path / "data", other)
        moved.spool.put(EnvelopeKind.QUESTION, b"after")
        moved.run(60)
        assert (
            before.items()
            <= {each.path.name: each.path.read_bytes() for each in moved.spool.waiting_envelopes()}.items()
        )
        last = max(number for _, number in other.envelopes)
        assert moved.id in other.known, "a new code makes it known anew"
        assert {number for _, number in other.envelopes} == set(range(1, last + 1)), "they go as they are"
        moved.acknowledge()
        assert moved.waiting == []
        moved.close()


def test_a_receiver_over_https_is_believed_by_its_certificate(tmp_path: Path) -> None:
    authority, context = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    with served(PostOffice(), context) as office:
        kiosk = Kiosk(tmp_path / "data", office)
        kiosk.spool.put(EnvelopeKind.VOTE, b"")
        assert isinstance(kiosk.sender.sent(kiosk.sender.next_message()).error, FetchError)
        assert office.bodies == [], "nothing goes to whom nobody vouches for"
        kiosk.sender.keep_house()
        taken = []

        def trusting(request: Request, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
            taken.append(len(body))
            return exchange(replace(request, authorities=authority.cert_pem.bytes().decode()), body, headers)

        kiosk.sender._send = trusting
        assert send_all(kiosk.sender, lambda _went, _sent: None)
        assert kiosk.office.acknowledged(kiosk.id) == 3
        assert taken
        kiosk.close()


# --- what the kiosk itself tells


def test_it_tells_once_a_day_how_it_fares_and_what_was_counted(kiosk: Kiosk, office: PostOffice) -> None:
    today = kiosk.now.date()
    for back in range(3):
        kiosk.memory.counts.add("read", today - timedelta(days=back))
    kiosk.run(2 * DAY_S + 7_200, 3_600.0)
    health = list(office.opened(kiosk.id, EnvelopeKind.HEALTH).values())
    assert len(health) == 3
    told = json.loads(health[0])
    assert (told["schema"], told["place"], told["area"]) == (1, "Desa Bunga", "72.01.05")
    assert told["store_ok"] is True
    counted = [list(json.loads(each)["days"]) for each in office.opened(kiosk.id, EnvelopeKind.COUNTS).values()]
    assert counted == [[(today - timedelta(days=1)).isoformat()], [today.isoformat()]], "each day once it is over"


def test_an_edition_that_was_taken_and_a_request_that_was_done_are_told_at_once(
    kiosk: Kiosk, office: PostOffice
) -> None:
    kiosk.run(60)
    record = SourceRecord(name="kantor")
    for seq in (7, 7, 8):
        kiosk.store.apply("kantor", Changes(), record, kiosk.now, EditionRecord(seq=seq, issued=kiosk.now))
        kiosk.run(60)
    kiosk.memory.orders.note_begun("restart-1", kiosk.now)
    kiosk.run(60)
    told = [json.loads(each) for each in office.opened(kiosk.id, EnvelopeKind.HEALTH).values()]
    assert [[source["edition"] for source in each["sources"]] for each in told] == [[], [7], [8], [8]]
    assert [each["done"] for each in told] == [[], [], [], ["restart-1"]]


def test_the_halls_notices_go_once_in_each_form_where_the_settings_allow(tmp_path: Path, office: PostOffice) -> None:
    kiosk = Kiosk(tmp_path / "data", office)
    now = kiosk.now
    notices = NoticeStore(kiosk.data, "Desa Bunga")
    notice = Notice(
        id="n1", kind=NoticeKind.ANNOUNCEMENT, title="Posyandu", text="é" * 3_000, ends=now + timedelta(days=9), written=now
    )  # fmt: skip
    notices.publish_notice(notice, now)
    kiosk.run(3 * DAY_S, DAY_S / 4)
    (told,) = office.opened(kiosk.id, EnvelopeKind.NOTICE).values()
    assert (json.loads(told)["title"], len(told) <= MOST[EnvelopeKind.NOTICE]) == ("Posyandu", True)
    kiosk.close()


def test_days_are_counted_once_they_are_over() -> None:
    today = date(2026, 11, 27)
    assert days_to_count("2026-11-24", today) == [date(2026, 11, 25), date(2026, 11, 26)]
    assert days_to_count("2026-11-26", today) == []
    assert days_to_count("2031-01-01", today) == [], "a clock that was ahead"
    assert days_to_count("nonsense", today) == [date(2026, 11, 26)]
    assert len(days_to_count("1999-01-01", today)) == 10


def test_the_most_used_items_are_named_as_far_as_there_is_room_and_give_way_first() -> None:
    days = {f"2026-11-{day}": {"read": day} for day in range(10, 20)}
    items = {day: [(f"k{number:015}", 90 - number, 1) for number in range(40)] for day in days}
    told = json.loads(content := counts_content(days, items))

    assert len(content) <= MOST[EnvelopeKind.COUNTS]
    assert told["days"] == days
    assert {day: [*map(tuple, some)] for day, some in told["items"].items()} == {day: items[day][:8] for day in days}
    assert len(json.loads(counts_content({"2026-11-10": {"read": 1}}, items))["items"]["2026-11-10"]) == 32
    assert "items" not in json.loads(counts_content(days, {}))
    wide = {day: {f"read_{number}": 1 for number in range(30)} for day in days}
    assert (
        list(json.loads(counts_content(wide, items))["days"])
        == [*days][-len(json.loads(counts_content(wide, items))["days"]) :]
    )


# --- by the stick


def test_a_stick_carries_all_that_waits_and_loses_what_was_acknowledged(
    kiosk: Kiosk, office: PostOffice, tmp_path: Path
) -> None:
    kiosk.line = False
    kiosk.sender.keep_house()
    kiosk.spool.put_question(lambda _: b"berapa harga pupuk")
    stick = tmp_path / "post"
    assert len(write_post(kiosk.spool, kiosk.id, stick)) == 3
    assert all(b"pupuk" not in path.read_bytes() for path in stick.iterdir())
    (stick / f"{kiosk.id}-7.amplop.txt").write_text("an office's own")
    for path in sorted(stick.glob("*.amplop")):
        office.take(path.read_bytes())
    assert len(kiosk.waiting) == 3
    kiosk.acknowledge()
    assert kiosk.waiting == []
    assert write_post(kiosk.spool, kiosk.id, stick) == []
    assert [path.name for path in stick.iterdir()] == [f"{kiosk.id}-7.amplop.txt"]


def test_a_link_on_the_stick_leads_nowhere(kiosk: Kiosk, tmp_path: Path) -> None:
    kiosk.spool.put(EnvelopeKind.VOTE, b"")
    stick, elsewhere = tmp_path / "post", tmp_path / "elsewhere"
    stick.mkdir()
    elsewhere.write_text("untouched")
    (stick / f"{kiosk.id}-1.amplop").symlink_to(elsewhere)
    write_post(kiosk.spool, kiosk.id, stick)
    assert elsewhere.read_text() == "untouched"
    led = tmp_path / "led"
    led.symlink_to(tmp_path)
    with pytest.raises(OSError, match="symbolic"):
        write_post(kiosk.spool, kiosk.id, led)


def test_send_all_sends_all_and_says_what_hinders(kiosk: Kiosk, office: PostOffice) -> None:
    kiosk.sender.keep_house()
    for _ in range(9):
        kiosk.spool.put(EnvelopeKind.QUESTION, b"x" * 250_000)
    heard: list[tuple[int, SendResult]] = []

    def hear(went: Sequence[WaitingEnvelope], sent: SendResult) -> None:
        heard.append((len(went), sent))

    office.fault = "refuse"
    assert not send_all(kiosk.sender, hear)
    assert heard[-1][1].error is not None
    office.fault = "none"
    assert send_all(kiosk.sender, hear)
    assert len(office.opened(kiosk.id, EnvelopeKind.QUESTION)) == 9


def test_what_was_sent_is_remembered_beside_the_envelopes(kiosk: Kiosk) -> None:
    kiosk.run(60)
    assert set(Sending.from_stored((kiosk.data / FOLDER / NAME).read_bytes()).handed) == {1, 2}


def test_how_it_fares_fits_into_an_envelope_whatever_its_sources_are_called(kiosk: Kiosk) -> None:
    moment = kiosk.installation.clock().read()
    health = health_of(kiosk.installation, kiosk.store, kiosk.memory, moment.now)
    sources = tuple(
        SourceRecord(name="😀" * 90, failures=n, last_success=datetime(2026, 1, 1, tzinfo=UTC)) for n in range(40)
    )
    content = health_content(
        dataclasses.replace(health, sources=sources), PlaceSettings("😀" * 200), moment, kiosk.spool.made(), 3
    )
    assert len(content) <= MOST[EnvelopeKind.HEALTH]
    assert json.loads(content)["sources"]


def test_each_field_of_the_health_is_described(kiosk: Kiosk) -> None:
    moment = kiosk.installation.clock().read()
    health = health_of(kiosk.installation, kiosk.store, kiosk.memory, moment.now)
    content = json.loads(health_content(health, PlaceSettings(), moment, kiosk.spool.made(), 0))
    described = set(re.findall(r"`(\w+)`", post_contents.__doc__ or ""))
    assert not {*content, *content["post"]} - described


def test_votes_go_once_a_day_and_each_batch_once(kiosk: Kiosk, office: PostOffice) -> None:
    for choice in (0, 1, 1):
        kiosk.memory.votes.add("jajak#1", choice, kiosk.now)
    kiosk.run(60)
    kiosk.memory.votes.add("jajak#1", 0, kiosk.now)
    kiosk.run(DAY_S / 2, 3_600.0)
    (first,) = office.opened(kiosk.id, EnvelopeKind.VOTE).values()
    assert first.count(b'"votes": ') == 2, "nobody can read off when the last one was given"
    kiosk.run(DAY_S, 3_600.0)
    told = list(office.opened(kiosk.id, EnvelopeKind.VOTE).values())
    assert len(told) == 2
    assert b'"choice": 0, "votes": 1' in told[1]
