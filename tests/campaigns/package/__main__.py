"""Tries the Debian packages: python -m tests.campaigns.package [STEP …] [--out out/deb] [--cache build/package]

Built by `sh deploy/make-deb.sh`. mmdebstrap makes bare Debian 13 roots, of the machine's own architecture and, by qemu-user, of the
other one; what the packages need comes from Debian's archive. Needs root, mmdebstrap, lintian, for the boot qemu-system-x86, and
what tests/campaigns/package/nights.py names. Not part of the test run: it installs some 350 packages. Prints a line a step;
exits with 1 if
one failed.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from tests.campaigns.package.boot import boot, boot_small
from tests.campaigns.package.life import life
from tests.campaigns.package.nights import nights
from tests.campaigns.package.root import Broken


def lint(package: Path, _cache: Path) -> str:
    """Lintian, its warnings too: nothing but what the package overrides with a reason. Nor are tests of libraries in it."""
    words = ["lintian", "--no-cfg", "--allow-root", "--fail-on", "error,warning", str(package)]
    told = subprocess.run(words, capture_output=True, text=True, check=False)
    if told.returncode:
        raise Broken(told.stdout + told.stderr)
    listed = subprocess.run(["dpkg-deb", "-c", str(package)], capture_output=True, text=True, check=True).stdout
    if tests := [line.split()[-1] for line in listed.splitlines() if "/tests/" in line or "/test/" in line]:
        raise Broken(f"tests of libraries: {tests[:3]} and more, {len(tests)} in all")
    return "clean"


STEPS: Mapping[str, tuple[str, Callable[[Path, Path], str]]] = MappingProxyType(
    {
        "lintian-amd64": ("amd64", lint),
        "lintian-arm64": ("arm64", lint),
        "life-amd64": ("amd64", life),
        "life-arm64": ("arm64", life),
        "boot-amd64": ("amd64", boot),
        "boot-small-amd64": ("amd64", boot_small),
        "nights-amd64": ("amd64", nights),
    }
)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.campaigns.package")
    parser.add_argument("steps", nargs="*", metavar="STEP", help=", ".join(STEPS))
    parser.add_argument("--out", type=Path, default=Path("out/deb"))
    parser.add_argument("--cache", type=Path, default=Path("build/package"))
    asked = parser.parse_args()
    if unknown := [name for name in asked.steps if name not in STEPS]:
        parser.error(f"no such step: {', '.join(unknown)}; there are: {', '.join(STEPS)}")
    asked.cache.mkdir(parents=True, exist_ok=True)
    return 1 if [name for name in asked.steps or STEPS if not _done(name, asked.out, asked.cache.resolve())] else 0


def _done(name: str, out: Path, cache: Path) -> bool:
    architecture, step = STEPS[name]
    packages = sorted(out.resolve().glob(f"kim-kiosk_*_{architecture}.deb"), key=lambda path: path.stat().st_mtime)
    began = time.monotonic()
    if not packages:
        print(f"{name}: FAILED: {out} has no package: sh deploy/make-deb.sh {architecture}", flush=True)
        return False
    try:
        told = step(packages[-1], cache)
    except Broken as error:
        print(f"{name}: FAILED: {error}", flush=True)
        return False
    print(f"{name}: ok, {told}, {time.monotonic() - began:.0f} s", flush=True)
    return True


if __name__ == "__main__":
    sys.exit(main())
