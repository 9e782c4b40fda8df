"""Earthquakes as BMKG publishes them: autogempa.json (the newest one) and its lists of those felt or strong (TEWS data).

`DateTime` counts and not `Tanggal` and `Jam`, which are WIB. Magnitude and depth are strings. That one is felt or strong says
nothing of a place: that takes `content_cache.alerts`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from content_cache.alerts.shapes import point
from content_cache.alerts.tsunami import SOME
from content_cache.formats.cap import URGENT, as_news
from content_cache.formats.feed import Feed, FeedText
from content_cache.formats.json_repair import loads
from content_cache.formats.notes import ReasonCounts
from content_cache.model.errors import Code, FormatError
from content_cache.model.items import Alert
from content_cache.model.trust import may_alert
from content_cache.model.vocabulary import Hazard, Severity
from content_cache.text.cleaning import text_to_blocks
from content_cache.text.dates import parse_date
from content_cache.text.plain import clean_line

SENDER = "bmkg.go.id"
ISSUER = "BMKG"
MOST = 100  # of one list; BMKG's hold fifteen
SHAKEN_FOR = timedelta(hours=2)
"""Time for which an earthquake is an alert to act upon; aftershocks come at any time."""

TSUNAMI_FOR = timedelta(hours=6)
STRONGEST = 10.0  # magnitude: none above it was ever measured
_NUMBER = re.compile(r"\d{1,4}(?:[.,]\d+)?")
_TSUNAMI = re.compile(r"tsunami", re.IGNORECASE)
_NO_TSUNAMI = re.compile(r"\btidak\b", re.IGNORECASE)
_OVER = re.compile(r"\b(?:berakhir|diakhiri|dicabut)\b", re.IGNORECASE)
_NOT_YET = re.compile(r"\b(?:belum|sebelum|sampai|hingga|jika|bila|kalau)\b", re.IGNORECASE)
_PASS_ON = re.compile(r"\s*untuk diteruskan (?:ke|pada|kepada) masyarakat", re.IGNORECASE)  # said to the media


def read(body: FeedText) -> Feed:
    """Return the earthquakes of a BMKG document (TEWS) as alerts; as news, if the source may not raise alerts.

    Raise FormatError if the document has no "gempa".
    """
    document, whole = loads(body.text, MOST)
    listed = document.get("Infogempa")
    quakes = listed.get("gempa") if isinstance(listed, Mapping) else None
    if isinstance(quakes, Mapping):
        quakes = [quakes]  # autogempa's is an object, those of the lists are arrays
    if not isinstance(quakes, list):
        raise FormatError(Code.NO_QUAKES)
    notes = ReasonCounts()
    alerts = {alert.id: alert for alert in _quakes(quakes[:MOST], body, notes)}
    items = tuple(alerts.values()) if may_alert(body.source) else as_news(alerts.values(), body.source, body.now, notes)
    return Feed(items=items, complete=whole, notes=notes.problems())


def _quakes(quakes: list[Any], body: FeedText, notes: ReasonCounts) -> Iterator[Alert]:
    for quake in quakes:
        alert = _alert(quake, body) if isinstance(quake, Mapping) else None
        if alert is None:
            notes.add(Code.QUAKE_INCOMPLETE)
        else:
            yield alert


def _alert(quake: Mapping[str, Any], body: FeedText) -> Alert | None:
    when = _when(quake, body)
    where = point(_field_text(quake, "Coordinates"))
    magnitude, depth = _number_field(quake, "Magnitude"), _number_field(quake, "Kedalaman")
    if when is None or where is None or magnitude is None or not 0.0 < magnitude <= STRONGEST:
        return None
    potential, felt = _PASS_ON.sub("", _field_text(quake, "Potensi")), _field_text(quake, "Dirasakan")
    place = _field_text(quake, "Wilayah")
    tsunami = may_bring_tsunami(potential)
    identifier = f"gempa-{when:%Y%m%dT%H%M%SZ}"
    said = f"{magnitude:.1f}".replace(".", ",")
    parts = [f"Gempa magnitudo {said}.", f"{place.rstrip('.')}." if place else ""]
    parts += [f"Kedalaman {depth:g} km." if depth is not None else "", f"{potential}." if potential else ""]
    text = " ".join(part for part in (*parts, f"Dirasakan: {felt}." if felt else "") if part)
    return Alert(
        id=identifier,
        source=body.source.name,
        title=f"Gempa magnitudo {said}" + (f", {place}" if place else ""),
        text=text,
        blocks=text_to_blocks(text),
        author=ISSUER,
        published=when,
        expires=when + (TSUNAMI_FOR if tsunami else SHAKEN_FOR),
        priority=URGENT,
        language="id",
        provenance=body.source.provenance,
        identifier=identifier,
        sender=SENDER,
        severity=Severity.AWAS if tsunami else Severity.INFO,
        hazard=Hazard.TSUNAMI if tsunami else Hazard.QUAKE,
        event="Berpotensi tsunami" if tsunami else "Gempa bumi",
        effective=when,
        places=(place,) if place else (),
        magnitude=magnitude,
        depth_km=depth or 0.0,
        epicentre=f"{where[0]:.6g},{where[1]:.6g}",
        potential=potential,
        felt=felt,
    )


def may_bring_tsunami(potential: str) -> bool:
    """Return whether BMKG's sentence *potential* says that a tsunami is possible.

    A text that does not mention a tsunami returns False, which never means that none comes.
    """
    over = _OVER.search(potential) and not _NOT_YET.search(potential)
    denied = (over or _NO_TSUNAMI.search(potential)) and not SOME.search(potential)
    return bool(_TSUNAMI.search(potential)) and not denied


def _when(quake: Mapping[str, Any], body: FeedText) -> datetime | None:
    written = _field_text(quake, "DateTime") or f"{_field_text(quake, 'Tanggal')} {_field_text(quake, 'Jam')}"
    read = parse_date(written, "UTC", now=body.now)
    return read.astimezone(UTC) if read else None


def _field_text(quake: Mapping[str, Any], key: str) -> str:
    value = quake.get(key)
    return clean_line(str(value)) if isinstance(value, str | int | float) else ""


def _number_field(quake: Mapping[str, Any], key: str) -> float | None:
    found = _NUMBER.search(_field_text(quake, key))
    return float(found[0].replace(",", ".")) if found else None
