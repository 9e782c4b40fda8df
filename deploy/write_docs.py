"""Write the documents that follow from the code: `deploy/docs/generated/`.

    python deploy/write_docs.py

A test compares what this command writes with what is committed.
"""

from __future__ import annotations

import argparse
import ast
import inspect
import re
import sys
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))  # for whoever calls this file by its path

import msgspec  # noqa: E402 -- needs the path above
from msgspec import NODEFAULT  # noqa: E402

from content_cache.model.problems import ProblemCode  # noqa: E402 -- needs the path above
from content_cache.refresh.outcomes import Outcome  # noqa: E402
from kiosk import settings  # noqa: E402
from kiosk.cli.check import Finding  # noqa: E402
from kiosk.cli.items import AttachmentRow, ItemRow  # noqa: E402
from kiosk.cli.parser import COMMANDS, every_parser, load, options_of  # noqa: E402
from kiosk.i18n.translation import Translation  # noqa: E402
from kiosk.i18n.words import Words  # noqa: E402
from kiosk.installation import JSON_SCHEMA  # noqa: E402
from kiosk.office import inbox_sources, setup  # noqa: E402
from kiosk.settings import sections  # noqa: E402
from kiosk.settings.office_layer import LISTS, MAY_LIST, MAY_SET  # noqa: E402
from kiosk.settings.schema import Section, shown  # noqa: E402
from kiosk.state.request_kinds import RequestKind, RequestResult  # noqa: E402

GENERATED = ROOT / "deploy/docs/generated"
_HEAD = "<!-- Written by `python deploy/write_docs.py`: change the code that it is made of. -->\n\n"


def documents() -> Mapping[str, str]:
    """Return the text of each document by its file name."""
    parts = {
        "attacks.md": _attacks(),
        "commands.md": _commands(),
        "formats.md": _formats(),
        "json.md": _json(),
        "office.md": _office(),
        "problems.md": _problems(),
        "settings.md": _settings(),
    }
    return {name: f"{_HEAD}{''.join(lines).rstrip()}\n" for name, lines in parts.items()}


# --- attacks.md

_GROUPS = {
    "what comes in": "What comes in: feeds, pictures, sticks, SMS, the store",
    "what goes back": "What goes back: envelopes, the spool, the line",
    "people": "People: the desks, the screen, the codes",
    "from afar": "From afar: settings, requests, turns of updates",
    "root and keys": "Root, users, updates, keys, clock",
}


def _attacks() -> Iterator[str]:
    """Yield the attacks that tests try, from their markers `attack(group, what is tried, what holds it)`.

    The third argument stands at one test of each attack. Raises ValueError for an attack without it, or with two.
    """
    tests: dict[tuple[str, str], list[str]] = {}
    holds: dict[tuple[str, str], str] = {}
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        name = path.relative_to(ROOT).as_posix()
        for group, tried, *held in _markers(path):
            names = tests.setdefault((group, tried), [])
            names += [name] if name not in names else []
            if held and holds.setdefault((group, tried), held[0]) != held[0]:
                raise ValueError(f"{name}: two tests say what holds {tried!r}")
    if missing := [tried for group, tried in tests if (group, tried) not in holds]:
        raise ValueError(f"no test says what holds: {missing}")
    if strange := {group for group, _ in tests} - _GROUPS.keys():
        raise ValueError(f"unknown groups: {strange}")
    yield "# Attacks that tests try\n\n"
    yield "Each row is a marker `attack` on the tests that are named. `pytest -m attack` runs them all.\n"
    for group, heading in _GROUPS.items():
        yield f"\n## {heading}\n\n"
        rows = sorted((tried, names) for (of, tried), names in tests.items() if of == group)
        yield from _table(
            ("what is tried", "what holds", "tests"),
            ((tried, holds[group, tried], _codes(names)) for tried, names in rows),
        )


def _markers(path: Path) -> Iterator[list[str]]:
    """Yield the arguments of each `pytest.mark.attack(...)` of the test module *path*."""
    text = path.read_text("utf-8")
    if "mark.attack(" not in text:
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.attack":
            yield [ast.literal_eval(argument) for argument in node.args]


# --- commands.md

