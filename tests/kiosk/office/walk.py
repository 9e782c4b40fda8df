"""The office's desk as people meet it: headless Chromium, the sample district as `deploy/try-office.sh` starts it, three kiosks.

    python -m tests.kiosk.office.walk OUT [AXE_MIN_JS]

walks: a new writer comes in by a link, writes a notice with a poster and a recording for two of three villages; an editor hears it
and publishes it; the kiosks of the two villages show and say it (OUT/kios-melati.png, OUT/kata.wav), the third does not; it is
withdrawn and gone. Pictures of the pages at 1366 and 390 pixels go to OUT. It prints how many taps and fields a first notice took,
the bytes of the first pages, and with the file axe.min.js of npm's axe-core the violations of WCAG A and AA of each page. Needs
Debian's chromium and chromium-driver, and selenium. Exit 1 for anything that does not hold.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support import expected_conditions
from selenium.webdriver.support.ui import WebDriverWait

from kiosk.demo.district import PASSWORD, kiosk_command, villages
from kiosk.office.opening import open_office
from kiosk.office.people.people import Role
from tests.kiosk.office.test_to_the_kiosks import poster, tone

ROOT = Path(__file__).parents[3]
PORT = 18_091
BASE = f"http://127.0.0.1:{PORT}"
TITLE = "Vaksin ternak gratis Sabtu pagi"
MELATI, KENANGA, NELAYAN = villages()
TAPS, FIELDS = 8, 3
_COVERS = """
const box = arguments[0].getBoundingClientRect();
const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
if (top === arguments[0] || arguments[0].contains(top)) return '';
return top ? top.outerHTML.slice(0, 200) : 'nothing: ' + JSON.stringify(box);
"""
FIRST_BYTES, AFTER_BYTES = 150_000, 30_000


class Visitor:
    """One browser; what it taps and fills in is counted."""

    def __init__(self, out: Path, axe: str, base: str = BASE, *more: str) -> None:
        options = webdriver.ChromeOptions()
        arguments = ("--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1366,900", "--mute-audio")
        for argument in (*arguments, *more):
            options.add_argument(argument)
        options.binary_location = "/usr/bin/chromium"
        options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
        self.driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
        self.driver.execute_cdp_cmd("Network.enable", {})
        self.out, self.axe, self.base = out, axe, base
        self.taps = self.fields = 0
        self.faults: list[str] = []

    def at(self, path: str) -> None:
        self.driver.get(path if path.startswith("http") else self.base + path)

    def see(self, selector: str) -> WebElement:
        found: WebElement = WebDriverWait(self.driver, 30).until(
            expected_conditions.visibility_of_element_located((By.CSS_SELECTOR, selector))
        )
        return found

    def tap(self, selector: str) -> None:
        """Tap the key; if the page reloads itself meanwhile (a file has arrived), tap the new one."""
        try:
            self._tap(selector)
        except StaleElementReferenceException:
            self._tap(selector)
        self.taps += 1

    def _tap(self, selector: str) -> None:
        element = self.see(selector)
        self.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
        covered = self.driver.execute_script(_COVERS, element)
        if covered:
            self.faults.append(f"{self.driver.current_url}: {selector} is covered by {covered}")
        self.driver.execute_script("arguments[0].click()", element) if covered else element.click()

    def fill(self, selector: str, text: str) -> None:
        element = self.see(selector)
        element.clear()
        element.send_keys(text)
        self.fields += 1

    def wait_for(self, true: Any) -> None:
        WebDriverWait(self.driver, 60).until(lambda _driver: true())

    def look(self, name: str) -> None:
        """A picture of the whole page at both widths, its bytes, and what axe finds."""
        for width, mobile in ((1366, False), (390, True)):
            view = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": mobile}
            self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", view)
            time.sleep(0.3)
            wide = self.driver.execute_script("return document.documentElement.scrollWidth")
            if wide > width:
                self.faults.append(f"{name}: {wide} pixels wide at {width}")
            height = self.driver.execute_script("return document.documentElement.scrollHeight")
            self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", view | {"height": max(height, 700)})
            self.driver.save_screenshot(str(self.out / f"{name}-{width}.png"))
            self._axe(f"{name} at {width}")
        self._twice_as_large(name)
        self.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})

    def _twice_as_large(self, name: str) -> None:
        """Letters as the settings of a narrow phone make them: nothing is wider than it."""
        view = {"width": 360, "height": 640, "deviceScaleFactor": 1, "mobile": True}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", view)
        wide = self.driver.execute_script(
            "document.documentElement.style.textSizeAdjust = '200%'; return document.documentElement.scrollWidth"
        )
        self.driver.execute_script("document.documentElement.style.textSizeAdjust = ''")
        if wide > view["width"]:
            self.faults.append(f"{name}: {wide} pixels wide in letters twice as large")

    def _axe(self, name: str) -> None:
        if not self.axe:
            return
        self.driver.execute_cdp_cmd("Page.setBypassCSP", {"enabled": True})
        self.driver.execute_script(self.axe)
        told = self.driver.execute_async_script(
            "const done = arguments[arguments.length - 1];"
            "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']}).then(r => done(r.violations))"
        )
        for one in told:
            self.faults.append(f"{name}: {one['id']}: {one['nodes'][0]['html'][:160]}")

    def bytes_of_page(self) -> int:
        """Return the bytes that came over the line since the last call."""
        total = 0
        driver: Any = self.driver
        for entry in driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.loadingFinished":
                total += int(message["params"]["encodedDataLength"])
        return total


def shown(folder: Path, code: str, *words: str) -> str:
    done = subprocess.run(kiosk_command(folder, code, words), capture_output=True, text=True, timeout=120, check=True)
    return done.stdout


def has(folder: Path, code: str) -> bool:
    with suppress(subprocess.CalledProcessError, ValueError):
        items = json.loads(shown(folder, code, "items", "--json", "--limit", "200"))["items"]
        return any(item["title"] == TITLE for item in items)
    return False


def waits_until(true: Any, seconds: float = 90.0) -> bool:
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(1.0)
    return True


def main(out: Path, axe: str) -> int:
    out.mkdir(parents=True, exist_ok=True)
    folder = out / "contoh"
    command = ["sh", str(ROOT / "deploy" / "try-office.sh"), str(folder), str(PORT)]
    server = subprocess.Popen(command, start_new_session=True, stdout=subprocess.DEVNULL)
    try:
        if not waits_until(_answers, 300):
            sys.stdout.write("the desk does not answer\n")
            return 1
        return _walk(out, folder, Visitor(out, axe))
    finally:
        os.killpg(server.pid, signal.SIGTERM)


def _answers() -> bool:
    with suppress(OSError):
        urllib.request.urlopen(f"{BASE}/masuk", timeout=2).close()
        return True
    return False


def _walk(out: Path, folder: Path, writer: Visitor) -> int:
    office = open_office(folder / "kantor")
    token = office.people.invite("Sri Wahyuni", {Role.WRITER}, "rahma", office.clock())
    for name, file in (("poster.jpg", poster()), ("rekaman.wav", tone())):
        (out / name).write_bytes(file[0].getvalue())
    visitor = writer
    visitor.at(f"/undangan/{token}")
    visitor.look("undangan")
    first = visitor.bytes_of_page()
    visitor.fill("input[name=sandi]", "perahu layar di pantai")
    visitor.fill("input[name=lagi]", "perahu layar di pantai")
    visitor.tap("main button")
    visitor.see("#tampil")
    after = visitor.bytes_of_page()
    visitor.look("beranda")
    visitor.taps = visitor.fields = 0

    visitor.tap("header a[href='/tulis']")
    visitor.fill("#j", TITLE)
    visitor.fill(
        "#x", "Bawa sapi dan kambing ke balai desa hari Sabtu 08.00 smp 11.00.\n\nGratis. Hub. Bpk. Rusli, RT 3."
    )
    visitor.tap("input[name=daerah][value='72.01.05']")
    visitor.wait_for(lambda: "Tersimpan" in visitor.see("#keadaan").text)
    visitor.see("#f").send_keys(str(out / "poster.jpg"))
    visitor.taps += 1
    visitor.fill("input[name$=':alt']", "Sapi di depan balai desa")
    visitor.see("#f").send_keys(str(out / "rekaman.wav"))
    visitor.taps += 1
    visitor.wait_for(lambda: "rekaman.wav" in visitor.driver.page_source)
    visitor.look("tulis")
    visitor.tap("button[name=lalu][value=minta]")
    visitor.wait_for(lambda: "lihat=rancangan" in visitor.driver.current_url)
    visitor.look("kabar")
    taps, fields = visitor.taps, visitor.fields

    editor = visitor
    editor.at("/akun")
    editor.tap(".siapa button")
    editor.look("masuk")
    editor.fill("input[name=nama]", "rahma")
    editor.fill("input[name=sandi]", PASSWORD)
    editor.tap("main button")
    editor.tap("a[href^='/kabar/'].t.mini:not(.dua)")
    editor.wait_for(lambda: editor.driver.find_elements(By.CSS_SELECTOR, "#kalimat a"))
    address = editor.driver.find_element(By.CSS_SELECTOR, "#kalimat a").get_attribute("href")
    editor.tap("#kalimat a")
    editor.wait_for(lambda: editor.driver.find_elements(By.CSS_SELECTOR, "#kalimat .kini"))
    editor.tap("#lihat")
    editor.wait_for(lambda: editor.driver.execute_script("return document.getElementById('layar').naturalWidth > 0"))
    editor.look("baca")
    notice = editor.driver.current_url
    editor.tap("a[href^='/mengapa/']")
    editor.look("mengapa")
    editor.at(notice)
    editor.tap("button[name=lalu][value=siap]")
    editor.see("#sd")
    editor.look("terbitkan")
    editor.fill("#sd", PASSWORD)
    began = time.monotonic()
    editor.tap("main form[action='/terbitkan'] button")
    editor.wait_for(lambda: "sudah terbit" in editor.driver.page_source)
    took = time.monotonic() - began
    editor.look("edisi")
    arrived = all(waits_until(lambda code=code: has(folder, code)) for code in (MELATI, KENANGA))
    third = has(folder, NELAYAN)
    items = json.loads(shown(folder, MELATI, "items", "--search", "vaksin", "--json"))["items"]
    shown(folder, MELATI, "screenshot", "item", "--item", items[0]["id"], "--out", str(out / "kios-melati.png"))
    shown(folder, MELATI, "say", "--item", items[0]["id"], "--out", str(out / "kata.wav"))

    editor.at("/kabar?lihat=tampil&cari=vaksin")
    editor.tap("a.t.dua.mini")
    editor.tap("button[form=tarik]")
    editor.at("/terbitkan")
    editor.fill("#sd", PASSWORD)
    editor.tap("main form[action='/terbitkan'] button")
    editor.wait_for(lambda: "sudah terbit" in editor.driver.page_source)
    gone = waits_until(lambda: not has(folder, MELATI) and not has(folder, KENANGA))
    for path, name in (
        ("/orang", "orang"),
        ("/lainnya", "lainnya"),
        ("/darurat", "darurat"),
        ("/akun", "akun"),
        ("/kunci", "kunci"),
    ):
        editor.at(path)
        editor.look(name)
    seen = [
        (
            f"a first notice: {taps} taps (at most {TAPS}), {fields} fields (at most {FIELDS})",
            taps <= TAPS and fields <= FIELDS,
        ),
        (f"first page {first} bytes (at most {FIRST_BYTES}), the next {after}", first <= FIRST_BYTES),
        (f"heard at {address}", bool(address)),
        (f"publishing took {took:.1f} s", True),
        ("two villages have it", arrived),
        ("the third has not", not third),
        ("withdrawn, it is gone", gone),
        *((fault, False) for fault in editor.faults),
    ]
    for line, right in seen:
        sys.stdout.write(f"{'ok  ' if right else 'FAIL'} {line}\n")
    editor.driver.quit()
    return 0 if all(right for _, right in seen) else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]).read_text("utf-8") if len(sys.argv) > 2 else ""))
