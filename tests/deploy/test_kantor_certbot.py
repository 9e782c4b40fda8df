"""The office's certificate from a CA that speaks ACME: got, used by nginx, renewed, and refused in one line."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from deploy.kantor.web import UNIT
from tests.deploy.certbot_walk import HOST

NEEDED = ("certbot", "pebble", "pebble-challtestsrv", "nginx", "unshare")

pytestmark = [
    pytest.mark.skipif(os.geteuid() != 0, reason="port 80 and /etc are root's"),
    pytest.mark.skipif(not all(map(shutil.which, NEEDED)), reason=f"needs {', '.join(NEEDED)}"),
]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("certbot")
    words = ["unshare", "--mount", "--net", sys.executable, "-m", "tests.deploy.certbot_walk", str(folder)]
    done = subprocess.run(
        words, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2], timeout=600
    )
    assert done.returncode == 0, done.stdout + done.stderr
    found: dict[str, Any] = json.loads((folder / "told.json").read_text())
    return found


def test_certificate_is_got_and_nginx_shows_it(told: dict[str, Any]) -> None:
    assert told["first"] == {"code": 0, "told": ""}
    assert told["linked"] == "/etc/letsencrypt/live/kantor/fullchain.pem"
    assert told["serial"]


def test_second_run_keeps_it_and_renewal_brings_another(told: dict[str, Any]) -> None:
    assert told["again"] == {"code": 0, "told": ""}
    assert told["renewed"] not in ("", told["serial"])
    assert f"systemctl try-reload-or-restart {UNIT}" in told["hook"]


@pytest.mark.parametrize("fault", ["no authority", "port 80 is closed"])
def test_fault_is_one_line(told: dict[str, Any], fault: str) -> None:
    refused = told[fault]
    assert refused["code"] == 1
    assert refused["told"].count("\n") == 1
    assert refused["told"].startswith(f"kantor: certbot tidak mendapat sertifikat untuk {HOST}: ")


def test_fault_says_why(told: dict[str, Any]) -> None:
    assert "Connection refused" in told["port 80 is closed"]["told"] or "connect" in told["port 80 is closed"]["told"]
