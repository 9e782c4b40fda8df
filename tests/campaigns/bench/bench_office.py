"""The office's desk under load: 2,000 notices, 50 writers of whom 20 are at work at once, over loopback.

    python -m tests.campaigns.bench.bench_office [SECONDS]

prints the median and the 95th percentile of each kind of page in milliseconds, how many edits were lost, and the server's memory.
Everybody edits notices of their own and, one time in five, one of all; what they wrote is looked for at the end in the notices, the
drafts and the copies that are kept where two people changed the same paragraph.
"""

from __future__ import annotations

import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

import requests

from kiosk.core.children import OWN_MODULES
from kiosk.office.opening import open_office
from kiosk.office.people.access_file import access_file
from kiosk.office.people.people import People, Role
from kiosk.office.setup.setup import write_setup

NOTICES, WRITERS, AT_ONCE = 2_000, 50, 20
PORT = 18_092
BASE = f"http://127.0.0.1:{PORT}"
PASSWORD = "ikan cakalang terbang"
SHARED = "bersama"


class Writer:
    """Logs in, then reads, writes and looks, with a moment's thought between."""

    def __init__(self, number: int, times: dict[str, list[float]], wrote: list[str]) -> None:
        self.name = f"orang{number}"
        self.times = times
        self.wrote = wrote
        self.chance = random.Random(number)
        self.session = requests.Session()
        self.failed: list[str] = []

    def ask(self, kind: str, method: str, path: str, **more: object) -> requests.Response:
        began = time.perf_counter()
        answer = self.session.request(method, f"{BASE}{path}", timeout=60, allow_redirects=False, **more)  # type: ignore[arg-type]
        self.times[kind].append((time.perf_counter() - began) * 1_000)
        if answer.status_code >= 500:
            self.failed.append(f"{path}: {answer.status_code}")
        return answer

    def log_in(self) -> None:
        page = self.ask("login page", "GET", "/masuk").text
        self.ask("login", "POST", "/masuk", data={"tanda": token(page), "nama": self.name, "sandi": PASSWORD})

    def work(self, until: float) -> None:
        turn = 0
        while time.monotonic() < until:
            turn += 1
            self.ask("home", "GET", "/")
            self.ask("list", "GET", "/kabar?lihat=semua&cari=kabar")
            shared = self.chance.random() < 0.2
            name = SHARED if shared else f"kabar-{self.chance.randrange(NOTICES):04}"
            page = self.ask("form", "GET", f"/kabar/{name}").text
            found = re.search(r'<textarea id="x"[^>]*>(.*?)</textarea>', page, re.DOTALL)
            if found is None:
                continue
            mine = f"{self.name}-{turn}"
            body = f"{found[1].strip()}\n\n{mine}"
            version = re.search(r'name="dasar" value="([^"]*)"', page)
            data = {"tanda": token(page), "dasar": version[1] if version else "", "isi": body, "judul": f"Kabar {name}"}
            answer = self.ask("save", "POST", f"/simpan/{name}", data=data)
            if answer.status_code in (200, 409):
                self.wrote.append(mine)
            time.sleep(self.chance.uniform(0.3, 1.0))


def token(page: str) -> str:
    found = re.search(r'name="tanda" value="([^"]+)"', page)
    return found[1] if found else ""


def made(folder: Path) -> None:
    write_setup(folder, title="Diskominfo Contoh", area="72.01", out="")
    for number in range(NOTICES):
        text = f"---\ntitle: Kabar {number}\ncategory: berita\nareas: [72.01]\nexpires: 2030-01-01\n---\n"
        text += "\n\n".join(f"Kalimat {n} dari kabar {number} tentang desa dan laut." for n in range(8)) + "\n"
        (folder / f"kabar-{number:04}.md").write_text(text, "utf-8")
    (folder / f"{SHARED}.md").write_text("---\ntitle: Bersama\n---\nAwal\n", "utf-8")
    people = People(access_file(folder / ".kantor"), memory_kib=8)
    now = datetime.now(UTC)
    for number in range(WRITERS):
        roles = {Role.EDITOR, Role.ADMINISTRATOR} if number == 0 else {Role.EDITOR}
        people.accept(people.invite(f"orang{number}", roles, "", now), PASSWORD, PASSWORD, now)
    open_office(folder)


def memory_mb(pid: int) -> float:
    """PSS of the process, in millions of bytes."""
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return int(re.findall(r"^Pss:\s+(\d+) kB", text, re.MULTILINE)[0]) * 1_024 / 1e6


def processor_s(pid: int) -> float:
    """Return the processor time that a process has used, in seconds. The load of other processes hardly changes it."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main(seconds: float) -> int:
    with tempfile.TemporaryDirectory(prefix="bench-office-") as place:
        folder = Path(place) / "kantor"
        made(folder)
        command = [sys.executable, *OWN_MODULES, "-m", "kiosk", "office", "--folder", str(folder), "--port", str(PORT)]
        server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        try:
            return _load(folder, server.pid, seconds)
        finally:
            server.terminate()


def _load(folder: Path, pid: int, seconds: float) -> int:
    times: dict[str, list[float]] = defaultdict(list)
    wrote: list[str] = []
    writers = [Writer(number, times, wrote) for number in range(WRITERS)]
    for _ in range(300):
        try:
            requests.get(f"{BASE}/masuk", timeout=5)
            break
        except requests.ConnectionError:
            time.sleep(0.1)
    for writer in writers:
        writer.log_in()
    writers[0].ask("first home", "GET", "/")
    most, used, pages = 0.0, processor_s(pid), sum(map(len, times.values()))
    end = time.monotonic() + seconds
    for start in range(0, WRITERS, AT_ONCE):
        until = min(time.monotonic() + seconds / (WRITERS / AT_ONCE), end)
        threads = [threading.Thread(target=each.work, args=(until,)) for each in writers[start : start + AT_ONCE]]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        most = max(most, memory_mb(pid))
    used, pages = processor_s(pid) - used, sum(map(len, times.values())) - pages
    for kind, taken in times.items():
        ordered = sorted(taken)
        late = ordered[int(len(ordered) * 0.95)] if len(ordered) > 1 else ordered[0]
        print(f"{kind:12} {len(taken):6} times  median {statistics.median(taken):7.1f} ms  p95 {late:7.1f} ms")
    print(f"of a processor {used / pages * 1_000:.1f} ms a page, of {pages}")
    kept = "\n".join(path.read_text("utf-8") for path in [*folder.glob("*.md"), *folder.glob(".kantor/lain/*.md")])
    lost = [each for each in wrote if each not in kept]
    failed = [each for writer in writers for each in writer.failed]
    print(f"edits {len(wrote)}, lost {len(lost)}, server errors {len(failed)}, memory {most:.0f} MB")
    return 1 if lost or failed else 0


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 60.0))
