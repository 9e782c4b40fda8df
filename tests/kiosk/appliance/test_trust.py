"""Numbers and revoked keys outlive the data partition; what is remembered is verified, or bounded."""

from __future__ import annotations

import json
import os
import re
import shutil
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from content_cache.model.changes import Changes
from content_cache.model.records import EditionRecord
from content_cache.model.sources import EditionFloor
from content_cache.model.trust import publisher_of
from content_cache.signing.kept_keys import save_keys
from content_cache.signing.keyring import Held, Keyring, KeyRole, keys_document
from content_cache.signing.keys import SecretKey
from content_cache.signing.signatures import sign
from content_cache.store.store import Store
from kiosk.appliance.boot_settings import Settling
from kiosk.appliance.root_files.trust_files import HALF, ON_CARD, keep_trust, mirror_trust, read_trust
from kiosk.appliance.trust import LearnTrust, remember_on_card
from kiosk.appliance.update.installer import Updating
from kiosk.core.edition_trust import PostKey, SourceTrust, TrustState, merged
from kiosk.core.identity import kiosk_id
from kiosk.core.paths import Folders
from kiosk.post.identity import own_key
from kiosk.refresher.trust import TellTrust
from kiosk.settings import load
from kiosk.state.memory import Memory
from kiosk.state.request_kinds import RequestResult
from tests.kiosk.appliance.office import KEY, MACHINE, publish
from tests.support.doors import door_of, files, make_doors
from tests.support.machine import Machine

pytestmark = [
    pytest.mark.attack(
        "root and keys",
        "kept keys deleted, a new data partition: a revoked key and old editions come back",
        "highest numbers and revocations in root's folder and on the card",
    ),
    pytest.mark.attack(
        "root and keys",
        "a refresher that was taken over revokes the office's key, or raises the floor",
        "revocations are verified by root, numbers bounded by the boot",
    ),
]


NEWS, SPARE, NEW = (SecretKey.generate(f"{name} key") for name in ("news", "spare", "new"))
NOW = datetime(2026, 11, 25, 9, 41, tzinfo=UTC)
SETTINGS = f"""
[[source]]
name = "Kantor"
url = "https://kantor.example/"
format = "central"
keys = ["{NEWS.public} news", "{SPARE.public} spare"]
"""


def number(key: SecretKey) -> int:
    return int.from_bytes(key.id, "little")


class Kiosk:
    def __init__(self, root: Path) -> None:
        self.folders = Folders(root)
        for folder in (self.folders.data, self.folders.card, self.folders.image):
            folder.mkdir(parents=True)
        self.folders.system.mkdir(mode=0o700)
        (self.folders.card / "kiosk.toml").write_text(SETTINGS)
        (self.folders.card / ON_CARD).write_bytes(b" " * 2 * HALF)
        self.boot()
        (source,) = load(self.folders.config).sources
        self.source, self.name = source, f"{publisher_of(source):014x}"
        self.seconds = 0.0

    def boot(self) -> None:
        Settling(self.folders, lasting=lambda: True).settle_settings()
        self.learning = LearnTrust(self.folders, lambda: self.seconds)

    def lose_the_data_partition(self) -> None:
        for folder in (self.folders.data, self.folders.system):
            shutil.rmtree(folder)
            folder.mkdir(mode=0o700)

    def tell(self, seq: int, key: SecretKey = NEWS) -> RequestResult:
        return self.learning.learn(json.dumps({self.name: [seq, number(key)]})).result

    def revoke(self, *keys: SecretKey, by: SecretKey = SPARE, held: SecretKey = NEW) -> None:
        document = keys_document(
            Keyring((Held(held.public, KeyRole.NEWS, NOW),), 1, frozenset(key.id for key in keys)), NOW
        )
        save_keys(self.source, self.folders.data, document, sign(document, by, "keys=1"))

    @property
    def floor(self) -> EditionFloor:
        """Return the edition floor that the refresher reads."""
        (source,) = load(self.folders.config).sources
        return source.floor


@pytest.fixture
def kiosk(tmp_path: Path, machine: Machine) -> Kiosk:  # noqa: ARG001 -- its programs are on PATH
    return Kiosk(tmp_path / "root")


def test_a_new_data_partition_forgets_neither_number_nor_revocation(kiosk: Kiosk, machine: Machine) -> None:
    assert kiosk.tell(41) is RequestResult.DONE
    kiosk.revoke(SecretKey.generate(), NEW, held=NEWS)
    kiosk.tell(42)
    assert machine.has("kiosk-card.service")
    assert mirror_trust(kiosk.folders)  # what that unit does
    kiosk.lose_the_data_partition()
    kiosk.boot()
    assert (kiosk.floor.seq, kiosk.floor.key_id) == (42, number(NEWS))
    assert number(NEW) in kiosk.floor.revoked
    assert len(kiosk.floor.revoked) == 2
    assert mirror_trust(kiosk.folders), "one partition more"
    assert not mirror_trust(kiosk.folders)


