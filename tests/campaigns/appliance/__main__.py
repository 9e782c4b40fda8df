"""Tries the image in emulation: sh deploy/campaign.sh appliance [SCENARIO …|all] [--image out/image/info-desa-contoh.img] [--long]

`all`: the trials of a release in their order. A second call goes on where the first was broken off, and tries again what
failed. Result: out/appliance/release.md, with the image's hash and commit.

Built by `sh deploy/build-image.sh`. Needs qemu-system-arm, mtools, fdisk, e2fsprogs and dosfstools; no rights, no network. Not
part of the test run: everything is emulated, and each start takes a minute or more. Writes report.json, pictures and logs to
out/appliance; exits with 1 if a scenario failed.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from tests.campaigns.appliance.card import Card, need
from tests.campaigns.appliance.lab import Failed, Lab
from tests.campaigns.appliance.qmp import MonitorError
from tests.campaigns.appliance.scenarios import SCENARIOS, SYSTEMS
from tests.campaigns.appliance.scenarios.small import SOAK_LONG_S, SOAK_S
from tests.campaigns.appliance.shell import ShellError
from tests.campaigns.appliance.whole import read_built, release_order, run_release


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.campaigns.appliance")
    parser.add_argument("scenarios", nargs="*", metavar="SCENARIO", help=", ".join(("all", *SCENARIOS, *SYSTEMS)))
    parser.add_argument("--image", type=Path, default=Path("out/image/info-desa-contoh.img"))
    parser.add_argument(
        "--edition", type=Path, default=Path("build/image/seed/edition"), help="the data folder baked into it"
    )
    parser.add_argument("--out", type=Path, default=Path("out/appliance"))
    parser.add_argument("--patience", type=float, default=600, help="seconds for one start on a busy machine")
    parser.add_argument("--slow", action="store_true", help="on a host with much else to do: no service is hurried")
    parser.add_argument(
        "--month", type=Path, help="what a build left of another month's image for bundles: system-web fetches it"
    )
    parser.add_argument("--long", action="store_true", help="30 power cuts, an hour of quiet, a soak of two hours")
    parser.add_argument("--soak", type=float, help="seconds of half-gigabyte's use, where two hours are not to be had")
    asked = parser.parse_args()
    known = SCENARIOS | SYSTEMS
    whole = asked.scenarios == ["all"]
    if unknown := [name for name in asked.scenarios if name not in known and not whole]:
        parser.error(f"no such scenario: {', '.join(unknown)}; there are: {', '.join(known)}")
    need("qemu-system-aarch64", "mcopy", "sfdisk", "tune2fs", "mkfs.vfat")
    built = datetime.fromtimestamp(asked.image.stat().st_mtime, UTC)
    lab = Lab(
        asked.image,
        asked.edition,
        asked.out.resolve(),
        patience=asked.patience,
        now=f"{built:%Y-%m-%dT%H:%M:%S+00:00}",
        long=asked.long,
        soak=asked.soak or (SOAK_LONG_S if asked.long else SOAK_S),
        slow=asked.slow,
        month=asked.month,
        tell=lambda line: print(line, flush=True),
    )
    try:
        two_systems = Card(asked.image).two_systems
        if whole:

            def attempt(name: str) -> str:
                told = _run(name, lab)
                _report(lab, {name: told})
                return told

            order = release_order(two_systems=two_systems)
            return 0 if run_release(read_built(asked.image), order, lab.folder, attempt) else 1
        every = known if two_systems else SCENARIOS
        outcomes = {name: _run(name, lab) for name in asked.scenarios or every}
    finally:
        lab.close()
    _report(lab, outcomes)
    return 0 if all(told == "ok" for told in outcomes.values()) else 1


def _run(name: str, lab: Lab) -> str:
    print(f"{name} …", flush=True)
    began = time.monotonic()
    try:
        (SCENARIOS | SYSTEMS)[name](lab)
    except (Failed, ShellError, MonitorError) as error:
        print(f"{name}: FAILED: {error}", flush=True)
        return str(error)
    print(f"{name}: ok, {time.monotonic() - began:.0f} s", flush=True)
    return "ok"


def _report(lab: Lab, outcomes: dict[str, str]) -> None:
    """Adds to what earlier runs of other scenarios found about the same image."""
    path = lab.folder / "report.json"
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    ).stdout.strip()
    report = json.loads(path.read_text("utf-8")) if path.exists() else {}
    report |= {"date": f"{datetime.now(UTC):%Y-%m-%d}", "commit": commit}
    report["scenarios"] = {**report.get("scenarios", {}), **outcomes}
    report["figures"] = {**report.get("figures", {}), **lab.figures}
    path.write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
