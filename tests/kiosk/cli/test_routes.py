"""The pages of both desks with who may ask for each: what `python -m kiosk.cli.routes` prints is what was looked at and agreed to.

After a change that is meant, look at the difference and write the file anew:
`python -m kiosk.cli.routes > tests/kiosk/cli/routes.txt`.
"""

from __future__ import annotations

import difflib
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.hall.desk.login import PAIRED, PERSON
from tests.support.desk import Hall

AGREED = Path(__file__).with_name("routes.txt")


def test_the_pages_and_who_may_ask_for_them_are_those_agreed_to() -> None:
    printed = subprocess.run(
        [sys.executable, "-m", "kiosk.cli.routes"], capture_output=True, text=True, check=True, timeout=120
    ).stdout

    changed = difflib.unified_diff(AGREED.read_text("utf-8").splitlines(), printed.splitlines(), lineterm="", n=0)
    assert list(changed) == []


def _path(path: str) -> str:
    for variable in (
        "<int(min=1, max=999999999):number>",
        "<draft_id>",
        "<notice_id>",
        "<language>",
        "<words>",
        "<name>",
    ):
        path = path.replace(variable, "1")
    return path.replace("<code>", "0" * 12)


@pytest.mark.parametrize("who", ["stranger", "paired", "person"])
def test_a_page_of_the_hall_is_open_to_those_of_its_row_alone(tmp_path: Path, who: str) -> None:
    hall = Hall(tmp_path)
    phone = hall.phone()
    if who != "stranger":
        phone.be_paired()
    if who == "person":
        phone.log_in()
    for route in hall.app.extensions["routes"].values():
        if route.path == "/keluar":
            continue
        phone.get(f"/pasangkan/{hall.code()}")  # its form has a token for whoever asks
        form = {"tanda": phone.mark} if route.method == "POST" else None
        answer = phone.ask(route.method, _path(route.path), data=form)
        if route.who == PERSON and who != "person":
            assert (answer.status_code, answer.headers.get("Location")) == (302, "/"), route.name
        elif route.who == PAIRED and who == "stranger":
            assert answer.status_code == 403, route.name
        else:
            assert answer.status_code not in (403, 500), (route.name, answer.status_code)
