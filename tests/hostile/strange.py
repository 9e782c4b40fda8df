"""What another user of the data folder may lay there in the place of a file, and under which names.

As a program it lays each kind under each name, and does with the folder what window and refresher do: python -m
tests.hostile.strange KIND TEMPLATE FOLDER CONFIG. Prints the names at which something was lost or would not end.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from content_cache.files import read_plain
from content_cache.media.drafts import FileDraft
from content_cache.model.sources import Source
from content_cache.model.trust import publisher_of
from content_cache.signing import kept_keys
from content_cache.signing.keys import SecretKey
from content_cache.store.ballast import RESERVE, Reserve
from content_cache.store.lock import writer_lock
from content_cache.store.store import Store
from kiosk.core.identity import kiosk_id
from kiosk.hall.notices.store import NoticeStore
from kiosk.post.faults import PostError
from kiosk.post.identity import own_key
from kiosk.post.spool import Spool
from kiosk.refresher.metrics import MetricsOutbox
from kiosk.settings.loader import load
from kiosk.settings.office_layer import read_choices, read_layer, write_choices, write_layer
from kiosk.settings.overrides import change, read_local
from kiosk.state import hall_emergency
from kiosk.state.hall_emergency import OwnEmergency
from kiosk.state.hall_sources import local_sources
from kiosk.state.memory import Memory

PATIENCE_S = 60  # until what does not end counts as that, on a busy machine
SPARSE_BYTES = 400_000_000_000


def _bind(path: Path) -> None:
    """A name of at most 108 bytes (unix(7))."""
    here = Path.cwd()
    os.chdir(path.parent)
    try:
        socket.socket(socket.AF_UNIX).bind(path.name)
    finally:
        os.chdir(here)


def _loop(path: Path) -> None:
    other = path.with_name(f"{path.name}.round")
    other.unlink(missing_ok=True)
    other.symlink_to(path.name)
    path.symlink_to(other.name)


def _folder(path: Path) -> None:
    path.mkdir()
    (path / "x").write_text("x")


def _sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(SPARSE_BYTES)


def _forbidden(path: Path) -> None:
    path.write_text("x")
    path.chmod(0)


KINDS: Mapping[str, Callable[[Path], object]] = {
    "pipe": os.mkfifo,
    "socket": _bind,
    "device": lambda path: path.symlink_to("/dev/zero"),
    "dangling": lambda path: path.symlink_to("nothing-here"),
    "loop": _loop,
    "folder": _folder,
    "sparse": _sparse,
    "deep": lambda path: path.write_bytes(b"[" * 900_000),
    "bytes": lambda path: path.write_bytes(b"\0\xff\xfe\xc0" * 5_000),
    "forbidden": _forbidden,
}
_KEYS = tuple(str(SecretKey.generate().public) for _ in range(2))
SIGNED = Source(name="Kantor", url="https://kantor.example/", keys=_KEYS)
KEYS = f"keys/{publisher_of(SIGNED):014x}.json"
FILES = (
    "content.sqlite", "content.sqlite-wal", "content.sqlite-shm", "content.good.sqlite", "content.good.sqlite.new",
    "content.damaged.sqlite", RESERVE, "kiosk.sqlite", "kiosk.sqlite-wal", "kiosk.damaged", "kiosk-id", "post-key.json",
    "settings.local.toml", "settings.office.json", "settings.choices.json", "lock", "window.lock", "reports.prom",
    "system-bytes.json", "faults.log", KEYS, "post/made.0", "post/made.1", "desk/notices.json", "desk/feed.json", "desk/alerts.xml",
    "desk/staff.json", "desk/emergency.json", "desk/.lock", "desk/audit.log",
)  # fmt: skip
FOLDERS = ("media", "keys", "post", "desk", "speech", "updates")
NAMES = (*FILES, *FOLDERS)


def plant(data: Path, name: str, kind: str) -> None:
    """Lay it there in place of what is there."""
    path = data / name
    if path.parent.is_symlink() or not path.parent.is_dir():
        _remove(path.parent)
        path.parent.mkdir()
    _remove(path)
    KINDS[kind](path)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        path.chmod(0o700)
        shutil.rmtree(path)
    path.unlink(missing_ok=True)


def use(data: Path, config: Path) -> int:
    """Do with a data folder what window and refresher do when they begin; how many items the writer has."""
    now = datetime.now(UTC)
    kiosk_id(data)
    load(config, data)
    with Store.open(data, read_only=True) as reader:
        reader.reader.count()
    with Memory(data) as memory:
        memory.pin_tries.of("pad")
        memory.notes.write("loudspeaker", "x")
    with writer_lock(data), Store.open(data) as store:
        count = store.reader.count()
        store.keep_good_copy()
        Reserve(data).fill_reserve()
    change(data, config, {"place": {"language": "en"}})
    assert read_local(data, config)["place"]["language"] == "en"
    write_layer(data, read_layer(data))
    write_choices(data, read_choices(data))
    for _ in range(2):  # what somebody left without an end takes the first along
        MetricsOutbox(data).add(["kiosk_up 1"])
    assert MetricsOutbox(data).oldest_lines()[-1:] == ["kiosk_up 1"]
    with suppress(PostError):  # a key that is damaged is never replaced: the office knows it
        key = own_key(data)
        Spool(data, key, None, now=lambda: now).made()
        Spool(data, key, None, now=lambda: now).give_number(lambda _number: None)
    assert kept_keys.load_keys(SIGNED, data).number == 0
    local_sources(data, "Balai", "Asia/Makassar")
    notices = NoticeStore(data, "Balai")
    notices.mend(now)
    notices.save_emergency(OwnEmergency(), "Ani", now)
    hall_emergency.read_emergency(data)
    notices.audit()
    FileDraft(data / "media").close()
    with suppress(OSError):
        read_plain(data / "faults.log", 100)
    return count


def _too_long(*_: object) -> None:
    raise TimeoutError


def main(kind: str, template: str, folder: str, config: str) -> None:
    signal.signal(signal.SIGALRM, _too_long)
    for name in NAMES:
        data = Path(folder) / f"{kind}-{name.replace('/', '-')}"
        shutil.copytree(template, data)
        plant(data, name, kind)
        signal.alarm(PATIENCE_S)
        try:
            count = use(data, Path(config))
        except BaseException as error:  # noqa: BLE001 - whatever it is, the next name is tried
            print(f"{name}: {type(error).__name__}: {error}")
        else:
            if count != int(sys.argv[5]):
                print(f"{name}: {count} items are left")
        signal.alarm(0)
        shutil.rmtree(data, ignore_errors=True)


if __name__ == "__main__":
    main(*sys.argv[1:5])
