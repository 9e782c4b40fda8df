"""Loader from kiosk.toml to Settings; reports every fault at once, with its line and what may have been meant."""

from __future__ import annotations

import logging
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import msgspec
from msgspec.structs import replace

from content_cache.model.problems import Problem, problem
from content_cache.model.sheets import MOST_NUMBERS, MOST_POINTS
from content_cache.model.sources import EditionFloor, Source
from content_cache.model.trust import is_official, is_signed, may_alert, publisher_of, usual_issues
from content_cache.model.urls import host_of, is_secure
from content_cache.model.vocabulary import Category, Hazard, Provenance
from kiosk.core.edition_trust import TrustState
from kiosk.core.identity import kiosk_id
from kiosk.settings.adoption import Adoption, adoption_file, digest_of_layers, with_adoption
from kiosk.settings.faults import Fault, SettingCode, SettingError
from kiosk.settings.file_text import decoded, fault_of, read_faults, read_kept, trust_path
from kiosk.settings.office_layer import OfficeLayer, laid_over, read_layer
from kiosk.settings.overrides import merged, read_local, read_outliving
from kiosk.settings.parsers import public_key
from kiosk.settings.schema import Section, SectionReader, did_you_mean
from kiosk.settings.sections import (
    MOST_ASKED,
    AlertSettings,
    BoardSettings,
    DeskSettings,
    EmergencySettings,
    ForSettings,
    LoopSettings,
    MachineSettings,
    NetworkSettings,
    NumberSettings,
    OutputSettings,
    PlaceSettings,
    PointSettings,
    PostSettings,
    PrayerSettings,
    PrinterSettings,
    PublicSettings,
    QuestionSettings,
    ReadoutSettings,
    ReportSettings,
    ScreenSettings,
    SensorSettings,
    Settings,
    SignSettings,
    SmsSettings,
    SourceTable,
    SpeechSettings,
    StorageSettings,
    TechnicianSettings,
    UpdateSettings,
    WeatherSettings,
    WifiSettings,
)
from kiosk.settings.wiring import read_buttons, read_keyboard, without_shared_pins

T = TypeVar("T", bound=Section)
_log = logging.getLogger(__name__)

_PLAIN: Mapping[str, type[Section]] = {
    "place": PlaceSettings,
    "alerts": AlertSettings,
    "weather": WeatherSettings,
    "sensors": SensorSettings,
    "outputs": OutputSettings,
    "screen": ScreenSettings,
    "board": BoardSettings,
    "loop": LoopSettings,
    "network": NetworkSettings,
    "wifi": WifiSettings,
    "reports": ReportSettings,
    "post": PostSettings,
    "machine": MachineSettings,
    "storage": StorageSettings,
    "desk": DeskSettings,
    "printer": PrinterSettings,
    "public": PublicSettings,
    "sms": SmsSettings,
    "technician": TechnicianSettings,
    "update": UpdateSettings,
}
_FORECAST = Source(
    name="BMKG prakiraan cuaca",
    url="https://api.bmkg.go.id/publik/prakiraan-cuaca?adm4=",
    format="bmkg-cuaca",
    every=3 * 3600.0,
)
_EVERY_OF_ALERTS = 60.0
_SECTIONS = (*_PLAIN, "emergency", "questions", "source", "speech", "readout", "buttons", "keyboard")


def load(path: Path | None, data: Path | None = None) -> Settings:
    """Return the settings of the file *path*; built-in defaults without one. Never raises for the content of a file:
    see `Settings.faults`.

    Choices made on the screen, in the folder *data*, win over the file (`kiosk.settings.overrides`). The office's
    settings from its signed edition win over both (`kiosk.settings.office_layer`), unless they cannot be used. An office
    that has adopted this kiosk fills what the file leaves out (`kiosk.settings.adoption`). Byte
    order marks and CRLF, as Windows editors leave them, are accepted. Faults that the appliance found in the card's
    file are added (`kiosk.settings.file_text`).
    """
    local = read_local(data, path) if data is not None else {}
    layer = read_layer(data) if data is not None else OfficeLayer()
    adoption = _adoption(data)
    try:
        settings = _load(path, data, local, layer, adoption)
        words = settings_from_tables({"speech": {"lexicon": layer.lexicon}}).speech.lexicon
    except Exception:
        if not layer.values:
            raise
        _log.exception("what the office has set cannot be used: the kiosk's own settings hold")
        settings, words = _load(path, data, local, OfficeLayer(), adoption), {}
    return replace(settings, office=digest_of_layers(data) if data is not None else "", office_words=words)


