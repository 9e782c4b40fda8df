"""Files of the monitor's programs: made of the settings, kept while nothing changes, and read by the programs themselves."""

from __future__ import annotations

import json
import re
import shutil
import stat
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kiosk.cli.main import main
from kiosk.office.setup.telling import LetterRecipient, MailServer, TellKind, TellSettings
from tests.support.desk_server import free_port
from tests.support.newsroom import Newsroom
from tests.support.posting import code_for, enrol

PROGRAMS = ("victoria-metrics", "vmauth", "vmalert", "prometheus-alertmanager", "amtool")
needs_programs = pytest.mark.skipif(
    any(shutil.which(each) is None for each in PROGRAMS), reason="apt install victoria-metrics prometheus-alertmanager"
)
KIOSK, OTHER = "0123456789ab", "ba9876543210"
PASSWORD = 'sandi "surat" \\ 9'
MAIL = MailServer("mail.example.go.id", "kios@example.go.id", user="kios", password=PASSWORD)
SETTINGS = TellSettings(
    4, MAIL, (LetterRecipient("siti@example.go.id"), LetterRecipient("budi@example.go.id", (TellKind.QUESTIONS,)))
)
PATIENCE_S = 20.0


def told(room: Newsroom, name: str) -> str:
    return (room.folder / ".kantor/pantau" / name).read_text("utf-8")


def test_each_kiosk_has_a_token_that_stays_and_goes_with_it(room: Newsroom) -> None:
    files = room.office.monitor_files
    enrol(room.office, KIOSK)
    assert files.write() == {"vmauth.yml": True, "rules.yml": True, "alertmanager.yml": True}
    assert files.write() == {"vmauth.yml": False, "rules.yml": False, "alertmanager.yml": False}
    first = files.token_of(KIOSK)
    enrol(room.office, OTHER)
    files.renew()
    assert (files.token_of(KIOSK), len(files.token_of(OTHER))) == (first, 32)
    room.office.post.store.register.withdraw_kiosk(KIOSK, room.now)
    files.renew()
    assert (files.token_of(KIOSK), first in told(room, "vmauth.yml")) == ("", False)
    modes = {stat.S_IMODE(each.stat().st_mode) for each in (room.folder / ".kantor/pantau").iterdir()}
    assert modes == {0o600}


def test_token_of_a_card_is_let_in_until_its_kiosk_is_withdrawn(room: Newsroom) -> None:
    files, register = room.office.monitor_files, room.office.post.store.register
    code = code_for(room.office)
    files.keep_cards({code: "a" * 32, "TIDAKADA": "b" * 32})
    assert not (room.folder / ".kantor/pantau/vmauth.yml").exists(), "nobody has set the monitor up yet"
    files.write()

    def prefixes() -> list[str]:
        users = json.loads(told(room, "vmauth.yml"))["users"]
        return [each["url_map"][0]["url_prefix"] for each in users if each["bearer_token"] == "a" * 32]

    assert prefixes() == ["http://127.0.0.1:8428/"]
    assert "b" * 32 not in told(room, "vmauth.yml")
    register.enrol(KIOSK, KIOSK.encode().ljust(32), code, room.now)
    files.renew()
    assert prefixes() == [f"http://127.0.0.1:8428/?extra_label=kiosk={KIOSK}"]
    register.withdraw_kiosk(KIOSK, room.now)
    files.renew()
    assert prefixes() == []


def test_files_change_with_the_page_once_somebody_has_set_the_monitor_up(room: Newsroom) -> None:
    fatma = room.browser("Fatma Adam")
    fatma.get("/kantor/pantau")
    fatma.submit("/kantor/pantau", hari="3", lalu="simpan")
    assert not (room.folder / ".kantor/pantau").exists()
    room.office.monitor_files.write()
    assert "> 259200" in told(room, "rules.yml")
    fatma.get("/kantor/pantau")
    fatma.submit("/kantor/pantau", hari="5", lalu="simpan")
    assert "> 432000" in told(room, "rules.yml")
    assert "lebih dari 5 hari tanpa kabar" in told(room, "rules.yml")


def test_letters_go_to_whoever_hears_of_silent_kiosks(room: Newsroom) -> None:
    room.office.tell.write_settings(SETTINGS)
    room.office.monitor_files.write()
    document = json.loads(told(room, "alertmanager.yml"))
    (letters,) = [each["email_configs"] for each in document["receivers"] if "email_configs" in each]
    assert [each["to"] for each in letters] == ["siti@example.go.id"]
    assert document["global"]["smtp_smarthost"] == "mail.example.go.id:465"
    assert document["route"]["routes"] == [{"matchers": ['told="desk"'], "receiver": "desk"}]


def test_a_kiosk_counts_as_never_reported_only_after_the_days_of_silence(room: Newsroom) -> None:
    enrol(room.office, KIOSK, "Balai Bunga")
    room.office.monitor_files.write()
    assert "KioskNeverReported" not in told(room, "rules.yml")
    room.wait(days=3)
    room.office.monitor_files.renew()
    assert f"Balai Bunga ({KIOSK}): terdaftar, tetapi belum pernah melapor" in told(room, "rules.yml")


