"""Files that a voice, or a recogniser, is made of: fetched by a technician, never part of the program."""

from __future__ import annotations

from msgspec import Struct

LICENCE = "LICENSE.txt"
"""Name of the licence beside the files."""


LISTEN = "listen"
"""Name of the recogniser beside the voices, and of the extra that it needs."""


class VoiceFile(Struct, frozen=True):
    """File of a voice: its name here, its address, its size in bytes, and its hash. Without an address it comes in a package."""

    name: str
    url: str
    size: int
    sha256: str


class Pack(Struct, frozen=True):
    """All files of a voice, the name of its folder, and the licence that is written beside them.

    *packages* are those of Python's registry that hold the files, with their versions, for files without an address.
    """

    name: str
    files: tuple[VoiceFile, ...]
    terms: str
    packages: tuple[str, ...] = ()
