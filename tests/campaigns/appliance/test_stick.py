"""What becomes of a stick that is plugged in, by the unit's own commands: mounted, taken in, written back, let go."""

from __future__ import annotations

from pathlib import Path

import pytest

from content_cache.central.import_result import ImportResult, from_json
from content_cache.store.store import Store
from kiosk.state.memory import Memory
from kiosk.state.request_kinds import RequestKind
from tests.campaigns.appliance.stick import PEOPLE, command, lines, plugged_in, run_in_namespace, script, why_not
from tests.content_cache.central.office import NEWS, OfficePC

pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not() or "a stick can be mounted here")
TITLES = ["Air mati besok", "Harga cakalang turun"]
AS_THE_UNIT = f"setpriv --reuid {PEOPLE} --regid {PEOPLE} --clear-groups"


class Plugged:
    """A kiosk, an office's stick, and what `run` saw of them: `told` by the commands, `seen` of the mounts, `reports` left."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.data, self.config = place / "data", place / "kiosk.toml"
        self.office = OfficePC.at(place)
        self.office.publish()
        self.config.write_text(
            f'[[source]]\nname = "D"\nurl = "https://kabar.invalid/"\nformat = "central"\nkeys = ["{NEWS.public} news"]\n'
        )
        self.seen = self.reports = ""
        self.told = ""

    def run(self, *, file_system: str = "exfat", pulled: bool = False) -> None:
        with plugged_in(self.place / "stick.img", file_system) as name:
            stick = f"/run/kiosk-stick/{name}"
            look = f"{{ grep {stick} /proc/self/mountinfo || echo not mounted; }} >>{self.place}/seen"
            touch = f"{{ {AS_THE_UNIT} touch {stick}/x 2>/dev/null && echo touched || echo not touched; }} >>{self.place}/seen"
            fill = [f"mount -t {file_system} /dev/{name} /mnt", f"cp -r {self.office.out} /mnt/", "umount /mnt"]
            unit = [command(line, name, self.data) for key in ("ExecCondition", "ExecStartPre") for line in lines(key)]
            start = [command(line, name, self.data) for line in lines("ExecStart")]
            unit += [look, touch]
            if pulled:  # whatever is read from now on cannot be read
                unit.append(f"truncate --size 0 {self.place}/stick.img; echo 3 >/proc/sys/vm/drop_caches")
            unit += [*start[:-1], look, start[-1]]
            unit += [command(line, name, self.data) for line in lines("ExecStopPost")] + [look, f"test ! -e {stick}"]
            if not pulled:
                unit += [
                    f"mount -t {file_system} /dev/{name} /mnt",
                    f"cat /mnt/laporan-kios/*.txt >{self.place}/reports || true",
                ]
            done = run_in_namespace(script([*fill, *unit], self.place), self.config)
            self.told = done.stdout + done.stderr
            assert done.returncode == 0, self.told
        self.seen = (self.place / "seen").read_text()
        if not pulled:
            self.reports = (self.place / "reports").read_text()

    def result(self) -> ImportResult:
        """Return the result of the stick's import that the screen is given."""
        with Memory(self.data) as memory:
            (request,) = memory.requests.since(0)
            assert request.kind is RequestKind.IMPORT
            assert request.argument.startswith("/run/kiosk-stick/")
            (result,) = from_json(memory.requests.answer_to(request.id) or "")
            return result.result

    def titles(self) -> list[str]:
        with Store.open(self.data) as store:
            return sorted(item.title for item in store.reader.items())


@pytest.fixture
def plugged(tmp_path: Path) -> Plugged:
    return Plugged(tmp_path)


def test_it_is_read_without_being_written_then_the_report_is_left_and_it_is_let_go(plugged: Plugged) -> None:
    plugged.run()
    assert (plugged.result(), plugged.titles()) == (ImportResult.TAKEN, TITLES)
    taking, touched, reporting, after = plugged.seen.splitlines()
    assert " ro,nosuid,nodev" in taking
    assert touched == "not touched"
    assert " rw,nosuid,nodev" in reporting
    assert after == "not mounted"
    assert "berhasil, edisi 1" in plugged.reports


def test_a_forged_one_is_refused_and_its_report_says_so(plugged: Plugged) -> None:
    feed = plugged.office.out / "feed-1.json"
    feed.write_bytes(feed.read_bytes().replace(b"Air mati", b"Air keru"))
    plugged.run()
    assert (plugged.result(), plugged.titles()) == (ImportResult.REFUSED, [])
    assert "tanda tangan salah: tidak dipakai" in plugged.reports


def test_another_file_system_is_not_mounted_and_the_screen_says_what_is_wrong(plugged: Plugged) -> None:
    plugged.run(file_system="ext4")
    assert (plugged.result(), plugged.titles()) == (ImportResult.UNREADABLE, [])
    assert plugged.seen.split("\n")[0] == "not mounted"
    assert plugged.reports == ""
    assert "flash disk tidak terbaca" in plugged.told


@pytest.mark.slow(cases=0)
def test_pulled_in_the_midst_it_harms_nothing_and_is_let_go(plugged: Plugged) -> None:
    plugged.run()
    before = plugged.titles()
    (plugged.place / "seen").unlink()
    plugged.office.put("baru.md", "---\ntitle: Listrik mati\n---\nSore.\n")
    plugged.office.publish()
    plugged.run(pulled=True)
    assert plugged.titles() == before
    assert plugged.seen.splitlines()[-1] == "not mounted"
    with Memory(plugged.data) as memory:
        newest = from_json(memory.requests.answer_to(memory.requests.newest()) or "")
    assert {result.result for result in newest} <= {
        ImportResult.REFUSED
    }  # none where not even the folder could be read
