"""What waits is told on a page that stays open: title, the tab's picture, badge, banner and sound, in headless Chromium.

    python -m tests.kiosk.office.walk_waiting OUT

A question comes while an editor has a page open, then a warning waits for the second person, and lapses. Needs what `walk` needs.
Exit 1 for anything that does not hold.
"""

from __future__ import annotations

import base64
import io
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pyotp
from PIL import Image

from kiosk.demo.district import PASSWORD, write_sample
from kiosk.office.context import OfficeContext
from kiosk.office.opening import open_office
from kiosk.office.people.people import Role, new_secret
from kiosk.office.warnings.warnings import new_warning
from tests.kiosk.office.walk import Visitor
from tests.kiosk.office.walk_recording import BASE, Desk
from tests.support.posting import enrolled

_SOUNDS = """
window.heard = [];
const start = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (...when) { window.heard.push(this.frequency.value); return start.apply(this, when); };
"""
_NOTIFICATIONS = """
window.notified = [];
window.Notification = class {
  static permission = "default";
  static async requestPermission() { window.Notification.permission = "granted"; }
  constructor(title, more) { window.notified.push(more.body); }
};
"""
_HIDDEN = "Object.defineProperty(document, 'hidden', {configurable: true, get: () => true})"
_ICON = """return document.querySelector('link[rel="icon"]').href"""


def main(out: Path) -> int:
    out.mkdir(parents=True, exist_ok=True)
    folder = write_sample(out / "contoh", datetime.now(UTC), notices=False).folder
    office = open_office(folder)
    office.people.set_roles("rahma", {Role.EDITOR, Role.EMERGENCY, Role.ADMINISTRATOR})
    codes = pyotp.TOTP(new_secret())
    office.people.set_code("rahma", codes.secret, codes.generate_otp(codes.timecode(datetime.now(UTC)) - 1))
    desk, visitor = Desk(folder), Visitor(out, "", BASE)
    try:
        seen = [*_walk(office, visitor, codes), *((fault, False) for fault in visitor.faults)]
    finally:
        visitor.driver.quit()
        desk.end()
    for line, right in seen:
        sys.stdout.write(f"{'ok  ' if right else 'FAIL'} {line}\n")
    return 0 if all(right for _, right in seen) else 1


def _walk(office: OfficeContext, visitor: Visitor, codes: pyotp.TOTP) -> Iterator[tuple[str, bool]]:
    driver = visitor.driver
    driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": _SOUNDS + _NOTIFICATIONS})
    visitor.at("/masuk")
    visitor.fill("input[name=nama]", "rahma")
    visitor.fill("input[name=sandi]", PASSWORD)
    visitor.fill("input[name=kode]", codes.now())
    visitor.tap("main button")
    visitor.see("main")
    visitor.at("/akun")
    plain, title = _icon(visitor), driver.title
    yield "nothing waits: the title is that of the page", not title.startswith("(")
    yield "nothing waits: the picture is a file", plain.startswith(BASE)
    visitor.tap("#kabari button")
    visitor.wait_for(lambda: visitor.see("#kabari p[data-keadaan=terbuka]").is_displayed())
    driver.save_screenshot(str(visitor.out / "akun.png"))
    driver.execute_script(_HIDDEN)

    office.post.receive(enrolled(office).question(1), office.clock())
    visitor.wait_for(lambda: driver.title == f"(1) {title}")
    visitor.wait_for(lambda: _icon(visitor).startswith("data:image/png"))
    yield "a question: number in the title", True
    yield "a question: red in the tab's picture", _is_red(_icon(visitor), visitor.out / "ikon-tanya.png")
    yield "a question: a soft sound", driver.execute_script("return window.heard") == [440]

    warning = new_warning(
        event="Banjir", severity="awas", text="Air naik", steps="Lari", origin="BPBD", areas=("72.01",), hours="6",
        first="hendra", now=office.clock(), drill=False,
    )  # fmt: skip
    office.warnings.propose(warning)
    visitor.wait_for(lambda: driver.title == f"(!) {title}")
    yield "a warning: its sound", driver.execute_script("return window.heard") == [440, 880]
    told = driver.execute_script("return window.notified")
    yield (
        "a page that nobody looks at: notifications",
        [each.partition(":")[0] for each in told]
        == [
            "1 pertanyaan menunggu",
            "Sebuah peringatan menunggu Anda sebagai orang kedua",
        ],
    )
    yield "a warning: banner", visitor.see("#menunggu").is_displayed()
    visitor.at("/akun")
    yield "a page that is loaded anew tells it at once", driver.title == f"(!) {title}"

    office.warnings.discard_warning()
    visitor.wait_for(lambda: driver.title == f"(1) {title}")
    yield "a warning that is cancelled is told no more", True


def _icon(visitor: Visitor) -> str:
    return str(visitor.driver.execute_script(_ICON))


def _is_red(address: str, path: Path) -> bool:
    content = base64.b64decode(address.partition(",")[2])
    path.write_bytes(content)
    with Image.open(io.BytesIO(content)) as picture:
        pixel = picture.convert("RGB").getpixel((42, 24))
    return isinstance(pixel, tuple) and pixel[0] > 120 > pixel[1] + pixel[2]


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
