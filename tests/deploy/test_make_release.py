"""A release: what is gathered, signed, listed for the Imager and named on the page."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from content_cache.signing.keys import SecretKey
from deploy.release import notes, page
from kiosk.core.build import VERSION

ROOT = Path(__file__).parents[2]
PACKAGED = VERSION.replace(".dev", "~dev")
RELEASE = f"{PACKAGED}+7"
PYTHON = (f"kim_kiosk-{VERSION}-py3-none-any.whl", f"kim_kiosk-{VERSION}.tar.gz")
LICENCES = ("LICENSE", "LICENSE-GPL-2.txt", "THIRD-PARTY.md")


@pytest.fixture
def key(tmp_path: Path) -> SecretKey:
    secret = SecretKey.generate("rilis")
    (tmp_path / "rilis.key").write_text(secret.file())
    audit(tmp_path)
    tree(tmp_path)
    return secret


def tree(place: Path, changes: str = "") -> None:
    """Put a stand-in for git that tells of *changes*, whatever this folder has; all else git itself answers."""
    git = place / "programs/git"
    git.parent.mkdir(exist_ok=True)
    git.write_text(f'#!/bin/sh\n[ "$1" = status ] || exec {shutil.which("git")} "$@"\nprintf %s "{changes}"\n')
    git.chmod(0o755)


def audit(place: Path, weak: str = "none") -> None:
    """A stand-in for pip-audit, which asks PyPI: it writes down what it looked at, and finds a weakness in *weak*."""
    program = place / "programs/pip-audit"
    program.parent.mkdir(exist_ok=True)
    program.write_text(f'#!/bin/sh\necho "$*" >>{place}/audited\ncase "$*" in *{weak}*) exit 1 ;; esac\n')
    program.chmod(0o755)


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder in which a wheel and an sdist stand for those of this commit."""
    told = subprocess.run(
        ["git", "rev-parse", "--short=12", "HEAD"], capture_output=True, text=True, check=True, cwd=ROOT
    )
    folder = tmp_path_factory.mktemp("dist")
    made = folder / told.stdout.strip()
    made.mkdir()
    for name in PYTHON:
        (made / name).write_bytes(name.encode())
    return folder


def make(tmp_path: Path, out: str = "RELEASES", *more: str | Path, dist: Path) -> subprocess.CompletedProcess[str]:
    words = [
        "--key",
        tmp_path / "rilis.key",
        "--url",
        "https://unduh.example/info/",
        "--out",
        tmp_path / out,
        "--number",
        "7",
    ]
    words += ["--image", tmp_path / "info-desa.img.zst", "--debs", tmp_path, "--dist", dist, *more]
    command = ["sh", str(ROOT / "deploy/make-release.sh"), *map(str, words)]
    path = f"{tmp_path / 'programs'}:{os.environ['PATH']}"
    return subprocess.run(command, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False)


@pytest.fixture
def built(tmp_path: Path) -> bytes:
    """Write an image and packages as a build leaves them. Return the content of the image before compression."""
    image = b"kartu" * 100_000
    (tmp_path / "info-desa.img").write_bytes(image)
    subprocess.run(["zstd", "-q", str(tmp_path / "info-desa.img")], check=True)
    for architecture in ("amd64", "arm64"):
        (tmp_path / f"kim-kiosk_{RELEASE}_{architecture}.deb").write_bytes(architecture.encode())
    (tmp_path / f"kim-kantor_{RELEASE}_amd64.deb").write_bytes(b"office")
    (tmp_path / f"kim-kiosk_{PACKAGED}+6_arm64.deb").write_bytes(b"the one before")
    return image


@pytest.mark.usefixtures("built")
def test_a_release_is_whole_and_its_sums_are_signed(tmp_path: Path, key: SecretKey, dist: Path) -> None:
    sources = tmp_path / "sources"
    sources.mkdir()
    (sources / "x264.tar.xz").write_bytes(b"source")
    told = make(tmp_path, "RELEASES", "--sources", sources, dist=dist)
    assert told.returncode == 0, told.stderr
    folder = tmp_path / "RELEASES" / RELEASE
    files = {path.name for path in folder.iterdir()}
    debs = {f"kim-kiosk_{RELEASE}_{architecture}.deb" for architecture in ("amd64", "arm64")}
    debs.add(f"kim-kantor_{RELEASE}_amd64.deb")
    handed_on = {*PYTHON, *LICENCES, "sumber-x264.tar.xz"}
    assert files == handed_on | {
        "info-desa.img.zst",
        *debs,
        f"raspberry-pi-os_{RELEASE}.zip",
        "rpi-imager.json",
        "CATATAN.md",
        "SHA256SUMS",
        "SHA256SUMS.minisig",
    }
    subprocess.run(["sha256sum", "--check", "--quiet", "--strict", "SHA256SUMS"], check=True, cwd=folder)
    summed = {line.split()[1] for line in (folder / "SHA256SUMS").read_text().splitlines()}
    assert summed == files - {"SHA256SUMS", "SHA256SUMS.minisig"}
    check = ["minisign", "-Vq", "-m", str(folder / "SHA256SUMS"), "-p", str(folder.parent / "kunci-rilis.pub")]
    assert str(key.public).split()[0] in (folder.parent / "kunci-rilis.pub").read_text()
    subprocess.run(check, check=True)
    (folder / "SHA256SUMS").write_text("0" * 64 + "  info-desa.img.zst\n")
    assert subprocess.run(check, check=False, capture_output=True).returncode == 1


