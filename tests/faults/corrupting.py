"""Damage of every sort to a data folder: what is shown then must be true, and the next refresh must bring the rest."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from content_cache.model.codec import item_from_json
from content_cache.model.errors import StoreError
from content_cache.model.items import Item
from content_cache.store.maintenance import Maintenance
from content_cache.store.store import Store
from content_cache.tables.connect import GOOD_COPY, STORE
from tests.faults.checking import check_files, idle, unreferenced
from tests.faults.publishing import publish
from tests.faults.village import identity, is_true, shown

PAGE = 4096
EDITIONS = 12
_ETAGS = ("", f'"{EDITIONS - 1}"', f'"{EDITIONS // 2}"')  # none, the store's, the good copy's


def prepare(folder: Path) -> None:
    """A folder with some editions in it, a good copy that is older than the rest, and a WAL that holds the last of it."""
    with Store.open(folder) as store:
        for edition in range(EDITIONS):
            publish(store, folder, edition)
            if edition == EDITIONS // 2:
                store.keep_good_copy()


# --- the damages


def _page_of_zeros(path: Path, chance: random.Random) -> None:
    _overwrite(path, PAGE * chance.randrange(_pages(path)), bytes(PAGE))


def _page_of_noise(path: Path, chance: random.Random) -> None:
    _overwrite(path, PAGE * chance.randrange(_pages(path)), chance.randbytes(PAGE))


def _sector_of_another_page(path: Path, chance: random.Random) -> None:
    data = path.read_bytes()
    start = 512 * chance.randrange(max(len(data) // 512, 1))
    _overwrite(path, 512 * chance.randrange(max(len(data) // 512, 1)), data[start : start + 512])


def _one_bit(path: Path, chance: random.Random) -> None:
    _bits(path, chance, 1)


def _many_bits(path: Path, chance: random.Random) -> None:
    _bits(path, chance, 40)


def _cut_short(path: Path, chance: random.Random) -> None:
    os.truncate(path, chance.randrange(path.stat().st_size + 1))


def _header(path: Path, chance: random.Random) -> None:
    _overwrite(path, chance.randrange(100), chance.randbytes(16))


def _emptied(path: Path, chance: random.Random) -> None:  # noqa: ARG001
    path.write_bytes(b"")


def _noise(path: Path, chance: random.Random) -> None:
    path.write_bytes(chance.randbytes(chance.randrange(1, 100_000)))


def _text_changed(path: Path, chance: random.Random) -> None:
    """Words of a body, where they stand: nothing that SQLite could notice."""
    data = path.read_bytes()
    word, other = chance.choice([(b"warga", b"wagra"), (b"harga", b"haraa"), (b"dana ", b"denda"), (b"air", b"api")])
    places = [at for at in range(len(data)) if data.startswith(word, at)] if word in data else []
    for at in chance.sample(places, min(len(places), 5)):
        _overwrite(path, at, other)


DAMAGES: tuple[Callable[[Path, random.Random], None], ...] = (
    _page_of_zeros,
    _page_of_noise,
    _sector_of_another_page,
    _one_bit,
    _many_bits,
    _cut_short,
    _header,
    _emptied,
    _noise,
    _text_changed,
)


def _bits(path: Path, chance: random.Random, count: int) -> None:
    data = bytearray(path.read_bytes())
    for _ in range(count):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)


def _overwrite(path: Path, start: int, data: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(start)
        file.write(data)


def _pages(path: Path) -> int:
    return max(path.stat().st_size // PAGE, 1)


# --- what becomes of it


@dataclass
class Corrupted:
    """`naive_wrong` is the control: rounds in which plain SQL would have shown a text that nobody published although SQLite
    itself found nothing wrong.
    """

    wrong: Counter[str] = field(default_factory=Counter)
    naive_wrong: int = 0
    unnoticed_by_sqlite: int = 0
    kept: int = 0
    items: int = 0


def corrupt_again_and_again(scratch: Path, rounds: int, *, seed: int = 0) -> Corrupted:
    sound, folder = scratch / "sound", scratch / "data"
    prepare(sound)
    result = Corrupted()
    for number in range(rounds):
        chance = random.Random(f"{seed} {number}")
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(sound, folder)
        _damage(folder, number, chance)
        _look_naively(folder / STORE, scratch / "naive.sqlite", result)
        _read(folder, result)
        _start(folder, result)
    return result


@dataclass
class Damaged:
    """What single bits and pages did to a store, and how many of its items its readers still showed, the more so where its good
    copy was damaged with it."""

    wrong: Counter[str] = field(default_factory=Counter)
    rounds: int = 0
    both: int = 0
    empty: int = 0  # of `both`, those in which a reader found nothing


def damage_everywhere(scratch: Path, bits: int, pages: int, step: int, *, seed: int = 0) -> Damaged:
    """Flip `bits` single bits anywhere, spoil `pages` pages, and flip the high bit of each `step`th byte of the schema's pages;
    every third time in the good copy too. Each time a reader opens the store, and then who mends it."""
    sound, folder = scratch / "sound", scratch / "data"
    prepare(sound)
    with closing(sqlite3.connect(sound / STORE)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    folder.mkdir()
    store, good = (sound / STORE).read_bytes(), (sound / GOOD_COPY).read_bytes()
    result = Damaged()
    for number, spoil in enumerate(_everywhere(store, bits, pages, step, random.Random(seed))):
        for leftover in folder.iterdir():
            leftover.unlink()
        both = number % 3 == 2
        (folder / STORE).write_bytes(spoil(store))
        (folder / GOOD_COPY).write_bytes(spoil(good) if both else good)
        result.rounds += 1
        result.both += both
        result.empty += _opened(folder, result.wrong, read_only=True) == 0 and both
        _opened(folder, result.wrong, read_only=False)
    return result


def _everywhere(
    store: bytes, bits: int, pages: int, step: int, chance: random.Random
) -> Iterator[Callable[[bytes], bytes]]:
    for _ in range(bits):
        yield partial(_flipped, chance.randrange(len(store)), 1 << chance.randrange(8))
    for number in range(pages):
        start = PAGE * (number % (len(store) // PAGE))
        there = PAGE * chance.randrange(len(store) // PAGE)
        yield partial(_spoilt, start, (bytes(PAGE), chance.randbytes(PAGE), store[there : there + PAGE])[number % 3])
    for page in schema_pages(store):
        for at in range(PAGE * page, PAGE * (page + 1), step):
            yield partial(_flipped, at, 0x80)


def schema_pages(store: bytes) -> list[int]:
    """Return the numbers, from 0, of the pages that hold the schema of a SQLite file (sqlite.org/fileformat.html, section 1.6)."""
    kind, cells = store[100], int.from_bytes(store[103:105])
    if kind != 5:
        return [0]
    starts = [int.from_bytes(store[112 + 2 * n : 114 + 2 * n]) for n in range(cells)]
    return [0, *(int.from_bytes(store[at : at + 4]) - 1 for at in (*starts, 108))]


def _flipped(at: int, bit: int, data: bytes) -> bytes:
    at %= len(data)  # the good copy is shorter
    return data[:at] + bytes([data[at] ^ bit]) + data[at + 1 :]


def _spoilt(start: int, page: bytes, data: bytes) -> bytes:
    start %= len(data)
    return data[:start] + page + data[start + len(page) :]


def _opened(folder: Path, wrong: Counter[str], *, read_only: bool) -> int:
    """Return the number of items shown, and count in *wrong* a store that cannot be opened. A reader may refuse it, a
    writer must repair it."""
    try:
        with Store.open(folder, read_only=read_only) as store:
            items = store.reader.items()
            store.refreshed()
            store.data_version()
    except StoreError:
        wrong["no_start"] += not read_only
        return 0
    except Exception:  # noqa: BLE001 - whatever it is, the process would have ended
        wrong["no_start"] += 1
        return 0
    wrong["wrong_text"] += sum(not is_true(item) for item in items)
    return len(items)


def _damage(folder: Path, number: int, chance: random.Random) -> None:
    damage = DAMAGES[number % len(DAMAGES)]
    victims = [folder / STORE]
    if chance.random() < 0.3:
        victims.append(folder / GOOD_COPY)
    media = sorted(path for path in (folder / "media").iterdir())
    victims += chance.sample(media, 3)
    if chance.random() < 0.2:
        (folder / f"{STORE}-wal").write_bytes(chance.randbytes(5000))
    for victim in victims:
        damage(victim, chance)
    if chance.random() < 0.3:
        chance.choice(media).unlink(missing_ok=True)


def _look_naively(path: Path, copy: Path, result: Corrupted) -> None:
    """Count in *result* the damages that a reader without digests would show, unnoticed by SQLite."""
    shutil.copyfile(path, copy)
    try:
        with closing(sqlite3.connect(copy)) as connection:
            fine = connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            bodies = [row[0] for row in connection.execute("SELECT body FROM items")]
    except (sqlite3.Error, OSError):
        return
    result.unnoticed_by_sqlite += fine
    result.naive_wrong += fine and not all(_seems_true(body) for body in bodies)


def _seems_true(body: object) -> bool:
    try:
        return is_true(item_from_json(str(body)))
    except ValueError:
        return False


def _read(folder: Path, result: Corrupted) -> None:
    """The screen, before anything was mended: it may find nothing, but nothing wrong."""
    try:
        with Store.open(folder, read_only=True) as store:
            result.wrong["wrong_text"] += sum(not is_true(item) for item in store.reader.items())
            store.refreshed()
    except StoreError:
        pass  # told in one line; what was on the screen stays there


def _start(folder: Path, result: Corrupted) -> None:
    """The refresher's next start, and its next refresh."""
    wrong = result.wrong
    try:
        store = Store.open(folder)
    except StoreError:
        wrong["no_start"] += 1
        return
    with store:
        items = store.reader.items()
        result.kept += len(items)
        wrong["wrong_text"] += sum(not is_true(item) for item in items)
        # validators newer than the items they stand for would keep what is missing from coming again
        wrong["wrong_text"] += sum(record.etag not in _ETAGS for record in store.sources())
        Maintenance(store, folder, budget=1 << 40, now=lambda: None, reserve_bytes=4096).run_after_refresh(
            updated=False
        )
        publish(store, folder, EDITIONS)
        items = store.reader.items()
        result.items += len(items)
        there = {identity(item.title)[1:]: item for item in items}
        wrong["lost"] += sum(which not in there for which in shown(EDITIONS))
        wrong["lost"] += sum(not _is_found(store, item) for item in items)
        newest = [there[which] for which in shown(EDITIONS) if which in there]
        wrong["missing_media"] += sum(not attachment.path for item in newest for attachment in item.attachments)
        wrong += check_files(folder, {record.path for record in store.media.records().values() if record.path})
        idle(store, folder).refresh([])
        wrong["orphans"] += len(unreferenced(folder, store))


def _is_found(store: Store, item: Item) -> bool:
    """Whether a search for the number in its title finds the item: the index was damaged, or mended, like the rest."""
    return item in store.reader.items(search=item.title.split()[1])
