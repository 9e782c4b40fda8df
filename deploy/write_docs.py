"""Write the documents that follow from the code: `deploy/docs/generated/`.

    python deploy/write_docs.py

A test compares what this command writes with what is committed.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))  # for whoever calls this file by its path

from deploy.reference import accessibility, attacks, commands, formats, json_rows, office, problems, settings  # noqa: E402 -- needs the path above

GENERATED = ROOT / "deploy/docs/generated"
_HEAD = "<!-- Written by `python deploy/write_docs.py`: change the code that it is made of. -->\n\n"


def documents() -> Mapping[str, str]:
    """Return the text of each document by its file name."""
    parts = {
        "accessibility.md": accessibility.lines(),
        "attacks.md": attacks.lines(),
        "commands.md": commands.lines(),
        "formats.md": formats.lines(),
        "json.md": json_rows.lines(),
        "office.md": office.lines(),
        "problems.md": problems.lines(),
        "settings.md": settings.lines(),
    }
    return {name: f"{_HEAD}{''.join(lines).rstrip()}\n" for name, lines in parts.items()}


def main() -> None:
    GENERATED.mkdir(exist_ok=True)
    for name, text in documents().items():
        (GENERATED / name).write_text(text, "utf-8")


if __name__ == "__main__":
    main()
