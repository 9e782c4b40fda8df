"""Compile the catalogues: beside each kiosk.po the kiosk.mo that the program reads.

    .venv/bin/python deploy/compile_catalogues.py

Only what is missing or older than its kiosk.po is compiled. An entry without a translation, or marked fuzzy, is left out. A slip of
a translator ends it with the file and the line.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

LOCALE = Path(__file__).parents[1] / "kiosk" / "i18n" / "locale"


def compile_catalogues(locale: Path = LOCALE, *, all_of_them: bool = False) -> None:
    """Compile what is missing or old, or all. Raises ValueError for a file that is no catalogue, OSError."""
    for source in sorted(locale.glob("*/LC_MESSAGES/kiosk.po")):
        compiled = source.with_suffix(".mo")
        if all_of_them or not compiled.exists() or compiled.stat().st_mtime_ns < source.stat().st_mtime_ns:
            part = compiled.with_suffix(f".{os.getpid()}")  # another process may compile the same
            part.write_bytes(_compiled(source))
            part.replace(compiled)


def _compiled(source: Path) -> bytes:
    from io import BytesIO  # mostly nothing is to be done

    from babel.messages.mofile import write_mo
    from babel.messages.pofile import PoFileError, read_po

    try:
        with source.open("rb") as file:
            catalogue = read_po(file, abort_invalid=True)
    except PoFileError as error:
        raise ValueError(f"{source}, line {error.lineno + 1}: this is no entry of a catalogue") from error
    catalogue.creation_date = datetime.fromtimestamp(0, UTC)  # babel would date it, and each build would differ
    for message in list(catalogue):
        if message.pluralizable and not all(message.string):
            catalogue.delete(message.id)  # babel would write the English words
    out = BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


if __name__ == "__main__":
    try:
        compile_catalogues()
    except (OSError, ValueError) as error:
        sys.exit(str(error))
