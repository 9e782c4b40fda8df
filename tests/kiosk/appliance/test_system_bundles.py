"""What root does about a bundle of the system. RAUC is the real one, on a bus of its own; it installs none here, for that takes a
device mapper (python -m tests.campaigns.appliance system)."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from content_cache.model.problems import problem
from kiosk.appliance.programs import Ran
from kiosk.appliance.server import acts_of
from kiosk.appliance.system_bundles import (
    SystemBundles,
    begin_fetch,
    is_trial_hour,
    said_by_rauc,
    wanted_number,
    with_system,
)
from kiosk.appliance.update.faults import UpdateCode
from kiosk.appliance.update.system.state import SystemState, read_state, told_state, write_state
from kiosk.core.paths import Folders
from kiosk.state.request_kinds import RequestAnswer, RequestKind, RequestResult
from tests.campaigns.appliance.bundles import Authority, bundle

pytestmark = [
    pytest.mark.attack(
        "root and keys",
        "a good old bundle under a great number, by web or stick, keeps all later ones away",
        "what its manifest says counts, read by RAUC with its signature",
    ),
    pytest.mark.attack(
        "root and keys",
        "a host shows RAUC the true bundle, and sends an older one that is rightly signed when it is installed",
        "what was written is looked at: another number is marked bad and raises no floor",
    ),
    pytest.mark.attack(
        "root and keys",
        "a stick without a bundle, or many requests of a refresher that was taken over, end the update that "
        "is under way or fill the memory",
        "one unit for the web, one lock for both; RAUC is ended where nobody holds it",
    ),
]


HERE = 7
CONF = Path(__file__).parents[3] / "deploy/image/root-two/etc/rauc/system.conf"
UNITS = CONF.parents[2] / "usr/lib/systemd/system"
NIGHT, DAY = datetime(2026, 11, 28, 15, 30, tzinfo=UTC), datetime(2026, 11, 28, 2, tzinfo=UTC)  # 23.30 and 10 WITA


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    """A card with two systems, of which number 7 runs."""
    for name in ("etc/rauc", "usr/share/kiosk", "var/lib/kiosk-system", "run/kiosk-slot", "run/kiosk-settings"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "var/lib/kiosk-system").chmod(0o700)
    (tmp_path / "etc/rauc/system.conf").write_text("")
    (tmp_path / "usr/share/kiosk/number").write_text(f"{HERE}\n")
    made = Folders(tmp_path)
    (tmp_path / "proc/self").mkdir(parents=True)
    (tmp_path / "proc/self/mounts").write_text("")
    made.config.write_text('[update]\nurl = "https://pusat.example/pembaruan/"\n')
    return made


class Said:
    """A RAUC that says what it is given, in turn; `words` is what it was asked."""

    def __init__(self, *answers: Ran) -> None:
        self._answers = list(answers)
        self.words: list[tuple[str, ...]] = []
        self.times: list[float] = []

    def __call__(self, *words: str, timeout_s: float) -> Ran:
        self.words.append(words)
        self.times.append(timeout_s)
        return self._answers.pop(0)


def manifest(version: str) -> Ran:
    told = {"update": {"type": "v", "data": {"type": "a{sv}", "data": {"version": {"type": "s", "data": version}}}}}
    return Ran(0, json.dumps({"type": "a{sv}", "data": [told]}), "")


GOOD = Ran(0, "Installing succeeded", "")
MARKED = Ran(0, "rauc status: marked slot rootfs.1 as bad", "")


def slots(*written: str) -> Ran:
    """Return RAUC's answer, as busctl prints it, with the running system and the *written* versions of the others."""
    told = [
        [f"rootfs.{at}", {"state": {"type": "s", "data": state}, "bundle.version": {"type": "s", "data": version}}]
        for at, (state, version) in enumerate([("booted", f"{HERE}"), *(("inactive", each) for each in written)])
    ]
    return Ran(0, json.dumps({"type": "a(sa{sv})", "data": [told]}), "")


def last(words: str) -> Ran:
    return Ran(1, f"installing\nLastError: {words}\nidle\n", "")


def stick(folder: Path, *names: str) -> Path:
    (folder / "pembaruan").mkdir(parents=True)
    for name in names:
        (folder / "pembaruan" / name).write_bytes(b"hsqs")
    return folder


def test_from_the_web_by_its_number(folders: Folders) -> None:
    rauc = Said(manifest("8"), GOOD, slots("8", "8"))
    state = SystemBundles(folders, rauc, lambda: NIGHT).from_web("8")
    url = "https://pusat.example:443/pembaruan/kiosk-system-8.raucb"
    assert rauc.words[0][-3:] == ("sa{sv}", url, "0")
    assert rauc.words[1] == ("rauc", "install", url)
    assert rauc.times[1] == 5.5 * 3600  # until five in the morning
    assert (state.result, state.number, state.tried) == ("ready", 8, 8)
    assert told_state(folders.run / "kiosk-slot/system") == read_state(folders)


