"""A disk that is full, read-only or failing: what is stored is still shown, it is said what is wrong, and it passes by itself."""

from __future__ import annotations

import io
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import numpy as np
import pytest
import soundfile
from msgspec.structs import replace

from content_cache.central.bundle import bundles_in
from content_cache.central.bundle_import import ImportResult, import_bundle
from content_cache.files import copy_plain, room_above
from content_cache.media.sound import HIGHEST_RATE, MOST_SECONDS
from content_cache.model.errors import StoreDiskError, StoreError, StoreFullError, StoreReadOnlyError
from content_cache.store.ballast import RESERVE
from content_cache.store.file import StoreFile
from content_cache.store.maintenance import Maintenance
from content_cache.store.store import Store
from content_cache.tables.connect import STORE
from kiosk.app.only_window import WindowOpenError, only_window
from kiosk.hall.notices.usb_staging import stage
from kiosk.state.memory import Memory
from kiosk.state.request_kinds import RequestKind
from tests.content_cache.central.office import OfficePC
from tests.content_cache.central.village import pinned
from tests.content_cache.house import LIMITS
from tests.faults.mounts import make_ext4, mounted, run, why_no_fuse, why_not
from tests.faults.powercut import bad_disk
from tests.faults.publishing import publish
from tests.faults.village import is_true

pytestmark = [
    pytest.mark.attack(
        "what comes in",
        "somebody else fills the disk",
        "pictures give way a tenth at a time, and are asked for again once there is room; the refresher stays "
        "up and goes on",
    ),
    pytest.mark.attack(
        "what comes in",
        "a stick that fills the disk, plugged in again and again, or by files that unpack to much more",
        "nothing is written that would not leave the reserve of 100 MB free, in the worst case of what it may "
        "become; told before",
    ),
]


needs_mount = pytest.mark.skipif(bool(why_not()), reason=f"no file system can be made here: {why_not()}")
needs_fuse = pytest.mark.skipif(bool(why_no_fuse()), reason=f"no FUSE disk can be made here: {why_no_fuse()}")
ROOT = Path(__file__).parents[2]

KILLED_WRITER = """
import os, pathlib, signal, sys
from content_cache.store.store import Store
from tests.faults.publishing import publish
folder = pathlib.Path(sys.argv[1])
store = Store.open(folder)
for edition in range(3):
    publish(store, folder, edition)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    image = make_ext4(tmp_path / "small.img", 16)
    with mounted(image, tmp_path / "small") as folder:
        yield folder


@contextmanager
def filled(folder: Path) -> Iterator[None]:
    """Nothing is left on the disk but what is the store's own."""
    path = folder / "fill"
    with path.open("wb", buffering=0) as file:
        for size in (1 << 20, 1 << 12, 1 << 9):
            try:
                while file.write(bytes(size)) == size:
                    pass
            except OSError:
                continue
    try:
        yield
    finally:
        path.unlink()


def keeper_of(store: Store, folder: Path) -> Maintenance:
    return Maintenance(store, folder, budget=1 << 40, now=lambda: None, reserve_bytes=2_000_000)


def publish_until_full(keeper: Maintenance, store: Store, data: Path) -> None:
    for edition in range(2, 200):
        keeper.write(partial(publish, store, data, edition, pictures=False))


@needs_mount
def test_a_full_disk_takes_the_reserve_then_waits_and_goes_on_by_itself(small_disk: Path) -> None:
    data = small_disk / "data"
    with Store.open(data) as store, Store.open(data, read_only=True) as screen:
        keeper = keeper_of(store, data)
        publish(store, data, 0)
        keeper.run_after_refresh(updated=True)
        assert (data / RESERVE).stat().st_size == 2_000_000
        before = store.reader.count()
        with filled(small_disk):
            keeper.write(lambda: publish(store, data, 1, pictures=False))
            assert not (data / RESERVE).exists()
            assert store.reader.count() > before
            with pytest.raises(StoreFullError, match="store_full"):
                publish_until_full(keeper, store, data)
            kept = store.reader.count()
            assert all(is_true(item) for item in screen.reader.items())
            assert len(screen.reader.items()) == kept
            with Store.open(data, read_only=True) as another:
                assert another.reader.count() == kept
        keeper.write(lambda: publish(store, data, 200, pictures=False))
        assert store.reader.count() > kept
        keeper.run_after_refresh(updated=False)
        assert (data / RESERVE).exists()


