"""The settings of an office, by their types."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping

import msgspec
from msgspec import NODEFAULT

from deploy.reference.markdown import docstrings, linked, table
from kiosk.office.setup import setup
from kiosk.office.setup import sources as inbox_sources
from kiosk.settings.schema import short_toml


def lines() -> Iterator[str]:
    """Yield the lines of office.md."""
    yield "# Settings of office.toml\n\n"
    yield "`office.toml` lies in the office's folder. Each section may be missing; those in double brackets may be repeated.\n"
    for heading, kind in _OFFICE.items():
        docs = docstrings(kind)
        yield f"\n## {heading or 'At the top'}\n\n{linked(inspect.cleandoc(kind.__doc__ or ''))}\n\n"
        rows = [
            (
                f"`{field.name}`",
                "required" if field.default is NODEFAULT else f"`{short_toml(field.default)}`",
                docs[field.name],
            )
            for field in msgspec.structs.fields(kind)
            if field.name in docs
        ]
        yield from table(("key", "default", "meaning"), rows)


_OFFICE: Mapping[str, type[msgspec.Struct]] = {
    "": setup.Setup,
    "[[target]]": setup.EditionTarget,
    "[[watch]]": inbox_sources.Watch,
    "[mail]": inbox_sources.Mail,
    "[[calendar]]": inbox_sources.PublicCalendar,
    "[post]": setup.PostTerms,
}
