"""What technicians are told of a month's bundle, from packages that are built here."""

from __future__ import annotations

import gzip
import shutil
import subprocess
from pathlib import Path

import pytest

from deploy.image.what_changed import Change, changes, mended, table, told

pytestmark = pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="dpkg is not installed")
LOG = """zstd (1.5.7-1+deb13u2) trixie-security; urgency=high

  * Fix CVE-2026-1234 and CVE-2026-999999.

zstd (1.5.7-1+deb13u1) trixie-security; urgency=high

  * Fix CVE-2025-4444 (again CVE-2025-4444).

zstd (1.5.7-1) unstable; urgency=medium

  * Fix CVE-2020-1111.
"""


def package(folder: Path, name: str, version: str, log: str) -> Path:
    root = folder / f"{name}-root"
    (root / "DEBIAN").mkdir(parents=True)
    (root / "DEBIAN/control").write_text(
        f"Package: {name}\nVersion: {version}\nArchitecture: arm64\nMaintainer: N <n@example.invalid>\nDescription: d\n"
    )
    (root / f"usr/share/doc/{name}").mkdir(parents=True)
    (root / f"usr/share/doc/{name}/changelog.Debian.gz").write_bytes(gzip.compress(log.encode()))
    file = folder / f"{name}_{version.replace(':', '%3a')}_arm64.deb"
    subprocess.run(["dpkg-deb", "--build", "-Znone", root, file], check=True, capture_output=True)
    return file


def test_faults_are_those_that_were_mended_since_the_last_bundle() -> None:
    assert mended(LOG, "1.5.7-1") == ("CVE-2025-4444", "CVE-2026-1234", "CVE-2026-999999")
    assert mended(LOG, "1.5.7-1+deb13u1") == ("CVE-2026-1234", "CVE-2026-999999")
    assert mended(LOG, "1.5.7-1+deb13u2") == ()
    assert mended("no changelog", "1") == ()


def test_packages_that_changed_came_or_went(tmp_path: Path) -> None:
    file = package(tmp_path, "zstd", "1:1.5.7-1+deb13u2", LOG.replace("(1", "(1:1"))
    (tmp_path / "before").write_text("zstd:arm64\t1:1.5.7-1\tarm64\tlibzstd\nold\t1\tall\told\nsame\t1\tall\tsame\n")
    (tmp_path / "after").write_text(
        "zstd:arm64\t1:1.5.7-1+deb13u2\tarm64\tlibzstd\nfresh\t2\tall\tfresh\nsame\t1\tall\tsame\n"
    )
    found = list(changes(table(tmp_path / "before"), table(tmp_path / "after"), tmp_path))
    assert found == [
        Change("fresh", "", "2"),
        Change("old", "1", ""),
        Change(
            "zstd", "1:1.5.7-1", "1:1.5.7-1+deb13u2",
            ("CVE-2025-4444", "CVE-2026-1234", "CVE-2026-999999"), file.stat().st_size,
        ),
    ]  # fmt: skip
    text = told(found, 7)
    assert "3 paket berubah" in text
    assert "3 celah keamanan ditutup" in text
    assert "| old | 1 | dibuang |  |" in text


def test_a_kernel_is_one_package_whatever_its_name(tmp_path: Path) -> None:
    log = "linux (6.12.118-1) trixie-security; urgency=high\n\n  * CVE-2026-99272\n\n"
    log += "linux (6.12.117-1) trixie; urgency=low\n\n  * CVE-2026-1\n"
    package(tmp_path, "linux-image-6.12.118+deb13-arm64", "6.12.118-1", log)
    tables = []
    for version in ("117", "118"):
        path = tmp_path / version
        path.write_text(f"linux-image-6.12.{version}+deb13-arm64\t6.12.{version}-1\tarm64\tlinux-signed-arm64\n")
        tables.append(table(path))
    (found,) = changes(tables[0], tables[1], tmp_path)
    assert (found.name, found.before, found.after) == ("linux-image-*-arm64", "6.12.117-1", "6.12.118-1")
    assert found.mended == ("CVE-2026-99272",)
