"""Clipboards pasted into a notice, through Chromium's own clipboard: headless Chromium.

    python -m tests.kiosk.office.walk_pasting OUT

Each sample of `notices.clipboards` is copied with its markup and its plain text, and pasted into the text field; then a picture
alone. Needs what `walk` needs. Exit 1 for anything that does not hold.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from kiosk.demo.district import PASSWORD, write_sample
from tests.kiosk.office.notices.clipboards import ALL
from tests.kiosk.office.walk import Visitor
from tests.kiosk.office.walk_recording import BASE, Desk

_FILLED = """
const [html, text] = arguments, title = document.getElementById('j');
document.getElementById('x').value = '';
document.addEventListener('copy', (event) => {
  event.preventDefault();
  if (html) event.clipboardData.setData('text/html', html);
  event.clipboardData.setData('text/plain', text);
}, {once: true});
title.value = 'x';
title.focus();
title.select();
"""
_PICTURE = """
const done = arguments[0], canvas = document.createElement('canvas');
canvas.width = 640;
canvas.height = 480;
canvas.getContext('2d').fillRect(0, 0, 300, 200);
canvas.toBlob((blob) => navigator.clipboard.write([new ClipboardItem({'image/png': blob})]).then(done));
"""
_TEXT = "return document.getElementById('x').value"


def main(out: Path) -> int:
    out.mkdir(parents=True, exist_ok=True)
    desk = Desk(write_sample(out / "contoh", datetime.now(UTC), notices=False).folder)
    visitor = Visitor(out, "", BASE)
    try:
        seen = [*_pasted(visitor)]
    finally:
        visitor.driver.quit()
        desk.end()
    for line, right in seen:
        sys.stdout.write(f"{'ok  ' if right else 'FAIL'} {line}\n")
    return 0 if all(right for _, right in seen) else 1


def _pasted(visitor: Visitor) -> Iterator[tuple[str, bool]]:
    driver = visitor.driver
    visitor.at("/masuk")
    visitor.fill("input[name=nama]", "rahma")
    visitor.fill("input[name=sandi]", PASSWORD)
    visitor.tap("main button")
    visitor.see(".siapa")
    visitor.at("/tulis")
    visitor.see("#x")
    allowed = {"origin": BASE, "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]}
    driver.execute_cdp_cmd("Browser.grantPermissions", allowed)
    for name, board in ALL.items():
        driver.execute_script(_FILLED, board.html, board.text)
        _press(visitor, "copy")
        visitor.tap("#x")
        _press(visitor, "paste")
        visitor.wait_for(lambda: driver.execute_script(_TEXT))
        yield name, driver.execute_script(_TEXT) == board.markdown
    driver.execute_async_script(_PICTURE)
    visitor.tap("#x")
    _press(visitor, "paste")
    visitor.wait_for(lambda: driver.find_elements("css selector", ".lampiran img"))
    yield "a picture alone is an attachment", True


def _press(visitor: Visitor, command: str) -> None:
    """Press the keys of *command*, "copy" or "paste", as the browser takes them from a keyboard."""
    letter = {"copy": "c", "paste": "v"}[command]
    key = {"modifiers": 2, "key": letter, "code": f"Key{letter.upper()}", "windowsVirtualKeyCode": ord(letter.upper())}
    visitor.driver.execute_cdp_cmd("Input.dispatchKeyEvent", {"type": "keyDown", "commands": [command], **key})
    visitor.driver.execute_cdp_cmd("Input.dispatchKeyEvent", {"type": "keyUp", **key})


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
