"""Kiosk to kiosk: what one hands out another takes, by HTTP of this machine; and what a hostile one may not make it do."""

from __future__ import annotations

import io
import json
import shutil
import socketserver
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import numpy as np
import pytest
from PIL import Image

from content_cache.central.import_result import Imported, ImportResult
from content_cache.signing.edition import LATEST, Latest
from content_cache.signing.signatures import Signature, sign
from content_cache.store.store import Store
from kiosk.core.clock import never_before
from kiosk.installation import Installation
from kiosk.refresher.imports import take_arrival, take_neighbours
from kiosk.refresher.neighbours import rounds
from kiosk.refresher.neighbours.gathering import is_for_all
from kiosk.refresher.neighbours.reach import told_by
from kiosk.refresher.neighbours.rounds import LONGEST_REST_S, REST_S, Neighbours, RoundLimits
from kiosk.refresher.neighbours.shelf import CURRENT, Shelf
from kiosk.refresher.optional_steps import neighbour_step
from kiosk.settings import load
from kiosk.state.memory import Memory
from tests.content_cache.central.office import NEWS, OTHER, SPARE, OfficePC
from tests.support.present import present
from tests.support.public_site import HAS_NGINX, served
from tests.support.sealing import sealing_to

pytestmark = [
    pytest.mark.attack(
        "what comes in",
        "a hostile machine in the hall's network passes for a kiosk: a forged edition, an older one, a number "
        "that lies, other words or pictures, a half, an answer without end, a byte now and then, a redirect "
        "to a router",
        "refused before anything of it is kept; asked in a thread of its own, in which the others are asked "
        "all the same; left alone for half an hour to a day",
    ),
    pytest.mark.attack(
        "what comes in",
        "a hostile machine breaks off again and again near the end",
        "pictures that the office signed stay, and are not fetched twice; 1 GB a day, of which what broke off "
        "takes all that it might have been; over the internet the settings' bytes of the day; nobody is put "
        "to rest because they are over",
    ),
]


DAY = timedelta(days=1)


class Kiosk:
    """One of the valley, as far as others meet it: `handed` is what its web server hands out."""

    def __init__(self, place: Path, url: str = "https://kantor.invalid/") -> None:
        place.mkdir()
        self.handed = place / "publik"
        config = place / "kiosk.toml"
        config.write_text(
            f'[place]\nname = "Desa Bunga"\narea = "72.01.05"\n[public]\nenabled = true\nneighbours = true\n'
            f'folder = "{self.handed}"\n'
            f'[[source]]\nname = "Kantor"\nurl = "{url}"\nformat = "central"\n'
            f'keys = ["{NEWS.public}", "{SPARE.public} spare"]\n'
        )
        self.installation = Installation(load(config), config, place / "data", print, print)
        self.stack = ExitStack()
        self.store = self.stack.enter_context(Store.open(place / "data"))
        self.memory = self.stack.enter_context(Memory(place / "data"))
        self.near: list[str] = []
        self.seconds = 0.0
        self.taken: list[Imported] = []
        self.pace = RoundLimits()
        self.neighbours = Neighbours(
            self.installation,
            self.store,
            self._take,
            look=lambda: self.near,
            monotonic=lambda: self.seconds,
            pace=self.pace,
        )
        self.stack.callback(self.neighbours.close)

    def _take(self, path: Path) -> list[Imported]:
        results = take_neighbours(self.installation, self.store, path)
        self.taken += results
        return results

    def brought(self, folder: Path) -> ImportResult:
        """Take the edition in *folder* as from a courier's phone or a stick."""
        return take_arrival(self.installation, self.store, self.memory, folder)[0].result

    def looks_round(self) -> int:
        """One round, and what comes of it: the number of the edition that is here."""
        self.seconds += rounds.EVERY_S
        for _ in range(2):
            self.neighbours.visit_neighbours()
            if (thread := self.neighbours._thread) is not None:
                thread.join(60)
                assert not thread.is_alive()
        return self.seq

    @property
    def seq(self) -> int:
        return self.store.edition("Kantor").seq

    @property
    def shelf(self) -> Path:
        return self.handed / CURRENT

    @property
    def files(self) -> list[str]:
        return sorted(str(path.relative_to(self.handed)) for path in self.handed.rglob("*") if path.is_file())


