"""File systems made for a test, mounted from files; needs root and a kernel that lets us."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path


@cache
def why_not(*programs: str) -> str:
    """Why nothing can be mounted here, "" when it can; `programs` are needed besides mount."""
    if os.geteuid() != 0:
        return "mounting needs root"
    if reason := not_installed("mount", "umount", "mkfs.ext4", *programs):
        return reason
    with tempfile.TemporaryDirectory() as folder:
        try:
            with mounted(make_ext4(Path(folder) / "try.img", 1), Path(folder) / "try"):
                return ""
        except subprocess.CalledProcessError as error:
            return f"no loop mount: {' '.join(error.stderr.split())}"


def not_installed(*programs: str) -> str:
    missing = [name for name in programs if shutil.which(name) is None]
    return f"not installed: {', '.join(missing)}" if missing else ""


def why_no_fuse() -> str:
    return why_not() or ("" if Path("/dev/fuse").exists() else "no /dev/fuse here")


@contextmanager
def mounted(image: Path, folder: Path, *, options: str = "noatime") -> Iterator[Path]:
    """Mount the image's file system at the folder, which is made."""
    folder.mkdir(exist_ok=True)
    run("mount", "-o", f"loop,{options}", str(image), str(folder))
    try:
        yield folder
    finally:
        unmount(folder)


def unmount(folder: Path) -> None:
    """Take a file system off its folder: now, or as soon as nobody else on this machine looks into what lies on it."""
    try:
        run("umount", str(folder))
    except subprocess.CalledProcessError:
        run("umount", "--lazy", str(folder))


def make_ext4(image: Path, megabytes: int, *more: str) -> Path:
    with image.open("wb") as file:
        file.truncate(megabytes << 20)
    run("mkfs.ext4", "-q", "-F", "-m", "0", *more, str(image))
    return image


def make_xfs(image: Path, megabytes: int) -> Path:
    with image.open("wb") as file:
        file.truncate(megabytes << 20)
    run("mkfs.xfs", "-q", "-m", "reflink=1", str(image))
    return image


def run(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
