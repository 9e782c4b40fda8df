"""The data folder is shared: what is read of it goes through `content_cache.files`, which follows no link and waits for no pipe."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.attack(
    "from afar",
    "pipes, sockets, links, devices, folders, sparse, deep or forbidden files under names of the data "
    "folder, a `lock` that is held",
)


REPOSITORY = Path(__file__).parents[2]
ROOMS = (
    "content_cache/central", "content_cache/http", "content_cache/media", "content_cache/ocr", "content_cache/signing",
    "content_cache/store", "content_cache/tables", "kiosk/app", "kiosk/hall/backup",
    "kiosk/content", "kiosk/shell", "kiosk/core", "kiosk/hall/desk",
    "kiosk/narration", "kiosk/hall/notices", "kiosk/post", "kiosk/refresher", "kiosk/shell/tools", "kiosk/settings",
    "kiosk/state", "kiosk/ui/runtime", "kiosk/appliance/update", "kiosk/web",
)  # fmt: skip
ELSEWHERE = "# not in the data folder"
"""Says of a line that what it opens lies where no other user writes, or is a descriptor that was handed over."""


def bare_reads(room: Path) -> Iterator[str]:
    for path in sorted(room.rglob("*.py")):
        text = path.read_text("utf-8")
        lines = text.splitlines()
        for node in ast.walk(ast.parse(text)):
            if not isinstance(node, ast.Call) or not _is_bare(node):
                continue
            if not any(ELSEWHERE in line for line in lines[node.lineno - 1 : (node.end_lineno or node.lineno) + 1]):
                yield f"{path.relative_to(REPOSITORY)}:{node.lineno}: {lines[node.lineno - 1].strip()}"


def _is_bare(call: ast.Call) -> bool:
    called = call.func
    if isinstance(called, ast.Name):
        return called.id == "open" and not any(word.arg == "closefd" for word in call.keywords)
    if not isinstance(called, ast.Attribute):
        return False
    if called.attr in ("read_text", "read_bytes"):
        return True
    return called.attr == "open" and bool(call.args) and _is_mode(call.args[0])


def _is_mode(argument: ast.expr) -> bool:
    """Return whether the first argument of a path's own `open` is a mode."""
    return (
        isinstance(argument, ast.Constant) and isinstance(argument.value, str) and set(argument.value) <= set("rwabx+t")
    )


@pytest.mark.parametrize("room", ROOMS)
def test_no_room_that_reads_the_data_folder_opens_a_file_by_itself(room: str) -> None:
    assert list(bare_reads(REPOSITORY / room)) == []