@pytest.fixture
def valley(tmp_path: Path) -> Iterator[Callable[..., Kiosk]]:
    with ExitStack() as stack:

        def made(name: str, **more: str) -> Kiosk:
            kiosk = Kiosk(tmp_path / name, **more)
            stack.enter_context(kiosk.stack)
            return kiosk

        yield made


NEW = "---\nid: baru\ntitle: Jembatan dibuka\ncategory: berita\n---\nSejak pagi.\n"


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return the folders of an office's first and second edition."""
    place = tmp_path_factory.mktemp("kantor")
    office = OfficePC.at(place)
    office.publish()
    shutil.copytree(office.out, place / "satu" / CURRENT)
    office.put("baru.md", NEW)
    office.publish(later=DAY)
    shutil.copytree(office.out, place / "dua" / CURRENT)
    return place / "satu", place / "dua"


@pytest.fixture
def office(tmp_path: Path) -> OfficePC:
    return OfficePC.at(tmp_path)


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


@contextmanager
def handing_out(folder: Path, handler: Callable[..., SimpleHTTPRequestHandler] = Quiet) -> Iterator[str]:
    """A kiosk's web server: the address that others are told."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/"
        finally:
            server.shutdown()


@pytest.mark.slow(cases=0)
def test_what_a_courier_brings_to_one_reaches_the_next_and_the_one_after(
    valley: Callable[..., Kiosk], editions: tuple[Path, Path]
) -> None:
    first, second, third = (valley(name) for name in ("satu", "dua", "tiga"))
    assert first.brought(editions[0] / CURRENT) == ImportResult.TAKEN
    with handing_out(first.handed) as one, handing_out(second.handed) as two:
        second.near, third.near = [one, two], [two]
        assert third.looks_round() == 0, "its neighbour has nothing yet"
        assert (second.looks_round(), third.looks_round()) == (1, 1)
        assert {item.title for item in third.store.reader.items()} == {"Air mati besok", "Harga cakalang turun"}
        assert [record.path for record in third.store.media.records().values() if record.path], "its picture, too"
        files = {path.name for path in third.shelf.rglob("*") if path.is_file()}
        assert files == {path.name for path in first.shelf.rglob("*") if path.is_file()}
        assert all(path.stat().st_mode & 0o004 for path in third.shelf.rglob("*")), "the web server is another user"
        # a newer one: only what is new goes over the air, and the old one goes
        assert first.brought(editions[1] / CURRENT) == ImportResult.TAKEN
        before = next((second.shelf / "media").iterdir()).stat().st_ino
        assert second.looks_round() == 2
        assert next((second.shelf / "media").iterdir()).stat().st_ino == before
        assert [path.name for path in second.handed.iterdir() if not path.is_symlink()] == ["edisi-2"]
        # no loop: whoever has as much takes nothing, whatever is said round and round
        taken = list(second.taken)
        assert (second.looks_round(), second.taken) == (2, taken)


@pytest.mark.slow(cases=0)
def test_what_came_by_the_web_is_handed_on_as_it_was_signed(valley: Callable[..., Kiosk], office: OfficePC) -> None:
    from kiosk.refresher.service import make_refresher

    office.publish()
    with handing_out(office.out) as site:
        first, second = valley("satu", url=site), valley("dua")
        make_refresher(first.installation, first.store).refresh(["Kantor"], force=True)
        first.looks_round()
        assert Shelf(first.handed).seq == first.seq == 1
    with handing_out(first.handed) as one:
        second.near = [one]
        assert second.looks_round() == 1


@pytest.mark.slow(cases=0)
def test_a_new_list_of_keys_goes_along(valley: Callable[..., Kiosk], office: OfficePC) -> None:
    from content_cache.signing.keyring import Held, Keyring, KeyRole, keys_document

    ring = Keyring((Held(OTHER.public, KeyRole.NEWS), Held(SPARE.public, KeyRole.SPARE)), number=1)
    document = keys_document(ring, office.now)
    office.publish()
    (office.out / "keys.json").write_bytes(document)
    (office.out / "keys.json.minisig").write_bytes(sign(document, SPARE, "keys number=1"))
    office.publish(key=OTHER, later=DAY)
    first, second = valley("satu"), valley("dua")
    assert first.brought(office.out) == ImportResult.TAKEN
    asked: list[str] = []

    class Noting(Quiet):
        def do_GET(self) -> None:
            asked.append(self.path.removeprefix(f"/{CURRENT}/").partition("/")[0])
            super().do_GET()

    with handing_out(first.handed, Noting) as one:
        second.near = [one]
        assert second.looks_round() == first.seq > 0
    assert (second.shelf / "keys.json").read_bytes() == document, "and on to the next one"
    last = len(asked) - 1 - asked[::-1].index("keys.json")
    assert last < asked.index("media"), "pictures over a slow line leave it no time"


def bad(place: Path, edition: Path, how: str) -> Path:
    """Return a folder with a hostile kiosk's edition 2: signed by the office but for the one change *how*."""
    folder = place / "jahat" / CURRENT
    shutil.copytree(edition / CURRENT, folder)
    latest = folder / LATEST
    signature = latest.read_text()
    match how:
        case "signed by another":
            other = OfficePC.at(place)
            other.publish(key=OTHER)
            shutil.rmtree(folder)
            shutil.copytree(other.out, folder)
        case "says a higher number":
            latest.write_text(signature.replace("seq=2 file=feed-2.json", "seq=900 file=feed-900.json"))
            (folder / "feed-2.json").rename(folder / "feed-900.json")
        case "a higher number, signed by another":
            said = Latest.parse(Signature.parse(signature.encode()).comment)
            latest.write_bytes(sign((folder / "feed-2.json").read_bytes(), OTHER, said.comment))
        case "other words":
            feed = folder / "feed-2.json"
            feed.write_bytes(feed.read_bytes().replace(b"Jembatan", b"Jempatan"))
        case "another picture":
            picture = next((folder / "media").iterdir())
            picture.write_bytes(bytes(picture.stat().st_size))
        case "a larger picture":
            with next((folder / "media").iterdir()).open("ab") as file:
                file.write(bytes(100_000_000))
        case "half of it":
            shutil.rmtree(folder / "media")
        case "a page in its place":
            latest.write_text("<html>Masuk</html>")
        case "a signature without end":
            latest.write_bytes(b"x" * 50_000_000)
        case _:
            raise AssertionError(how)
    return place / "jahat"


