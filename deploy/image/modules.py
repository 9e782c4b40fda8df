"""Takes the kernel modules out of a root that a kiosk does not use: python3 modules.py ROOT LIST

LIST is a file like modules.txt. What a listed module needs, by depmod's `modules.dep`, stays with it. Runs on the machine that
builds, in its own Python, before the initial ramdisk is made; the hook then runs `depmod` anew.
"""

from __future__ import annotations

import re
import sys
from fnmatch import filter as fitting
from pathlib import Path

PACKED = re.compile(r"\.ko(\.\w+)?$")


def name(path: str) -> str:
    """`kernel/fs/fat/vfat.ko.xz` is `fs/fat/vfat`."""
    return PACKED.sub("", path.removeprefix("kernel/"))


def wanted(listed: list[str], needs: dict[str, list[str]]) -> set[str]:
    """Return the modules that the patterns name, and all that those need.

    A pattern that fits none ends the program: it is a slip of the pen, and a driver would be missing.
    """
    kept: set[str] = set()
    for pattern in listed:
        found = fitting(needs, pattern)
        if not found:
            sys.exit(f"modules: {pattern}: this kernel has no such module")
        kept.update(found)
    waiting = list(kept)
    while waiting:
        new = set(needs[waiting.pop()]) - kept
        kept |= new
        waiting += new
    return kept


def main(root: Path, listing: Path) -> None:
    """Remove from every kernel in `root` the files of modules that are not wanted, and the folders that this leaves empty."""
    lines = (line.partition("#")[0].strip() for line in listing.read_text("utf-8").splitlines())
    listed = [line for line in lines if line]
    kernels = [path.parent for path in root.glob("usr/lib/modules/*/modules.dep")]
    if not kernels:
        sys.exit(f"modules: {root} has no kernel with a modules.dep")
    for kernel in kernels:
        files = (line.split(":") for line in (kernel / "modules.dep").read_text("utf-8").splitlines())
        needs = {name(path): [name(needed) for needed in others.split()] for path, others in files}
        kept = wanted(listed, needs)
        for path in sorted((kernel / "kernel").rglob("*"), reverse=True):
            if path.is_dir():
                if not any(path.iterdir()):
                    path.rmdir()
            elif name(str(path.relative_to(kernel))) not in kept:
                path.unlink()
        print(f"{kernel.name}: {len(kept)} of {len(needs)} modules stay")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