VARIABLES = {
    "KIOSK_CONFIG": "settings file, unless `--config` names one",
    "KIOSK_DATA": "data folder, unless `--data` names one",
    "KIOSK_LANGUAGE": "language of the lines for people; without it that of `[place]`",
    "KIOSK_KEY_PASSWORD": "password of the secret key, instead of the question on the terminal",
    "KIOSK_TARGET_PASSWORD": "password of a target that `tujuan.toml` does not name",
    "XDG_DATA_HOME": "folder in which the user's data folder lies",
    "HOME": "the same, without `XDG_DATA_HOME`",
    "SDL_VIDEODRIVER": "SDL's video driver; `offscreen` renders without a display",
    "WAYLAND_DISPLAY": "display",
    "DISPLAY": "display",
    "NOTIFY_SOCKET": "systemd's socket for the watchdog",
    "SYSTEMD_EXEC_PID": "sign that the service manager itself began the refresher: `lock` is set aside where another holds it",
    "RUNTIME_DIRECTORY": "unit's folder in `/run`, for Kivy's own files",
    "PYTHONPATH": "handed on to the synthesiser and the player, with the program's own folder first",
    "PATH": "folders in which root looks for system programs",
}
_SETS_OTHERS = "environment.py"  # sets what Kivy, SDL and Mesa read


def _commands() -> Iterator[str]:
    words = Words(Translation("en"))
    parsers = every_parser(words)
    yield "# Commands\n\n`kiosk [--config FILE] [--data FOLDER] COMMAND`. `--help` says it in the settings' language.\n"
    yield from _options(parsers.pop(""))
    for path, parser in parsers.items():
        yield f"\n## kiosk {path}\n\n{_sentence(parser.description or '')}\n"
        if path in COMMANDS:
            yield from (
                f"\n{rules}\n" for rules in [inspect.cleandoc(load(path).__doc__ or "").partition("\n\n")[2]] if rules
            )
        yield from _options(parser)
    yield "\n## Environment variables\n\n"
    yield from _table(("variable", "meaning", "read by"), _variables())
    yield (
        "\n`sh deploy/build-image.sh` and the wheel read `SOURCE_DATE_EPOCH`. Kivy, SDL and Mesa read variables of their own; the\n"
        "program sets what it needs of them in `kiosk/ui/runtime/environment.py`.\n"
    )


def _options(parser: argparse.ArgumentParser) -> Iterator[str]:
    rows = [
        (_option(action), _sentence(action.help or ""))
        for action in options_of(parser)
        if not isinstance(action, argparse._SubParsersAction | argparse._HelpAction)
        and action.nargs != argparse.REMAINDER
    ]
    if rows:
        yield "\n"
        yield from _table(("option", "meaning"), rows)


def _option(action: argparse.Action) -> str:
    choices = ", ".join(map(str, action.choices or ()))
    value = action.metavar if isinstance(action.metavar, str) else choices or action.dest.upper()
    written = action.option_strings[-1] if action.option_strings else ""
    return f"`{f'{written} {value}'.strip() if action.nargs != 0 else written}`"


def _variables() -> Iterator[tuple[str, str, str]]:
    """Yield the environment variables that the program reads. Raises ValueError where VARIABLES has another one or lacks one."""
    sources = {
        path.relative_to(ROOT).as_posix(): path.read_text("utf-8")
        for folder in ("kiosk", "content_cache")
        for path in sorted((ROOT / folder).rglob("*.py"))
        if path.name != _SETS_OTHERS
    }
    form = re.compile(r'environ(?:ment)?(?:\.get\(|\.setdefault\(|\[)"([A-Z_]+)"')
    read = {name for text in sources.values() for name in form.findall(text)}
    if unknown := read - VARIABLES.keys():
        raise ValueError(f"VARIABLES does not say what they mean: {unknown}")
    for name, meaning in VARIABLES.items():
        by = [path for path, text in sources.items() if f'"{name}"' in text]
        if not by:
            raise ValueError(f"nothing reads {name}")
        yield f"`{name}`", meaning, _codes(by)


# --- json.md


def _json() -> Iterator[str]:
    yield "# JSON and requests\n\n"
    yield f'Each document of `--json` begins with `"schema": {JSON_SCHEMA}`. Fields are only added while the number stays.\n'
    yield "Times are RFC 3339 with an offset.\n"
    yield "\n## kiosk refresh --json\n\n"
    yield "`schema`, `items` (number of items in the store) and `sources`, one for each source that was asked:\n\n"
    yield from _fields(Outcome)
    yield "\n## kiosk items --json\n\n"
    yield _linked('`schema`, `now`, `clock` (CONTRACTS.md, "Clock") and `items`, one for each item:\n\n')
    yield from _fields(ItemRow)
    yield "\nEach of `attachments`:\n\n"
    yield from _fields(AttachmentRow)
    yield "\n## kiosk check --json\n\n`schema` and `checks`, one for each finding:\n\n"
    yield from _fields(Finding)
    yield """
## kiosk desk --counts

`schema` and `counts`, by day (`2026-11-24`): how often something was `read`, `heard`, `sought` in vain, `unchecked`
(rumours), `said`, and said by a voice that was ready (`said_ready`). No persons.

## Requests between processes

"""
    rows = [(f"`{kind}`", "provisioner" if kind.needs_root else "refresher or window", doc) for kind, doc in _kinds()]
    yield from _table(("kind", "done by", "argument, who asks, answer"), rows)
    yield f"\nThe provisioner answers JSON of `result` ({_codes(RequestResult)}), `problem` (null or a problem) and `data`.\n"