BAD = (
    "signed by another", "says a higher number", "a higher number, signed by another", "other words", "another picture",
    "a larger picture", "half of it", "a page in its place", "a signature without end",
)  # fmt: skip


@pytest.mark.slow(cases=2)
@pytest.mark.parametrize("how", BAD)
def test_a_hostile_kiosk_is_given_a_rest_and_nothing_of_it_is_kept(
    how: str, valley: Callable[..., Kiosk], editions: tuple[Path, Path], tmp_path: Path
) -> None:
    victim = valley("korban")
    with handing_out(bad(tmp_path, editions[1], how)) as liar:
        victim.near = [liar]
        assert victim.looks_round() == 0
        assert (list(victim.store.reader.items()), victim.taken, victim.files) == ([], [], [])
        resting = victim.neighbours._resting
        assert [round(until - victim.seconds) for until, _ in resting.values()] == [round(REST_S)]
        if how in ("a page in its place", "another picture"):
            victim.seconds += REST_S
            victim.looks_round()
            assert [failures for _, failures in resting.values()] == [2], "and a longer one"
        if how == "another picture":
            with handing_out(editions[1]) as good:
                victim.near = [liar, good]
                assert victim.looks_round() == 2, "the honest one is asked all the same"


def test_an_older_one_is_left_alone_and_does_not_come_back(
    valley: Callable[..., Kiosk], editions: tuple[Path, Path]
) -> None:
    here = valley("satu")
    here.brought(editions[1] / CURRENT)
    with handing_out(editions[0]) as old:
        here.near = [old]
        assert (here.looks_round(), here.taken, Shelf(here.handed).seq) == (2, [], 2)


