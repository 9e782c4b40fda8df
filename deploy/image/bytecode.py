"""Does the image's Python find each module compiled? One that it does not it compiles at every start anew: the root is read-only.

    python3 -m deploy.image.bytecode --base base.tar --tree ROOT --epoch SECONDS

Run by the same version of Python as the image's. Prints what is stale, and ends with 1 if anything is.
"""

from __future__ import annotations

import argparse
import sys
import tarfile
from collections.abc import Iterator, Mapping
from importlib.util import MAGIC_NUMBER, cache_from_source
from pathlib import Path, PurePosixPath

# what is imported there: Debian's modules and the program's. The rest (examples, hooks of gdb) nobody runs
_SEARCHED = ("usr/lib/python3", "usr/lib/python3.", "opt/kiosk/lib/")
_NAMED = ("site-packages", "dist-packages")
_HEADER = 16  # bytes of a .pyc before its code (PEP 552)
_CHECKED_HASH = 0b11


def stale(sources: Mapping[str, tuple[int, int]], compiled: Mapping[str, bytes]) -> list[str]:
    """Return the paths of *sources* whose compiled form Python would not take as it is.

    There is none, it is of another Python or another file, or is to be held against the source each time. *sources* has time and
    size by path, *compiled* the first 16 bytes of each compiled file by path.
    """
    return sorted(path for path, (time, size) in sources.items() if not _taken(compiled.get(_cache(path)), time, size))


def _cache(path: str) -> str:
    return str(PurePosixPath(cache_from_source(path)))


def _taken(header: bytes | None, time: int, size: int) -> bool:
    if header is None or header[:4] != MAGIC_NUMBER or len(header) < _HEADER:
        return False
    flags = int.from_bytes(header[4:8], "little")
    if flags:
        return flags != _CHECKED_HASH
    return header[8:16] == b"".join((number & 0xFFFFFFFF).to_bytes(4, "little") for number in (time, size))


def read_tar(path: Path) -> Iterator[tuple[str, int, bytes]]:
    """Yield path, time and bytes of each module and each compiled form in a root's tar."""
    with tarfile.open(path) as tar:
        for member in tar:
            name = member.name.removeprefix("./")
            if member.isfile() and _wanted(name) and (opened := tar.extractfile(member)) is not None:
                yield name, int(member.mtime), opened.read()


def read_tree(root: Path) -> Iterator[tuple[str, int, bytes]]:
    """Yield path, time and bytes of each module and each compiled form in the folder *root*."""
    for path in sorted(root.rglob("*.py*")):
        name = path.relative_to(root).as_posix()
        if path.is_file() and not path.is_symlink() and _wanted(name):
            yield name, int(path.stat().st_mtime), path.read_bytes()


def _wanted(name: str) -> bool:
    """Return whether a file can be imported: a folder whose name is no identifier holds scripts."""
    if not name.startswith(_SEARCHED) or not name.endswith((".py", ".pyc")):
        return False
    folders = PurePosixPath(name).parts[:-1]
    return all(each.isidentifier() or each in _NAMED or each.startswith("python3") for each in folders)


def stale_in(files: Iterator[tuple[str, int, bytes]], epoch: int) -> list[str]:
    """As `stale`, of files whose times will be no later than `epoch`."""
    sources: dict[str, tuple[int, int]] = {}
    compiled: dict[str, bytes] = {}
    for name, time, content in files:
        if name.endswith(".py"):
            sources[name] = min(time, epoch), len(content)
        else:
            compiled[name] = content[:_HEADER]
    return stale(sources, compiled)


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--tree", type=Path, required=True)
    parser.add_argument("--epoch", type=int, required=True)
    asked = parser.parse_args(argv)
    found = stale_in(read_tar(asked.base), asked.epoch) + stale_in(read_tree(asked.tree), asked.epoch)
    for path in found:
        print(f"not compiled: {path}")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
