"""Files of a kiosk's data folder that a backup holds: those that nobody can send again. News, media and keys are left out."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from kiosk.i18n.local_languages import LOCAL_LANGUAGES
from kiosk.settings.office_layer import CHOICES
from kiosk.settings.overrides import NAME as LOCAL_SETTINGS

STAGE, BEFORE = "pemulihan", "sebelum-pemulihan"
"""Folders in the data folder: one with a restoration under way, one with the files before the last restoration."""

MEMORY = "kiosk.sqlite"
SMALL = (
    LOCAL_SETTINGS,
    CHOICES,
    "desk/notices.json",
    "desk/notices.copy.json",
    "desk/emergency.json",
    "desk/people.json",
    "desk/staff.json",
    "desk/audit.log",
)
"""Files that name other files. They are copied last, while nobody writes notices."""
_ON_DUTY = "desk/staff.json"
_PROMPTS = tuple(f"desk/prompts/{language}" for language in LOCAL_LANGUAGES)
FOLDERS = ("desk/media", *_PROMPTS, "desk/questions")
_LARGE = re.compile(
    r"desk/media/[0-9A-Za-z_-]{1,60}\.[0-9a-z]{1,5}"
    r"|desk/prompts/[a-z]{3}/[0-9a-f]{64}\.wav"
    r"|desk/questions/[0-9A-Za-z_-]{1,60}(\.[0-9A-Za-z]{1,16})?\.(json|tanya|wav|sealed)"
)


def is_of_a_kiosk(name: str) -> bool:
    """Return whether a backup may hold a file *name*, relative to the data folder with slashes."""
    return name in SMALL or name == MEMORY or (_folder_of(name) in FOLDERS and _LARGE.fullmatch(name) is not None)


def entries(place: Path) -> Iterator[str]:
    """Yield the names in *place* that a restoration exchanges as a whole. The database is not among them: other
    processes have it open."""
    yield from (name for name in (*SMALL, *FOLDERS) if os.path.lexists(place / name))


def large_files(data: Path) -> Iterator[str]:
    """Yield the names of pictures, recordings and questions, sorted within each folder. Raise OSError."""
    for folder in FOLDERS:
        try:
            names = sorted(path.name for path in (data / folder).iterdir())
        except (FileNotFoundError, NotADirectoryError):
            continue
        yield from (name for each in names if is_of_a_kiosk(name := f"{folder}/{each}"))


def own_files(data: Path) -> Iterator[str]:
    """Yield the names of files that show that *data* is in use. The list of who is on duty ends each night, and shows nothing.

    Raise OSError.
    """
    yield from (name for name in SMALL if name != _ON_DUTY and (data / name).is_file())
    yield from large_files(data)


def _folder_of(name: str) -> str:
    return name.rpartition("/")[0]