class Elsewhere(Quiet):
    """Leads to a page of another kiosk, or of the router."""

    def do_GET(self) -> None:
        self.send_response(302)
        self.send_header("Location", f"http://127.0.0.1:{self.directory.rpartition('-')[2]}{self.path}")
        self.end_headers()


class Counting(Quiet):
    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        super().do_GET()


def test_nobody_is_led_elsewhere(valley: Callable[..., Kiosk], editions: tuple[Path, Path], tmp_path: Path) -> None:
    victim = valley("korban")
    with handing_out(editions[0], Counting) as good:
        port = good.rstrip("/").rpartition(":")[2]
        with handing_out(tmp_path / f"x-{port}", Elsewhere) as liar:
            victim.near = [liar]
            assert (victim.looks_round(), Counting.asked) == (0, [])
            assert urlopen(f"{liar}{CURRENT}/{LATEST}").status == 200, "others go where they are led"
            assert Counting.asked == [f"/{CURRENT}/{LATEST}"]


class Dripping(socketserver.BaseRequestHandler):
    """A byte now and then, until it has said enough."""

    asked, enough = threading.Event(), threading.Event()

    def handle(self) -> None:
        self.request.recv(1000)
        self.asked.set()
        while not self.enough.is_set():
            try:
                self.request.sendall(b"H")
            except OSError:
                return
            time.sleep(0.05)


def test_a_slow_one_holds_neither_the_refresher_nor_the_others(
    valley: Callable[..., Kiosk], editions: tuple[Path, Path]
) -> None:
    victim = valley("korban")
    victim.pace.look_s = 600.0
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Dripping) as slow, handing_out(editions[0]) as good:
        slow.daemon_threads = True
        threading.Thread(target=slow.serve_forever, args=(0.02,), daemon=True).start()
        victim.near = [f"http://127.0.0.1:{slow.server_address[1]}/"]
        victim.seconds += rounds.EVERY_S
        victim.neighbours.visit_neighbours()
        assert Dripping.asked.wait(60)
        assert victim.neighbours._thread is not None
        assert victim.neighbours._thread.is_alive(), "the tick is over, the asking is not"
        Dripping.enough.set()
        victim.neighbours._thread.join(60)
        assert not victim.neighbours._thread.is_alive()
        for event in (Dripping.asked, Dripping.enough):
            event.clear()
        victim.seconds += LONGEST_REST_S
        # while it alone is near: a good one may be slow where much is at work
        victim.pace.look_s = 0.5
        assert victim.looks_round() == 0
        assert Dripping.asked.is_set()
        Dripping.enough.set()
        victim.pace.look_s = 600.0
        victim.near += [good]
        assert victim.looks_round() == 1
        slow.shutdown()


@pytest.mark.slow(cases=0)
def test_a_slow_and_true_one_keeps_the_others_waiting_for_so_long_at_most(
    valley: Callable[..., Kiosk], office: OfficePC
) -> None:
    """68 minutes it could, for 200 MB. What came is kept, and who keeps the rate is asked again as soon as the first time."""
    served: list[str] = []
    free = threading.Event()
    office.put("pipa.png", noise(1))
    office.put("pasir.png", noise(2))
    pictures = "pictures:\n  - file: pasir.png\n    alt: Pasir\n"
    office.put("pasir.md", f"---\nid: pasir\ntitle: Pasir\ncategory: berita\n{pictures}---\nDari sungai.\n")
    office.publish()
    shutil.copytree(office.out, office.out.parent / "lambat" / CURRENT)

    class Halting(Quiet):
        def do_GET(self) -> None:
            if "media/" in self.path:
                served.append(self.path.rpartition("/")[2])
                if len(served) > 1:
                    free.wait(60)
            super().do_GET()

    victim = valley("korban")
    with handing_out(office.out.parent / "lambat", Halting) as near:
        victim.near = [near]
        for victim.pace.longest_s in (0.5, 2.0, 6.0):  # until one comes within it, be the machine as slow as it may
            served.clear()
            assert victim.looks_round() == 0
            if victim.files:
                break
            victim.seconds += LONGEST_REST_S
        assert victim.files == [f".edisi-sebagian/media/{served[0]}"]
        ((until, failures),) = victim.neighbours._resting.values()
        assert (until - victim.seconds, failures) == (REST_S, 0)
        free.set()
        victim.pace.longest_s = 600.0
        victim.seconds += REST_S
        assert victim.looks_round() == 1


