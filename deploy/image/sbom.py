"""Beside the image: what is in it (CycloneDX 1.6), and how rpi-imager offers it.

python -m deploy.image.sbom --packages TABLE --libraries SITE-PACKAGES --image IMG --packed IMG.zst --epoch SECONDS
"""

from __future__ import annotations

import argparse
import hashlib
import json
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

SUPPLIER = "Debian"


def debian(table: Path) -> Iterator[dict[str, Any]]:
    """Yield a component for each line of `dpkg-query`: package, version, architecture, source package."""
    for line in table.read_text("utf-8").splitlines():
        name, version, architecture, source = line.split("\t")
        name = name.partition(":")[0]
        purl = (
            f"pkg:deb/debian/{name}@{version.replace(':', '%3A').replace('+', '%2B')}?arch={architecture}&distro=trixie"
        )
        yield {
            "type": "library",
            "bom-ref": purl,
            "supplier": {"name": SUPPLIER},
            "name": name,
            "version": version,
            "purl": purl,
            "properties": [{"name": "source", "value": source}],
        }


def python(site: Path) -> Iterator[dict[str, Any]]:
    """Yield a component for each wheel that is installed in a site-packages folder, and for lgpio, which was compiled into it."""
    for found in sorted(distributions(path=[str(site)]), key=lambda each: each.name.lower()):
        purl = f"pkg:pypi/{found.name.lower().replace('_', '-')}@{found.version}"
        component: dict[str, Any] = {
            "type": "library",
            "bom-ref": purl,
            "name": found.name,
            "version": found.version,
            "purl": purl,
        }
        if licence := found.metadata.json.get("license_expression"):
            component["licenses"] = [{"expression": licence}]
        yield component


def bill(components: list[dict[str, Any]], name: str, sha256: str, epoch: int) -> dict[str, Any]:
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, sha256)}",
        "version": 1,
        "metadata": {
            "timestamp": datetime.fromtimestamp(epoch, UTC).isoformat(),
            "component": {
                "type": "operating-system",
                "bom-ref": name,
                "name": name,
                "hashes": [{"alg": "SHA-256", "content": sha256}],
            },
        },
        "components": components,
    }


def imager(image: Path, packed: Path, digests: tuple[str, str], epoch: int) -> dict[str, Any]:
    """Return a repository of one image for rpi-imager (`rpi-imager --repo FILE`). kiosk.toml sets up the card, not Imager."""
    return {
        "os_list": [
            {
                "name": f"Info Desa ({image.stem})",
                "description": "Kios informasi desa: layar sentuh, suara, dan tombol",
                "url": packed.resolve().as_uri(),
                "release_date": f"{datetime.fromtimestamp(epoch, UTC):%Y-%m-%d}",
                "extract_size": image.stat().st_size,
                "extract_sha256": digests[0],
                "image_download_size": packed.stat().st_size,
                "image_download_sha256": digests[1],
                "devices": ["pi3-64bit", "pi4-64bit"],
                "init_format": "none",
            }
        ]
    }


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def main() -> None:
    parser = argparse.ArgumentParser(prog="deploy.image.sbom")
    for name in ("packages", "libraries", "image", "packed"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--epoch", type=int, required=True)
    asked = parser.parse_args()
    digests = digest_of(asked.image), digest_of(asked.packed)
    components = [*debian(asked.packages), *python(asked.libraries)]
    beside = asked.image
    _write(beside.with_suffix(".cdx.json"), bill(components, beside.stem, digests[0], asked.epoch))
    _write(beside.with_suffix(".rpi-imager.json"), imager(beside, asked.packed, digests, asked.epoch))
    lines = [f"{digests[0]}  {beside.name}", f"{digests[1]}  {asked.packed.name}"]
    beside.with_name("SHA256SUMS").write_text("\n".join(lines) + "\n", "utf-8")


def _write(path: Path, what: dict[str, Any]) -> None:
    path.write_text(json.dumps(what, indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
