"""Rules for settings from afar: what an office may set, and which wins: kiosk before group before area before all. Pure.

A setting is refused alone; one that would silence warnings is refused whoever signed it. Where a later one is wrong,
the last good one of the same name holds.
"""

from __future__ import annotations

import ipaddress
import json
import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

from content_cache.model.problems import Problem, problem
from content_cache.text.sounds import word_sound
from kiosk.settings.faults import Fault, SettingCode
from kiosk.settings.loader import settings_from_tables
from kiosk.settings.office_layer import FILE, LISTS, MAY_LIST, MAY_SET, OfficeLayer, SettingLine
from kiosk.settings.parsers import Hours
from kiosk.settings.schema import SectionReader, did_you_mean, short_toml
from kiosk.settings.sections import Settings

_log = logging.getLogger(__name__)
LOCAL_FOR = timedelta(days=30)
LEAST_VOLUME = 30
_RATES = (70, 180)
_MOST_QUIET = timedelta(hours=12)
_MOST_LISTED, _MOST_WORDS = 20, 300
_MOST_OF_ONE = 20_000  # characters of one setting
_VOICE = re.compile(r"auto|kokoro(/[a-z]{2}_[a-z]{2,12})?")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?")


class Directive(Struct, frozen=True):
    """Setting of an edition: *values* by section, and the kiosks, groups and areas that it is for; none of these means all."""

    id: str
    values: Mapping[str, Any]
    areas: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    kiosks: tuple[str, ...] = ()
    issued: datetime = datetime.min.replace(tzinfo=UTC)

    def rank(self, me: Me) -> tuple[int, int, datetime] | None:
        """Return the rank of this directive for *me*, of which the highest wins; `None` if it is not for this kiosk.

        Of its areas the smallest counts.
        """
        held = [area for area in self.areas if me.area == area or me.area.startswith(f"{area}.")]
        if (self.kiosks and me.kiosk not in self.kiosks) or (self.groups and not set(self.groups) & set(me.groups)):
            return None
        if self.areas and not held:
            return None
        kind = 3 if self.kiosks else 2 if self.groups else 1 if self.areas else 0
        return kind, max(map(len, held), default=0), self.issued

    @property
    def whom(self) -> str:
        return "kiosk" if self.kiosks else "group" if self.groups else "area" if self.areas else "all"


class Me(Struct, frozen=True):
    """Identity of the reading kiosk: its name, its area, its groups."""

    kiosk: str
    area: str = ""
    groups: tuple[str, ...] = ()


def directives_of(listed: object) -> tuple[list[Directive], list[Fault]]:
    """Return the directives in *listed*, the `settings` of an edition, and the faults.

    A malformed one is refused whole, so that it is never for all by mistake.
    """
    found: dict[str, Directive] = {}
    faults = []
    for each in listed if isinstance(listed, list) else []:
        directive = _directive(each)
        if directive is None or directive.id in found:
            name = str(each.get("id", ""))[:60] if isinstance(each, Mapping) else ""
            faults.append(Fault(0, name, (problem(SettingCode.NOT_UNDERSTOOD),)))
        else:
            found[directive.id] = directive
    return list(found.values()), faults


def _directive(each: object) -> Directive | None:
    if not isinstance(each, Mapping) or set(each) - {"id", "for", "values", "issued"}:
        return None
    whom, name = each.get("for", {}), each.get("id")
    if (
        not isinstance(whom, Mapping)
        or set(whom) - {"areas", "groups", "kiosks"}
        or not isinstance(name, str)
        or not name
    ):
        return None
    lists = list(whom.values())
    if not all(isinstance(one, list) and one and all(isinstance(text, str) and text for text in one) for one in lists):
        return None
    try:
        issued = datetime.fromisoformat(each["issued"]).astimezone(UTC)
    except (KeyError, TypeError, ValueError, OverflowError):
        return None
    values = each.get("values")
    if not isinstance(values, Mapping):
        return None
    named = {kind: tuple(whom.get(kind, ())) for kind in ("areas", "groups", "kiosks")}
    return Directive(id=name[:60], values=values, issued=issued, **named)