def noise(seed: int) -> bytes:
    """A picture of some 500 kB, however it is packed."""
    out = io.BytesIO()
    rng = np.random.default_rng(seed)
    Image.fromarray(rng.integers(0, 255, (700, 900, 3), "uint8")).save(out, "JPEG", quality=90)
    return out.getvalue()


def test_a_day_has_so_many_bytes_and_nobody_is_blamed_for_it(
    valley: Callable[..., Kiosk], editions: tuple[Path, Path]
) -> None:
    victim = valley("korban")
    victim.pace.most_a_day = 100
    with handing_out(editions[0]) as good:
        victim.near = [good]
        assert (victim.looks_round(), victim.neighbours._resting) == (0, {})
        victim.pace.most_a_day = 10**9
        victim.seconds += DAY.total_seconds()
        assert victim.looks_round() == 1


class Cut(Quiet):
    """The largest answers break off before their end."""

    def copyfile(self, source: Any, outputfile: Any) -> None:
        content = source.read()
        outputfile.write(content if len(content) < 1_000 else content[:-1])


def test_what_breaks_off_is_counted_too(valley: Callable[..., Kiosk], editions: tuple[Path, Path]) -> None:
    victim = valley("korban")
    with handing_out(editions[0], Cut) as liar:
        victim.near = [liar]
        assert victim.looks_round() == 0
    cut = max(path.stat().st_size for path in (editions[0] / CURRENT).rglob("*") if path.is_file())
    assert victim.neighbours._hall.came >= cut > 1_000


def test_the_offices_edition_is_fetched_within_the_days_bytes_of_the_settings(
    valley: Callable[..., Kiosk], office: OfficePC
) -> None:
    from kiosk.refresher.service import make_refresher

    office.publish()
    with handing_out(office.out) as site:
        kiosk = valley("satu", url=site)
        make_refresher(kiosk.installation, kiosk.store).refresh(["Kantor"], force=True)
        day, most = never_before(kiosk.installation.floor)().date().toordinal(), kiosk.neighbours._limits.daily_bytes
        kiosk.store.spend(day, most - kiosk.store.spent(day) - 1)
        kiosk.looks_round()
        assert Shelf(kiosk.handed).seq == 0
        assert kiosk.store.spent(day) >= most, "what was begun is counted, and kept over a start"
        kiosk.store.spend(day, -most)
        kiosk.seconds += LONGEST_REST_S
        kiosk.looks_round()
        assert Shelf(kiosk.handed).seq == 1


ANSWER = (
    "---\nid: jawab\ntitle: Kapan beras dibagi?\ncategory: pengumuman\n"
    "answers:\n  kiosk: {kiosk}\n  number: 1\n  private: {private}\n---\nBesok.\n"
)


def unsealed(office: OfficePC) -> None:
    """The last edition as an older office would have signed it: its answer is private, and in no box."""
    latest = Latest.parse(Signature.parse((office.out / LATEST).read_bytes()).comment)
    feed = json.loads((office.out / latest.edition_name).read_bytes())
    for item in feed["items"]:
        if "answers" in item["_kiosk"]:
            item["_kiosk"]["answers"]["private"] = True
    body = json.dumps(feed).encode()
    (office.out / latest.edition_name).write_bytes(body)
    (office.out / LATEST).write_bytes(sign(body, office.key, latest.comment))


@pytest.mark.slow(cases=0)
def test_an_edition_whose_private_answers_are_sealed_goes_round_the_valley(
    valley: Callable[..., Kiosk], office: OfficePC
) -> None:
    first, second = valley("satu"), valley("dua")
    sealing_to(office, "0123456789ab")
    office.put("jawab.md", ANSWER.format(kiosk="0123456789ab", private="true"))
    office.publish()
    assert first.brought(office.out) == ImportResult.TAKEN
    assert Shelf(first.handed).seq == 1
    with handing_out(first.handed) as near:
        second.near = [near]
        assert second.looks_round() == 1
    assert not [path for path in first.handed.rglob("*") if path.is_file() and b"Besok." in path.read_bytes()]


