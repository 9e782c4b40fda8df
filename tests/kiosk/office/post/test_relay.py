"""Two receivers and a desk on one S3 store: whichever took it, the desk has each envelope once."""

from __future__ import annotations

import io
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from kiosk.office.app import make_app
from kiosk.office.context import OfficeContext
from kiosk.office.door import RECEIVER
from kiosk.office.opening import collector_of, open_office
from kiosk.office.post.file import FILE
from kiosk.office.post.inbox import PostInbox
from kiosk.office.post.reading import PostBounds
from kiosk.office.post.relay import KEYS, LOOK_S, Relay, RelayCollector
from kiosk.office.setup.setup import write_setup
from kiosk.office.targets.address import Address
from kiosk.office.targets.faults import TargetCode, TargetError
from kiosk.office.targets.s3 import Bucket
from tests.kiosk.office.targets.servers import PASSWORD, Server, s3
from tests.support.newsroom import BASE, KEY_PASSWORD, Newsroom, make_shared_keys
from tests.support.posting import OGG, PostingKiosk, code_for, enrolled, new_kiosk

pytestmark = pytest.mark.attack(
    "people",
    "strangers and forgers put envelopes to a receiver, or somebody reads its store",
    "nothing of theirs is taken; what lies there is sealed and checked again by the desk",
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Server]:
    with s3(tmp_path, "kiriman") as server:
        yield server


class Offices:
    """A desk, and two receivers that have nothing but the store; `seconds` is their time."""

    def __init__(self, room: Newsroom, store: Server) -> None:
        make_shared_keys(room.office.cabinet)
        self.room, self.seconds = room, 0.0
        self.bucket_address, self.secrets = Address.from_target(store.at()), store.secrets
        self.bucket = Bucket(self.bucket_address, self.secrets)
        self.kiosk = enrolled(room.office)
        self.collector = RelayCollector(self.bucket, room.office.post, room.office.post.store.register.kiosks)
        self.collect()
        self.first, self.second = (Relay(self.bucket, lambda: self.seconds) for _ in range(2))

    def collect(self) -> int:
        return self.collector.collect(self.room.now)

    def names(self) -> list[str]:
        return [name for name, _ in self.bucket.entries("", below=True) if name != KEYS]

    def held(self) -> list[int]:
        with sqlite3.connect(self.room.folder / ".kantor" / FILE) as db:
            return [n for (n,) in db.execute("SELECT n FROM envelope ORDER BY who, n")]


@pytest.fixture
def offices(room: Newsroom, store: Server) -> Offices:
    return Offices(room, store)


def test_whichever_took_it_the_desk_has_each_once(offices: Offices) -> None:
    now, kiosk = offices.room.now, offices.kiosk
    one, two, three = kiosk.question(12), kiosk.health(a=1), kiosk.question(13)
    assert offices.first.receive(one + two, now).taken == ((kiosk.id, 1), (kiosk.id, 2))
    offices.second.receive(one + two, now)
    assert len(offices.names()) == 1, "the same bytes are one object"
    offices.second.receive(two + three + one, now)
    with io.BytesIO(three) as letter:
        offices.first.receive_files([("x.amplop", letter)], now)
    assert offices.collect() == 3
    assert (offices.held(), offices.names()) == ([1, 2, 3], [])
    assert offices.room.office.post.acknowledged() == {kiosk.id: 3}
    offices.room.office.post.open(KEY_PASSWORD, now)
    assert [each.number for each in offices.room.office.post.store.questions("waiting")] == [12, 13]


def test_nothing_in_the_store_can_be_read(offices: Offices) -> None:
    offices.first.receive(offices.kiosk.question(12), offices.room.now)
    (name,) = offices.names()
    content = offices.bucket.read(name) or b""
    assert len(content) > len(OGG)
    assert OGG[:40] not in content
    assert b"Puskesmas" not in content


def test_cut_off_between_the_disk_and_the_store_it_comes_again_and_counts_once(offices: Offices) -> None:
    offices.first.receive(offices.kiosk.question(12), offices.room.now)
    (name,) = offices.names()
    offices.room.office.post.receive(offices.bucket.read(name) or b"", offices.room.now)  # and then it was killed
    assert offices.collect() == 1
    assert (offices.held(), offices.names()) == ([1], [])


