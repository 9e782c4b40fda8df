"""Sample warnings of each kind as their issuers send them, read as the refresher reads them, and what the kiosk says of each.

`python -m tests.kiosk.alerts.spoken_samples` prints spoken_warnings.txt anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from content_cache.alerts import Place, standing
from content_cache.formats import read_feed
from content_cache.formats.sms.message import SmsMessage, item_of
from content_cache.formats.sms.unchecked import read_unchecked
from content_cache.model.items import Alert
from content_cache.model.sources import Source
from content_cache.model.trust import SMS, SMS_UNCHECKED, secured
from content_cache.model.vocabulary import Hazard, Provenance, Severity
from kiosk.alerts.spoken import alert_lines, alert_once_more
from kiosk.alerts.text import AlertWords
from kiosk.content.local_alerts import view_of
from kiosk.core.clock import Moment, Trust
from kiosk.hall.notices.cap import as_cap
from kiosk.hall.notices.notice import Notice, NoticeKind
from kiosk.i18n.phrases import Phrases
from kiosk.i18n.translation import Translation
from kiosk.office.warnings.warnings import OfficeWarning, ReleasedWarning, message, sms_text
from kiosk.speech.script.item_script import ItemScript, notice
from kiosk.state.hall_sources import as_warnings

if TYPE_CHECKING:
    from kiosk.content.views.shown import AlertView

WITA = ZoneInfo("Asia/Makassar")
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=WITA)
BUNGA = Place(-0.93, 122.79, "72.01.05.2003", ("Bunga", "Luwuk Utara", "Banggai"))
MEET = "Lapangan SDN 1 Bunga, di belakang masjid ke arah bukit"
MOMENT = Moment(NOW, Trust.TRUSTED)
MINUTE, LATE = timedelta(minutes=1), timedelta(hours=5)
ENDED = NOW - 8 * MINUTE

QUAKE, WAVE, FLOOD, WEATHER = "quake", "wave", "flood", "weather"
DRILL, LIVE, OLD, RAISED, OVER = "drill", "live", "late", "raised", "ended"
HAZARDS = {QUAKE: Hazard.QUAKE, WAVE: Hazard.TSUNAMI, FLOOD: Hazard.FLOOD, WEATHER: Hazard.RAIN}
EVENTS = {
    QUAKE: "Gempa bumi",
    WAVE: "Berpotensi tsunami",
    FLOOD: "Banjir di Sungai Bunga",
    WEATHER: "Hujan lebat disertai petir",
}
ORDERS = {
    QUAKE: "Keluar dari rumah yang retak.",
    WAVE: "Lari ke bukit di belakang masjid sekarang juga.",
    FLOOD: "Naik ke lapangan SDN Bunga.",
    WEATHER: "Jangan melaut dan jangan berteduh di bawah pohon.",
}
WHO = {
    QUAKE: "Warga Dusun 3 jangan tidur di dalam rumah malam ini.",
    WAVE: "Semua orang di pantai, muara, dan tepi sungai.",
    FLOOD: "Warga Dusun 1 dan 2 di tepi sungai harus pindah.",
    WEATHER: "Nelayan Bunga dan Kilongan tetap di darat.",
}


@dataclass(frozen=True)
class Sample:
    """A warning: its `fate`, `kind` and `issuer`, what becomes of it here, and the first order that its issuer gives itself."""

    fate: str
    kind: str
    issuer: str
    view: AlertView
    order: str = ""

    @property
    def name(self) -> str:
        return f"{self.fate}, {self.kind}, {self.issuer}"

    @property
    def words(self) -> AlertWords:
        return AlertWords(self.view, MOMENT, Phrases(Translation("id")))

    def said(self) -> list[str]:
        """The sentences of the voice."""
        return spoken(alert_lines(self.words))

    def once_more(self) -> list[str]:
        """The sentences that a horn says besides."""
        return spoken(alert_once_more(self.words, Translation("id").gettext))


def spoken(lines: list[str]) -> list[str]:
    wording = ItemScript(zone=WITA, language="id", lexicon={}, translate=Translation("id").gettext)
    return [sentence.spoken for sentence in notice("alert", lines, wording).sentences if sentence.is_heard]


def samples() -> Iterator[Sample]:
    """Yield the warnings that each issuer can send: a hall gives no drill and changes none, and an unsigned SMS ends nothing."""
    for kind in HAZARDS:
        for fate in (DRILL, LIVE, OLD, RAISED, OVER):
            yield Sample(fate, kind, "BMKG", _here(_bmkg(kind, fate), fate))
            yield Sample(fate, kind, "office", _here(_office(kind, fate), fate), ORDERS[kind])
            yield Sample(fate, kind, "other host", _here(_host(kind, fate), fate), ORDERS[kind])
            yield Sample(fate, kind, "SMS", _here(_sms(kind, fate), fate), ORDERS[kind])
            if fate in (LIVE, OLD, OVER):
                yield Sample(fate, kind, "hall", _here(_hall(kind, fate), fate), ORDERS[kind])
            if fate == LIVE:
                yield Sample(fate, kind, "unchecked SMS", _here(_unchecked(kind), fate))


def _here(alerts: list[Alert], fate: str) -> AlertView:
    """Return the warning as BUNGA shows it, received a minute after it was sent, or hours later for the fate OLD."""
    came = [replace(each, seen_first=(each.published or NOW) + (LATE if fate == OLD else MINUTE)) for each in alerts]
    first = standing(came, BUNGA, NOW)[0]
    return view_of(first, "id", meet=MEET)


def _sent(fate: str) -> datetime:
    return NOW - LATE if fate == OLD else NOW - 20 * MINUTE if fate in (OVER, RAISED) else NOW - 2 * MINUTE


def _read(body: str, source: Source) -> list[Alert]:
    items = [secured(item, source) for item in read_feed(body.encode(), source, url=source.url, now=NOW).items]
    return [item for item in items if isinstance(item, Alert)]


# --- as each of them sends it


def _bmkg(kind: str, fate: str) -> list[Alert]:
    source = Source(name="BMKG", url="https://bmkg.example/alerts", format="cap", alerts=True)
    if kind in (QUAKE, WAVE) and fate in (LIVE, OLD, OVER):
        quake = {
            "DateTime": (_sent(fate) - MINUTE).isoformat(), "Coordinates": "-1.4,123.1", "Kedalaman": "12 km",
            "Magnitude": "7.4" if kind == WAVE else "6.1", "Wilayah": "Pusat gempa berada di laut 60 km Tenggara Luwuk",
            "Potensi": "Berpotensi tsunami" if kind == WAVE else "Tidak berpotensi tsunami",
        }  # fmt: skip
        read = _read(json.dumps({"Infogempa": {"gempa": quake}}), replace(source, format="bmkg"))
        ends = {OVER: ENDED, OLD: NOW + timedelta(hours=1)}.get(fate)
        return [replace(each, expires=ends or each.expires) for each in read]
    return _read(_cap(kind, fate, "cuaca@bmkg.go.id", "BMKG", "Luwuk Utara", own=False), source)


def _host(kind: str, fate: str) -> list[Alert]:
    """A host of the settings that may alert and signs nothing."""
    source = Source(name="BPBD Banggai", url="https://bpbd.example/cap.xml", format="cap", alerts=True)
    return _read(_cap(kind, fate, "bpbd@banggai.example", "BPBD Banggai", "Luwuk Utara", own=True), source)


def _cap(kind: str, fate: str, sender: str, who: str, place: str, *, own: bool) -> str:
    first = _message(kind, fate, sender, who, place, own=own)
    if fate == RAISED:
        first += _message(kind, fate, sender, who, place, own=own, after=True)
    if fate == OVER:
        first += _message(kind, fate, sender, who, place, own=own, after=True)
    return f"<EDXLDistribution>{first}</EDXLDistribution>"


def _message(kind: str, fate: str, sender: str, who: str, place: str, *, own: bool, after: bool = False) -> str:
    sent = _sent(fate)
    severity = "Extreme" if kind in (WAVE, FLOOD) else "Severe"
    if fate == RAISED:
        severity = "Extreme" if after else "Moderate"
    refers = f"<references>{sender},1,{sent.isoformat()}</references>" if after else ""
    words = f"<description>{WHO[kind]}</description><instruction>{ORDERS[kind]}</instruction>" if own else ""
    return (
        f'<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>{2 if after else 1}</identifier>'
        f"<sender>{sender}</sender><sent>{(ENDED if after else sent).isoformat()}</sent>"
        f"<status>{'Exercise' if fate == DRILL else 'Actual'}</status>"
        f"<msgType>{('Cancel' if fate == OVER else 'Update') if after else 'Alert'}</msgType><scope>Public</scope>{refers}"
        f"<info><language>id</language><category>Met</category><event>{EVENTS[kind]}</event><urgency>Immediate</urgency>"
        f"<severity>{severity}</severity><certainty>Observed</certainty><senderName>{who}</senderName>"
        f"<effective>{sent.isoformat()}</effective><expires>{(NOW + timedelta(hours=4)).isoformat()}</expires>"
        f"<headline>{EVENTS[kind]}</headline>{words}<area><areaDesc>{place}</areaDesc></area></info></alert>"
    )


def _written(kind: str, fate: str) -> OfficeWarning:
    severity = Severity.AWAS if kind in (WAVE, FLOOD) or fate == RAISED else Severity.SIAGA
    return OfficeWarning(
        id="kantor-1", event=EVENTS[kind], severity=severity, text=WHO[kind], steps=ORDERS[kind], origin="BPBD Banggai",
        areas=("72.01",), names=("Kabupaten Banggai",), hours=12, first="ani", since=_sent(fate), drill=fate == DRILL,
    )  # fmt: skip


def _office(kind: str, fate: str) -> list[Alert]:
    """Two people of the office have released it, and its alert key has signed it."""
    source = Source(
        name="Diskominfo Banggai", url="https://kantor.example/", format="central", alerts=True, keys=("k",)
    )
    written, sent = _written(kind, fate), _sent(fate)
    bodies = [message(written, sent, "kantor@72.01", None)]
    if fate == OVER:
        end = replace(written, id="kantor-2", ends=written.id)
        bodies.append(message(end, ENDED, "kantor@72.01", ReleasedWarning(written, "budi", sent)))
    alerts = [each for body in bodies for each in _read(body.decode(), replace(source, format="cap"))]
    return [item for item in (secured(each, source) for each in alerts) if isinstance(item, Alert)]


def _sms(kind: str, fate: str) -> list[Alert]:
    source = Source(name="SMS", url="file:///sms/signed", format=SMS, alerts=True, keys=("k",))
    written, sent = _written(kind, fate), _sent(fate)
    said = SmsMessage(
        number=7, issued=sent, minutes=720, severity=written.severity, hazard=written.hazard, area="72.01",
        text=sms_text(written), drill=fate == DRILL, replaces=6 if fate == RAISED else 0,
    )  # fmt: skip
    told = [said]
    if fate == OVER:
        told.append(SmsMessage(number=8, issued=ENDED, minutes=720, text=written.id, cancel=True, replaces=7))
    items = [secured(item_of(each, source, "BPBD Banggai"), source) for each in told]
    return [item for item in items if isinstance(item, Alert)]


def _hall(kind: str, fate: str) -> list[Alert]:
    notices = Source(name="KIM Bunga", url="/data/desk/feed.json", provenance=Provenance.KIM, own=True)
    written = Notice(
        id="1", kind=NoticeKind.EMERGENCY, title=EVENTS[kind], text=f"{ORDERS[kind]} {WHO[kind]}", written=_sent(fate),
        ends=NOW + timedelta(hours=4), author="Ani", second="Budi", withdrawn=ENDED if fate == OVER else None,
    )  # fmt: skip
    return _read(as_cap([written], "Bunga", NOW), as_warnings(notices, "/data/desk/darurat.xml"))


def _unchecked(kind: str) -> list[Alert]:
    source = Source(name="SMS", url="file:///sms/unchecked", format=SMS_UNCHECKED, alerts=True)
    text = f"{EVENTS[kind]}. {ORDERS[kind]}"
    told = {"id": "u1", "from": "0812 0000 0001", "text": text, "at": (NOW - MINUTE).astimezone(UTC).isoformat()}
    feed = read_unchecked(json.dumps({"type": "sms", "messages": [told]}).encode(), source, now=NOW)
    return [item for item in (secured(each, source) for each in feed.items) if isinstance(item, Alert)]


# --- what somebody who hears it does

DOES = {
    (DRILL, QUAKE): "knows that it is practised; gets under a table, then out into the open, without fear",
    (DRILL, WAVE): "knows that it is practised; walks up to the assembly point",
    (DRILL, FLOOD): "knows that it is practised; walks up to the field",
    (DRILL, WEATHER): "knows that it is practised; stays in a sturdy house",
    (LIVE, QUAKE): "gets under a table, then out into the open; does not flee from a wave that nobody expects",
    (LIVE, WAVE): "runs uphill at once, before having heard why",
    (LIVE, FLOOD): "goes up to higher ground, from the river first",
    (LIVE, WEATHER): "stays in a sturdy house, away from trees; leaves the boat ashore where that is said",
    (
        OLD,
        QUAKE,
    ): "keeps out of cracked houses, looks after neighbours, goes to the field only if the own house is damaged",
    (OLD, WAVE): "goes up, and knows that the warning is five hours old",
    (OLD, FLOOD): "goes up, and knows that the warning is five hours old",
    (OLD, WEATHER): "stays inside, and knows that the warning is five hours old",
    (RAISED, QUAKE): "keeps out of cracked houses; goes to the field if the own house is damaged",
    (RAISED, WAVE): "runs uphill, though the coast alone was told to beware before",
    (RAISED, FLOOD): "leaves, though it was enough to beware before",
    (RAISED, WEATHER): "gets inside, though it was enough to beware before",
    (OVER, QUAKE): "comes out of fear, keeps out of cracked houses",
    (OVER, WAVE): "stays where they have fled to until officials let them go home; does not run anew",
    (OVER, FLOOD): "asks before going home, leaves wet switches alone",
    (OVER, WEATHER): "looks at river and trees before going out",
}


def table(found: Sequence[Sample]) -> str:
    """The text of the golden file: of each fate and hazard what one does, then what is said of it by whom."""
    lines: list[str] = []
    for fate, kind in DOES:
        lines.append(f"## {fate}, {kind}\nwho hears it: {DOES[fate, kind]}\n")
        for each in (one for one in found if (one.fate, one.kind) == (fate, kind)):
            told = [f"# {each.issuer}", *each.said()]
            if each.issuer == "BMKG":  # by a horn
                told += ["--", *each.once_more()]
            lines.append("\n".join(told) + "\n")
    return "\n".join(lines)


if __name__ == "__main__":
    print(table(list(samples())), end="")