@needs_mount
def test_the_refresher_starts_on_a_full_disk_with_the_reserve(small_disk: Path) -> None:
    data = small_disk / "data"
    with Store.open(data) as store:
        publish(store, data, 0)
        keeper_of(store, data).run_after_refresh(updated=True)
        count = store.reader.count()
    with filled(small_disk):
        with Store.open(data, read_only=True) as screen:  # no room even for its -shm file
            assert screen.reader.count() == count
        with Store.open(data) as store:
            assert store.reader.count() == count
            assert not (data / RESERVE).exists()
    with Store.open(data) as store:
        publish(store, data, 1)


@needs_mount
def test_without_inodes_it_is_the_same(tmp_path: Path) -> None:
    image = make_ext4(tmp_path / "few.img", 8, "-N", "32")
    with mounted(image, tmp_path / "few") as disk:
        number = 0
        try:
            while True:
                (disk / f"file-{number}").touch()
                number += 1
        except OSError:
            pass
        (disk / "file-0").unlink()
        (disk / "data").mkdir()
        with pytest.raises(StoreFullError, match="store_full"):
            Store.open(disk / "data")
        for left in range(1, number):
            (disk / f"file-{left}").unlink()
        with Store.open(disk / "data") as store:
            publish(store, disk / "data", 0, pictures=False)


@needs_mount
def test_a_window_opens_on_a_card_that_refuses_to_be_written(tmp_path: Path) -> None:
    image = make_ext4(tmp_path / "card.img", 4)
    with mounted(image, tmp_path / "card", options="ro") as card, only_window(card), only_window(card):
        pass  # there can be no lock
    with mounted(image, tmp_path / "card") as card, only_window(card):
        pass
    with mounted(image, tmp_path / "card", options="ro") as card, only_window(card), pytest.raises(WindowOpenError):
        only_window(card).__enter__()


@needs_mount
def test_a_read_only_file_system_is_read_to_the_last_commit(tmp_path: Path) -> None:
    image = make_ext4(tmp_path / "disk.img", 16)
    with mounted(image, tmp_path / "disk") as disk:
        killed = subprocess.run([sys.executable, "-c", KILLED_WRITER, str(disk / "data")], cwd=ROOT, check=False)
        assert killed.returncode == -signal.SIGKILL
        assert (disk / "data" / f"{STORE}-wal").stat().st_size > 0
        for leftover in (disk / "data").glob("*-shm"):
            leftover.unlink()
    with mounted(image, tmp_path / "disk", options="ro,noload") as disk:
        with Store.open(disk / "data", read_only=True) as screen:
            items = screen.reader.items()
            assert len(items) == 26
            assert all(is_true(item) for item in items)
        with pytest.raises(StoreReadOnlyError, match="store_read_only"):
            Store.open(disk / "data")
    with mounted(image, tmp_path / "disk") as disk, Store.open(disk / "data") as store:
        assert len(store.reader.items()) == 26
        publish(store, disk / "data", 3)


@needs_mount
def test_a_view_that_stood_still_moves_again(tmp_path: Path) -> None:
    image = make_ext4(tmp_path / "disk.img", 16)
    with mounted(image, tmp_path / "disk") as disk:
        with Store.open(disk / "data") as store:
            publish(store, disk / "data", 0)
        run("mount", "-o", "remount,ro", str(disk))
        screen = Store(StoreFile(disk / "data" / STORE, read_only=True, stands_for=0))
        seen = screen.data_version()
        assert screen.reader.count() == 20
        with Store.open(disk / "data", read_only=True) as still:
            run("mount", "-o", "remount,rw", str(disk))
            with Store.open(disk / "data") as store:
                publish(store, disk / "data", 1)
                assert screen.data_version() != seen
                assert screen.reader.count() == 23
                assert all(is_true(item) for item in still.reader.items())
        screen.close()


