"""A dead kiosk is replaced: the new one has what the village had, by line and by stick; the old one is refused and says so."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from content_cache.model.problems import from_text
from kiosk.core.children import OWN_MODULES
from kiosk.hall.desk.accounts import ClerkAccounts
from kiosk.hall.notices.store import NoticeStore
from kiosk.office.post.pages import post_key
from kiosk.post.envelope import EnvelopeKind, parse_key
from kiosk.post.faults import PostCode
from kiosk.post.identity import own_key
from kiosk.post.spool import Spool
from kiosk.settings.overrides import read_local
from kiosk.state.memory import Memory
from kiosk.state.notes import RESTORED, STANDING
from tests.kiosk.hall.backup.village import DAY, NOW, Village
from tests.kiosk.office.test_kiosk_and_office import serving
from tests.support.newsroom import KEY_PASSWORD, Browser, Newsroom
from tests.support.posting import code_for, enrolled

pytestmark = pytest.mark.attack(
    "what goes back",
    "a dead kiosk is switched on again, a live one is replaced by a slip, a stranger asks for what was handed on",
    "the replaced one is refused and says so; one that reported within the hour stays; the new one's key alone opens its backup",
)


class Balai(Village):
    """Village whose kiosk runs as processes of its own and posts to an office."""

    def connect(self, room: Newsroom, url: str) -> None:
        self.config.write_text(
            f'[place]\nname = "{self.name}"\narea = "72.01.05.2004"\n[desk]\nenabled = true\n'
            f'[post]\nurl = "{url}"\nkey = "{post_key(room.office.cabinet)}"\ncode = "{code_for(room.office)}"\n',
            "utf-8",
        )

    def command(self, *words: str) -> list[str]:
        return [
            sys.executable,
            *OWN_MODULES,
            "-m",
            "kiosk",
            "--config",
            str(self.config),
            "--data",
            str(self.data),
            *words,
        ]

    @contextmanager
    def refreshing(self) -> Iterator[subprocess.Popen[bytes]]:
        """Run the refresher meanwhile."""
        process = subprocess.Popen(
            self.command("refresh", "--keep-going"),
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ | {"KIOSK_LANGUAGE": "id"},
        )  # fmt: skip
        try:
            yield process
        finally:
            process.terminate()
            process.wait(60)

    def type(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        return subprocess.run(
            self.command(*words), capture_output=True, text=True, check=False, timeout=120,
            env=os.environ | {"KIOSK_LANGUAGE": "id"},
        )  # fmt: skip

    def ask(self, words: str) -> None:
        """Keep a resident's question for the office."""
        office = parse_key(tomllib.loads(self.config.read_text("utf-8"))["post"]["key"], "office")
        Spool(self.data, self.key, office, now=lambda: datetime.now(UTC)).put(EnvelopeKind.QUESTION, words.encode())

    def has_all(self) -> bool:
        """Return whether notices, recordings, people, choices and counts of a village that is lived in are here."""
        with Memory(self.data) as memory:
            said = memory.counts.counts_on(DAY).get("said")
        return (
            [each.title for each in NoticeStore(self.data, self.name).up(NOW)] == ["Rapat"]
            and (self.data / f"desk/prompts/bgz/{'a' * 64}.wav").stat().st_size == 200_004
            and [each.name for each in ClerkAccounts(self.data / "desk").list_clerks()] == ["Sari"]
            and read_local(self.data, self.config) == {"place": {"language": "bgz"}}
            and said == 3
        )


def wait_until(done: Callable[[], object], seconds: float = 90.0) -> None:
    until = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < until
        time.sleep(0.2)


class Fleet:
    """Office on a real server, its post open; a village that is lived in, and a new kiosk."""

    def __init__(self, folder: Path, room: Newsroom) -> None:
        self.room = room
        room.now = datetime.now(ZoneInfo("Asia/Makassar"))
        room.office.cabinet.make_post(KEY_PASSWORD, KEY_PASSWORD)
        room.office.cabinet.open_post(KEY_PASSWORD)
        self.old, self.new = Balai(folder / "lama", "Bunga").lived_in(), Balai(folder / "baru", "Bunga")
        self.fatma: Browser = room.browser("Fatma Adam")

    def knows(self, village: Village) -> bool:
        return self.room.office.post.store.register.find_kiosk(village.key.kiosk) is not None

    def replace(self) -> None:
        self.fatma.get(f"/kios/{self.old.key.kiosk}")
        self.fatma.submit(f"/kios/{self.old.key.kiosk}/ganti", baru=self.new.key.kiosk)

    def settings(self) -> dict[str, object]:
        return tomllib.loads((self.room.folder / "setelan/suara.toml").read_text("utf-8"))