def _adoption(data: Path | None) -> Adoption:
    """Return the adoption in the data folder. One with a table that cannot be used counts as none: anybody may have written it."""
    adoption = adoption_file(data).read() if data is not None else Adoption()
    if not adoption.tables:
        return adoption
    try:
        faults = settings_from_tables(adoption.tables).faults
    except (TypeError, ValueError, AttributeError, LookupError, OverflowError):
        _log.exception("what the office gave along cannot be used")
        return Adoption()
    for fault in faults:
        _log.warning("what the office gave along is not used: %s", fault)
    return Adoption() if faults else adoption


def _load(
    path: Path | None, data: Path | None, local: dict[str, Any], layer: OfficeLayer, adoption: Adoption
) -> Settings:
    if path is None:
        return _with_identity(settings_from_tables(laid_over(with_adoption(local, {}, adoption), layer)), data)
    outliving = read_outliving(data) if data is not None else {}
    kept = read_kept(path)
    if kept is not None:  # an appliance: a process that writes the data folder must not set a PIN
        outliving, local = {}, {name: table for name, table in local.items() if name not in kept}
    try:
        written = decoded(path.read_bytes())  # not in the data folder
        tables = tomllib.loads(written)
    except OSError as error:
        reason = error.strerror or str(error)
        unread = problem(SettingCode.UNREADABLE, path=str(path), reason=reason)
        fault = Fault(0, "", (unread, problem(SettingCode.DEFAULTS_USED)))
    except ValueError as error:
        fault = fault_of(error, path.name)
    else:
        chosen = with_adoption(merged(merged(merged(outliving, tables), local), kept or {}), tables, adoption)
        settings = _with_floors(settings_from_tables(laid_over(chosen, layer), written, base=path.parent), path)
        settings = _with_identity(settings, data)
        return replace(settings, faults=(*read_faults(path), *settings.faults))
    known = with_adoption(merged(outliving, kept or {}), {}, adoption)
    return replace(settings_from_tables(laid_over(known, layer)), faults=(*read_faults(path), fault))


def settings_from_tables(tables: Mapping[str, Any], written: str = "", *, base: Path = Path()) -> Settings:
    """Return settings from parsed TOML.

    *written* is its text, for the lines of faults. *base* is the folder in which relative paths start.
    """
    reader = SectionReader(written)
    for name in tables:
        if name not in _SECTIONS:
            reader.fault(name, problem(SettingCode.UNKNOWN_SECTION), did_you_mean(name, _SECTIONS))
    plain = {name: reader.section(cls, tables[name], name) for name, cls in _PLAIN.items() if name in tables}
    whole: dict[str, Any] = {name: value for name, value in plain.items() if value is not None}
    settings = Settings(**whole)
    buttons = read_buttons(reader, tables.get("buttons", {}))
    settings = replace(
        settings,
        speech=_read_speech(reader, tables.get("speech", {})),
        emergency=_read_emergency(reader, tables.get("emergency", {}), base),
        questions=_read_questions(reader, tables.get("questions", {})),
        sources=_with_forecast(_read_sources(reader, tables.get("source", []), settings.place, base), settings),
        readouts=tuple(_read_each(reader, ReadoutSettings, tables.get("readout", []), "readout").values()),
        buttons={name: button.pin for name, button in buttons.items()},
        verbs={name: button.verb for name, button in buttons.items()},
        holds={name: button.hold for name, button in buttons.items() if button.hold},
        keyboard=read_keyboard(reader, tables.get("keyboard", {})),
    )
    settings = _with_office_host(_with_authorities(_for_small_memory(without_shared_pins(reader, settings))))
    return replace(settings, faults=tuple(sorted(reader.faults, key=lambda fault: fault.line)))


def _for_small_memory(settings: Settings) -> Settings:
    """Return *settings* without the largest users of memory if the machine is small.

    These are a neural voice (430 MB), the reading of pictures, and posters in turn.
    """
    if settings.machine.memory != "small":
        return settings
    voice = settings.speech.voice
    return replace(
        settings,
        speech=replace(settings.speech, voice="auto" if voice.partition("/")[0] == "kokoro" else voice),
        loop=replace(settings.loop, posters=False),
        sources=tuple(replace(source, texts_from_pictures=False) for source in settings.sources),
    )