@pytest.mark.parametrize(
    ("answers", "whole"),
    [
        ('{"kiosk": "0123456789ab", "number": 1, "private": true, "box": "%s"}' % ("A" * 120), True),
        ('{"kiosk": "0123456789ab", "number": 1, "private": false}', True),
        ('{"kiosk": "0123456789ab", "number": 1}', True),
        ('{"kiosk": "0123456789ab", "number": 1, "private": true}', False),
        ('{"kiosk": "0123456789ab", "number": 1, "private": true, "box": ""}', False),
        ('{"kiosk": "0123456789ab", "number": 1, "private": true, "box": "Datang hari Senin"}', False),
        ('{"kiosk": "0123456789ab", "number": 1, "private": "yes"}', False),
        ('{"box": "%s", "private" : 1, "kiosk": "0123456789ab", "number": 1}' % ("A" * 120), False),
    ],
)  # fmt: skip
def test_what_is_for_all_is_told_by_each_of_its_answers(answers: str, whole: bool) -> None:
    sealed = '{"kiosk": "ffffffffffff", "number": 7, "private": true, "box": "%s"}' % ("b" * 700)
    items = ", ".join(f'{{"_kiosk": {{"answers": {each}}}}}' for each in (sealed, answers))
    assert is_for_all(f'{{"items": [{items}]}}'.encode()) is whole


def test_an_edition_with_private_answers_in_no_box_is_given_to_nobody(
    valley: Callable[..., Kiosk], office: OfficePC
) -> None:
    from kiosk.refresher.service import make_refresher

    first, second = valley("satu"), valley("dua")
    office.publish()
    assert first.brought(office.out) == ImportResult.TAKEN
    office.put("jawab.md", ANSWER.format(kiosk="0123456789ab", private="false"))
    office.publish(later=DAY)
    unsealed(office)
    assert first.brought(office.out) == ImportResult.TAKEN
    assert (first.seq, Shelf(first.handed).seq) == (2, 1), "what is public stays, and a courier brings the other"
    with handing_out(office.out.parent) as site:
        third = valley("tiga", url=f"{site}{office.out.name}/")
        make_refresher(third.installation, third.store).refresh(["Kantor"], force=True)
        assert (third.looks_round(), Shelf(third.handed).seq, third.neighbours._withheld) == (2, 0, 2)
        before = third.neighbours._line.came
        third.looks_round()
        assert third.neighbours._line.came == before == 0, "its line is not paid twice for it"
    (office.out.parent / CURRENT).symlink_to(office.out)
    with handing_out(office.out.parent) as other:
        second.near = [other]
        assert (second.looks_round(), second.neighbours._resting) == (0, {})
    # what an earlier version handed out goes
    shutil.copytree(office.out, first.handed / "edisi-2")
    first.shelf.unlink()
    first.shelf.symlink_to("edisi-2")
    first.looks_round()
    assert first.files == []
    # the next one that has none is handed out again
    office.put("jawab.md", ANSWER.format(kiosk="0123456789ab", private="false").replace("Besok", "Lusa"))
    office.publish(later=2 * DAY)
    first.brought(office.out)
    assert Shelf(first.handed).seq == 3


def test_what_is_not_wanted_or_not_vouched_for_any_more_is_handed_out_no_longer(
    valley: Callable[..., Kiosk], editions: tuple[Path, Path]
) -> None:
    for number, change in enumerate(
        (("neighbours = true", "neighbours = false"), (f"{NEWS.public}", f"{OTHER.public}"))
    ):
        kiosk = valley(f"kios{number}")
        kiosk.brought(editions[0] / CURRENT)
        config = present(kiosk.installation.config)
        config.write_text(config.read_text().replace(*change))
        anew = Installation(load(config), config, kiosk.installation.data, print, print)
        with ExitStack() as stack:
            neighbour_step(anew, kiosk.store, stack, lambda: None, None)()
        assert kiosk.files == []


