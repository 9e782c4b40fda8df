"""An office's first hour in headless Chromium: from no folder at all to a first notice on the kiosks of two villages of three.

    python -m tests.campaigns.first_notice OUT

`kiosk office` begins in an empty home. Its invitation is opened, the set-up's five steps are done, a notice is written with a
poster (JPG) and a document (PDF) for two villages, and published; a kiosk of each village fetches it. A table of taps, fields,
files, letters and minutes is printed, pictures go to OUT. Needs Debian's chromium and chromium-driver, and selenium. Exit 1 if
the notice took more than 20 actions or 6 minutes, or is not where it should be.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from content_cache.signing.keyring import KeyRole
from kiosk.core.children import OWN_MODULES
from kiosk.office.opening import open_office
from tests.campaigns.first_notice.hands import Effort, Hands
from tests.kiosk.office.test_to_the_kiosks import poster
from tests.support import pdfs

PORT = 18_099
BASE = f"http://127.0.0.1:{PORT}"
MOST_ACTIONS, MOST_MINUTES = 20, 6.0
TITLE = "Vaksin ternak gratis Sabtu pagi"
VILLAGES = {"72.01.05.2003": "Desa Melati", "72.01.05.2004": "Desa Kenanga", "72.01.06.2001": "Desa Nelayan"}
REACHED = ("72.01.05.2003", "72.01.06.2001")
_ACCOUNT, _NEWS, _ALERT = "perahu layar di pantai", "kopra di dermaga tua", "lonceng dari bukit"
_COMMAND = (sys.executable, *OWN_MODULES, "-m", "kiosk")


def main(out: Path) -> int:
    out.mkdir(parents=True, exist_ok=True)
    (out / "poster-vaksin.jpg").write_bytes(poster()[0].getvalue())
    (out / "jadwal-vaksin.pdf").write_bytes(pdfs.apbdes(2))
    with _desk(out / "rumah") as invitation:
        hands = Hands(out, BASE)
        try:
            efforts = {"set-up": _set_up(hands, invitation, out), "first notice": _notice(hands, out)}
        finally:
            hands.driver.quit()
        arrived = {code: _titles(out, code) for code in VILLAGES}
    _print_table(efforts)
    written = efforts["first notice"]
    seen = [
        (f"{written.actions} actions, at most {MOST_ACTIONS}", written.actions <= MOST_ACTIONS),
        (f"{written.minutes:.1f} minutes, at most {MOST_MINUTES:.0f}", written.minutes <= MOST_MINUTES),
        *((f"{VILLAGES[code]} has it", TITLE in arrived[code]) for code in REACHED),
        *((f"{VILLAGES[code]} has not", TITLE not in arrived[code]) for code in VILLAGES if code not in REACHED),
        *((fault, False) for fault in hands.faults),
    ]
    for line, right in seen:
        sys.stdout.write(f"{'ok  ' if right else 'FAIL'} {line}\n")
    return 0 if all(right for _, right in seen) else 1


@contextmanager
def _desk(home: Path) -> Iterator[str]:
    """Run `kiosk office` in the empty *home*, and yield the invitation that it prints."""
    home.mkdir(exist_ok=False)
    command = [*_COMMAND, "office", "--port", str(PORT)]
    environment = {**os.environ, "HOME": str(home), "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        link = next(found[0] for line in process.stdout if (found := re.search(r"http\S+/undangan/\S+", line)))
        next(process.stdout, "")  # it serves
        yield link
    finally:
        process.terminate()
        process.wait(30)


def _set_up(hands: Hands, invitation: str, out: Path) -> Effort:
    hands.at(invitation)
    hands.begin()
    hands.fill("input[name=sandi]", _ACCOUNT)
    hands.fill("input[name=lagi]", _ACCOUNT)
    hands.tap("main button")
    hands.fill("#n", "Diskominfo Contoh")
    hands.look("1-nama")
    hands.tap("button[name=lalu][value=simpan]")
    hands.see("#s-news")
    for key, password in (("news", _NEWS), ("alert", _ALERT)):
        hands.fill(f"#s-{key}", password)
        hands.fill(f"#l-{key}", password)
    hands.look("2-kunci")
    hands.tap("form[action='/pasang/2'] button.besar")
    hands.wait_for(lambda: not hands.driver.find_elements("css selector", "#s-news"))
    hands.tap("a[href='/pasang/3']")
    for code, name in VILLAGES.items():
        hands.fill("#tk", code)
        hands.fill("#tn", name)
        hands.tap("form[action='/pasang/3/tambah'] button")
        hands.wait_for(lambda code=code: f"kode={code}" in hands.driver.page_source or code in hands.see("main").text)
    hands.look("3-desa")
    hands.tap("a[href='/pasang/4']")
    hands.look("4-tempat")
    hands.fill("#n", "Web")
    hands.see("#j").send_keys("Folder")
    hands.taps += 2  # a list is opened, and its line is taken
    hands.fill("#f", str(out / "terbit"))
    hands.tap("form[action='/pasang/4'] button.penuh")
    hands.tap("a[href='/pasang/5']")
    hands.look("5-orang")
    hands.tap("form[action='/pasang/selesai'] button")
    hands.see("#j")
    return hands.effort()


def _notice(hands: Hands, out: Path) -> Effort:
    hands.at("/")
    hands.begin()
    hands.tap("header a[href='/tulis']")
    hands.fill("#j", TITLE)
    hands.fill(
        "#x", "Bawa sapi dan kambing ke balai desa hari Sabtu, 12 Desember 2026, pukul 08.00 sampai 11.00. Gratis."
    )
    hands.wait_for(lambda: "pada hari itu" in hands.see("#nasihat").text)
    hands.fill("#s", "12 Desember 2026, 12.00")
    for code in REACHED:
        hands.tap(f"input[name=daerah][value='{code}']")
    hands.choose("#f", out / "poster-vaksin.jpg")
    hands.fill("input[name='gambar:lampiran/poster-vaksin.jpg:alt']", "Sapi divaksin di depan balai desa")
    hands.choose("#f", out / "jadwal-vaksin.pdf")
    hands.fill("input[name='dokumen:lampiran/jadwal-vaksin.pdf:alt']", "Jadwal vaksin ternak")
    hands.look("6-tulis")
    hands.tap("button[name=lalu][value=siap]")
    hands.fill("#sd", _NEWS)
    hands.look("7-terbitkan")
    hands.tap("main form[action='/terbitkan'] button.besar")
    hands.wait_for(lambda: "sudah terbit" in hands.driver.page_source)
    effort = hands.effort()
    hands.look("8-terbit")
    return effort


def _titles(out: Path, code: str) -> list[str]:
    """Return the titles on a new kiosk of the village *code*."""
    keys = open_office(out / "rumah" / "kantor").cabinet
    folder = out / f"kios-{code}"
    folder.mkdir(exist_ok=True)
    (folder / "kiosk.toml").write_text(
        f'[place]\nname = "{VILLAGES[code]}"\narea = "{code}"\n[[source]]\nname = "Contoh"\nformat = "central"\n'
        f'url = "{out / "terbit"}/"\nkeys = ["{keys.public(KeyRole.NEWS)} news", "{keys.public(KeyRole.SPARE)} spare"]\n',
        "utf-8",
    )
    command = [*_COMMAND, "--config", str(folder / "kiosk.toml"), "--data", str(folder / "data")]
    subprocess.run([*command, "refresh", "--force"], check=True, stdout=subprocess.DEVNULL)
    told = subprocess.run([*command, "items", "--json"], check=True, capture_output=True, text=True).stdout
    return [str(item["title"]) for item in json.loads(told)["items"]]


def _print_table(efforts: dict[str, Effort]) -> None:
    sys.stdout.write("                taps  fields  files  letters  actions  minutes  of machine\n")
    for name, one in efforts.items():
        counted = f"{one.taps:6}{one.fields:8}{one.files:7}{one.letters:9}{one.actions:9}"
        sys.stdout.write(f"{name:14}{counted}{one.minutes:9.1f}{one.seconds:10.1f} s\n")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve()))