@needs_fuse
def test_a_disk_that_fails_is_told_and_used_again_when_it_works(tmp_path: Path) -> None:
    with bad_disk(tmp_path / "fuse", 24) as disk:
        run("mkfs.ext4", "-q", "-F", "-O", "^has_journal", str(disk.image))
        with mounted(disk.image, tmp_path / "disk") as folder, Store.open(folder / "data") as store:
            data = folder / "data"
            keeper = keeper_of(store, data)
            publish(store, data, 0, pictures=False)
            with Store.open(data, read_only=True) as screen:
                disk.fail(10_000)
                with pytest.raises(StoreDiskError, match="store_disk"):
                    keeper.write(lambda: publish(store, data, 1, pictures=False))
                items = screen.reader.items()
                assert len(items) == 20
                assert all(is_true(item) for item in items)
                disk.fail(0)
                with suppress(StoreError):  # what SQLite still held of the failing disk
                    keeper.write(lambda: publish(store, data, 1, pictures=False))
                keeper.write(lambda: publish(store, data, 1, pictures=False))
                assert len(screen.reader.items()) == 23


FEED = "<rss version='2.0'><channel><title>Kabar</title><item><guid>{0}</guid><title>Kabar {0}</title></item></channel></rss>"
SETTINGS = """
[[source]]
name = "Kabar"
url = "{feed}"
every = "1s"
"""


def refresher_on(data: Path, settings: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "kiosk", "--config", str(settings), "--data", str(data), "refresh", "--keep-going"]
    return subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)


def wait_until(true: Callable[[], bool], seconds: float = 100) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.2)


def stored_titles(data: Path) -> set[str]:
    try:
        with Store.open(data, read_only=True) as store:
            return {item.title for item in store.reader.items()}
    except StoreError:
        return set()


@pytest.mark.slow(cases=0)
@needs_mount
@pytest.mark.parametrize("before", [True, False], ids=["full at its start", "full while it runs"])
def test_a_refresher_that_keeps_going_stays_up_on_a_full_small_disk(tmp_path: Path, before: bool) -> None:
    """It ended at once; as a unit it was started again and again."""
    feed, settings = tmp_path / "feed.xml", tmp_path / "kiosk.toml"
    feed.write_text(FEED.format(1))
    settings.write_text(SETTINGS.format(feed=feed))
    with mounted(make_ext4(tmp_path / "small.img", 12), tmp_path / "small") as disk, ExitStack() as stack:
        data = disk / "data"
        with Store.open(data) as store:
            publish(store, data, 0, pictures=False)
        with Memory(data) as memory:
            request = memory.requests.leave_request(RequestKind.REFRESH, datetime.now(UTC))
        if before:
            stack.enter_context(filled(disk))
        process = refresher_on(data, settings)
        stack.callback(process.wait)
        stack.callback(process.kill)
        if not before:
            wait_until(lambda: "Kabar 1" in stored_titles(data))
            stack.enter_context(filled(disk))
        feed.write_text(FEED.format(2))
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(12)
        (disk / "fill").unlink()
        (disk / "fill").touch()
        wait_until(lambda: "Kabar 2" in stored_titles(data))
        with Memory(data) as memory:
            wait_until(lambda: memory.requests.answer_to(request) is not None)
        process.terminate()
        assert process.wait(30) == 0


