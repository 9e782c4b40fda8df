"""From a bug in a parser to root: each step attacked for real, by processes of the users whose step it is.

The first link is the bounded child (tests/content_cache/jobs). These begin where it has fallen: code runs as the refresher's user.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from content_cache.signing.keys import SecretKey
from kiosk.appliance.boot_settings import Settling
from kiosk.appliance.root_files.record import RootRecord, read_kept, update_keys, write_kept
from kiosk.appliance.update.installer import Updating
from kiosk.core.paths import Folders
from kiosk.settings import load
from kiosk.settings.pin import hash_pin, matches
from kiosk.state.request_kinds import RequestAnswer, RequestResult
from tests.kiosk.appliance.office import KEY, MACHINE, publish
from tests.support.doors import files
from tests.support.users import Appliance, appliance, may_be_others

pytestmark = [
    pytest.mark.attack(
        "root and keys",
        "views and triggers in SQLite files that others write",
    ),
    pytest.mark.attack(
        "root and keys",
        "a package that changes while it is taken",
        "what is verified is the copy in the slot",
    ),
]


@pytest.fixture(scope="module")
def _users() -> None:
    if why := may_be_others():
        pytest.skip(why)


@pytest.fixture
def machine(_users: None) -> Iterator[Appliance]:
    with appliance() as made:
        yield made


def result(machine: Appliance, user: str, number: int) -> RequestResult:
    return RequestAnswer.from_json(machine.answer(user, number)).result


# the chain, broken at three places, each of which assumes that all before it fell


@pytest.mark.attack(
    "root and keys",
    "who took over the refresher asks root for a PIN, a network, a time",
    "each user has a folder of its own, and a list of what it may ask",
)
def test_chain_1_who_took_over_the_refresher_has_nothing_to_ask_of_root(machine: Appliance) -> None:
    """A parser's bug runs code as the refresher: whatever it asks but its update, and a restart into one, is refused; and the
    window's requests it can neither make nor change."""
    asked = {
        kind: machine.ask("kiosk-refresher", kind, argument)
        for kind, argument in (
            ("pin", hash_pin("246813")), ("wifi", '{"name": "B", "password": "12345678"}'), ("clock", "2027-01-01T00:00+00:00"),
            ("hostname", "x"), ("factory-reset", ""), ("reboot", ""), ("report", ""), ("internet", "none"), ("faults", ""),
        )
    }  # fmt: skip
    machine.serve()
    assert {kind: result(machine, "kiosk-refresher", number) for kind, number in asked.items()} == dict.fromkeys(
        asked, RequestResult.REFUSED
    )
    window, answers = machine.folders.requests / "kiosk", machine.folders.requests / "answers"
    for attack in (
        f"touch {window}/1000000000000000000", f"ls {window}", f"mv {window} {window}.old", f"rmdir {window}",
        f"touch {answers}/x", f"ln -s /etc {machine.folders.requests}/kiosk-desk", f"touch {machine.folders.vouched}",
    ):  # fmt: skip
        assert machine.run("kiosk-refresher", "sh", "-c", attack, check=False).returncode != 0, attack
    assert read_kept(machine.folders) == RootRecord()


