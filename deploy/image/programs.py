"""Does the image have each program that its units and the kiosk start? One that is missing is found out by the village otherwise.

    python3 -m deploy.image.programs --base base.tar --tree ROOT

Prints what is missing, with who names it, and ends with 1 if anything is.
"""

from __future__ import annotations

import argparse
import re
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

# what is started by its name alone: by the program, and by the shell scripts in usr/lib/kiosk
NAMED = (
    "aplay",
    "avahi-browse",
    "cec-ctl",
    "hostnamectl",
    "journalctl",
    "nginx",
    "nmcli",
    "rauc",
    "systemctl",
    "timedatectl",
    "wlopm",
    "wlr-randr",
    "awk",
    "blkid",
    "e2fsck",
    "mkfs.ext4",
    "mountpoint",
    "nft",
    "partx",
    "sfdisk",
    "udevadm",
    "zstd",
)
_SEARCHED = ("usr/sbin", "usr/bin", "sbin", "bin")
_STARTS = re.compile(r"(?m)^Exec\w+=(.*)")
_PROGRAM = re.compile(r"(?<!\w)/(?:(?:usr/)?s?bin|usr/lib/kiosk|opt/kiosk/bin)/[\w.+-]+(?![\w./+-])")
UNITS = "usr/lib/systemd/system"


def named_by(tree: Path) -> Iterator[tuple[str, str]]:
    """Of each unit of ours the programs that it starts, also through `nsenter` or a shell, and its name."""
    for path in sorted((tree / UNITS).rglob("*")):
        if path.is_file() and not path.is_symlink():
            for line in _STARTS.findall(path.read_text("utf-8").replace("\\\n", " ")):
                yield from ((program, path.name) for program in _PROGRAM.findall(line))


def missing(there: set[str], named: Iterator[tuple[str, str]]) -> list[str]:
    """`there` are the paths of the image's files, links among them, without a first slash."""
    found = {f"{program}: {unit}" for program, unit in named if not _is_there(program[1:], there)}
    found |= {f"{name}: by name" for name in NAMED if not any(f"{folder}/{name}" in there for folder in _SEARCHED)}
    return sorted(found)


def _is_there(program: str, there: set[str]) -> bool:
    """/bin and /sbin are links into /usr."""
    return program in there or f"usr/{program}" in there


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--tree", type=Path, required=True)
    asked = parser.parse_args(argv)
    with tarfile.open(asked.base) as tar:
        there = {member.name.removeprefix("./") for member in tar if not member.isdir()}
    there |= {path.relative_to(asked.tree).as_posix() for path in asked.tree.rglob("*") if not path.is_dir()}
    found = missing(there, named_by(asked.tree))
    for each in found:
        print(f"not in the image: {each}")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