@pytest.mark.parametrize(
    "asked", ["", "0", "08", "8;reboot", "$(reboot)", "../8", "-8", "8\n", "٨", "8 9", "1" * 10, "--help"]
)
def test_nothing_but_a_number_is_asked_for(folders: Folders, asked: str) -> None:
    rauc = Said()
    with pytest.raises(ValueError, match="is no number"):
        SystemBundles(folders, rauc).from_web(asked)
    assert begin_fetch(folders, asked).result is RequestResult.REFUSED
    assert rauc.words == []


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://pusat.example/x/",
        "file:///srv",
        "/srv",
        "https://a:b@pusat.example/",
        "https://pusat.example/?x=",
        "https://:443/",
    ],
)
def test_settings_that_name_no_https_folder(folders: Folders, url: str) -> None:
    folders.config.write_text(f'[update]\nurl = "{url}"\n')
    rauc = Said()
    state = SystemBundles(folders, rauc).from_web("8")
    assert (state.result, state.problem) == ("refused", problem(UpdateCode.SYSTEM_NO_URL))
    assert rauc.words == []


@pytest.mark.parametrize("version", ["8;reboot", "$(id)", "", "08", "8 ", "9", "8\n", "٨"])
def test_the_manifest_says_another_number_than_the_name(folders: Folders, version: str) -> None:
    rauc = Said(manifest(version))
    state = SystemBundles(folders, rauc).from_web("8")
    assert (state.result, state.problem, state.tried) == ("refused", problem(UpdateCode.SYSTEM_NAME, number=8), 0)
    assert len(rauc.words) == 1  # nothing was installed


def test_an_old_one_under_a_great_number_keeps_no_other_away(folders: Folders, tmp_path: Path) -> None:
    rauc = Said(manifest("5"))
    state = SystemBundles(folders, rauc).from_stick(stick(tmp_path / "s", "kiosk-system-999999999.raucb"))
    assert state is not None
    assert (state.result, state.floor) == ("refused", HERE)
    assert state.problem == problem(UpdateCode.NOT_NEWER, number=5, here=HERE)


@pytest.mark.parametrize(
    "answer", [Ran(0, "", ""), Ran(0, "[]", ""), Ran(0, '{"data": []}', ""), Ran(0, '{"data": [{"update": 3}]}', "")]
)
def test_an_answer_of_the_bus_that_is_none(folders: Folders, answer: str) -> None:
    state = SystemBundles(folders, Said(Ran(0, answer, ""))).from_web("8")
    assert state.problem == problem(UpdateCode.SYSTEM_NAME, number=8)


def test_a_line_that_broke_goes_on_another_night(folders: Folders) -> None:
    rauc = Said(manifest("8"), last("Failed to stream bundle https://x/y: not found: unexpected HTTP error code 404"))
    state = SystemBundles(folders, rauc, lambda: DAY).from_web("8")
    assert rauc.times[1] == 3 * 3600
    assert (state.result, state.tried) == ("cut", 0)
    ended = Ran(1, "installing\n", "rauc: de.pengutronix.rauc disappeared from bus")
    state = SystemBundles(folders, Said(manifest("8"), ended)).from_web("8")
    assert (state.result, state.problem and state.problem.code) == ("cut", UpdateCode.SYSTEM_REFUSED)
    assert SystemBundles(folders, Said(manifest("8"), GOOD, slots("8"))).from_web("8").result == "ready"


@pytest.mark.parametrize(
    ("written", "result"),
    [
        (slots("8"), "refused"),  # a good old one, newer than what runs, the second time that it was fetched
        (slots("9", "8"), "refused"),
        (slots("10"), "refused"),
        (slots(), "cut"),
        (Ran(0, '{"data": [[["rootfs.1", {"state": {"data": "inactive"}}]]]}', ""), "cut"),
        (Ran(1, "", "Call failed: gone"), "cut"),
    ],
)
def test_what_was_written_is_not_what_was_inspected(folders: Folders, written: Ran, result: str) -> None:
    """It is not started, and keeps neither the true one nor those between away."""
    rauc = Said(manifest("9"), GOOD, written, MARKED)
    state = SystemBundles(folders, rauc).from_web("9")
    assert (state.result, state.tried, state.floor) == (result, 0, HERE)
    assert rauc.words[3] == ("rauc", "status", "mark-bad", "other")
    assert SystemBundles(folders, Said(manifest("9"), GOOD, slots("9"))).from_web("9").result == "ready"