def effective(
    directives: Iterable[Directive],
    me: Me,
    *,
    now: datetime,
    before: OfficeLayer,
    chosen: Mapping[str, datetime],
    own: Settings,
) -> OfficeLayer:
    """Return the settings that hold here.

    *before* is the layer until now, for values that are wrong now. *chosen* tells since when somebody here rejects a
    setting. *own* are the kiosk's own settings, whose token goes to no other host.
    """
    ranked = sorted((rank, each.id, each) for each in directives if (rank := each.rank(me)) is not None)
    held = {row.key: row for row in before.rows if row.state in ("used", "kept")}
    settings: dict[str, tuple[Any, SettingLine]] = {}
    faults = []
    for _, _, directive in ranked:
        for key, value in _settings_of(directive.values):
            wrong = faults_of(key, value) or _token_faults(key, own)
            state = "used"
            if wrong:
                faults.append(Fault(0, f"{directive.id}: {key}", tuple(wrong)))
                last = held.get(key)
                if last is None or last.id != directive.id or faults_of(key, value := _value_at(before.values, key)):
                    continue
                state = "kept"
            settings[key] = value, SettingLine(key, short_toml(value)[:80], directive.id, directive.whom, state)
    values: dict[str, Any] = {}
    rows = []
    for key, (value, row) in sorted(settings.items()):
        since = chosen.get(key)
        if since is not None and now - since < LOCAL_FOR:
            rows.append(msgspec.structs.replace(row, state="local", until=since + LOCAL_FOR))
            continue
        rows.append(msgspec.structs.replace(row, state="asked") if since is not None else row)
        section, _, name = key.partition(".")
        if name:
            values.setdefault(section, {})[name] = value
        else:
            values[section] = value
    return OfficeLayer(values, tuple(rows), tuple(faults))