def _with_authorities(settings: Settings) -> Settings:
    """Return *settings* with the regency's own authority in signed sources.

    Others, such as BMKG, are never vouched for by it.
    """
    written = settings.network.authorities
    if not written:
        return settings
    sources = (replace(each, authorities=written) if is_signed(each) else each for each in settings.sources)
    return replace(settings, sources=tuple(sources))


def _with_office_host(settings: Settings) -> Settings:
    """Return *settings* with the host that the office has moved to, in every address of the host that it left."""
    host = settings.network.office_host
    if not host:
        return settings
    left = {host_of(each.url) for each in settings.sources if is_signed(each) and is_secure(each.url)}

    def moved(url: str) -> str:
        return urlsplit(url)._replace(netloc=host).geturl() if is_secure(url) and host_of(url) in left else url

    reports = settings.reports
    return replace(
        settings,
        sources=tuple(
            replace(each, moved_to=moved(each.url)) if host_of(each.url) in left and is_signed(each) else each
            for each in settings.sources
        ),
        post=replace(settings.post, url=moved(settings.post.url)),
        update=replace(settings.update, url=moved(settings.update.url)),
        reports=reports if reports.token else replace(reports, url=moved(reports.url)),  # it goes to one host alone
    )


def _with_floors(settings: Settings, path: Path) -> Settings:
    """Return *settings* with root's record of the last edition of each signed source."""
    try:
        known = msgspec.json.decode(trust_path(path).read_bytes(), type=TrustState).sources  # not in the data folder
    except (OSError, msgspec.MsgspecError):
        return settings  # no appliance, or an unreadable record: the store has its own
    sources = []
    for source in settings.sources:
        told = known.get(f"{publisher_of(source):014x}") if is_signed(source) else None
        floor = EditionFloor(told.seq, told.key, frozenset(told.revoked)) if told else EditionFloor()
        sources.append(replace(source, floor=floor))
    return replace(settings, sources=tuple(sources))


def _with_identity(settings: Settings, data: Path | None) -> Settings:
    """Return *settings* with this kiosk's id in signed sources, because private answers are for one kiosk alone."""
    if data is None or not any(source.keys for source in settings.sources):
        return settings
    own = kiosk_id(data)
    sources = tuple(replace(source, kiosk=own) if source.keys else source for source in settings.sources)
    return replace(settings, sources=sources)


def _read_each(reader: SectionReader, cls: type[T], tables: Any, name: str) -> dict[str, T]:
    """Read the array of *tables* called *name* as objects of *cls*.

    Return those without fault by their paths, such as "source.0".
    """
    if not isinstance(tables, list):
        reader.fault(name, problem(SettingCode.NOT_DOUBLE, section=name))
        return {}
    each = {f"{name}.{index}": reader.section(cls, table, f"{name}.{index}") for index, table in enumerate(tables)}
    return {path: value for path, value in each.items() if value is not None}


def _read_sources(reader: SectionReader, tables: Any, place: PlaceSettings, base: Path) -> tuple[Source, ...]:
    sources: dict[str, Source] = {}
    for path, table in _read_each(reader, SourceTable, tables, "source").items():
        if table.name in sources:
            reader.fault(path, problem(SettingCode.NAME_TWICE, name=table.name))
        elif wrong := _wrong_keys(table, tables[int(path.partition(".")[2])]):
            # never used without its keys: it would show what they were meant to refuse
            reader.fault(f"{path}.keys", wrong, problem(SettingCode.SOURCE_NOT_USED))
        elif table.format == "central" and not table.keys:
            without = problem(SettingCode.CENTRAL_WITHOUT_KEYS, name=table.name)
            reader.fault(path, without, problem(SettingCode.SOURCE_NOT_USED))
        else:
            source = _source(table, place, base)
            if table.alerts and not (is_signed(source) or may_alert(source)):
                reader.fault(path, problem(SettingCode.ALERTS_NOT_HTTPS, name=table.name))
            if source.official and not is_official(source):
                reader.fault(path, problem(SettingCode.OFFICIAL_NOT_HTTPS, name=table.name))
            sources[table.name] = source
    return tuple(sources.values())