def test_one_at_a_time(folders: Folders, tmp_path: Path) -> None:
    """Nor does a stick end what is under way, as its unit would: it may not have the lock."""
    made = stick(tmp_path / "s", "kiosk-system-9.raucb")
    rauc = Said(manifest("8"), GOOD, slots("8"))
    ended = ["flock", "--nonblock", str(folders.system / "system.lock"), "true"]  # the units' ExecStopPost
    seen: list[int] = []

    def meanwhile(*words: str, timeout_s: float) -> Ran:
        if words[:2] == ("rauc", "install"):
            with pytest.raises(BlockingIOError):
                SystemBundles(folders, Said()).from_stick(made)
            with pytest.raises(BlockingIOError):
                SystemBundles(folders, Said()).from_web("9")
            seen.append(subprocess.run(ended, check=False).returncode)
        return rauc(*words, timeout_s=timeout_s)

    assert SystemBundles(folders, meanwhile).from_web("8").result == "ready"
    assert [*seen, subprocess.run(ended, check=False).returncode] == [1, 0]


def test_however_often_it_is_asked_for_there_is_one_unit(folders: Folders) -> None:
    asked: list[tuple[str, ...]] = []

    def systemctl(*words: str) -> Ran:
        asked.append(words)
        return Ran(0, "", "")

    for number in range(8, 28):
        assert begin_fetch(folders, str(number), systemctl).result is RequestResult.DONE
    assert {*asked} == {("systemctl", "start", "--no-block", "kiosk-system-fetch.service")}
    assert wanted_number(folders) == "27"
    assert (UNITS / "kiosk-system-fetch.service").is_file()
    for unit in ("kiosk-system-fetch.service", "kiosk-system-stick@.service"):
        told = (UNITS / unit).read_text("utf-8")
        assert "MemoryMax=" in told
        assert "TasksMax=" in told
        (end,) = [line for line in told.splitlines() if "stop rauc.service" in line]
        assert end.startswith("ExecStopPost=-/usr/bin/flock --nonblock /var/lib/kiosk-system/system.lock ")


@pytest.mark.parametrize(
    ("said", "code"),
    [
        # as RAUC 1.13 said it of real ones
        ("signature verification failed: Verify error: certificate has expired", UpdateCode.SYSTEM_EXPIRED),
        ("signature verification failed: Verify error: unsuitable certificate purpose", UpdateCode.SYSTEM_NOT_OURS),
        ("signature verification failed: Verify error: unable to get local issuer certificate", UpdateCode.SYSTEM_NOT_OURS),
        ("Compatible mismatch: Expected 'info-desa-rpi-arm64' but bundle manifest has 'papan-lain'", UpdateCode.SYSTEM_OTHER_BOARD),
        ("Version mismatch: Expected at least '7' but bundle manifest has '1'", UpdateCode.NOT_NEWER),
        ("Installation error: Failed updating slot rootfs.1: Slot (8388608 bytes) is too small for image (9437184 bytes).",
         UpdateCode.TOO_LARGE),
        ("Invalid bundle format: Signature size is 0", UpdateCode.OTHER_SIZE),
        ("Failed to stream bundle https://x/y: failed to configure streaming: server not responding", UpdateCode.SYSTEM_CUT),
        ("something new\x1b[31m" + "x" * 500, UpdateCode.SYSTEM_REFUSED),
    ],
)  # fmt: skip
def test_each_refusal_has_its_code(said: str, code: UpdateCode) -> None:
    found = said_by_rauc(last(said))
    assert found.code == code
    assert all(len(str(detail)) <= 120 for detail in found.details.values())


def test_what_was_given_up_is_not_taken_again(folders: Folders) -> None:
    (folders.system / "boot-slot").write_text("pending=B\ntries=3\nfailed=\nsound=1\n")
    write_state(folders, SystemState(number=8, result="ready", tried=8))
    assert read_state(folders).result == "ready"
    (folders.system / "boot-slot").write_text("pending=\ntries=0\nfailed=B\nsound=1\n")
    assert read_state(folders).result == "failed"
    assert begin_fetch(folders, "8").result is RequestResult.SAME
    state = SystemBundles(folders, Said()).from_web("8")
    assert (state.result, state.problem) == ("refused", problem(UpdateCode.NOT_NEWER, number=8, here=8))
    (folders.image / "number").write_text("8\n")  # it runs, after all
    write_state(folders, SystemState(number=8, result="ready", tried=8))
    assert read_state(folders).result == "ready"