@needs_mount
def test_an_answer_that_a_full_disk_does_not_take_is_given_once_and_written_later(small_disk: Path) -> None:
    with Memory(small_disk) as asking, Memory(small_disk) as answering:
        first = asking.requests.leave_request(RequestKind.REFRESH, datetime.now(UTC))
        with filled(small_disk):
            for number in range(3_000):  # what is left of the WAL's own room
                asking.counts.add(f"read {number}", datetime.now(UTC).date())
            answering.requests.answer_request(first, "taken" * 2_000)
            assert answering.requests.pending(RequestKind.REFRESH) == []
            assert asking.requests.answer_to(first) is None
        assert answering.requests.pending(RequestKind.REFRESH) == []
        assert asking.requests.answer_to(first) == "taken" * 2_000


# --- what a stick writes, on a disk of its own


@needs_mount
def test_a_sticks_notices_are_refused_before_they_eat_the_reserve(tmp_path: Path, small_disk: Path) -> None:
    folder = tmp_path / "stick" / "pengumuman"
    folder.mkdir(parents=True)
    (folder / "rapat.txt").write_text("Rapat")
    (folder / "rapat.mp3").write_bytes(bytes(4_000_000))
    desk = small_disk / "desk"
    desk.mkdir()
    reserve = room_above(desk, 0) - 3_000_000
    for _ in range(3):  # plugged in again and again
        with pytest.raises(OSError, match="No space left"):
            stage(tmp_path / "stick", desk, reserve)
        assert room_above(desk, 0) >= reserve + 2_900_000, "nothing was written"
    (folder / "rapat.mp3").write_bytes(bytes(1_000_000))
    for _ in range(3):
        assert stage(tmp_path / "stick", desk, reserve) == 1
        assert room_above(desk, 0) >= reserve


@needs_mount
def test_a_file_of_a_stick_that_never_ends_fills_nothing(tmp_path: Path, small_disk: Path) -> None:
    """One that grows while it is read, as of a stick that is a computer."""
    growing = tmp_path / "tumbuh.mp3"
    growing.write_bytes(b"begin")
    with (small_disk / "copy").open("wb") as target, growing.open("ab", buffering=0) as more:
        more.write(bytes(8_000_000))
        assert copy_plain(growing, target, 5) == 5
    assert (small_disk / "copy").read_bytes() == b"begin"


def hum(number: int) -> bytes:
    """A minute that takes some ten thousand bytes and six million when it is decoded."""
    out = io.BytesIO()
    with soundfile.SoundFile(out, "w", 48_000, 1, "VORBIS", format="OGG") as sound:
        for _ in range(60):  # libsndfile's encoder has no room for a minute at once
            sound.write(np.full(48_000, number / 1000))
    return out.getvalue()


@pytest.mark.slow(cases=0)
@needs_mount
def test_the_recordings_of_an_edition_are_taken_as_far_as_the_reserve_allows(tmp_path: Path) -> None:
    """Small ones that are decoded to many times what a stick says they are."""
    office = OfficePC.at(tmp_path)
    for number in range(12):
        office.put(f"{number}.ogg", hum(number))
        office.put(f"{number}.md", f"---\nid: n{number}\ntitle: Kabar {number}\naudio: {number}.ogg\n---\nKabar.\n")
    office.out.mkdir()
    office.publish()
    (bundle,) = bundles_in(office.out)
    with (
        mounted(make_ext4(tmp_path / "disk.img", 300), tmp_path / "disk") as disk,
        Store.open(disk / "data") as store,
    ):
        reserve = (
            room_above(disk, 0) - MOST_SECONDS * HIGHEST_RATE * 2 - 12_000_000
        )  # the longest there is, and two of these
        limits = replace(LIMITS, free_bytes=reserve)
        source = pinned("https://kantor.example/")
        result = import_bundle(store, bundle, [source], clock=lambda: office.now, limits=limits)
        stored = [record for record in store.media.records().values() if record.path.endswith(".wav")]
        assert (result.result, store.reader.count()) == (ImportResult.TAKEN, 14), "the texts are there"
        assert 0 < len(stored) <= 3, "the others might not have fitted"
        assert result.error is not None, "and it is told"
        assert room_above(disk, reserve) > 0