@pytest.mark.attack(
    "root and keys",
    "a link in the data folder makes root write over its own settings",
    "root writes in no folder that others may write; each folder is held by its descriptor",
)
def test_chain_2_who_took_over_the_window_too_makes_root_write_nowhere_else(machine: Appliance) -> None:
    """Show that an attacker with window and refresher cannot make root write through links.

    Before, a link in the data folder and a `pin` request overwrote root's settings with the attacker's keys. Now root
    opens nothing there to write, and keeps its files elsewhere.
    """
    system = machine.folders.system
    (system / "kiosk.toml").write_text('[update]\nkeys = ["asli"]\n')
    before = {path.name: path.read_bytes() for path in system.iterdir()}
    targets = {"root": system / "kiosk.toml", "mark": machine.folders.vouched}
    for target in targets.values():
        for name in ("settings.local.toml", "settings.local.new", ".settings.local.toml.00000000", "kiosk.sqlite-wal"):
            machine.run("kiosk", "ln", "-sfn", str(target), name)
        machine.run(
            "kiosk", "sh", "-c", f"ln -sfn {target} kiosk.sqlite; ln -sfn {system} updates; ln -sfn {system} reports"
        )
        numbers = [machine.ask("kiosk", kind, argument) for kind, argument in (
            ("pin", hash_pin("246813")), ("factory-reset", ""), ("pin", "x\n[update]\nkeys = ['milik penyerang']"),
        )]  # fmt: skip
        machine.ask("kiosk-refresher", "update")
        machine.serve()
        assert [result(machine, "kiosk", number) for number in numbers[::2]] == [
            RequestResult.DONE, RequestResult.REFUSED,
        ]  # fmt: skip
    assert {name: (system / name).read_bytes() for name in before} == before
    assert files(system) == ["kept.json", "kiosk.toml"]
    assert not machine.folders.vouched.exists()
    assert matches("246813", read_kept(machine.folders).pin)
    assert update_keys(machine.folders) == ()


@pytest.mark.attack(
    "root and keys",
    "who may ask root for anything brings a program with keys of his own",
    "keys of the image and of the first settings alone",
)
def test_chain_3_who_may_ask_root_for_anything_brings_no_program_of_his_own(machine: Appliance) -> None:
    """Even with root serving him: an update is signed by a key that no process of the kiosk can name."""
    folders, forger = machine.folders, SecretKey.generate()
    write_kept(folders, RootRecord(update_keys=(str(KEY.public),)))
    publish(folders.arrived, 7, key=forger)
    named = f'[update]\nkeys = ["{forger.public}"]\n'
    machine.run("kiosk", "sh", "-c", f"printf '%s' '{named}' | tee settings.local.toml kiosk.toml keys.toml")
    assert machine.run("kiosk", "sh", "-c", f"echo x > {folders.config}", check=False).returncode != 0
    assert machine.run("kiosk", "sh", "-c", f"echo x > {folders.system}/kept.json", check=False).returncode != 0
    number = machine.ask("kiosk-refresher", "update")
    machine.serve()
    assert result(machine, "kiosk-refresher", number) is RequestResult.REFUSED
    (folders.card / "kiosk.toml").write_text(named)  # even a card that was in other hands: the first take-over holds
    Settling(folders, lasting=lambda: True).settle_settings()
    assert update_keys(folders) == (str(KEY.public),)
    assert [fault.key for fault in load(folders.config).faults] == ["update.keys"]
    assert load(folders.config).update.keys == (str(KEY.public),)
    assert Updating(folders, machine=MACHINE).install_update(folders.arrived).result is RequestResult.REFUSED


# requests that wedge


def pipe(door: Path, name: str) -> str:
    return f"mkfifo {door}/{name}"


def link(door: Path, name: str) -> str:
    return f"ln -s {door}/../../../var/lib/kiosk-system/kept.json {door}/{name}"


def folder(door: Path, name: str) -> str:
    return f"mkdir {door}/{name}"


def full_folder(door: Path, name: str) -> str:
    return f"mkdir -p {door}/{name}/x"


def socket(door: Path, name: str) -> str:
    return f"cd {door} && python3 -c \"import socket; socket.socket(socket.AF_UNIX).bind('{name}')\""


def large(door: Path, name: str) -> str:
    return f"head -c 5000000 /dev/zero > {door}/{name}"


def sparse(door: Path, name: str) -> str:
    return f"truncate -s 1T {door}/{name}"


def blob(door: Path, name: str) -> str:
    return f"printf 'kind\\000\\377\\376' > {door}/{name}"


def second_name(door: Path, name: str) -> str:
    return f"echo '{{}}' > {door}/.x; ln {door}/.x {door}/{name}"


def typed_wrong(door: Path, name: str) -> str:
    return f'echo \'{{"kind": ["pin"], "argument": {{}}}}\' > {door}/{name}'


def nested(door: Path, name: str) -> str:
    return f"printf '%03500d' 0 | tr 0 '[' > {door}/{name}"