@pytest.fixture
def fleet(tmp_path: Path, room: Newsroom) -> Fleet:
    return Fleet(tmp_path, room)


def test_the_new_kiosk_has_what_the_dead_one_had_by_line_and_by_stick(fleet: Fleet, tmp_path: Path) -> None:
    old, new, room, fatma = fleet.old, fleet.new, fleet.room, fleet.fatma
    assert isinstance(old, Balai)
    with serving(room) as url:
        old.connect(room, url)
        with old.refreshing():
            wait_until(lambda: room.office.post.backups.backups_of(old.key.kiosk))
        new.connect(room, url)
        with new.refreshing():
            wait_until(lambda: fleet.knows(new))
        room.office.orders.save_setting("suara", {"kiosks": [old.key.kiosk]}, {"speech": {"volume": 60}})
        fleet.replace()
        assert "Cabut dulu listriknya" in fatma.words, "it has just reported"
        room.wait(hours=2)
        fatma = fleet.fatma = room.browser("Fatma Adam")
        fleet.replace()
        assert fleet.settings()["kiosks"] == [new.key.kiosk]
        fatma.follow()
        assert f"menggantikan {old.key.kiosk}" in fatma.words
        fatma.get(f"/kios/{new.key.kiosk}/cadangan")
        stick = tmp_path / "stick.cadangan"
        stick.write_bytes(fatma.page.data)
        new.ask("Kapan pasar buka?")  # the offer comes with the answer to the next message
        with new.refreshing():
            wait_until(lambda: _tells_restored(fatma, new))
        assert new.has_all()
        with Memory(new.data) as memory:
            assert memory.notes.note_text(RESTORED)
        old.ask("Kapan posyandu?")  # it may have sent all that it had
        with old.refreshing():
            wait_until(lambda: _standing(old))
        told = from_text(_standing(old))
        assert told is not None
        assert told.code == PostCode.KIOSK_REPLACED
        old.type("post", "send")
    third = Balai(tmp_path / "kartu", "Bunga")
    third.connect(room, "")
    refused = third.type("restore", str(stick))
    assert refused.returncode == 1
    assert "hanya dibuka oleh kantor" in refused.stderr
    (new.data / "desk").rename(new.folder / "desk-lama")
    (new.data / "settings.local.toml").unlink()
    assert new.type("restore", str(stick)).returncode == 0
    assert new.has_all()


def _standing(village: Village) -> str:
    with Memory(village.data) as memory:
        return memory.notes.note_text(STANDING)


def _tells_restored(fatma: Browser, new: Village) -> bool:
    fatma.get(f"/kios/{new.key.kiosk}")
    return "sudah dipulihkan di kios ini" in fatma.words


