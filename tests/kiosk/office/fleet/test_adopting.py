"""A kiosk without settings is adopted, by line and by stick: real processes, a real desk; and what strangers try."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from urllib.parse import quote
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace
from nacl.public import PrivateKey
from nacl.signing import SigningKey

from kiosk.core.anew import ANEW
from kiosk.core.children import OWN_MODULES
from kiosk.office.post.newcomers import MOST_WAITING
from kiosk.office.post.records import EnvelopeWay
from kiosk.post.adoption import FOLDER, Acceptance, Introduction, seal_acceptance
from kiosk.post.enrolment import Enrolment, enrolment
from kiosk.post.envelope import EnvelopeKind, key_text, parse_key
from kiosk.post.identity import own_key, public_of
from kiosk.settings import Settings, load
from kiosk.settings.adoption import Adoption, AdoptionState, adoption_file
from kiosk.state.memory import Memory
from kiosk.state.request_kinds import RequestKind
from tests.kiosk.office.test_kiosk_and_office import serving
from tests.support.newsroom import BASE, KEY_PASSWORD, Browser, Newsroom, make_shared_keys
from tests.support.posting import PostingKiosk, enrolled, new_kiosk

pytestmark = pytest.mark.attack(
    "what goes back",
    "a stranger asks an office to adopt it ten thousand times, in another's name, with another's code; or brings a stick",
    "nothing counts before a person has compared four words; who waits is bounded; the settings of kiosk.toml win",
)


class BareKiosk:
    """Kiosk that nobody has set up; its refresher is a process of its own, and the test asks as the window does."""

    def __init__(self, folder: Path) -> None:
        self.config, self.data = folder / "kiosk.toml", folder / "data"
        self.data.mkdir(parents=True)
        self.config.write_text("", "utf-8")

    def command(self, *words: str) -> list[str]:
        where = ("--config", str(self.config), "--data", str(self.data))
        return [sys.executable, *OWN_MODULES, "-m", "kiosk", *where, *words]

    @contextmanager
    def refreshing(self) -> Iterator[None]:
        """Run the refresher meanwhile, and begin it anew where it asks for it, as a service manager does."""
        stop, children = threading.Event(), list[subprocess.Popen[bytes]]()

        def supervise() -> None:
            while not stop.is_set():
                child = subprocess.Popen(
                    self.command("refresh", "--keep-going"),
                    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ | {"KIOSK_LANGUAGE": "id"},
                )  # fmt: skip
                children.append(child)
                if child.wait() != ANEW:
                    return

        thread = threading.Thread(target=supervise)
        thread.start()
        try:
            yield
        finally:
            stop.set()
            for child in children:
                child.terminate()
            thread.join(60)

    def ask(self, act: str) -> None:
        with Memory(self.data) as memory:
            memory.requests.leave_request(RequestKind.OFFICE, datetime.now(UTC), act)

    def plug_in(self, stick: Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command("import", str(stick)), capture_output=True, text=True, check=False, timeout=120,
            env=os.environ | {"KIOSK_LANGUAGE": "id"},
        )  # fmt: skip

    @property
    def adoption(self) -> Adoption:
        return adoption_file(self.data).read()

    @property
    def settings(self) -> Settings:
        return load(self.config, self.data)

    @property
    def id(self) -> str:
        return own_key(self.data).kiosk


def wait_until(done: Callable[[], object], seconds: float = 120.0) -> None:
    until = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < until
        time.sleep(0.2)


@pytest.fixture
def office(room: Newsroom) -> Newsroom:
    """An office with keys, its post open."""
    room.now = datetime.now(ZoneInfo("Asia/Makassar"))
    make_shared_keys(room.office.cabinet)
    room.office.cabinet.open_post(KEY_PASSWORD)
    return room


@pytest.fixture
def fatma(office: Newsroom) -> Browser:
    return office.browser("Fatma Adam")


def _address(office: Newsroom, url: str) -> None:
    """Let the desk know its own address, as the set-up asks for it."""
    with (office.folder / "office.toml").open("a", encoding="utf-8") as file:
        file.write(f'address = "{url}"\n')


def _open_adoption(fatma: Browser, code: str) -> None:
    """Type the code that the kiosk shows."""
    fatma.get("/pendaftaran")
    fatma.submit("/pendaftaran/cari", kode=f"{code[:4]} {code[4:].lower()}")
    fatma.follow()


def test_a_kiosk_without_settings_is_adopted_by_line(office: Newsroom, fatma: Browser, tmp_path: Path) -> None:
    kiosk = BareKiosk(tmp_path / "kios")
    with serving(office) as url, kiosk.refreshing():
        _address(office, url)
        kiosk.ask("look")
        wait_until(lambda: kiosk.adoption.code)
        assert kiosk.adoption.state is AdoptionState.NONE
        kiosk.ask("find tidak-ada.invalid")
        wait_until(lambda: kiosk.adoption.fault)
        kiosk.ask(f"find {url}")
        wait_until(lambda: office.office.post.store.newcomers.waiting(office.now))
        shown = kiosk.adoption
        assert (shown.state, shown.office) == (AdoptionState.WAITING, "Diskominfo Banggai")
        _open_adoption(fatma, shown.code)
        assert all(word in fatma.words for word in shown.words.split())
        fatma.submit("/pendaftaran/terima", daerah="72.01.05.2004")
        assert "Bandingkan dulu keempat kata" in fatma.words
        assert office.office.post.store.register.find_kiosk(kiosk.id) is None
        fatma.submit("/pendaftaran/terima", daerah="72.01.05.2004", tempat="Balai Bunga", sama="ya", gelombang="trial")
        fatma.follow()
        assert "Kios ini sudah diterima" in fatma.words
        kiosk.ask("look")
        wait_until(lambda: kiosk.adoption.state is AdoptionState.ADOPTED)
        wait_until(lambda: office.office.post.latest("health"))
    settings = kiosk.settings
    assert (settings.place.name, settings.place.area) == ("Balai Bunga", "72.01.05.2004")
    assert settings.post.url == url
    assert [source.name for source in settings.sources] == ["Diskominfo Banggai"]
    assert office.office.post.store.newcomers.waiting(office.now) == []
    assert office.office.orders.held_by(kiosk.id, "72.01.05.2004", office.now)[0].key == "update.ring"
    kiosk.config.write_text('[post]\nkey = "' + _other_key() + '"\n', "utf-8")
    assert kiosk.settings.sources == (), "kiosk.toml names another office"


def test_a_kiosk_without_a_line_is_adopted_by_a_stick(office: Newsroom, fatma: Browser, tmp_path: Path) -> None:
    _address(office, BASE)
    kiosk, stick = BareKiosk(tmp_path / "kios"), tmp_path / "stick"
    (stick / FOLDER).mkdir(parents=True)
    with kiosk.refreshing():
        kiosk.ask("look")
        wait_until(lambda: kiosk.adoption.code)
        (stick / FOLDER / f"{kiosk.id}.terima").write_bytes(b"none")  # so that the stick is one for kiosks
        kiosk.plug_in(stick)
        wait_until(lambda: kiosk.adoption.fault)
        told = (stick / "laporan-kios" / f"{kiosk.id}-perkenalan.txt").read_bytes()
        fatma.get("/pendaftaran")
        fatma.submit("/pendaftaran/cari", berkas=_file(told))
        fatma.follow()
        assert all(word in fatma.words for word in kiosk.adoption.words.split())
        fatma.submit("/pendaftaran/terima", daerah="72.01.05.2004", sama="ya")
        fatma.follow()
        fatma_words = fatma.words
        fatma.get(f"/pendaftaran/terima/{kiosk.id}")
        (stick / FOLDER / f"{kiosk.id}.terima").write_bytes(fatma.page.data)
        assert "surat penerimaan" in kiosk.plug_in(stick).stdout
        wait_until(lambda: kiosk.adoption.state is AdoptionState.OFFERED)
        assert kiosk.settings.sources == (), "nobody here has compared the words yet"
        assert all(word in fatma_words for word in kiosk.adoption.words.split())
        kiosk.ask("take")
        wait_until(lambda: kiosk.adoption.state is AdoptionState.ADOPTED)
        wait_until(lambda: kiosk.settings.sources)
        kiosk.plug_in(stick)  # once more: nothing changes
        time.sleep(2)
        assert kiosk.adoption.state is AdoptionState.ADOPTED
        kiosk.ask("leave")
        wait_until(lambda: kiosk.adoption.state is AdoptionState.NONE)
    assert kiosk.settings.sources == ()


def test_a_strangers_stick_adopts_nothing_by_itself(tmp_path: Path) -> None:
    kiosk, stick = BareKiosk(tmp_path / "kios"), tmp_path / "stick"
    (stick / FOLDER).mkdir(parents=True)
    stranger = PrivateKey.generate()
    with kiosk.refreshing():
        kiosk.ask("look")
        wait_until(lambda: kiosk.adoption.code)
        path = stick / FOLDER / f"{kiosk.id}.terima"
        accepted = Acceptance(kiosk.id, kiosk.adoption.code, "X", datetime.now(UTC))
        for wrong in (
            replace(accepted, code="AAAAAAAA"),
            replace(accepted, url="ftp://x"),
            replace(accepted, sources=({"name": "x", "url": "y", "evil": 1},)),
        ):
            path.write_bytes(seal_acceptance(wrong, public_of(own_key(kiosk.data)), bytes(stranger)))
            before = kiosk.adoption
            kiosk.plug_in(stick)
            wait_until(partial(_has_changed, kiosk, before))
            assert kiosk.adoption.fault is not None
            assert kiosk.adoption.state is AdoptionState.NONE
        path.unlink()
        path.symlink_to("/etc/passwd")
        kiosk.plug_in(stick)
        path.unlink()
        path.write_bytes(b"x" * 5_000_000)
        kiosk.plug_in(stick)
        time.sleep(2)
        assert kiosk.adoption.state is AdoptionState.NONE
    assert kiosk.settings.sources == ()


def _has_changed(kiosk: BareKiosk, before: Adoption) -> bool:
    return kiosk.adoption != before


def _other_key() -> str:
    return key_text(bytes(PrivateKey.generate().public_key), "office")


def _file(content: bytes) -> tuple[object, str]:
    return io.BytesIO(content), "perkenalan.txt"


def asks(kiosk: PostingKiosk, code: str, machine: str = "Raspberry Pi 4") -> bytes:
    """An envelope with a code that the kiosk has made."""
    content = enrolment(bytes(kiosk.key.verify_key), code, own=True, machine=machine)
    return kiosk.envelope(EnvelopeKind.ENROL, content)


class TestDoors:
    def test_a_kiosk_that_asks_is_told_that_it_waits_and_counts_as_no_guess(self, office: Newsroom) -> None:
        kiosk, client = new_kiosk(office.office), office.app.test_client()
        for _ in range(30):
            answer = client.post("/post", data=asks(kiosk, "KX7MWPRQ"), base_url=BASE)
            assert answer.status_code == 200
            assert answer.get_json()["adoption"]["state"] == "waiting"
        assert len(office.office.post.store.newcomers.waiting(office.now)) == 1
        assert office.office.post.store.register.find_kiosk(kiosk.id) is None

    def test_two_with_one_code_are_both_shown_and_the_words_differ(self, office: Newsroom, fatma: Browser) -> None:
        first, second = new_kiosk(office.office), new_kiosk(office.office)
        for kiosk in (first, second):
            office.office.post.receive(asks(kiosk, "KX7MWPRQ"), office.now)
        one, two = office.office.post.store.newcomers.waiting(office.now)
        assert one.words != two.words
        _open_adoption(fatma, "KX7MWPRQ")
        assert "Dua kios memakai kode ini" in fatma.words

    def test_no_stranger_takes_the_name_of_a_known_kiosk(self, office: Newsroom, fatma: Browser) -> None:
        known = enrolled(office.office)
        stranger = new_kiosk(office.office, id=known.id)
        office.office.post.receive(asks(stranger, "KX7MWPRQ"), office.now)
        _open_adoption(fatma, "KX7MWPRQ")
        fatma.submit("/pendaftaran/terima", daerah="72.01.05.2004", sama="ya")
        assert "sudah terdaftar dengan kunci lain" in fatma.words
        found = office.office.post.store.register.find_kiosk(known.id)
        assert found is not None
        assert found.key == bytes(known.key.verify_key)
        assert office.office.post.receive(known.health(), office.now).refused == ()

    def test_so_many_wait_and_no_more_and_after_two_weeks_none(self, office: Newsroom) -> None:
        newcomers = office.office.post.store.newcomers
        for _ in range(MOST_WAITING + 5):
            key = SigningKey.generate()
            told = enrolment(bytes(key.verify_key), "KX7MWPRQ", own=True)
            assert told
            row = Introduction(os.urandom(6).hex(), bytes(key.verify_key), "KX7MWPRQ")
            _introduce(office, row)
        assert len(newcomers.waiting(office.now)) == MOST_WAITING
        office.wait(days=15)
        assert newcomers.waiting(office.now) == []
        _introduce(office, Introduction("0123456789ab", bytes(SigningKey.generate().verify_key), "KX7MWPRQ"))
        assert len(newcomers.waiting(office.now)) == 1

    def test_a_refusal_is_told_with_its_reason(self, office: Newsroom, fatma: Browser) -> None:
        kiosk = new_kiosk(office.office)
        office.office.post.receive(asks(kiosk, "KX7MWPRQ"), office.now)
        _open_adoption(fatma, "KX7MWPRQ")
        fatma.submit("/pendaftaran/tolak", alasan="Milik kabupaten lain")
        answer = office.office.post.receive(asks(kiosk, "KX7MWPRQ"), office.now).answers[0]
        assert (str(answer.state), answer.reason) == ("refused", "Milik kabupaten lain")

    def test_a_code_that_was_changed_meanwhile_is_not_accepted(self, office: Newsroom, fatma: Browser) -> None:
        kiosk = new_kiosk(office.office)
        office.office.post.receive(asks(kiosk, "KX7MWPRQ"), office.now)
        _open_adoption(fatma, "KX7MWPRQ")
        form = fatma.form("/pendaftaran/terima")
        office.office.post.receive(asks(kiosk, "AAAACCCC"), office.now)
        fatma.post("/pendaftaran/terima", {**form, "daerah": "72.01.05.2004", "sama": "ya"})
        known = office.office.post.store.newcomers.newcomer(kiosk.id, bytes(kiosk.key.verify_key))
        assert known is not None
        assert known.code in ("KX7MWPRQ", "AAAACCCC")
        if known.code == "AAAACCCC":
            assert office.office.post.store.register.find_kiosk(kiosk.id) is None

    def test_only_administrators_adopt(self, office: Newsroom, rahma: Browser) -> None:
        kiosk = new_kiosk(office.office)
        line = Introduction(kiosk.id, bytes(kiosk.key.verify_key), "KX7MWPRQ").line
        for path in ("/pendaftaran/cari", "/pendaftaran/terima", "/pendaftaran/tolak"):
            assert rahma.post(path, {"tanda": rahma.token, "perkenalan": line, "sama": "ya"}).status_code == 403
        assert rahma.get(f"/pendaftaran/terima?perkenalan={quote(line)}").status_code == 403

    def test_a_link_that_somebody_sends_changes_nothing(self, office: Newsroom, fatma: Browser) -> None:
        kiosk = new_kiosk(office.office)
        line = Introduction(kiosk.id, bytes(kiosk.key.verify_key), "KX7MWPRQ").line
        fatma.get(f"/pendaftaran/terima?perkenalan={quote(line, safe='')}")
        assert "KX7M WPRQ" in fatma.words
        assert office.office.post.store.newcomers.waiting(office.now) == []
        assert fatma.get("/pendaftaran/terima?perkenalan=<script>").status_code == 404

    def test_what_a_kiosk_says_of_itself_is_text(self, office: Newsroom, fatma: Browser) -> None:
        kiosk = new_kiosk(office.office)
        office.office.post.receive(asks(kiosk, "KX7MWPRQ", "<img src=x onerror=alert(1)>" * 9), office.now)
        fatma.get("/pendaftaran")
        assert "<img src=x" not in fatma.text

    def test_while_the_post_is_shut_it_waits_and_then_stands_in_the_list(self, room: Newsroom) -> None:
        room.office.cabinet.make_post(KEY_PASSWORD, KEY_PASSWORD)
        kiosk = new_kiosk(room.office)
        room.office.post.receive(asks(kiosk, "KX7MWPRQ"), room.now)
        assert room.office.post.store.newcomers.waiting(room.now) == []
        room.office.post.open(KEY_PASSWORD, room.now)
        assert [each.code for each in room.office.post.store.newcomers.waiting(room.now)] == ["KX7MWPRQ"]

    def test_an_acceptance_names_the_key_that_the_kiosk_has_compared(self, office: Newsroom, fatma: Browser) -> None:
        kiosk = new_kiosk(office.office)
        office.office.post.receive(asks(kiosk, "KX7MWPRQ"), office.now)
        _open_adoption(fatma, "KX7MWPRQ")
        fatma.submit("/pendaftaran/terima", daerah="72.01.05.2004", sama="ya")
        answer = office.app.test_client().post("/post", data=asks(kiosk, "KX7MWPRQ"), base_url=BASE)
        told = answer.get_json()
        assert told["taken"] == [2]
        assert told["adoption"]["state"] == "accepted"
        assert json.dumps(told)
        fatma.get("/pendaftaran")
        assert parse_key(office.app.test_client().get("/post", base_url=BASE).get_json()["key"], "office")


def _introduce(office: Newsroom, row: Introduction) -> None:
    said = Enrolment(row.kiosk, row.key, row.code, own=True)
    office.office.post.introduce(said, EnvelopeWay.POST, office.now)