def test_without_the_card_all_would_be_forgotten(kiosk: Kiosk) -> None:
    kiosk.tell(41)
    kiosk.lose_the_data_partition()  # before the card was written
    kiosk.boot()
    assert kiosk.floor == EditionFloor()


def test_a_number_that_a_revoked_key_signed_counts_no_more(kiosk: Kiosk) -> None:
    kiosk.tell(9_000)
    kiosk.revoke(NEWS)
    kiosk.tell(3, NEW)
    kiosk.boot()
    assert kiosk.floor == EditionFloor(3, number(NEW), frozenset([number(NEWS)]))


@pytest.mark.parametrize("seq", [10**12 - 1, 100_001, -1])
def test_a_refresher_that_was_taken_over_raises_no_floor_out_of_reach(kiosk: Kiosk, seq: int) -> None:
    kiosk.tell(seq)
    for step in range(1, 30):  # nor by steps: within one boot the reach is that of the boot
        kiosk.tell(100_000 + step * 9_000)
    kiosk.boot()
    assert kiosk.floor.seq == 0
    kiosk.tell(50)
    kiosk.boot()
    for step in range(1, 30):
        kiosk.tell(50 + step * 9_000)
    assert read_trust(kiosk.folders).sources[kiosk.name].seq == 9_050


def test_it_revokes_no_key_and_names_none(kiosk: Kiosk, tmp_path: Path) -> None:
    kiosk.revoke(NEWS, by=SecretKey.generate())
    kiosk.tell(7, SecretKey.generate())
    assert read_trust(kiosk.folders).sources[kiosk.name] == SourceTrust()
    kiosk.revoke(NEWS)  # rightly signed, but behind a link
    path = kiosk.folders.data / "keys" / f"{kiosk.name}.json"
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    kiosk.tell(7)
    assert read_trust(kiosk.folders).sources[kiosk.name].revoked == ()
    path.unlink()
    os.mkfifo(path)
    assert kiosk.tell(8) is RequestResult.DONE


@pytest.mark.parametrize("argument", ["", "[]", '{"a": 1}', '{"a": [1, 2, 3]}', '{"a": ["1", 2]}', "[" * 900])
def test_what_is_no_such_argument_is_refused(kiosk: Kiosk, argument: str) -> None:
    assert kiosk.learning.learn(argument).result is RequestResult.REFUSED


def test_an_update_that_was_taken_once_is_the_floor_of_a_new_partition(kiosk: Kiosk) -> None:
    keep_trust(kiosk.folders, TrustState(update=12))
    mirror_trust(kiosk.folders)
    kiosk.lose_the_data_partition()
    for offered, result in ((10, RequestResult.SAME), (12, RequestResult.SAME), (13, RequestResult.DONE)):
        publish(kiosk.folders.arrived, offered)
        updating = Updating(kiosk.folders, [str(KEY.public)], machine=MACHINE)
        assert updating.install_update(kiosk.folders.arrived).result is result
    kiosk.tell(1)
    assert read_trust(kiosk.folders).update == 13


