"""The office's side of an update: a squashfs made by mksquashfs, signed."""

from __future__ import annotations

import platform
import subprocess
from pathlib import Path

from content_cache.signing.keys import SecretKey
from content_cache.signing.signatures import sign
from kiosk.appliance.update.package import signature_name

MACHINE = platform.machine()
KEY = SecretKey.generate("pembaruan")


def program(folder: Path, says: str = "halo") -> Path:
    """A program as small as one can be: what runs is what it says."""
    (folder / "bin").mkdir(parents=True)
    script = folder / "bin/kiosk"
    script.write_text(f"#!/bin/sh\necho {says}\n")
    script.chmod(0o755)
    return folder


def publish(
    to: Path, number: int, says: str = "halo", *, key: SecretKey = KEY, comment: str = "", machine: str = MACHINE
) -> Path:
    """An update in the folder `to`; returns the squashfs."""
    to.mkdir(parents=True, exist_ok=True)
    source = program(to.parent / f"source-{to.name}-{number}", says)
    path = to / f"kiosk-{number}-{machine}.squashfs"
    subprocess.run(
        ["mksquashfs", source, path, "-all-root", "-no-progress", "-quiet", "-noappend"],
        check=True,
        capture_output=True,
    )
    told = f"number={number} version=0.{number}.0 machine={machine} file={path.name} size={path.stat().st_size}"
    (to / signature_name(machine)).write_bytes(sign(path.read_bytes(), key, comment or f"kim-kiosk-program {told}"))
    return path