def _kinds() -> Iterator[tuple[RequestKind, str]]:
    docs = _docs(RequestKind)
    for kind in RequestKind:
        yield kind, docs[kind.name]


def _fields(kind: type) -> Iterator[str]:
    """Yield the table of the fields of *kind* with their types and attribute docstrings."""
    types, docs = typing.get_type_hints(kind), _docs(kind)
    yield from _table(
        ("field", "type", "meaning"), ((f"`{name}`", _json_type(types[name]), docs[name]) for name in _names(kind))
    )


def _names(kind: type) -> Iterable[str]:
    return getattr(kind, "__struct_fields__", None) or typing.get_type_hints(kind)


def _json_type(kind: Any) -> str:
    """Return the name that JSON has for *kind*."""
    arguments = typing.get_args(kind)
    if type(None) in arguments:
        (other,) = (each for each in arguments if each is not type(None))
        return f"{_json_type(other)} or null"
    if typing.get_origin(kind) is list:
        return f"array of {_json_type(arguments[0])}s"
    return {str: "string", int: "integer", float: "number", bool: "boolean"}.get(kind) or (
        "string" if kind.__name__ == "datetime" else "object"
    )


# --- formats.md

FORMATS = {
    "Choices made on the screen": "kiosk.settings.overrides",
    "Settings from the office": "content_cache.formats.directions",
    "Office folder": "kiosk.office.editions.folder",
    "The office's desk": "kiosk.office",
    "Program updates": "kiosk.appliance.update.package",
    "The loop": "content_cache.model.loop",
    "Sheets of the day": "content_cache.formats.day_sheets",
    "Emergency": "content_cache.formats.emergency",
    "Lexicon": "content_cache.formats.lexicon",
    "SMS": "content_cache.formats.sms.message",
    "Pages for phones": "kiosk.refresher.site",
    "Couriers": "kiosk.web.courier",
    "Kiosk to kiosk": "kiosk.refresher.neighbours",
    "Targets": "kiosk.office.targets",
    "Several receivers": "kiosk.office.post_relay",
    "Questions to the hall": "kiosk.hall.questions",
    "Polls": "content_cache.model.polls",
    "Reports": "kiosk.refresher.metrics",
    "System bundles": "kiosk.appliance.system_bundles",
}
"""Modules whose docstrings say what they read or write, by the heading."""


def _formats() -> Iterator[str]:
    yield "# Formats\n\nEach section is the docstring of its module. [CONTRACTS.md](../CONTRACTS.md) has the others.\n"
    for heading, name in FORMATS.items():
        yield f"\n## {heading}\n\n`{name}`: {_linked(inspect.cleandoc(import_module(name).__doc__ or ''))}\n"


# --- problems.md


