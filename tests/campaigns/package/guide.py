"""Follows the office's guide in a bare Debian 13: python -m tests.campaigns.package.guide [--cache build/package]

The commands of the guide's block that installs the desk are typed as they stand there, but for `sudo`. Needs root and mmdebstrap.
Prints what the desk said, and exits with 1 if a command failed.
"""

from __future__ import annotations

import argparse
import platform
import re
import subprocess
import sys
from pathlib import Path

from tests.campaigns.package.root import Broken, Root

ROOT = Path(__file__).parents[3]
ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
ANSWERS = "--name 'Diskominfo Banggai' --area 72.01 --person Rahma"
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")


def commands(guide: str) -> list[str]:
    """The lines of the block that makes an office, as root types them in a shell without questions."""
    (block,) = (each for each in re.findall(r"```sh\n(.*?)```", guide, re.DOTALL) if " init" in each)
    lines = [line.removeprefix("sudo ") for line in block.splitlines()]
    lines = [re.sub(r"^apt install", "apt-get install -y -q", line) for line in lines]
    init = lines.index(next(line for line in lines if line.endswith(" init")))
    lines[init] += f" {ANSWERS}"
    return ["apt-get update -q", *lines]


def follow(cache: Path) -> str:
    """Return what the last command said. Raises Broken."""
    root = Root(cache, "guide", ARCHITECTURES[platform.machine()])
    place = root.path / "root/kim-kiosk"
    place.mkdir(parents=True)
    words = f"git ls-files -z | tar --null -T - -cf - | tar -xf - -C '{place}'"
    subprocess.run(["sh", "-euc", words], cwd=ROOT, check=True)
    told, certificates = (
        "",
        f"PIP_CERT={root.bring(CERTIFICATES)}",
    )  # the machine's own, whatever apt does to the root's
    for line in commands((ROOT / "deploy/panduan-kantor.md").read_text("utf-8")):
        told = root.do("env", certificates, "sh", "-euc", f"cd /root/kim-kiosk; {line}")
    if "/undangan/" not in told:
        raise Broken(told)
    return told


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.campaigns.package.guide")
    parser.add_argument("--cache", type=Path, default=Path("build/package"))
    cache = parser.parse_args().cache
    cache.mkdir(parents=True, exist_ok=True)
    try:
        print(follow(cache.resolve()))
    except Broken as error:
        print(f"FAILED: {error}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