@pytest.mark.skipif(not HAS_NGINX, reason="nginx is not installed")
def test_a_phone_on_the_kiosks_own_wifi_is_given_no_edition(editions: tuple[Path, Path]) -> None:
    with tempfile.TemporaryDirectory() as short:
        place = Path(short)
        place.chmod(0o755)
        shutil.copytree(editions[0], place / "situs")
        with served(place / "situs", place, place / "nobody") as (hall, own, _):
            assert urlopen(f"{hall}/{CURRENT}/{LATEST}").status == 200
            asked = Request(f"{own}/{CURRENT}/{LATEST}", headers={"Host": "info.desa"})
            with pytest.raises(HTTPError, match="404"):
                urlopen(asked)


@pytest.mark.slow(cases=0)
def test_a_line_that_breaks_off_goes_on_where_it_was(
    valley: Callable[..., Kiosk], office: OfficePC, tmp_path: Path
) -> None:
    from tests.content_cache.central.office import picture

    office.put("lain.png", picture("red"))
    office.put(
        "lain.md",
        "---\nid: lain\ntitle: Lain\ncategory: berita\npictures:\n  - file: lain.png\n    alt: Merah\n---\nX.\n",
    )
    office.publish()
    shutil.copytree(office.out, tmp_path / "putus" / CURRENT)
    pictures = sorted((tmp_path / "putus" / CURRENT / "media").iterdir())
    victim = valley("korban")
    with handing_out(tmp_path / "putus") as near:
        victim.near = [near]
        for missing, other in (pictures, reversed(pictures)):
            content = missing.read_bytes()
            missing.unlink()
            assert victim.looks_round() == 0
            missing.write_bytes(content)
            if victim.files:
                assert victim.files == [f".edisi-sebagian/media/{other.name}"], "what the office signed, and was whole"
            victim.seconds += LONGEST_REST_S
        assert victim.looks_round() == 1
        assert [path.name for path in victim.handed.iterdir() if not path.is_symlink()] == ["edisi-1"]


def test_an_unwritable_folder_holds_nothing_up(valley: Callable[..., Kiosk], editions: tuple[Path, Path]) -> None:
    kiosk = valley("satu")
    kiosk.handed.write_text("no folder")
    assert kiosk.brought(editions[0] / CURRENT) == ImportResult.TAKEN, "the stick is taken in all the same"
    assert kiosk.seq == 1


def test_off_by_default(tmp_path: Path) -> None:
    config = tmp_path / "kiosk.toml"
    config.write_text("[public]\nenabled = true\n")
    assert not load(config).public.neighbours


BROWSED = """\
+;wlan0;IPv4;Kios;_info-desa._tcp;local
=;wlan0;IPv4;Kios\\032A;_info-desa._tcp;local;kios.local;192.168.7.20;8088;
=;wlan0;IPv4;Kios\\032A;_info-desa._tcp;local;kios.local;192.168.7.20;8088;
=;wlan0;IPv6;Kios;_info-desa._tcp;local;kios.local;fe80::1;8088;
=;wlan0;IPv4;a;_info-desa._tcp;local;a.local;127.0.0.1;8088;
=;wlan0;IPv4;b;_info-desa._tcp;local;b.local;192.168.7.1;80;
=;wlan0;IPv4;c;_info-desa._tcp;local;c.local;93.184.216.34;8088;
=;wlan0;IPv4;d;_info-desa._tcp;local;d.local;224.0.0.251;8088;
=;wlan0;IPv4;e;_info-desa._tcp;local;e.local;0x7f.1;8088;
=;wlan0;IPv4;f;_info-desa._tcp
=;wlan0;IPv4;g;_info-desa._tcp;local;g.local;10.9.1.1;8088;"x=;8088;"
"""


def test_only_places_like_a_halls_network_are_asked_at_one_port() -> None:
    assert told_by(BROWSED) == ["192.168.7.20", "10.9.1.1"]
    many = "".join(f"=;w;IPv4;k;t;local;k;10.1.{n // 250}.{n % 250};8088;\n" for n in range(5_000))
    assert len(told_by(many)) == 5_000, "whoever is told of first keeps nobody out of the lot"
