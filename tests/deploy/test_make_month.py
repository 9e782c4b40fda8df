"""The month's command, with a builder and a signer that only note what they were asked: what it hands on, and what it leaves."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
BUILD = """#!/bin/sh
echo "build $*" >>asked
while [ $# -gt 0 ]; do case $1 in --out) out=$2 ;; --number) number=$2 ;; esac; shift; done
mkdir -p "$out/info-desa-dua"
echo image >"$out/info-desa-dua.img"
printf 'zstd:arm64\\t1.5.%s\\tarm64\\tzstd\\n' "$number" >"$out/info-desa-dua.packages"
cp "bill-$number" "$out/info-desa-dua.cdx.json"
"""
BUNDLE = """#!/bin/sh
echo "bundle $*" >>asked
echo bundle >"$5/kiosk-system-$2.raucb"
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    here = tmp_path / "checkout"
    (here / "deploy").mkdir(parents=True)
    (here / ".venv/bin").mkdir(parents=True)
    shutil.copy(CHECKOUT / "deploy/make-month.sh", here / "deploy")
    (here / "deploy/build-image.sh").write_text(BUILD)
    (here / "deploy/make-bundle.sh").write_text(BUNDLE)
    python = here / ".venv/bin/python"
    python.write_text(f'#!/bin/sh\nexport PYTHONPATH="{CHECKOUT}"\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    for name in ("cert.pem", "key.pem"):
        (here / name).write_text("x")
    for number, version in (("7", "6.0.2"), ("8", "6.0.3")):
        lxml = {"name": "lxml", "version": version, "purl": f"pkg:pypi/lxml@{version}"}
        other = {"name": "zstd", "version": number, "purl": f"pkg:deb/debian/zstd@{number}"}
        (here / f"bill-{number}").write_text(json.dumps({"components": [lxml, other]}))
    return here


def month(checkout: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = ["sh", str(checkout / "deploy/make-month.sh"), *words]
    return subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=False)


def test_two_months(checkout: Path) -> None:
    for last, number in (("-", "7"), ("out7", "8")):
        done = month(checkout, last, number, "cert.pem", "key.pem", f"out{number}", "--bundle-keys", "ca.pem")
        assert done.returncode == 0, done.stderr
    assert not (checkout / "out7/perubahan-7.md").exists()
    told = (checkout / "out8/perubahan-8.md").read_text("utf-8")
    assert "2 paket berubah" in told
    assert "| zstd | 1.5.7 | 1.5.8 |  |" in told
    assert "| lxml | 6.0.2 | 6.0.3 |  |" in told
    assert (checkout / "out8/kiosk-system-8.raucb").exists()
    asked = (checkout / "asked").read_text().splitlines()
    assert asked[2].startswith("build --systems two --number 8 ")
    assert asked[2].endswith(" --bundle-keys ca.pem")


@pytest.mark.parametrize(
    "words",
    [
        ("-", "8;reboot", "cert.pem", "key.pem", "out"),
        ("-", "08", "cert.pem", "key.pem", "out"),
        ("elsewhere", "8", "cert.pem", "key.pem", "out"),
        ("-", "8", "cert.pem"),
    ],
)
def test_what_it_does_not_begin(checkout: Path, words: tuple[str, ...]) -> None:
    done = month(checkout, *words)
    assert done.returncode == 2
    assert done.stderr
    assert not (checkout / "asked").exists()


def test_it_does_not_compare_a_month_with_itself(checkout: Path) -> None:
    assert month(checkout, "-", "7", "cert.pem", "key.pem", "out").returncode == 0
    assert month(checkout, "out", "8", "cert.pem", "key.pem", "out").returncode == 2