def unreadable(door: Path, name: str) -> str:
    return f"touch {door}/{name}; chmod 0 {door}/{name}"


WEDGES = [pipe, link, folder, full_folder, socket, large, sparse, blob, second_name, typed_wrong, nested, unreadable]


@pytest.mark.attack(
    "root and keys",
    "a pipe, device, link, BLOB or a huge file as a request stops the provisioner",
    "dropped and told, the next is served",
)
@pytest.mark.slow(cases=1)
@pytest.mark.parametrize("wedge", WEDGES, ids=lambda wedge: wedge.__name__)
def test_a_wedged_request_is_dropped_and_told_and_the_next_is_served(
    machine: Appliance, wedge: Callable[[Path, str], str]
) -> None:
    door = machine.folders.requests / "kiosk"
    name = str((1 << 62) + 1)
    machine.run("kiosk", "sh", "-c", wedge(door, name))
    machine.run("kiosk", "sh", "-c", f"touch {door}/kiosk.sqlite {door}/99999999999999999999999")
    number = machine.ask("kiosk", "pin", hash_pin("246813"))
    log = machine.serve(looks=2)
    assert result(machine, "kiosk", number) is RequestResult.DONE
    assert result(machine, "kiosk", int(name)) is RequestResult.REFUSED
    assert log.count("a request of kiosk is dropped") >= 3
    assert set(files(door)) <= {".x", name}
    assert (door / name).is_dir() or not os.path.lexists(door / name)


def test_a_view_a_trigger_or_a_blob_in_the_kiosks_memory_reaches_root_no_more(machine: Appliance) -> None:
    """The provisioner has no SQLite open at all: what stopped it for good is not read."""
    script = (
        "import sqlite3; c = sqlite3.connect('kiosk.sqlite', isolation_level=None)\n"
        "c.execute('CREATE TABLE r (id INTEGER, kind, asked, answer)')\n"
        "c.execute('CREATE VIEW requests AS SELECT * FROM r')\n"
        "c.execute(\"INSERT INTO r VALUES (1, x'ff00fe', 0, NULL)\")"
    )
    machine.python("kiosk", script)
    number = machine.ask("kiosk", "pin", hash_pin("246813"))
    assert "Traceback" not in machine.serve(looks=3)
    assert result(machine, "kiosk", number) is RequestResult.DONE


@pytest.mark.slow(cases=0)
def test_a_thousand_requests_keep_the_other_user_waiting_for_one_look(machine: Appliance) -> None:
    door = machine.folders.requests / "kiosk-refresher"
    machine.run(
        "kiosk-refresher", "sh", "-c", f"cd {door}; for n in $(seq 1000 2500); do echo x > 4611686018427$n; done"
    )
    number = machine.ask("kiosk", "pin", hash_pin("246813"))
    machine.serve()
    assert result(machine, "kiosk", number) is RequestResult.DONE
    assert len(files(machine.folders.requests / "answers")) <= 102


def test_an_update_that_changes_while_it_is_taken_is_what_was_signed_or_nothing(tmp_path: Path) -> None:
    """The package is exchanged between the look at its name and the copy, and while it is copied: the slot is what is verified."""
    folders = Folders(tmp_path / "root")
    folders.system.mkdir(parents=True, mode=0o700)
    path = publish(folders.arrived, 7)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1

    class Exchanging(Updating):
        def _write(self, state: object) -> None:
            super()._store_state(state)  # type: ignore[arg-type]
            path.unlink()
            path.write_bytes(content)

    taken = Exchanging(folders, [str(KEY.public)], machine=MACHINE).install_update(folders.arrived)
    if taken.result is RequestResult.DONE:  # it had the right one open
        assert (folders.slots / "a.squashfs").read_bytes() != bytes(content)
    with path.open("r+b") as file:
        file.write(content)
    again = Updating(Folders(tmp_path / "second"), [str(KEY.public)], machine=MACHINE).install_update(folders.arrived)
    assert again.result is RequestResult.REFUSED
