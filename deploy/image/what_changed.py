"""Beside a bundle: which packages differ from the last one's, and which faults (CVE) their makers say are mended by it.

    python -m deploy.image.what_changed --before LAST.packages --after NEW.packages --debs FOLDER --number N
        [--bill-before LAST.cdx.json --bill-after NEW.cdx.json] >perubahan-N.md

The tables are those that build-image.sh leaves beside an image, the folder has the packages it was made of: what was mended stands
in each one's changelog, and nothing is asked of the net.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import re
import subprocess
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_ENTRY = re.compile(r"^\S+ \((?P<version>[^)]+)\) ", re.MULTILINE)
# Debian gives each of its kernels a package of its own, whose name has the version
_KERNEL = re.compile(r"(linux-image)-\d[\w.+]*-(\w+)")
_CVE = re.compile(r"CVE-\d{4}-\d{4,7}")


@dataclass(frozen=True, slots=True)
class Change:
    """A package; "" for a version where it was not there before, or is not there any more. `size` in bytes is the new one's."""

    name: str
    before: str
    after: str
    mended: tuple[str, ...] = ()
    size: int = 0


def table(path: Path) -> dict[str, str]:
    """Version by package, of a table of `dpkg-query`; a kernel's is "linux-image-*-arm64", whichever it is."""
    rows = (line.split("\t") for line in path.read_text("utf-8").splitlines())
    return {_KERNEL.sub(r"\1-*-\2", name.partition(":")[0]): version for name, version, *_ in rows}


def libraries(path: Path) -> dict[str, str]:
    """Version by name of what pip brought, of a bill of materials (CycloneDX)."""
    found = json.loads(path.read_text("utf-8"))["components"]
    return {each["name"]: each["version"] for each in found if str(each.get("purl", "")).startswith("pkg:pypi/")}


def changes(before: dict[str, str], after: dict[str, str], debs: Path) -> Iterator[Change]:
    for name in sorted(before.keys() | after.keys()):
        old, new = before.get(name, ""), after.get(name, "")
        if old == new:
            continue
        found = sorted(debs.glob(f"{name}_{new.replace(':', '%3a')}_*.deb")) if new else []
        said = changelog(found[0]) if found else ""
        yield Change(name, old, new, mended(said, old) if old else (), found[0].stat().st_size if found else 0)


def mended(changelog: str, since: str) -> tuple[str, ...]:
    """Return the CVE numbers in the entries of *changelog* newer than version *since*, the oldest first."""
    end = next((found.start() for found in _ENTRY.finditer(changelog) if not newer(found["version"], since)), None)
    return tuple(sorted(set(_CVE.findall(changelog[:end])), key=lambda cve: [int(part) for part in cve.split("-")[1:]]))


def newer(one: str, other: str) -> bool:
    return subprocess.run(["dpkg", "--compare-versions", one, "gt", other], check=False).returncode == 0


def changelog(deb: Path) -> str:
    """Debian's own of a package; "" where it has none (it may lie in another of the same source)."""
    content = subprocess.run(["dpkg-deb", "--fsys-tarfile", deb], check=True, capture_output=True).stdout
    with tarfile.open(fileobj=io.BytesIO(content)) as files:
        for member in files:
            if re.search(r"/doc/[^/]+/changelog(\.Debian)?\.gz$", member.name) and (file := files.extractfile(member)):
                return gzip.decompress(file.read()).decode("utf-8", "replace")
    return ""


def told(found: list[Change], number: int) -> str:
    """For technicians, in Indonesian."""
    faults = sorted({cve for change in found for cve in change.mended})
    lines = [f"# Perubahan sistem nomor {number}", ""]
    lines.append(
        f"{len(found)} paket berubah, {sum(change.size for change in found) / 1e6:.1f} MB; {len(faults)} celah keamanan ditutup."
    )
    lines += ["", "| paket | sebelum | sekarang | celah yang ditutup |", "|---|---|---|---|"]
    lines += [
        f"| {change.name} | {change.before or 'baru'} | {change.after or 'dibuang'} | {', '.join(change.mended)} |"
        for change in found
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(prog="deploy.image.what_changed")
    for name in ("before", "after", "debs", "bill-before", "bill-after"):
        parser.add_argument(f"--{name}", type=Path, required=not name.startswith("bill"))
    parser.add_argument("--number", type=int, required=True)
    asked = parser.parse_args()
    found = list(changes(table(asked.before), table(asked.after), asked.debs))
    if asked.bill_before and asked.bill_after:
        found += changes(libraries(asked.bill_before), libraries(asked.bill_after), asked.debs)
    print(told(found, asked.number), end="")


if __name__ == "__main__":
    main()
