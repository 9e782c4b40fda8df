"""What commands and requests print or carry as JSON, by their types."""

from __future__ import annotations

import typing
from collections.abc import Iterable, Iterator
from typing import Any

from content_cache.central.import_result import Imported, ImportResult
from content_cache.refresh.outcomes import Outcome
from deploy.reference.markdown import codes, docstrings, linked, table
from kiosk.cli.check import Finding
from kiosk.cli.items import AttachmentRow, ItemRow
from kiosk.installation import JSON_SCHEMA
from kiosk.state.request_kinds import RequestKind, RequestResult


def lines() -> Iterator[str]:
    """Yield the lines of json.md."""
    yield "# JSON and requests\n\n"
    yield f'Each document of `--json` begins with `"schema": {JSON_SCHEMA}`. Fields are only added while the number stays.\n'
    yield "Times are RFC 3339 with an offset.\n"
    yield "\n## kiosk refresh --json\n\n"
    yield "`schema`, `items` (number of items in the store) and `sources`, one for each source that was asked:\n\n"
    yield from _fields(Outcome)
    yield "\n## kiosk items --json\n\n"
    yield linked('`schema`, `now`, `clock` (CONTRACTS.md, "Clock") and `items`, one for each item:\n\n')
    yield from _fields(ItemRow)
    yield "\nEach of `attachments`:\n\n"
    yield from _fields(AttachmentRow)
    yield "\n## kiosk import --json\n\n`schema` and `bundles`, one for each edition that was found:\n\n"
    yield from _fields(Imported)
    yield "\nEach `result`:\n\n"
    docs = docstrings(ImportResult)
    yield from table(("result", "meaning"), ((f"`{each}`", docs[each.name]) for each in ImportResult))
    yield "\n## kiosk check --json\n\n`schema` and `checks`, one for each finding:\n\n"
    yield from _fields(Finding)
    yield """
## kiosk desk --counts

`schema` and `counts`, by day (`2026-11-24`): how often something was `read`, `heard`, `sought` in vain, `unchecked`
(rumours), `said`, and said by a voice that was ready (`said_ready`). By category (`read_berita`) and by subject
(`unchecked_kesehatan`), too. No persons, no words.

## Requests between processes

"""
    rows = [(f"`{kind}`", "provisioner" if kind.needs_root else "refresher or window", doc) for kind, doc in _kinds()]
    yield from table(("kind", "done by", "argument, who asks, answer"), rows)
    yield f"\nThe provisioner answers JSON of `result` ({codes(RequestResult)}), `problem` (null or a problem) and `data`.\n"


def _kinds() -> Iterator[tuple[RequestKind, str]]:
    docs = docstrings(RequestKind)
    for kind in RequestKind:
        yield kind, docs[kind.name]


def _fields(kind: type) -> Iterator[str]:
    """Yield the table of the fields of *kind* with their types and attribute docstrings."""
    types, docs = typing.get_type_hints(kind), docstrings(kind)
    yield from table(
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
        "string" if kind.__name__ == "datetime" or issubclass(kind, str) else "object"
    )