def test_on_a_full_disk_of_the_desk_it_stays_in_the_store(offices: Offices) -> None:
    offices.first.receive(offices.kiosk.question(12), offices.room.now)
    post = offices.room.office.post
    full = RelayCollector(
        offices.bucket, PostInbox(post.store, offices.room.office.cabinet, reserve=2**60), post.store.register.kiosks
    )
    with pytest.raises(OSError, match="No space"):
        full.collect(offices.room.now)
    assert len(offices.names()) == 1
    assert offices.collect() == 1


def test_of_strangers_and_forgers_nothing_is_taken(offices: Offices) -> None:
    now = offices.room.now
    stranger = new_kiosk(offices.room.office)
    liar = PostingKiosk(offices.kiosk.office, now, id=offices.kiosk.id)
    for sent, why in (
        (stranger.health(a=1), "unknown_kiosk"),
        (liar.health(a=1), "signature"),
        (b"x" * 300, "unreadable"),
        (offices.kiosk.health(a=1)[:-1], "unreadable"),
    ):
        receipt = offices.first.receive(sent, now)
        assert (receipt.taken, [each.code for each in receipt.refused]) == ((), [why])
    assert offices.names() == []
    offices.bucket.put(f"post/{offices.kiosk.id}/{'0' * 64}.amplop", liar.health(a=2))  # who has the store's key
    offices.bucket.put("post/x", b"\0" * 2_000_000)
    assert offices.collect() == 2
    assert (offices.held(), offices.names()) == ([], [])


def test_too_much_of_a_kiosk_is_put_nowhere(offices: Offices) -> None:
    receipt = offices.first.receive(offices.kiosk.health(a=1), offices.room.now, lambda _kiosk, _size: False)
    assert [each.code for each in receipt.refused] == ["too_much"]
    stranger = new_kiosk(offices.room.office)
    receipt = offices.first.receive(
        stranger.enrol("ACDEFGHJ"), offices.room.now, lambda _kiosk, _size: True, lambda _n: False
    )
    assert [each.code for each in receipt.refused] == ["too_much"]
    assert offices.names() == []


@pytest.mark.parametrize("is_open", [True, False])
def test_who_asks_a_receiver_to_be_known_is_known_once_the_desk_has_looked(offices: Offices, *, is_open: bool) -> None:
    office, now = offices.room.office, offices.room.now
    if is_open:
        office.post.open(KEY_PASSWORD, now)
    kiosk = new_kiosk(office)
    asks = kiosk.enrol(code_for(office))
    told = kiosk.health(a=1)
    assert [each.code for each in offices.first.receive(asks + told, now).refused] == ["waits", "unknown_kiosk"]
    offices.collect()
    if not is_open:
        assert office.post.store.register.count_asking() == 1
        office.post.open(KEY_PASSWORD, now)
        offices.collect()
    assert [each.code for each in offices.first.receive(asks + told, now).refused] == ["waits", "unknown_kiosk"]
    offices.seconds += LOOK_S + 1
    assert offices.first.receive(asks + told, now).taken == ((kiosk.id, 1), (kiosk.id, 2))
    office.post.store.register.withdraw_kiosk(kiosk.id, now)
    offices.collect()
    offices.seconds += LOOK_S + 1
    assert [each.code for each in offices.first.receive(kiosk.health(a=2), now).refused] == ["unknown_kiosk"]


def test_an_emptied_store_is_told_the_kiosks_again(offices: Offices) -> None:
    offices.bucket.remove(KEYS)
    offices.collect()
    assert offices.first.receive(offices.kiosk.health(a=1), offices.room.now).taken == ((offices.kiosk.id, 1),)


def test_a_request_makes_three_kiosks_known_at_most_and_what_waits_is_asked_once(offices: Offices) -> None:
    office, now = offices.room.office, offices.room.now
    asked: list[int] = []

    def asks(number: int) -> bool:
        asked.append(number)
        return True

    some = [new_kiosk(office).enrol("ACDEFGHJ") for _ in range(8)]
    receipt = offices.first.receive(b"".join(some), now, lambda _kiosk, _size: True, asks)
    assert sorted(each.code for each in receipt.refused) == ["too_much"] * 5 + ["waits"] * 3
    assert (len(offices.names()), asked) == (3, [1, 1, 1])
    for _ in range(3):
        receipt = offices.first.receive(some[0], now, lambda _kiosk, _size: True, asks)
        assert [each.code for each in receipt.refused] == ["waits"]
    assert asked == [1, 1, 1]
    offices.second.receive_files([("x.amplop", io.BytesIO(some[7]))], now, PostBounds(enrols=lambda: False))
    assert len(offices.names()) == 3