@pytest.mark.parametrize(("zone", "hour"), [("Asia/Jakarta", 20), ("Asia/Makassar", 19), ("Asia/Jayapura", 18)])
def test_the_night_is_the_place_s(folders: Folders, zone: str, hour: int) -> None:
    with folders.config.open("a") as settings:
        settings.write(f'[place]\ntimezone = "{zone}"\n')
    begins = datetime(2026, 11, 28, hour - 5, tzinfo=UTC)  # 22 o'clock there
    rauc = Said(manifest("8"), GOOD, slots("8"))
    SystemBundles(folders, rauc, lambda: begins).from_web("8")
    assert rauc.times[1] == 7 * 3600
    hours = [each for each in range(24) if is_trial_hour(folders, datetime(2026, 11, 28, each, 20, tzinfo=UTC))]
    assert hours == [hour]


def test_at_dawn_a_stick_and_a_technician_have_their_hours(folders: Folders, tmp_path: Path) -> None:
    dawn = datetime(2026, 11, 28, 20, 59, 30, tzinfo=UTC)  # 4.59 WITA
    cut = last("Failed to stream bundle x")
    rauc = Said(manifest("8"), cut, manifest("8"), cut)
    bundles = SystemBundles(folders, rauc, lambda: dawn)
    assert bundles.from_web("8").problem == problem(UpdateCode.SYSTEM_CUT)
    state = bundles.from_stick(stick(tmp_path / "s", "kiosk-system-8.raucb"))
    assert state is not None
    assert (state.result, state.problem) == ("refused", problem(UpdateCode.SYSTEM_STICK))
    assert rauc.times[1::2] == [3 * 3600, 3 * 3600]


def test_a_stick_that_is_seen_anew_hides_nothing(folders: Folders, tmp_path: Path) -> None:
    (folders.system / "boot-slot").write_text("pending=B\ntries=3\nfailed=\nsound=1\n")
    write_state(folders, SystemState(number=9, result="ready", tried=9))
    same, older = stick(tmp_path / "same", "kiosk-system-9.raucb"), stick(tmp_path / "older", "kiosk-system-5.raucb")
    for result in ("ready", "failed"):
        for each in (same, older):
            assert SystemBundles(folders, Said()).from_stick(each) is None
            assert (read_state(folders).number, read_state(folders).result) == (9, result)
        (folders.system / "boot-slot").write_text("pending=\ntries=0\nfailed=B\nsound=1\n")
    (folders.image / "number").write_text("9\n")  # it runs: what is older is told
    state = SystemBundles(folders, Said()).from_stick(older)
    assert state is not None
    assert state.problem == problem(UpdateCode.NOT_NEWER, number=5, here=9)


def test_a_card_with_one_system_takes_none_and_says_nothing(folders: Folders) -> None:
    (folders.root / "etc/rauc/system.conf").unlink()
    assert begin_fetch(folders, "8").result is RequestResult.REFUSED
    told = RequestAnswer(RequestResult.DONE, data={"running": "image"})
    assert with_system(folders, told) is told


def test_a_technician_is_told(folders: Folders) -> None:
    SystemBundles(folders, Said(last("Invalid bundle format: Signature size is 0"))).from_web("8")
    told = acts_of(folders)[RequestKind.SLOTS]("")
    assert told.data["system"]["problem"]["code"] == UpdateCode.OTHER_SIZE
    assert (told.data["system"]["here"], told.data["system"]["number"]) == (HERE, 8)