@pytest.mark.usefixtures("key")
def test_the_imager_is_told_what_it_fetches_and_what_it_writes(tmp_path: Path, built: bytes, dist: Path) -> None:
    assert make(tmp_path, dist=dist).returncode == 0
    (row,) = json.loads((tmp_path / "RELEASES" / RELEASE / "rpi-imager.json").read_text())["os_list"]
    packed = (tmp_path / "info-desa.img.zst").read_bytes()
    assert row["url"] == f"https://unduh.example/info/{RELEASE}/info-desa.img.zst"
    assert (row["extract_size"], row["extract_sha256"]) == (len(built), hashlib.sha256(built).hexdigest())
    assert (row["image_download_size"], row["image_download_sha256"]) == (
        len(packed),
        hashlib.sha256(packed).hexdigest(),
    )
    assert row["init_format"] == "none"  # it asks no questions that the image would not understand


@pytest.mark.usefixtures("key", "built")
@pytest.mark.slow(cases=1)
def test_made_twice_it_is_equal_but_for_the_signature(tmp_path: Path) -> None:
    assert [make(tmp_path, out, dist=tmp_path / f"dist-{out}").returncode for out in ("satu", "dua")] == [0, 0]
    one, two = (
        {path.name: path.read_bytes() for path in (tmp_path / out / RELEASE).iterdir() if path.suffix != ".minisig"}
        for out in ("satu", "dua")
    )
    assert one == two
    assert set(PYTHON) <= one.keys()
    with zipfile.ZipFile(io.BytesIO(one[PYTHON[0]])) as wheel:
        assert not [name for name in wheel.namelist() if "test" in name.partition("/")[0]]


@pytest.mark.usefixtures("key")
def test_nothing_that_was_built_is_no_release(tmp_path: Path, dist: Path) -> None:
    told = make(tmp_path, dist=dist)
    assert told.returncode == 1
    assert "neither an image nor a package" in told.stderr


@pytest.mark.usefixtures("key")
def test_a_wrong_call_is_told(tmp_path: Path) -> None:
    script = str(ROOT / "deploy/make-release.sh")
    for words in (
        ["--key", str(tmp_path / "rilis.key")],
        ["--key", "/none"],
        ["--kunci", "x"],
        ["--url", "http://plain"],
    ):
        told = subprocess.run(["sh", script, *words], capture_output=True, text=True, check=False)
        assert told.returncode == 1
        assert told.stderr


def test_what_changed_is_the_versions_own_else_what_is_unreleased() -> None:
    changelog = "# C\n\n## Unreleased\n\n- new\n\n## [1.2.0] - 2026-01-01\n\n- older\n"
    assert notes(changelog, "1.2.0+3") == "# Info Desa 1.2.0+3\n\n- older\n"
    assert notes(changelog, "1.3.0+1") == "# Info Desa 1.3.0+1\n\n- new\n"


def test_the_newest_release_stands_first(tmp_path: Path) -> None:
    for name in ("0.1.0+9", "0.1.0+10", "0.2.0~dev0+3", "0.2.0+1"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "CATATAN.md").touch()
        (tmp_path / name / f"kim-kiosk_{name}_arm64.deb").touch()
    told = page(tmp_path)
    assert [told.index(f"## {name}") for name in ("0.2.0+1", "0.2.0~dev0+3", "0.1.0+10", "0.1.0+9")] == sorted(
        told.index(f"## {name}") for name in ("0.2.0+1", "0.2.0~dev0+3", "0.1.0+10", "0.1.0+9")
    )


@pytest.mark.usefixtures("built", "key")
@pytest.mark.parametrize("weak", ["program.txt", "requirements.txt"])
def test_a_weakness_that_is_known_holds_the_release_up(tmp_path: Path, weak: str, dist: Path) -> None:
    audit(tmp_path, weak)
    told = make(tmp_path, dist=dist)
    assert told.returncode == 1
    assert f"{weak}: not released: it has a known weakness, or PyPI could not be asked" in told.stderr
    assert not (tmp_path / "RELEASES").exists()
    for looked_at in (tmp_path / "audited").read_text().splitlines():
        assert looked_at.startswith("--strict --disable-pip --require-hashes")


@pytest.mark.usefixtures("built", "key")
def test_a_tree_with_changes_is_no_release(tmp_path: Path, dist: Path) -> None:
    tree(tmp_path, " M kiosk/core/build.py")
    told = make(tmp_path, dist=dist)
    assert told.returncode == 1
    assert "the tree has changes that no commit holds" in told.stderr
    assert not (tmp_path / "RELEASES").exists()
    assert not (tmp_path / "audited").exists()
