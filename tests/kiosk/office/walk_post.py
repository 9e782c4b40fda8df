"""Residents' post at the desk as people meet it: headless Chromium, `kiosk office` itself, a kiosk with real envelopes.

    python -m tests.kiosk.office.walk_post OUT [AXE_MIN_JS]

walks: an administrator makes a code, a kiosk makes itself known by it and asks, by voice and typed; an editor opens the post, hears
the question, records an answer with the browser's microphone (a tone), sends it in private, answers the other one for all and
publishes. Pictures of each page at 1366 and 390 pixels go to OUT; with the file axe.min.js of npm's axe-core the violations of WCAG
A and AA are printed. Needs what `walk` needs. Exit 1 for anything that does not hold.
"""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import requests
from selenium.webdriver.common.by import By

from kiosk.core.children import OWN_MODULES
from kiosk.demo.district import KEY_PASSWORDS, PASSWORD, write_sample
from kiosk.office.editions.previous import in_folder
from kiosk.office.keys.cabinet import POST
from kiosk.office.opening import open_office
from kiosk.office.post.inbox import post_public
from tests.kiosk.office.walk import Visitor, waits_until
from tests.support.posting import PostingKiosk
from tests.support.spoken import opus

PORT = 18_095
BASE = f"http://127.0.0.1:{PORT}"
MICROPHONE = (
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
)


def main(out: Path, axe: str) -> int:
    out.mkdir(parents=True, exist_ok=True)
    folder = write_sample(out / "contoh", datetime.now(UTC), notices=False).folder
    command = [sys.executable, *OWN_MODULES, "-m", "kiosk", "office", "--folder", str(folder), "--port", str(PORT)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        if not waits_until(_answers, 60):
            sys.stdout.write("the desk does not answer\n")
            return 1
        return _walk(folder, Visitor(out, axe, BASE, *MICROPHONE))
    finally:
        server.terminate()


def _answers() -> bool:
    try:
        return requests.get(f"{BASE}/masuk", timeout=2).ok
    except requests.ConnectionError:
        return False


def _walk(folder: Path, visitor: Visitor) -> int:
    office = open_office(folder)
    public = office.cabinet.public(POST)
    assert public is not None
    visitor.at("/masuk")
    visitor.fill("input[name=nama]", "rahma")
    visitor.fill("input[name=sandi]", PASSWORD)
    visitor.tap("main button")
    visitor.at("/pendaftaran")
    visitor.fill("#tp", "Balai Desa Melati")
    visitor.tap("main form[action='/pendaftaran'].tumpuk button")
    code = visitor.see(".kode").text
    visitor.look("pendaftaran-kode")
    visitor.at("/tanya")
    visitor.look("tanya-terkunci")

    kiosk = PostingKiosk(post_public(public), datetime.now(UTC) - timedelta(days=4))
    asked = kiosk.enrol(code)
    first = _post(asked)
    visitor.fill("#sp", KEY_PASSWORDS["post"])
    visitor.tap("form[action='/tanya/buka'] button")
    visitor.wait_for(lambda: not visitor.driver.find_elements(By.ID, "sp"))
    sent = [kiosk.question(12, opus(38))]
    kiosk.made = datetime.now(UTC) - timedelta(hours=2)
    typed = "Pak, kapan air bersih mengalir lagi di dusun dua? <b>Sudah seminggu.</b>"
    sent.append(
        kiosk.question(13, typed.encode(), {"type": "text/plain", "language": "id", "for": "Desa", "seconds": 0})
    )
    second = _post(asked, *sent)
    visitor.at("/tanya")
    visitor.look("tanya")
    visitor.tap(".daftar a[href^='/tanya/1/2']")
    visitor.driver.execute_script("document.querySelector('.putar audio').play()")
    visitor.wait_for(
        lambda: visitor.driver.execute_script("return document.querySelector('.putar audio').currentTime > 1")
    )
    heard = visitor.driver.execute_script("return document.querySelector('.putar audio').duration")
    visitor.look("tanya-buka")
    visitor.tap("#rekam")
    visitor.driver.execute_async_script("setTimeout(arguments[0], 2500)")
    visitor.tap("#rekam")
    visitor.wait_for(
        lambda: visitor.driver.execute_script("return document.querySelector('input[name=rekaman_ada]').value")
    )
    visitor.tap("#jawab button.besar:not(.suara)")
    visitor.wait_for(lambda: "terkirim=12" in visitor.driver.current_url)
    visitor.look("tanya-terkirim")
    visitor.at("/tanya/1/3")
    visitor.fill("#cat", "Kapan air bersih mengalir lagi?")
    visitor.fill("#jw", "Pipa dibetulkan hari Kamis. Tangki air datang tiap pagi di balai desa.")
    visitor.tap("input[name=siapa][value=semua]")
    visitor.tap("button[name=lalu][value=dengar]")
    visitor.see("#kalimat a")
    visitor.look("tanya-dengar")
    visitor.tap("#jawab button.besar:not(.suara)")
    visitor.wait_for(lambda: "terkirim=13" in visitor.driver.current_url)
    visitor.at("/tanya?lihat=dijawab")
    visitor.look("tanya-dijawab")
    visitor.at("/kunci")
    visitor.look("kunci-pos")
    visitor.at("/terbitkan")
    visitor.fill("#sd", PASSWORD)
    visitor.tap("main form[action='/terbitkan'] button")
    visitor.wait_for(lambda: "sudah terbit" in visitor.driver.page_source)
    feed = in_folder(open_office(folder).editions.out).feed
    answers = {item["_kiosk"]["answers"]["number"]: item for item in feed["items"] if "answers" in item["_kiosk"]}
    driver: Any = visitor.driver
    log = [entry["message"] for entry in driver.get_log("browser") if entry["level"] == "SEVERE"]
    seen = [
        ("the kiosk is not known before the post is open", first == 403),
        ("then it is, and what it asks is taken", second == 200),
        (f"the question lasts {heard:.0f} s", abs(heard - 38) < 1),
        (
            "the recorded answer is in a box, and no sound of the edition",
            bool(answers[12]["_kiosk"]["answers"].get("box")) and "attachments" not in answers[12],
        ),
        ("it is private", answers[12]["_kiosk"]["answers"].get("private") is True),
        ("the other one is for all", answers[13]["title"] == "Kapan air bersih mengalir lagi?"),
        ("nothing of the question is in it", "Sudah seminggu" not in json.dumps(dict(feed))),
        (f"what has come is acknowledged: {feed['_kiosk'].get('acks')}", feed["_kiosk"].get("acks") == {kiosk.id: 3}),
        (f"the browser complains of nothing {log}", not log),
        *((fault, False) for fault in visitor.faults),
    ]
    for line, right in seen:
        sys.stdout.write(f"{'ok  ' if right else 'FAIL'} {line}\n")
    visitor.driver.quit()
    return 0 if all(right for _, right in seen) else 1


def _post(*envelopes: bytes) -> int:
    return requests.post(f"{BASE}/post", data=b"".join(envelopes), timeout=30).status_code


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]).read_text("utf-8") if len(sys.argv) > 2 else ""))