def test_a_power_cut_while_the_card_is_written_leaves_what_was(kiosk: Kiosk) -> None:
    path = kiosk.folders.card / ON_CARD
    states = [TrustState(update=count) for count in range(1, 8)]
    for before, after in pairwise(states):
        keep_trust(kiosk.folders, before)
        mirror_trust(kiosk.folders)
        whole = path.read_bytes()
        keep_trust(kiosk.folders, after)
        mirror_trust(kiosk.folders)
        new = path.read_bytes()
        (kiosk.folders.system / "trust.json").unlink()
        changed = [at for at in range(len(new)) if new[at] != whole[at]]
        assert changed
        assert changed[0] // HALF == changed[-1] // HALF, "one half alone"
        for cut in changed[:: max(len(changed) // 10, 1)]:
            path.write_bytes(new[:cut] + whole[cut:])
            assert read_trust(kiosk.folders).update in (before.update, after.update)
        path.write_bytes(new)
    assert path.stat().st_size == 2 * HALF
    assert [name for name in files(kiosk.folders.card) if name.startswith(".")] == []


def handed(kiosk: Kiosk) -> PostKey:
    """Return the kiosk's post key as window and refresher read it."""
    return own_key(kiosk.folders.data, kiosk.folders.post_key)


def test_who_the_kiosk_is_to_its_office_outlives_the_data_partition(kiosk: Kiosk, machine: Machine) -> None:
    first = handed(kiosk)
    kiosk.boot()
    assert handed(kiosk) == first
    remember_on_card(kiosk.folders)
    assert machine.has("kiosk-card.service")
    assert mirror_trust(kiosk.folders)
    kiosk.lose_the_data_partition()
    kiosk.boot()
    assert handed(kiosk) == PostKey(first.kiosk, first.seed, 1), "numbers begin above all that may have been given away"
    kiosk.boot()
    assert handed(kiosk).partitions == 1
    mirror_trust(kiosk.folders)
    kiosk.lose_the_data_partition()
    kiosk.boot()
    assert handed(kiosk).partitions == 2


def test_it_keeps_the_name_that_it_has_in_reports_and_gives_it_back(kiosk: Kiosk) -> None:
    (kiosk.folders.data / "kiosk-id").write_text("25a0f9710781\n")
    (kiosk.folders.system / "post-key.json").unlink()  # of a program before this one
    kiosk.boot()
    assert handed(kiosk).kiosk == "25a0f9710781"
    mirror_trust(kiosk.folders)
    kiosk.lose_the_data_partition()
    kiosk.boot()
    assert kiosk_id(kiosk.folders.data, kiosk.folders.post_key) == "25a0f9710781"
    assert (kiosk.folders.data / "kiosk-id").read_text().strip() == "25a0f9710781"


@pytest.mark.parametrize("name", ["../../etc/pa", "x" * 13, "", "12345678901\n2", "éééééééééééé"])
def test_a_name_that_a_user_wrote_is_looked_at(kiosk: Kiosk, name: str) -> None:
    (kiosk.folders.data / "kiosk-id").write_text(name)
    (kiosk.folders.system / "post-key.json").unlink()
    kiosk.boot()
    assert re.fullmatch(r"[0-9a-f]{12}", handed(kiosk).kiosk)


def test_an_older_program_that_runs_again_loses_it_not(kiosk: Kiosk) -> None:
    first = handed(kiosk)
    older = {"update": 3, "sources": {}}  # as a program before this one writes it
    (kiosk.folders.system / "trust.json").write_text(json.dumps(older))
    kiosk.boot()
    assert handed(kiosk) == first
    kiosk.tell(41)
    assert (handed(kiosk), read_trust(kiosk.folders).post) == (first, first)


def test_its_secret_is_read_by_no_others_than_those_who_seal(kiosk: Kiosk) -> None:
    seed = handed(kiosk).seed
    assert kiosk.folders.post_key.stat().st_mode & 0o777 == 0o640
    assert (kiosk.folders.system / "post-key.json").stat().st_mode & 0o777 == 0o600
    beside = [path.read_bytes() for path in kiosk.folders.config.parent.iterdir() if path.is_file()]
    assert beside
    assert not any(seed.encode() in content for content in beside)


@pytest.mark.parametrize("content", [b"", b"x" * 2 * HALF, b"\xff" * 100, b"{}", b" " * 3 * HALF])
def test_a_card_with_nonsense_says_nothing(kiosk: Kiosk, content: bytes) -> None:
    (kiosk.folders.card / ON_CARD).write_bytes(content)
    assert read_trust(kiosk.folders) == TrustState(post=handed(kiosk))
    (kiosk.folders.card / ON_CARD).unlink()
    keep_trust(kiosk.folders, TrustState(update=2))
    assert mirror_trust(kiosk.folders)
    (kiosk.folders.system / "trust.json").unlink()
    assert read_trust(kiosk.folders).update == 2


def test_merging_is_the_same_both_ways_and_twice() -> None:
    one = TrustState(3, {"a": SourceTrust(9, 1, (5,)), "b": SourceTrust(2, 2)})
    other = TrustState(4, {"a": SourceTrust(7, 3, (1,))})
    both = TrustState(4, {"a": SourceTrust(7, 3, (1, 5)), "b": SourceTrust(2, 2)})
    assert merged(one, other) == merged(other, one) == merged(both, one) == both


def test_the_refresher_tells_of_each_edition_once(kiosk: Kiosk) -> None:
    make_doors(kiosk.folders)
    door = kiosk.folders.requests / "kiosk-refresher"
    with (
        Store.open(kiosk.folders.data) as store,
        Memory(kiosk.folders.data, door=door_of(kiosk.folders, "kiosk-refresher")) as memory,
    ):
        telling = TellTrust(store, [kiosk.source], memory.requests, lambda: NOW)
        telling.tell()
        assert files(door) == []
        for seq in (1, 1, 2):
            record = EditionRecord(seq=seq, issued=NOW, key_id=number(NEWS), publisher=publisher_of(kiosk.source))
            store.apply("Kantor", Changes(), None, NOW, record)
            telling.tell()
            telling.tell()
        asked = [json.loads((door / name).read_bytes()) for name in files(door)]
    assert [json.loads(each["argument"])[kiosk.name][0] for each in asked] == [1, 2]