def _problems() -> Iterator[str]:
    yield """# Problems

A problem is an object of `code`, `details` (values by name) and `causes` (problems that it consists of), in JSON, in the store,
in reports and between processes. A code that was released keeps its meaning. The messages below are those of the catalogues.
"""
    for folder in ("content_cache", "kiosk"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "(ProblemCode):" not in path.read_text("utf-8"):
                continue
            module = import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
            yield f"\n## {path.relative_to(ROOT).as_posix()}\n\n"
            kinds = [
                each for each in vars(module).values() if inspect.isclass(each) and each.__module__ == module.__name__
            ]
            rows = [code for kind in kinds if issubclass(kind, ProblemCode) for code in kind]
            yield from _table(
                ("code", "message", "details"), ((f"`{row}`", row.message, _codes(sorted(row.details))) for row in rows)
            )


# --- settings.md


def _settings() -> Iterator[str]:
    yield """# Settings of kiosk.toml

[deploy/kiosk.toml](../../kiosk.toml) is an example in Indonesian with every key. [CONTRACTS.md](../CONTRACTS.md#settings) says
how it is read. The column *office* names what an [edition](formats.md#settings-from-the-office) may set.
"""
    docs = _docs(settings.Settings)
    for name in settings.Settings.__struct_fields__:
        if name in ("buttons", "keyboard"):
            yield f"\n## [{name}]\n\n{docs[name]}\n"
        elif (kind := _SECTION_OF.get(name)) is not None:
            yield from _section(
                kind, f"[[{name.removesuffix('s')}]]" if name in ("sources", "readouts") else f"[{name}]"
            )


def _section(kind: type[Section], heading: str) -> Iterator[str]:
    yield f"\n## {heading}\n\n{_linked(inspect.cleandoc(kind.__doc__ or ''))}\n\n"
    docs, office = _docs(kind), _may_set(heading)
    rows = [
        (
            f"`{key}`",
            "required"
            if spec.is_required
            else "none"
            if spec.default is None
            else f"`{spec.written or shown(spec.default)}`",
            _shape(spec.parse),
            "yes" if key in office else "",
            docs[key],
        )
        for key, spec in kind.settings.items()
    ]
    yield from _table(("key", "default", "value", "office", "meaning"), rows)
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
    "output": "display",
    "overlays": "list of names",
    "path": "path",
    "phone": "telephone number",
    "phone_or_none": "telephone number",
    "pin": "pin",
    "pin_digits": "6 to 12 digits",
    "post_code": "8 letters or digits",
    "post_key": "48 characters",
    "post_url": "https address",
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
            return f"{shown(bound['least']).removesuffix('.0')} to {shown(bound['most']).removesuffix('.0')}"
        case "one_of":
            return "one of " + _codes(each or '""' for each in bound["choices"])
        case "label":
            return f"text, at most {bound['most']} characters"
        case "list_of":
            return f"list: {_shape(bound['parse'])}"
        case "table_of":
            return f"table: {_shape(bound['parse'])}"
    return _SHAPES[maker]


# --- office.md


def _office() -> Iterator[str]:
    yield "# Settings of office.toml\n\n"
    yield "`office.toml` lies in the office's folder. Each section may be missing; those in double brackets may be repeated.\n"
    for heading, kind in _OFFICE.items():
        docs = _docs(kind)
        yield f"\n## {heading or 'At the top'}\n\n{_linked(inspect.cleandoc(kind.__doc__ or ''))}\n\n"
        rows = [
            (
                f"`{field.name}`",
                "required" if field.default is NODEFAULT else f"`{shown(field.default)}`",
                docs[field.name],
            )
            for field in msgspec.structs.fields(kind)
            if field.name in docs
        ]
        yield from _table(("key", "default", "meaning"), rows)


_OFFICE: Mapping[str, type[msgspec.Struct]] = {
    "": setup.Setup,
    "[[target]]": setup.Target,
    "[[watch]]": inbox_sources.Watch,
    "[mail]": inbox_sources.Mail,
    "[[calendar]]": inbox_sources.PublicCalendar,
    "[post]": setup.PostTerms,
}


# --- of all


@cache
def _docs(kind: type) -> Mapping[str, str]:
    """Return the attribute docstrings of *kind*, by the attribute's name, each on one line."""
    found = {}
    (body,) = ast.parse(inspect.getsource(kind)).body
    assert isinstance(body, ast.ClassDef)  # noqa: S101 -- for the checker of types
    name = ""
    for node in body.body:
        match node:
            case ast.AnnAssign(target=ast.Name(id=name)) | ast.Assign(targets=[ast.Name(id=name)]):
                continue
            case ast.Expr(value=ast.Constant(value=str(text))) if name:
                found[name] = _linked(" ".join(text.split()))
        name = ""
    return found


def _linked(text: str) -> str:
    """Return *text* with links in place of citations of sections of CONTRACTS.md and formats.md."""

    def link(match: re.Match[str]) -> str:
        anchor = re.sub(r"[^\w\- ]", "", match[2].lower()).replace(" ", "-")
        return f"[{match[2]}]({'../' if match[1] == 'CONTRACTS' else ''}{match[1]}.md#{anchor})"

    return re.sub(r'\b(CONTRACTS|formats)\.md,\s+"([^"]+)"', link, text)


def _table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    names = tuple(header)
    yield f"| {' | '.join(names)} |\n|{'---|' * len(names)}\n"
    for row in rows:
        yield f"| {' | '.join(' '.join(cell.split()).replace('|', '/') for cell in row)} |\n"


def _codes(names: Iterable[object]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:].rstrip(".") + "."


def main() -> None:
    GENERATED.mkdir(exist_ok=True)
    for name, text in documents().items():
        (GENERATED / name).write_text(text, "utf-8")


if __name__ == "__main__":
    main()