def _with_forecast(sources: tuple[Source, ...], settings: Settings) -> tuple[Source, ...]:
    """Return *sources* with BMKG's own forecast for the village, unless one of them brings forecasts."""
    adm4 = settings.weather.adm4
    if not adm4 or any(source.format == "bmkg-cuaca" or source.name == _FORECAST.name for source in sources):
        return sources
    return (*sources, replace(_FORECAST, url=_FORECAST.url + adm4, timezone=settings.place.timezone))


def _wrong_keys(table: SourceTable, written: Mapping[str, Any]) -> Problem | None:
    """Return why the keys of a source cannot be used; `None` if they can, or if it has none.

    *written* is the table as the file has it.
    """
    if (written.get("keys") and not table.keys) or (written.get("alert_keys") and not table.alert_keys):
        return problem(SettingCode.KEYS_UNREADABLE)
    if table.keys and table.format not in ("auto", "central"):
        return problem(SettingCode.KEYS_NOT_CENTRAL, format=table.format)
    try:
        for key in (*table.keys, *table.alert_keys):
            public_key(key)
    except SettingError as error:
        return error.problems[0]
    return None


def _source(table: SourceTable, place: PlaceSettings, base: Path) -> Source:
    is_path = not re.match(r"https?:", table.url, re.IGNORECASE)
    source = Source(
        name=table.name,
        url=str(base / table.url) if is_path else table.url,
        format=table.format,
        category=Category(table.category),
        timezone=table.timezone or place.timezone,
        language=place.language,
        keys=table.keys,
        alert_keys=table.alert_keys,
        alerts=table.alerts,
        issues=usual_issues(table.url) if table.issues is None else tuple(map(Hazard, table.issues)),
        official=table.official,
        texts_from_pictures=table.texts_from_pictures,
        provenance=Provenance.UNCHECKED,
    )
    # what may raise a warning must never wait for an hour because a line was left out
    alerts = source.alerts or (is_signed(source) and bool(source.alert_keys))
    every = table.every or (_EVERY_OF_ALERTS if alerts else source.every)
    return replace(source, alerts=alerts, every=every)


def _read_speech(reader: SectionReader, table: Any) -> SpeechSettings:
    if not isinstance(table, Mapping):
        table = {}
    prayer = reader.section(PrayerSettings, table.get("prayer", {}), "speech.prayer")
    speech = reader.section(SpeechSettings, {key: value for key, value in table.items() if key != "prayer"}, "speech")
    return replace(speech or SpeechSettings(), prayer=prayer or PrayerSettings())


def _read_emergency(reader: SectionReader, table: Any, base: Path) -> EmergencySettings:
    """Return the emergency settings. A number that cannot be dialled is left out, and the others are kept."""
    written = dict(table) if isinstance(table, Mapping) else {}
    numbers = _read_each(reader, NumberSettings, written.pop("numbers", []), "emergency.numbers")
    points = _read_each(reader, PointSettings, written.pop("points", []), "emergency.points")
    signs = _read_each(reader, SignSettings, written.pop("signs", []), "emergency.signs")
    for found, most, path in ((numbers, MOST_NUMBERS, "emergency.numbers"), (points, MOST_POINTS, "emergency.points")):
        if len(found) > most:
            reader.fault(path, problem(SettingCode.TOO_MANY, most=most))
    read = reader.section(EmergencySettings, written if isinstance(table, Mapping) else table, "emergency")
    placed = (replace(p, picture=str(base / p.picture) if p.picture else "") for p in points.values())
    return replace(
        read or EmergencySettings(),
        numbers=tuple(numbers.values())[:MOST_NUMBERS],
        points=tuple(placed)[:MOST_POINTS],
        signs=tuple(replace(sign, film=str(base / sign.film)) for sign in signs.values()),
    )


def _read_questions(reader: SectionReader, table: Any) -> QuestionSettings:
    written = dict(table) if isinstance(table, Mapping) else {}
    asked = _read_each(reader, ForSettings, written.pop("for", []), "questions.for")
    if len(asked) > MOST_ASKED:
        reader.fault("questions.for", problem(SettingCode.TOO_MANY, most=MOST_ASKED))
    read = reader.section(QuestionSettings, written if isinstance(table, Mapping) else table, "questions")
    return replace(read or QuestionSettings(), asked=tuple(asked.values())[:MOST_ASKED])