def without_faults(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return *values* without those that no office may set, which are logged. Anybody may have written the file."""
    kept: dict[str, Any] = {}
    for key, value in _settings_of(values):
        section, _, name = key.partition(".")
        if wrong := faults_of(key, value):
            _log.warning("%s: %s is not used: %s", FILE, key, "; ".join(map(str, wrong)))
        elif name:
            kept.setdefault(section, {})[name] = value
        else:
            kept[section] = value
    return kept


def find_problems(values: Mapping[str, Any], text: str) -> Iterator[tuple[int, Problem]]:
    """Yield all problems for which a kiosk would refuse *values*, each with its line in *text*, before the office publishes."""
    reader = SectionReader(text)
    for key, value in _settings_of(values):
        if wrong := faults_of(key, value):
            reader.fault(key, *wrong)
    for fault in reader.faults:
        yield fault.line, msgspec.structs.replace(fault, line=0).problem


def _settings_of(values: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the settings: ("speech.volume", 60); a list of tables is one setting.

    A section's name with a dot is quoted as in TOML, and is therefore none that may be set.
    """
    for section, part in values.items():
        if "." in section:
            yield f'"{section}"', part
        elif section in LISTS or not isinstance(part, Mapping):
            yield section, part
        else:
            yield from ((f"{section}.{key}", value) for key, value in part.items())


def _value_at(values: Mapping[str, Any], key: str) -> Any:
    section, _, name = key.partition(".")
    part = values.get(section)
    return part.get(name) if name and isinstance(part, Mapping) else part


def _token_faults(key: str, own: Settings) -> list[Problem]:
    return [problem(SettingCode.TOKEN_STAYS)] if key == "reports.url" and own.reports.token else []


def faults_of(key: str, value: Any) -> list[Problem]:
    """Return the problems of one setting, none where a kiosk takes it."""
    section, _, name = key.partition(".")
    allowed = MAY_SET.get(section)
    if allowed is None or (key != section if section in LISTS else name not in allowed):
        meant = did_you_mean(name, allowed) if allowed and name else None
        return [problem(SettingCode.NOT_FROM_OFFICE), *([meant] if meant else [])]
    try:
        if len(json.dumps(value, default=str)) > _MOST_OF_ONE:
            return [problem(SettingCode.TOO_LONG)]
    except (ValueError, TypeError, RecursionError):
        return [problem(SettingCode.NOT_UNDERSTOOD)]
    if section in LISTS and (wrong := _list_faults(value)):
        return wrong
    if _strange_keys(value, MAY_SET[section] if section in LISTS else MAY_LIST.get(key)):
        return [problem(SettingCode.NOT_FROM_OFFICE)]
    settings = settings_from_tables({section: value if section in LISTS else {name: value}})
    wrong = [each for fault in settings.faults for each in fault.problems if each.code != SettingCode.DEFAULT]
    return wrong or [problem(code) for code in _forbidden_from_afar(key, settings)]


def _list_faults(value: Any) -> list[Problem]:
    """Return the problems of *value*, a section that is a list."""
    if not isinstance(value, list):
        return [problem(SettingCode.NO_LIST, value=short_toml(value)[:80])]
    if len(value) > _MOST_LISTED:
        return [problem(SettingCode.TOO_MANY, most=_MOST_LISTED)]
    tables = all(isinstance(table, Mapping) for table in value)
    return [] if tables else [problem(SettingCode.NOT_FROM_OFFICE)]


def _strange_keys(value: Any, allowed: frozenset[str] | None) -> bool:
    """Return whether a table of the list *value* has a key that is not *allowed*; `None` allows all."""
    tables = value if isinstance(value, list) and allowed is not None else []
    return any(set(table) - (allowed or set()) for table in tables if isinstance(table, Mapping))


def _forbidden_from_afar(key: str, settings: Settings) -> Iterator[SettingCode]:
    """Yield the code of each problem of a value that is valid at the kiosk, but not when set by an office."""
    speech, emergency = settings.speech, settings.emergency
    sources = [source for source in settings.sources if key == "source"]
    wrong = {
        "speech.volume": SettingCode.SILENCES if speech.volume < LEAST_VOLUME else None,
        "speech.rate": None if _RATES[0] <= speech.rate <= _RATES[1] else SettingCode.SILENCES,
        "speech.voice": None if _VOICE.fullmatch(speech.voice) else SettingCode.SILENCES,
        "speech.quiet_hours": SettingCode.SILENCES if _quiet(speech.quiet_hours) > _MOST_QUIET else None,
        "speech.lexicon": _lexicon(speech.lexicon),
        "place.language": None if _LANGUAGE.fullmatch(settings.place.language) else SettingCode.NOT_UNDERSTOOD,
        "emergency.hazards": None if emergency.hazards else SettingCode.SILENCES,
        "network.office_host": None
        if not settings.network.office_host or is_public(f"https://{settings.network.office_host}")
        else SettingCode.NOT_FROM_HERE,
        "reports.url": None
        if not settings.reports.url or is_public(settings.reports.url)
        else SettingCode.NOT_FROM_HERE,
        "source": None if all(is_public(source.url) for source in sources) else SettingCode.NOT_FROM_HERE,
    }.get(key)
    if any(source.format == "central" for source in sources):
        yield SettingCode.NOT_FROM_OFFICE
    elif wrong is not None:
        yield wrong


def _lexicon(words: Mapping[str, str]) -> SettingCode | None:
    """Return the fault of a lexicon set by an office, by the rules of an edition's own; `None` if it has none."""
    if len(words) > _MOST_WORDS:
        return SettingCode.TOO_LONG
    try:
        for pair in words.items():
            word_sound(*pair)
    except ValueError:
        return SettingCode.SILENCES
    return None


def _quiet(spans: Iterable[Hours]) -> timedelta:
    """Return the total of *spans* in a day; a span that ends where it begins lasts all day."""
    total = timedelta()
    for span in spans:
        first, last = (timedelta(hours=each.hour, minutes=each.minute) for each in span)
        total += (last - first) % timedelta(days=1) or timedelta(days=1)
    return total


def is_public(url: str) -> bool:
    """Return whether *url* is https on a named host: a setting from an office must never cause requests to the
    hall's network or this machine.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    try:
        ipaddress.ip_address(host)
    except ValueError:
        named = "." in host and not host.endswith((".local", ".lan", ".internal", ".localhost"))
        return parts.scheme == "https" and named and parts.username is None and port in (None, 443)
    return False
