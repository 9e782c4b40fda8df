"""kiosk(1) is made from the commands, and `man` reads it without a complaint."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from deploy.man_page import PAGE, page
from kiosk.cli.parser import every_parser, options_of
from tests.told import WORDS


def test_the_page_is_that_of_the_commands() -> None:
    assert PAGE.read_text("utf-8") == page(), "make it anew: python -m deploy.man_page"


def test_man_shows_every_command_and_every_option(tmp_path: Path) -> None:
    copy = tmp_path / "kiosk.1"
    copy.write_text(page(), "utf-8")
    done = subprocess.run(
        ["man", "--warnings", "-E", "UTF-8", "-l", str(copy)],
        capture_output=True, text=True, check=True, timeout=60,
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "MANWIDTH": "200", "MANPAGER": "cat"},
    )  # fmt: skip
    assert done.stderr == ""
    shown = re.sub(r".\x08", "", done.stdout)
    sections = dict(re.findall(r"^   kiosk ([a-z -]+)\n(.*?)(?=^ {0,3}\S|\Z)", shown, re.DOTALL | re.MULTILINE))
    parsers = every_parser(WORDS)
    assert list(sections) == [path for path in parsers if path]
    for path, told in sections.items():
        for action in options_of(parsers[path]):
            assert all(re.search(rf"^ +.*{re.escape(name)}\b", told, re.MULTILINE) for name in action.option_strings)
    assert "--config BERKAS" in shown