class Rauc:
    """Debian's, on a bus of its own, with the image's settings and this office's certificate."""

    def __init__(self, folder: Path, keyring: Path) -> None:
        config = folder / "system.conf"
        told = CONF.read_text("utf-8").replace("@NUMBER@", str(HERE)).replace("/etc/rauc/keyring.pem", str(keyring))
        told = told.replace("/var/lib/kiosk-system/rauc", str(folder))
        told = told.replace("/usr/lib/kiosk/boot-slot", str(folder / "slot"))
        config.write_text(told, "utf-8")
        (folder / "central.raucs").write_text(  # as it notes what it wrote
            "".join(f"[slot.{name}.1]\nstatus=ok\nbundle.version=9\n\n" for name in ("rootfs", "boot"))
        )
        (folder / "slot").write_text("#!/bin/sh\necho A\n")
        (folder / "slot").chmod(0o755)
        rules = folder / "bus.conf"
        allowed = ('user="*"', 'own="*"', 'send_type="method_call"', 'send_destination="*"', 'receive_sender="*"')
        rules.write_text(
            f"<busconfig><type>system</type><listen>unix:path={folder}/bus</listen><auth>EXTERNAL</auth>"
            f'<policy context="default">{"".join(f"<allow {each}/>" for each in allowed)}</policy></busconfig>'
        )
        self._bus = os.environ | {"DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={folder}/bus", "LC_ALL": "C.UTF-8"}
        self._processes = [
            subprocess.Popen(["dbus-daemon", f"--config-file={rules}", "--nofork"], stderr=subprocess.DEVNULL)
        ]
        wait_for(lambda: (folder / "bus").exists())
        self._processes.append(
            subprocess.Popen(
                ["rauc", "-c", config, "service"], env=self._bus, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
        )
        asked = (
            "busctl",
            "call",
            "org.freedesktop.DBus",
            "/",
            "org.freedesktop.DBus",
            "NameHasOwner",
            "s",
            "de.pengutronix.rauc",
        )
        wait_for(lambda: "true" in self(*asked, timeout_s=20).out)

    def __call__(self, *words: str, timeout_s: float) -> Ran:
        ran = subprocess.run(words, capture_output=True, text=True, env=self._bus, timeout=timeout_s, check=False)
        return Ran(ran.returncode, ran.stdout, ran.stderr)

    def close(self) -> None:
        for process in reversed(self._processes):
            process.terminate()
            process.wait(20)


def wait_for(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("office"), "office")


@pytest.fixture(scope="module")
def rauc(office: Authority, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rauc]:
    if not all(map(shutil.which, ("rauc", "dbus-daemon", "busctl"))):
        pytest.skip("rauc, dbus-daemon or busctl is not installed")
    made = Rauc(tmp_path_factory.mktemp("rauc"), office.cert)
    yield made
    made.close()


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("parts")
    for name in ("root.img", "boot.vfat"):
        (folder / name).write_bytes(bytes(range(256)) * 4096)
    return folder


def test_what_the_real_one_says_of_its_slots(rauc: Rauc, folders: Folders) -> None:
    def ran(*words: str, timeout_s: float) -> Ran:
        if "InspectBundle" in words:
            return manifest(words[-2][-7])
        return GOOD if words[1] == "install" else rauc(*words, timeout_s=timeout_s)

    state = SystemBundles(folders, ran).from_web("8")
    assert (state.result, state.problem, state.floor) == ("refused", problem(UpdateCode.SYSTEM_NAME, number=8), HERE)
    assert SystemBundles(folders, ran).from_web("9").result == "ready"


def test_real_bundles_on_a_stick(rauc: Rauc, office: Authority, parts: Path, folders: Folders, tmp_path: Path) -> None:
    """The newest name is the one that is looked at; links, folders and other names are none."""
    made = stick(
        tmp_path / "stick",
        "kiosk-system-99.raucb.part",
        "kiosk-system-x.raucb",
        "Kiosk-system-98.raucb",
        "kiosk-system-٩.raucb",
    )
    held = made / "pembaruan"
    good = bundle(parts, 8, office.signer("signer"), tmp_path / "good")
    (held / "kiosk-system-97.raucb").symlink_to("/etc/shadow")
    (held / "kiosk-system-96.raucb").mkdir()
    bundles = SystemBundles(folders, rauc)
    assert bundles.from_stick(made) is None
    shutil.copy(good, held / "kiosk-system-8.raucb")
    # all that is before a device mapper is asked for: the signature, the number, the board
    state = bundles.from_stick(made)
    assert state is not None
    assert (state.number, state.result) == (8, "refused")
    assert state.problem is not None
    assert state.problem.code == UpdateCode.SYSTEM_REFUSED  # this machine has no such slots
    for name, content, code in (
        (
            "stranger",
            bundle(parts, 9, Authority(tmp_path / "s", "s").signer("s"), tmp_path / "b1"),
            UpdateCode.SYSTEM_NOT_OURS,
        ),
        ("old", bundle(parts, 9, office.signer("old", years=(2020, 2021)), tmp_path / "b2"), UpdateCode.SYSTEM_EXPIRED),
        ("renamed", good, UpdateCode.SYSTEM_NAME),
    ):
        shutil.copy(content, held / "kiosk-system-9.raucb")
        state = bundles.from_stick(made)
        assert state is not None
        assert (name, state.problem.code if state.problem else "", state.floor) == (name, code, HERE)
    whole = good.read_bytes()
    for broken in (whole[: len(whole) // 2], bytes(len(whole)), b"", b"\xff" * 9):
        (held / "kiosk-system-9.raucb").write_bytes(broken)
        state = bundles.from_stick(made)
        assert state is not None
        assert (state.result, state.problem and state.problem.code) == ("refused", UpdateCode.OTHER_SIZE)
