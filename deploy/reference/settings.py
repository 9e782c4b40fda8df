"""The settings of kiosk.toml, and which of them an office may set."""

from __future__ import annotations

import inspect
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from deploy.reference.markdown import codes, docstrings, linked, table
from kiosk import settings
from kiosk.settings import sections
from kiosk.settings.office_layer import LISTS, MAY_LIST, MAY_SET
from kiosk.settings.schema import Section, short_toml


def lines() -> Iterator[str]:
    """Yield the lines of settings.md."""
    yield """# Settings of kiosk.toml

[deploy/kiosk.toml](../../kiosk.toml) is an example in Indonesian with every key. [CONTRACTS.md](../CONTRACTS.md#settings) says
how it is read. The column *office* names what an [edition](formats.md#settings-from-the-office) may set.
"""
    docs = docstrings(settings.Settings)
    for name in settings.Settings.__struct_fields__:
        if name in ("buttons", "keyboard"):
            yield f"\n## [{name}]\n\n{docs[name]}\n"
        elif (kind := _SECTION_OF.get(name)) is not None:
            yield from _section(
                kind, f"[[{name.removesuffix('s')}]]" if name in ("sources", "readouts") else f"[{name}]"
            )


def _section(kind: type[Section], heading: str) -> Iterator[str]:
    yield f"\n## {heading}\n\n{linked(inspect.cleandoc(kind.__doc__ or ''))}\n\n"
    docs, office = docstrings(kind), _may_set(heading)
    rows = [
        (
            f"`{key}`",
            "required"
            if spec.is_required
            else "none"
            if spec.default is None
            else f"`{spec.written or short_toml(spec.default)}`",
            _shape(spec.parse),
            "yes" if key in office else "",
            docs[key],
        )
        for key, spec in kind.settings.items()
    ]
    yield from table(("key", "default", "value", "office", "meaning"), rows)
    for key, inner in _INNER.get(kind, {}).items():
        path = f"{heading.strip('[]')}.{key}"
        yield from _section(inner, f"[{path}]" if key == "prayer" else f"[[{path}]]")


def _may_set(heading: str) -> Iterable[str]:
    path = heading.strip("[]")
    if heading.startswith("[[") and path not in LISTS:
        return MAY_LIST.get(path, ())
    return MAY_SET.get(path, ())


_SECTION_OF: Mapping[str, type[Section]] = {
    "sources": sections.SourceTable,
    "readouts": sections.ReadoutSettings,
    **{
        name: kind
        for name, kind in typing.get_type_hints(settings.Settings).items()
        if inspect.isclass(kind) and issubclass(kind, Section)
    },
}


_INNER: Mapping[type[Section], Mapping[str, type[Section]]] = {
    sections.EmergencySettings: {
        "numbers": sections.NumberSettings,
        "points": sections.PointSettings,
        "signs": sections.SignSettings,
    },
    sections.QuestionSettings: {"for": sections.ForSettings},
    sections.SpeechSettings: {"prayer": sections.PrayerSettings},
}


_SHAPES = {
    "authorities": "certificates (PEM)",
    "area": "Kemendagri code",
    "clock_time": "time of day (`07:00`)",
    "day": "date",
    "days": "weekdays",
    "duration": "duration (`75s`, `15m`, `1h`, `1d`)",
    "feed_url": "address or path",
    "group": "name",
    "hostname": "host name",
    "hours": "span (`21:00-05:30`)",
    "language": "ISO 639 code",
    "office_host": "host name",
    "output": "display",
    "overlays": "list of names",
    "paper_width": "58 or 80",
    "path": "path",
    "phone": "telephone number",
    "phone_or_none": "telephone number",
    "pin": "pin",
    "pin_digits": "6 to 12 digits",
    "post_code": "8 letters or digits",
    "post_key": "48 characters",
    "post_url": "https address",
    "printer": "address of a printer",
    "public_key": "minisign public key",
    "quarter_turn": "0, 90, 180 or 270",
    "secure_link": "https address",
    "text": "text",
    "touch": "six numbers",
    "two_pins": "two pins",
    "village_code": "village code",
    "voice": "text",
    "web_url": "address",
    "yes_no": "true or false",
    "zone": "IANA zone",
}


"""Values by the name of their parser."""


def _shape(parse: Callable[[Any], Any]) -> str:
    """Return what *parse* takes, in words. Raises KeyError for a parser that _SHAPES does not name."""
    maker = parse.__qualname__.partition(".")[0]
    bound = inspect.getclosurevars(parse).nonlocals
    match maker:
        case "number":
            return f"{short_toml(bound['least']).removesuffix('.0')} to {short_toml(bound['most']).removesuffix('.0')}"
        case "one_of":
            return "one of " + codes(each or '""' for each in bound["choices"])
        case "label":
            return f"text, at most {bound['most']} characters"
        case "list_of":
            return f"list: {_shape(bound['parse'])}"
        case "table_of":
            return f"table: {_shape(bound['parse'])}"
    return _SHAPES[maker]
