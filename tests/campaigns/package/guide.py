"""Follows the office's guide in a bare Debian 13: python -m tests.campaigns.package.guide [--out out/deb] [--cache build/package]

The package is built by `sh deploy/make-deb.sh --office`. The commands of the guide that install the desk are typed as they
stand there, but for `sudo` and a certificate of its own, with an older version. Then the newer one is installed, removed, purged.
Needs root and mmdebstrap. Prints what the desk said, and exits with 1 if a command failed or the office's folder changed.
"""

from __future__ import annotations

import argparse
import hashlib
import platform
import re
import shutil
import sys
from pathlib import Path

from tests.campaigns.package.life import older_of
from tests.campaigns.package.root import Broken, Root

ROOT = Path(__file__).parents[3]
ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
ADDRESS = "meja.contoh.go.id"
ANSWERS = "--name 'Diskominfo Banggai' --area 72.01 --person Rahma --certificate situs.pem --key situs.key"
CERTIFICATE = (
    "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -out situs.pem -keyout situs.key"
    f" -subj /CN={ADDRESS} -addext subjectAltName=DNS:{ADDRESS}"
)
"""certbot asks on the internet for a name that this machine does not have."""


def commands(guide: str) -> list[str]:
    """Return the lines of the block that makes an office, as root types them in a shell without questions."""
    (block,) = (each for each in re.findall(r"```sh\n(.*?)```", guide, re.DOTALL) if " init" in each)
    lines = [line.removeprefix("sudo ") for line in block.splitlines()]
    lines = [re.sub(r"^apt install", "apt-get install -y -q", line) for line in lines]
    typed = (f"{CERTIFICATE}; {line} {ANSWERS}" if " init" in line else line for line in lines)
    return ["apt-get update -q", *typed]


def follow(package: Path, cache: Path) -> str:
    """Return what the last command of the guide said. Raises Broken."""
    root = Root(cache, "guide", ARCHITECTURES[platform.machine()])
    shutil.copy(older_of(package, cache), root.path / "root")
    told = ""
    for line in commands((ROOT / "deploy/panduan-kantor.md").read_text("utf-8")):
        told = root.do("sh", "-euc", f"cd /root; {line}")
    if f"https://{ADDRESS}/undangan/" not in told:
        raise Broken(told)
    root.do("nginx", "-t", "-c", "/usr/share/kim-kantor/nginx.conf")
    office = root.path / "srv/kantor"
    before = _content(office)
    for words in (
        ["apt-get", "install", "-y", "-q", root.bring(package)],
        *(["dpkg", each, "kim-kantor"] for each in ("--remove", "--purge")),
    ):
        root.do(*words)
        if _content(office) != before:
            raise Broken(f"{words} changed the office's folder")
    if (root.path / "opt/kantor").exists():
        raise Broken("removal leaves /opt/kantor")
    shutil.rmtree(root.path)
    return told


def _content(folder: Path) -> dict[str, tuple[int, int, str]]:
    """Return mode, owner and digest of each file."""
    return {
        str(path.relative_to(folder)): (
            path.stat().st_mode,
            path.stat().st_uid,
            hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "",
        )
        for path in [folder, *folder.rglob("*")]
    }


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.campaigns.package.guide")
    parser.add_argument("--out", type=Path, default=Path("out/deb"))
    parser.add_argument("--cache", type=Path, default=Path("build/package"))
    asked = parser.parse_args()
    asked.cache.mkdir(parents=True, exist_ok=True)
    (*_, package) = sorted(asked.out.resolve().glob(f"kim-kantor_*_{ARCHITECTURES[platform.machine()]}.deb"))
    try:
        print(follow(package, asked.cache.resolve()))
    except Broken as error:
        print(f"FAILED: {error}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
