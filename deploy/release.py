"""Step of make-release.sh: the list for Raspberry Pi Imager, the folder for Raspberry Pi OS, what changed, and the page of all
releases.

    python -m deploy.release --folder RELEASES/VERSION --version VERSION --url https://… --epoch SECONDS

The list is as Raspberry Pi publishes it for its Imager (doc/json-schema of rpi-imager): sizes in bytes, sums of the packed and of
the unpacked image.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import subprocess
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

CHANGELOG = Path(__file__).parents[1] / "CHANGELOG.md"
BOARDS = ("pi3-64bit", "pi4-64bit")
"""As the Imager names them: those that the image is built for (deploy/build-image.sh)."""
_PI_OS = Path(__file__).with_name("pi-os")
_HEAD = """# Info Desa: unduhan

Setiap folder satu rilis. Periksa sebelum dipakai: `minisign -Vm SHA256SUMS -p kunci-rilis.pub`, lalu `sha256sum -c SHA256SUMS`.
Cara memasang ada di panduan teknisi.
"""


def imager_list(folder: Path, version: str, url: str) -> dict[str, object]:
    """One row for each image in the folder."""
    rows = []
    for image in sorted(folder.glob("*.img.zst")):
        size, digest = _unpacked(image)
        rows.append(
            {
                "name": f"Info Desa {version}",
                "description": "Kios informasi untuk balai desa",
                "url": f"{url}/{version}/{image.name}",
                "release_date": _date(image),
                "extract_size": size,
                "extract_sha256": digest,
                "image_download_size": image.stat().st_size,
                "image_download_sha256": hashlib.sha256(image.read_bytes()).hexdigest(),
                "devices": list(BOARDS),
                "init_format": "none",
            }
        )
    return {"os_list": rows}


def _unpacked(image: Path) -> tuple[int, str]:
    """Bytes and SHA-256 of what is packed in it."""
    size, digest = 0, hashlib.sha256()
    with subprocess.Popen(["zstd", "-dcq", str(image)], stdout=subprocess.PIPE) as unpacking:
        assert unpacking.stdout is not None  # noqa: S101 -- for the checker of types
        while block := unpacking.stdout.read(1 << 20):
            size += len(block)
            digest.update(block)
    if unpacking.returncode:
        raise SystemExit(f"{image}: it cannot be unpacked")
    return size, digest.hexdigest()


def _date(image: Path) -> str:
    """Of the last commit: an image has it in its own dates."""
    told = subprocess.run(
        ["git", "log", "-1", "--format=%ct"], capture_output=True, text=True, check=False, cwd=CHANGELOG.parent
    )
    seconds = int(told.stdout) if told.stdout.strip().isdigit() else int(image.stat().st_mtime)
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d}"


def pack_pi_folder(folder: Path, version: str, seconds: int) -> None:
    """Write the ZIP whose content is copied onto the boot partition of Raspberry Pi OS: the package for arm64 and deploy/pi-os.

    Its entries are stored in order with the time *seconds*, so equal files make equal bytes.
    """
    package = folder / f"kim-kiosk_{version}_arm64.deb"
    if not package.exists():
        return
    digest = hashlib.sha256(package.read_bytes()).hexdigest()
    parts = {path.name: path.read_bytes() for path in _PI_OS.iterdir()}
    parts |= {package.name: package.read_bytes(), "kios-paket.sha256": f"{digest}  {package.name}\n".encode()}
    moment = datetime.fromtimestamp(seconds, UTC).timetuple()[:6]
    with zipfile.ZipFile(folder / f"raspberry-pi-os_{version}.zip", "w") as packed:
        for name, content in sorted(parts.items()):
            entry = zipfile.ZipInfo(name, moment)
            entry.external_attr = 0o644 << 16
            packed.writestr(entry, content)


def notes(changelog: str, version: str) -> str:
    """Return what the changelog says of this version; of one that it does not name yet, what is unreleased."""
    parts = {title.strip(): body for title, _, body in (part.partition("\n") for part in changelog.split("\n## ")[1:])}
    plain = re.split("[+~]", version)[0]
    body = next(
        (body for title, body in parts.items() if title.lstrip("[").startswith(plain)), parts.get("Unreleased", "")
    )
    return f"# Info Desa {version}\n{body.rstrip()}\n"


def page(releases: Path) -> str:
    """All releases, the newest first, each with its files."""
    return _HEAD + "".join(_rows(folder) for folder in sorted(_folders(releases), key=_order, reverse=True))


def _folders(releases: Path) -> Iterator[Path]:
    return (folder for folder in releases.iterdir() if folder.is_dir() and (folder / "CATATAN.md").exists())


def _order(folder: Path) -> tuple[int, ...]:
    """Return the numbers of a version, those of a build before its release below the release's own."""
    return tuple(map(int, re.findall(r"-?\d+", folder.name.replace("~dev", ".-1."))))


def _rows(folder: Path) -> str:
    files = sorted(path for path in folder.iterdir() if path.suffix in (".zst", ".deb", ".zip"))
    rows = "".join(
        f"| [{path.name}]({folder.name}/{path.name}) | {path.stat().st_size / 1e6:.0f} MB |\n" for path in files
    )
    return f"\n## {folder.name}\n\n[Yang berubah]({folder.name}/CATATAN.md)\n\n| berkas | besar |\n|---|---|\n{rows}"


def main() -> None:
    parser = argparse.ArgumentParser(prog="deploy.release")
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--version", required=True)
    parser.add_argument("--url", required=True)
    parser.add_argument("--epoch", type=int, required=True, help="time of the last commit, in seconds")
    asked = parser.parse_args()
    if not [*asked.folder.glob("*.img.zst"), *asked.folder.glob("*.deb")]:
        raise SystemExit("neither an image nor a package of this version was built")
    pack_pi_folder(asked.folder, asked.version, asked.epoch)
    listed = imager_list(asked.folder, asked.version, asked.url)
    if listed["os_list"]:
        (asked.folder / "rpi-imager.json").write_text(json.dumps(listed, indent=1, ensure_ascii=False) + "\n", "utf-8")
    (asked.folder / "CATATAN.md").write_text(notes(CHANGELOG.read_text("utf-8"), asked.version), "utf-8")
    (asked.folder.parent / "README.md").write_text(page(asked.folder.parent), "utf-8")


if __name__ == "__main__":
    main()