class TestDoors:
    def test_only_administrators_replace(self, fleet: Fleet, rahma: Browser) -> None:
        dead, new = enrolled(fleet.room.office), enrolled(fleet.room.office)
        rahma.get(f"/kios/{dead.id}")
        assert "Ganti kios yang mati" not in rahma.words
        for path in (f"/kios/{dead.id}/ganti", f"/kios/{dead.id}/ganti/batal"):
            assert rahma.post(path, {"tanda": rahma.token, "baru": new.id}).status_code in (403, 404)
        assert rahma.get(f"/kios/{dead.id}/cadangan").status_code in (403, 404)
        assert fleet.room.office.post.store.register.find_kiosk(dead.id) is not None

    @pytest.mark.parametrize("new", ["", "itself", "0123456789ab", "../../etc", "<script>"])
    def test_nothing_else_takes_its_place(self, fleet: Fleet, new: str) -> None:
        dead = enrolled(fleet.room.office)
        enrolled(fleet.room.office)
        fleet.fatma.get(f"/kios/{dead.id}")
        fleet.fatma.submit(f"/kios/{dead.id}/ganti", baru=dead.id if new == "itself" else new)
        assert "Pilih kios yang menggantikan kios ini" in fleet.fatma.words
        assert fleet.room.office.post.store.register.find_kiosk(dead.id) is not None

    def test_it_is_undone_within_a_day(self, fleet: Fleet) -> None:
        office, fatma = fleet.room.office, fleet.fatma
        dead, new = enrolled(office), enrolled(office)
        office.orders.save_setting("suara", {"kiosks": [dead.id]}, {"speech": {"volume": 60}})
        fatma.get(f"/kios/{dead.id}")
        fatma.submit(f"/kios/{dead.id}/ganti", baru=new.id)
        fatma.follow()
        assert office.post.receive(dead.health(), fleet.room.now).refused[0].code == "replaced"
        fatma.submit(f"/kios/{new.id}/ganti/batal")
        assert fleet.settings()["kiosks"] == [dead.id]
        assert office.post.receive(dead.health(), fleet.room.now).refused == ()
        fleet.room.wait(hours=2)  # it has just reported
        fatma = fleet.room.browser("Fatma Adam")
        fatma.get(f"/kios/{dead.id}")
        fatma.submit(f"/kios/{dead.id}/ganti", baru=new.id)
        fleet.room.wait(days=2)
        fatma = fleet.room.browser("Fatma Adam")
        fatma.get(f"/kios/{new.id}")
        assert "Batalkan, dalam sehari" not in fatma.words
        fatma.post(f"/kios/{new.id}/ganti/batal", {"tanda": fatma.token})
        assert office.post.store.register.find_kiosk(dead.id) is None

    def test_what_a_kiosk_posts_while_it_is_replaced_is_taken_or_refused(self, fleet: Fleet) -> None:
        post, room = fleet.room.office.post, fleet.room
        dead, new = enrolled(room.office), enrolled(room.office)
        told: list[tuple[int, str]] = []

        def come_back() -> None:
            while len(told) < 5_000 and sum(bool(code) for _, code in told[-20:]) < 20:
                answer = post.receive(dead.envelope(EnvelopeKind.LOG, b"%d" % dead.number), room.now)
                told.append((dead.number, answer.refused[0].code if answer.refused else ""))

        back = threading.Thread(target=come_back)
        back.start()
        wait_until(lambda: len(told) > 20)
        post.store.register.replace_kiosk(dead.id, new.id, room.now)
        back.join()
        codes = [code for _, code in told]
        assert set(codes) == {"", "replaced"}
        assert codes == sorted(codes), "once refused, always refused"
        taken = [number for number, code in told if not code]
        with post.store.file.db() as db:
            kept = db.execute("SELECT n FROM envelope JOIN kiosk USING (who) WHERE id = ? ORDER BY n", (dead.id,))
            assert [n for (n,) in kept] == taken
        assert post.receive(new.health(), room.now).refused == ()

    def test_a_stranger_under_its_name_does_not_learn_that_it_was_replaced(self, fleet: Fleet) -> None:
        office = fleet.room.office
        dead, new = enrolled(office), enrolled(office)
        office.post.store.register.replace_kiosk(dead.id, new.id, fleet.room.now - timedelta(hours=1))
        stranger = type(dead)(dead.office, dead.made, id=dead.id)
        assert office.post.receive(stranger.health(), fleet.room.now).refused[0].code == "unknown_kiosk"

    def test_what_was_handed_on_is_found_by_its_name_alone(self, fleet: Fleet, room: Newsroom) -> None:
        kiosk = enrolled(room.office)
        place = room.folder / ".kantor/cadangan-kios" / kiosk.id
        place.mkdir(parents=True)
        (place / f"{'a' * 64}.serahan").write_bytes(b"0123456789")
        secret = fleet.old.folder / "rahasia"
        secret.write_text("rahasia")
        (place / f"{'b' * 64}.serahan").symlink_to(secret)
        client = room.app.test_client()
        assert client.get(f"/post/{kiosk.id}/{'a' * 64}").data == b"0123456789"
        etag = f'"{"a" * 64}"'
        piece = client.get(f"/post/{kiosk.id}/{'a' * 64}", headers={"Range": "bytes=4-", "If-Range": etag})
        assert (piece.status_code, piece.data) == (206, b"456789")
        for path in ("b" * 64, "c" * 64, "..", "%2e%2e%2f%2e%2e%2foffice.toml", f"{'a' * 64}.serahan"):
            assert client.get(f"/post/{kiosk.id}/{path}").status_code == 404
        assert client.get(f"/post/{'x' * 12}/{'a' * 64}").status_code == 404


def test_the_key_of_a_village_is_its_own(fleet: Fleet) -> None:
    assert own_key(fleet.old.data) != own_key(fleet.new.data)
