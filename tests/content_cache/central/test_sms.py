"""What the modem's process hands over, by a refresher that believes none of it."""

import base64
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from content_cache.alerts import Place, standing
from content_cache.formats.sms.message import SmsMessage, made
from content_cache.jobs.admission import admit
from content_cache.model.items import Alert, Item
from content_cache.model.sources import Source
from content_cache.model.trust import SMS_UNCHECKED
from content_cache.model.vocabulary import Category, Hazard, Severity, Verified
from content_cache.refresh.refresher import Refresher
from content_cache.signing import kept_keys
from content_cache.signing.keyring import Keyring, keys_document
from content_cache.signing.keys import SecretKey
from content_cache.signing.signatures import sign
from content_cache.store.store import Store

pytestmark = pytest.mark.attack(
    "what comes in",
    "the modem's process is taken over: it hands over what nobody signed, or says of unsigned text that "
    "it is a tsunami's warning",
    "verified by the refresher, by the keys that hold now; unsigned text is admitted as not checked alone",
)


ALERT, NEWS, SPARE = SecretKey.generate("alert"), SecretKey.generate("news"), SecretKey.generate("spare")
NOW = datetime(2026, 11, 27, 14, 5, tzinfo=UTC)
WARNING = SmsMessage(
    number=1, issued=NOW, minutes=60, severity=Severity.AWAS, hazard=Hazard.TSUNAMI, text="Naik ke bukit"
)


class Refreshing:
    def __init__(self, folder: Path, store: Store) -> None:
        self.folder, self.store = folder, store
        office = Source(
            name="Banggai (SMS)", url=str(folder / "signed"), format="sms", category=Category.ALERT, alerts=True, own=True,
            keys=(f"{NEWS.public} news", f"{SPARE.public} spare"), alert_keys=(f"{ALERT.public} alert",),
        )  # fmt: skip
        plain = replace(
            office, name="SMS", url=str(folder / "unchecked.json"), format=SMS_UNCHECKED, keys=(), alert_keys=()
        )
        self.sources = (office, plain)
        (folder / "signed").write_bytes(b"")
        self.says()

    def signed(self, *contents: bytes) -> None:
        (self.folder / "signed").write_bytes(b"\n".join(map(base64.b64encode, contents)))

    def says(self, *messages: object) -> None:
        (self.folder / "unchecked.json").write_text(json.dumps({"type": "sms", "messages": list(messages)}))

    def look(self) -> list[Alert]:
        refresher = Refresher(self.store, self.sources, data_dir=self.folder, kiosk_id="x", clock=lambda: NOW)
        outcomes = refresher.refresh(force=True)
        assert [outcome.error for outcome in outcomes] == [None, None]
        return [item for item in self.store.reader.items() if isinstance(item, Alert)]


@pytest.fixture
def refreshing(tmp_path: Path) -> Iterator[Refreshing]:
    with Store.open(tmp_path) as store:
        yield Refreshing(tmp_path, store)


def test_signed_one_is_the_offices_word(refreshing: Refreshing) -> None:
    refreshing.signed(made(WARNING, ALERT))
    (alert,) = refreshing.look()
    assert (alert.text, alert.severity, alert.verified) == ("Naik ke bukit", Severity.AWAS, Verified.SIGNATURE)
    assert alert.owner == str(refreshing.sources[0].alert_keys[0])
    assert alert.expires == NOW + timedelta(hours=1)


@pytest.mark.parametrize(
    "content",
    [made(WARNING, NEWS), made(WARNING, SecretKey.generate()), made(WARNING, ALERT)[:-1], b"", b"\xff" * 500],
)
def test_what_nobody_signed_is_none(refreshing: Refreshing, content: bytes) -> None:
    refreshing.signed(content)
    assert refreshing.look() == []


def test_lines_that_are_none(refreshing: Refreshing) -> None:
    (refreshing.folder / "signed").write_bytes(b"?\n\0\n" + b"A" * 100_000 + b"\n" * 1_000)
    assert refreshing.look() == []


def test_warning_of_a_key_that_was_revoked_goes_though_the_file_is_the_same(refreshing: Refreshing) -> None:
    refreshing.signed(made(WARNING, ALERT))
    assert len(refreshing.look()) == 1
    document = keys_document(Keyring((), 1, frozenset({ALERT.id})), NOW)
    kept_keys.save_keys(refreshing.sources[0], refreshing.folder, document, sign(document, SPARE, "keys=1"))
    assert refreshing.look() == []


def test_unchecked_one_is_told_so_and_has_no_siren(refreshing: Refreshing) -> None:
    refreshing.says({"id": "a", "from": "SMS 0812", "text": "AWAS TSUNAMI, lari!", "at": NOW.isoformat()})
    (alert,) = refreshing.look()
    assert (alert.sender, alert.severity, alert.hazard) == (SMS_UNCHECKED, Severity.SIAGA, Hazard.TSUNAMI)
    assert alert.verified is Verified.NONE
    assert alert.author == "SMS 0812"


@pytest.mark.parametrize("text", ["", "  ", "\u202e\u0000", "[" * 10_000])
def test_hostile_words_are_words(refreshing: Refreshing, text: str) -> None:
    refreshing.says({"id": "a", "from": "x", "text": text, "at": NOW.isoformat()})
    assert len(refreshing.look()) == bool(text.strip(" \u202e\u0000"))


UNCHECKED = Alert(
    id="a",
    source="SMS",
    title="t",
    identifier="a",
    sender=SMS_UNCHECKED,
    severity=Severity.SIAGA,
    priority=3,
    published=NOW,
)


@pytest.mark.parametrize(
    "more",
    [
        replace(UNCHECKED, severity=Severity.AWAS),
        replace(UNCHECKED, sender="bmkg.go.id"),
        replace(UNCHECKED, message="Cancel"),
        replace(UNCHECKED, references=("sms sms-1",)),
        replace(UNCHECKED, magnitude=8.0, epicentre="-1,122"),
        Item(id="a", source="SMS", title="t"),
    ],
)
def test_reader_that_was_taken_over_makes_no_more_of_it(refreshing: Refreshing, more: Item) -> None:
    admit(UNCHECKED, refreshing.sources[1], may_warn=True)
    with pytest.raises(ValueError, match="more than that"):
        admit(more, refreshing.sources[1], may_warn=True)


def test_edition_takes_the_place_of_its_sms(refreshing: Refreshing) -> None:
    refreshing.signed(made(WARNING, ALERT))
    (short,) = refreshing.look()
    whole = replace(short, id="kantor-1", identifier="kantor-1", sender="kantor@7201", text="Naik ke bukit, semua.")
    place = Place(-0.93, 122.79, "72.01.05")
    assert [each.alert.id for each in standing([short, whole], place, NOW)] == ["kantor-1"]
    assert [each.alert.id for each in standing([short, replace(whole, owner="bmkg")], place, NOW)] == [
        "sms-1",
        "kantor-1",
    ]