def test_command_writes_says_each_step_and_prints_no_password(
    room: Newsroom, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    enrol(room.office, KIOSK)
    room.office.tell.write_settings(SETTINGS)

    def run(*words: str) -> tuple[int, str]:
        code = main(["--data", str(tmp_path / "data"), "office", "--folder", str(room.folder), "monitor", *words])
        said = capsys.readouterr()
        return code, said.out + said.err

    code, said = run("--dry-run")
    assert code == 0
    assert '"bearer_token": "…"' in said
    assert '"smtp_auth_password": "…"' in said
    assert not re.search(r"sandi|surat\\\\", said)
    assert not (room.folder / ".kantor/pantau").exists()

    code, said = run()
    assert code == 0
    assert [line.partition(":")[0] for line in said.splitlines()[:3]] == ["baru"] * 3
    assert "Alertmanager menyurati siti@example.go.id" in said
    assert [line.partition(":")[0] for line in run()[1].splitlines()[:3]] == ["tetap"] * 3
    assert "sandi" not in said

    code, said = run("--kiosk", KIOSK)
    assert said.splitlines()[0] == "[reports]"
    assert f'token = "{room.office.monitor_files.token_of(KIOSK)}"' in said
    assert run("--kiosk", OTHER)[0] != 0


@needs_programs
@pytest.mark.attack(
    "people",
    "a village's name, the office's or an address of a letter holds a template that the monitor's programs would fill in",
    "no brace, per cent sign or quotation mark reaches their files; such an address gets no letter",
)
def test_programs_take_the_files_whatever_names_say(room: Newsroom) -> None:
    evil = '{{ query "kiosk_up" }} %{HOME} $(id) `id` "\\'
    enrol(room.office, KIOSK, evil)
    with (room.folder / "feed.toml").open("a") as file:
        file.write('publisher = "Dinas {{ .ExternalURL }}"\n')
    recipients = (*SETTINGS.recipients, LetterRecipient("{{.}}@example.go.id"))
    room.office.tell.write_settings(TellSettings(2, MAIL, recipients))
    room.wait(days=3)
    room.office.monitor_files.write()
    folder = room.folder / ".kantor/pantau"
    for command in (
        ["vmalert", "-dryRun", f"-rule={folder}/rules.yml"],
        ["vmauth", "-dryRun", f"-auth.config={folder}/vmauth.yml"],
        ["amtool", "check-config", f"{folder}/alertmanager.yml"],
    ):
        ran = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        assert ran.returncode == 0, ran.stdout + ran.stderr
    rules = told(room, "rules.yml")
    assert not re.search(r"query \"|%\{|`", rules)
    assert json.loads(rules)["groups"][0]["rules"][-1]["labels"]["place"] == "query kiosk_up HOME (id) id"
    assert not re.search(r"ExternalURL \}\}|\{\{\.\}\}@", told(room, "alertmanager.yml"))


@contextmanager
def started(*commands: list[str]) -> Iterator[None]:
    running = [subprocess.Popen(each, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for each in commands]
    try:
        yield
    finally:
        for each in running:
            each.terminate()
        for each in running:
            each.wait(PATIENCE_S)


def ask(url: str, token: str = "", body: bytes | None = None) -> tuple[int, str]:
    request = urllib.request.Request(url, body, {"Authorization": f"Bearer {token}"} if token else {})
    end = time.monotonic() + PATIENCE_S
    while True:
        try:
            with urllib.request.urlopen(request, timeout=5) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, ""
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


@needs_programs
@pytest.mark.attack(
    "from afar",
    "a stolen kiosk's token: reports in another kiosk's name, a look at what others report, a delete, a guessed token",
    "vmauth: a token writes reports alone, and the label of the kiosk is that of the token",
)
def test_a_token_writes_its_own_reports_and_nothing_else(room: Newsroom, tmp_path: Path) -> None:
    enrol(room.office, KIOSK)
    room.office.monitor_files.write()
    token, port, door = room.office.monitor_files.token_of(KIOSK), free_port(), free_port()
    (tmp_path / "vmauth.yml").write_text(told(room, "vmauth.yml").replace("127.0.0.1:8428", f"127.0.0.1:{port}"))
    store = ["victoria-metrics", f"-storageDataPath={tmp_path}/vm", f"-httpListenAddr=127.0.0.1:{port}"]
    auth = ["vmauth", f"-auth.config={tmp_path}/vmauth.yml", f"-httpListenAddr=127.0.0.1:{door}"]
    tries = ("", f"?extra_label=kiosk={OTHER}", f"?extra_label=place=x&extra_label=kiosk={OTHER}")
    stamp = int(time.time() * 1000)
    lines = [f'kiosk_up{{kiosk="{OTHER}",area="{n}"}} 1 {stamp}\n'.encode() for n in range(len(tries))]
    with started([*store, "-memory.allowedPercent=5", "-search.latencyOffset=0s"], auth):
        way = f"http://127.0.0.1:{door}"
        ask(f"http://127.0.0.1:{port}/health")
        assert ask(f"{way}/api/v1/import/prometheus", "0" * 32, lines[0])[0] == 401
        assert ask(f"{way}/api/v1/import/prometheus", "", lines[0])[0] == 401
        for more, line in zip(tries, lines, strict=True):
            assert ask(f"{way}/api/v1/import/prometheus{more}", token, line)[0] == 204
        for path in (
            "/api/v1/query?query=kiosk_up",
            "/api/v1/export?match[]=kiosk_up",
            "/api/v1/admin/tsdb/delete_series",
        ):
            assert ask(f"{way}{path}", token)[0] >= 400
        end, found = time.monotonic() + PATIENCE_S, ""
        while found.count("values") < len(tries) and time.monotonic() < end:
            ask(f"http://127.0.0.1:{port}/internal/force_flush")
            found = ask(f"http://127.0.0.1:{port}/api/v1/export?match[]=kiosk_up")[1]
        assert found.count(f'"kiosk":"{KIOSK}"') == len(tries)
        assert OTHER not in found