class Stubborn(Bucket):
    """Removes nothing whose name has `fast`."""

    fast = ""

    def remove(self, name: str) -> None:
        if self.fast in name:
            raise TargetError(TargetCode.REFUSED, host="s3", file=name, reason="locked")
        super().remove(name)


def test_what_cannot_be_removed_holds_up_nothing_else(offices: Offices, store: Server) -> None:
    offices.first.receive(offices.kiosk.health(a=1), offices.room.now)
    (fast,) = offices.names()
    offices.second.receive(offices.kiosk.health(a=2), offices.room.now)
    bucket = Stubborn(Address.from_target(store.at()), store.secrets)
    bucket.fast = fast
    with pytest.raises(OSError, match="Input/output"):
        RelayCollector(bucket, offices.room.office.post, offices.room.office.post.store.register.kiosks).collect(
            offices.room.now
        )
    assert (offices.held(), offices.names()) == ([1, 2], [fast])


def test_while_the_store_hangs_one_request_waits_and_no_more(offices: Offices) -> None:
    now, reached, goes_on = offices.room.now, threading.Event(), threading.Event()

    class Hanging(Bucket):
        def read(self, name: str, most: int = 1) -> bytes | None:
            reached.set()
            goes_on.wait(60)
            return offices.bucket.read(name, most)

    relay = Relay(Hanging(offices.bucket_address, offices.secrets), lambda: 0.0)
    first: list[tuple[tuple[str, int], ...]] = []
    waiting = threading.Thread(target=lambda: first.append(relay.receive(offices.kiosk.health(a=1), now).taken))
    waiting.start()
    assert reached.wait(60)
    with pytest.raises(OSError, match="not been read"):
        relay.receive(offices.kiosk.health(a=2), now)
    goes_on.set()
    waiting.join(60)
    assert first == [((offices.kiosk.id, 1),)]


@pytest.mark.parametrize("bucket", ["", "https://desa.id/x"])
def test_a_receiver_without_a_store_does_not_start(tmp_path: Path, bucket: str) -> None:
    write_setup(tmp_path, title="Penerima", area="", out="")
    with (tmp_path / "office.toml").open("a") as file:
        file.write(f'[post]\nbucket = "{bucket}"\nreceives_only = true\n')
    with pytest.raises(TargetError):
        open_office(tmp_path)


def receiving_only(place: Path, store: Server) -> OfficeContext:
    """`kiosk office` as somebody sets it up on another machine."""
    write_setup(place, title="Penerima", area="", out="")
    with (place / "office.toml").open("a") as file:
        file.write(f'[post]\nbucket = "{store.at()}"\nreceives_only = true\n')
    keys = place / ".kantor/kunci"
    keys.mkdir()
    (keys / "tujuan.toml").write_text(f'["{store.at()}"]\npassword = "{PASSWORD}"\n')
    (keys / "tujuan.toml").chmod(0o600)
    return open_office(place)


def test_a_receiver_is_the_same_program_with_two_lines_of_settings(
    offices: Offices, store: Server, tmp_path: Path
) -> None:
    there = receiving_only(tmp_path / "lain", store)
    assert collector_of(there) is None
    with (offices.room.folder / "office.toml").open("a") as file:
        opened = store.at().replace("@", f":{quote(PASSWORD)}@")
        file.write(f'[post]\nbucket = "{opened}"\n')
    desk = open_office(offices.room.folder)
    client = make_app(there).test_client()
    answer = client.post(RECEIVER, data=offices.kiosk.question(12), base_url=BASE)
    assert (answer.status_code, answer.get_json()["taken"]) == (200, [1])
    assert not (there.folder / ".kantor" / FILE).exists(), "it keeps nothing"
    collector = collector_of(desk)
    assert collector is not None
    assert collector.collect(offices.room.now) == 1
    assert offices.held() == [1]


def test_where_the_store_does_not_answer_nothing_is_told_as_taken(room: Newsroom, tmp_path: Path) -> None:
    with s3(tmp_path, "kiriman") as store:
        there = Offices(room, store)
        client = make_app(receiving_only(tmp_path / "lain", store)).test_client()
        assert client.post(RECEIVER, data=there.kiosk.health(a=1), base_url=BASE).status_code == 200
    answer = client.post(RECEIVER, data=there.kiosk.health(a=2), base_url=BASE)
    assert (answer.status_code, answer.get_json()) == (507, {"fault": "no_room", "schema": 1})
    with pytest.raises(OSError, match="Input/output"):
        there.collect()
