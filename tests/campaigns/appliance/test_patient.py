"""What a slow host's kernel command line says to the service manager is taken by systemd's own generator."""

from __future__ import annotations

import base64
import subprocess
from pathlib import Path

from tests.campaigns.appliance.lab import SLOW, patient

GENERATOR = "/usr/lib/systemd/system-generators/systemd-debug-generator"
WORD = "systemd.set_credential_binary="


def test_no_unit_of_the_kiosk_is_hurried_on_a_slow_host(tmp_path: Path) -> None:
    given, made = tmp_path / "given", tmp_path / "made"
    given.mkdir()
    for word in patient("kiosk-system-check.timer").split():
        if word.startswith(WORD):
            name, _, packed = word.removeprefix(WORD).partition(":")
            (given / name).write_bytes(base64.b64decode(packed))
    folders = [made / name for name in ("usual", "early", "late")]
    for folder in folders:
        folder.mkdir(parents=True)
    subprocess.run([GENERATOR, *folders], check=True, env={"CREDENTIALS_DIRECTORY": str(given)}, capture_output=True)
    taken = {path.parent.name.removesuffix(".d"): path.read_text("utf-8") for path in made.rglob("*.conf")}
    assert taken == {unit: text for unit, text in SLOW.items() if unit != "kiosk-system-check.timer"}
    assert {"kiosk-.service", "kiosk-still@.service", "kiosk.service"} <= {*taken}
