"""Browsers that are told while no page is open: subscribed by their pages, told by a real push service on loopback."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from msgspec.structs import replace

from kiosk.office.opening import teller_of
from kiosk.office.people.people import Role
from kiosk.office.people.push_table import MOST_BROWSERS, PushSubscription, PushTable
from kiosk.office.telling.memory import TellMemory
from kiosk.office.telling.pages import PATH
from kiosk.office.telling.push import LONGEST_ENDPOINT, PushNetwork
from kiosk.office.telling.teller import Teller
from kiosk.office.telling.vapid import FILE, VapidKey, encrypt_push
from tests.kiosk.office.test_waiting_pages import begin_warning, known
from tests.support.mail_server import trusting
from tests.support.newsroom import Browser, Newsroom, make_shared_keys
from tests.support.posting import enrolled
from tests.support.push_service import PushBrowser, PushHost, padded, push_host, unpadded, verified_claims

WRITER, EDITOR, RELEASER, KEEPER = "Anton Djalil", "Rahma Lasaeo", "Hendra Mokoagow", "Fatma Adam"
WAITS, ASKED = "Ada peringatan yang menunggu persetujuan", "Ada pertanyaan warga yang menunggu"


@pytest.fixture
def host() -> Iterator[PushHost]:
    with push_host() as found:
        yield found


@pytest.fixture
def desk(tmp_path: Path, host: PushHost) -> Newsroom:
    room = Newsroom(tmp_path / "kantor", network=PushNetwork(host.url, host.authorities))
    host.public, host.now = room.office.browsers.key.public(), room.now
    return room


def handed_in(browser: Browser, form: dict[str, str], path: str = PATH) -> dict[str, Any]:
    """Post *form* as the account page's script does, and return the answer."""
    token = browser.get("/akun").get_data(as_text=True).partition('data-tanda="')[2].partition('"')[0]
    answer = browser.post(path, form, headers={"X-Tanda": token})
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return dict(answer.get_json())


def subscribed(room: Newsroom, host: PushHost, name: str, own: str = "") -> PushBrowser:
    """Let a person subscribe a browser, and leave its trial message out of what came."""
    told, browser = host.browser(own or name.split()[0]), known(room, name)
    assert handed_in(browser, told.form())["salah"] == ""
    host.taken.clear()
    return told


def begun(room: Newsroom) -> Teller:
    told = TellMemory(room.folder / ".kantor")
    return teller_of(replace(room.office, told=told), trusting, lambda: room.now.timestamp())


def wait(room: Newsroom, host: PushHost, **span: float) -> None:
    room.wait(**span)
    host.now = room.now


def messages(host: PushHost, browser: PushBrowser) -> list[dict[str, str]]:
    own = [each for each in host.taken if browser.endpoint.endswith(each.path)]
    return [json.loads(browser.decrypt(each.body)) for each in own]


def test_the_example_of_the_standard_comes_out() -> None:
    """RFC 8291, appendix A."""

    def key(number: str) -> ec.EllipticCurvePrivateKey:
        return ec.derive_private_key(int.from_bytes(padded(number), "big"), ec.SECP256R1())

    receiver = PushBrowser("", key("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"), padded("BTBZMqHH6r4Tts7J_aSIgg"))
    content = b"When I grow up, I want to be a watermelon"
    made = encrypt_push(
        content,
        receiver.p256dh,
        receiver.auth,
        own=lambda: key("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"),
        random=lambda _n: padded("DGv6ra1nlYgDCS1FRnbzlw"),
    )
    assert unpadded(made) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl"
        "7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )
    assert receiver.decrypt(made) == content


def test_the_second_person_is_told_at_once_and_the_first_is_not(desk: Newsroom, host: PushHost) -> None:
    desk.office.people.set_roles("anton", {Role.WRITER, Role.EMERGENCY})
    first, second, other = (subscribed(desk, host, name) for name in (WRITER, RELEASER, EDITOR))
    teller = begun(desk)
    teller.tell_due()
    begin_warning(desk, WRITER)
    wait(desk, host, seconds=5)
    teller.tell_due()
    assert messages(host, second) == [{"text": WAITS, "path": "/darurat"}]
    assert messages(host, first) == messages(host, other) == []
    (taken,) = host.taken
    assert taken.headers["Urgency"] == "high"
    assert int(taken.headers["TTL"]) <= 15 * 60
    assert b"Banjir" not in taken.body
    for _ in range(20):
        wait(desk, host, minutes=1)
        teller.tell_due()
    assert len(host.taken) == 1, "once, and not that it lapsed"


def test_questions_are_told_to_those_who_answer_and_rarely(desk: Newsroom, host: PushHost) -> None:
    editor, keeper = subscribed(desk, host, EDITOR), subscribed(desk, host, KEEPER)
    teller = begun(desk)
    make_shared_keys(desk.office.cabinet)
    desk.office.post.receive(enrolled(desk.office).question(1), desk.now)
    for _ in range(10):
        wait(desk, host, minutes=1)
        teller.tell_due()
    assert messages(host, editor) == [{"text": ASKED, "path": "/tanya"}]
    assert messages(host, keeper) == []
    assert host.taken[0].headers["Urgency"] == "normal"
    begun(desk).tell_due()
    assert len(host.taken) == 1, "also after a restart"


def test_the_token_names_the_service_the_office_and_half_a_day(desk: Newsroom, host: PushHost) -> None:
    claims = verified_claims(
        desk.office.browsers.key.authorization(f"{host.url}/x", "https://k.id", desk.now), host.public
    )
    assert claims == {
        "aud": host.url,
        "exp": int((desk.now + timedelta(hours=12)).timestamp()),
        "sub": "https://k.id",
    }


def test_a_browser_is_stored_only_when_its_trial_arrives(desk: Newsroom, host: PushHost) -> None:
    browser, own = known(desk, EDITOR), host.browser()
    for how, told in (("500", "500"), ("redirects", "307"), ("410", "Peramban ini tidak memberi alamat")):
        host.how = how
        answer = handed_in(browser, own.form())
        assert told in answer["salah"]
        assert desk.office.browsers.table.subscriptions() == []
    host.how = "201"
    assert handed_in(browser, own.form()) == {"kunci": host.public, "peramban": [own.mark], "salah": ""}
    assert "peramban ini memberi tahu" in messages(host, own)[0]["text"]


@pytest.mark.parametrize("status", ["404", "410"])
def test_a_browser_that_its_service_does_not_know_is_forgotten(desk: Newsroom, host: PushHost, status: str) -> None:
    subscribed(desk, host, RELEASER)
    teller = begun(desk)
    host.how = status
    begin_warning(desk, WRITER)
    teller.tell_due()
    assert desk.office.browsers.table.subscriptions() == []
    wait(desk, host, minutes=1)
    teller.tell_due()
    assert list(teller.states()) == []


def test_a_service_that_is_down_is_tried_again_and_told_on_the_home_page(desk: Newsroom, host: PushHost) -> None:
    own = subscribed(desk, host, RELEASER)
    teller = teller_of(desk.office, trusting, lambda: desk.now.timestamp())
    host.how = "503"
    begin_warning(desk, WRITER)
    teller.tell_due()
    keeper = known(desk, KEEPER)
    keeper.get("/")
    assert "Pesan tidak sampai di peramban: hendra." in keeper.words
    host.how = "201"
    wait(desk, host, minutes=1)
    teller.tell_due()
    assert messages(host, own) == [{"text": WAITS, "path": "/darurat"}]


def test_a_person_who_leaves_is_told_nothing_more(desk: Newsroom, host: PushHost) -> None:
    subscribed(desk, host, RELEASER)
    desk.office.people.remove("hendra")
    assert desk.office.browsers.table.subscriptions() == []
    subscribed(desk, host, EDITOR)
    token = desk.office.people.invite(EDITOR, {Role.EDITOR}, "fatma", desk.now, "rahma")
    desk.office.people.accept(token, "angin barat daya", "angin barat daya", desk.now)
    assert desk.office.browsers.table.subscriptions() == [], "the phone may be lost"


def test_each_person_ends_their_own_and_has_so_many(desk: Newsroom, host: PushHost) -> None:
    browser, other = known(desk, EDITOR), subscribed(desk, host, WRITER)
    for n in range(MOST_BROWSERS + 2):
        desk.wait(seconds=1)
        marks = handed_in(browser, host.browser(f"n{n}").form())["peramban"]
    assert len(marks) == MOST_BROWSERS
    assert marks[-1] == host.browser(f"n{MOST_BROWSERS + 1}").mark
    assert handed_in(browser, {"peramban": other.mark}, f"{PATH}/lepas")["peramban"] == marks
    assert len(handed_in(browser, {"peramban": marks[0]}, f"{PATH}/lepas")["peramban"]) == MOST_BROWSERS - 1
    assert handed_in(browser, {}, f"{PATH}/lepas")["peramban"] == []
    assert [each.person for each in desk.office.browsers.table.subscriptions()] == ["anton"]


def test_a_browser_that_another_person_subscribes_is_theirs(desk: Newsroom, host: PushHost) -> None:
    own = subscribed(desk, host, WRITER, "bersama")
    assert handed_in(known(desk, EDITOR), own.form())["peramban"] == [own.mark]
    assert [each.person for each in desk.office.browsers.table.subscriptions()] == ["rahma"]


def test_the_key_stays_over_a_restart_and_is_told_when_damaged(desk: Newsroom) -> None:
    private = desk.folder / ".kantor"
    assert VapidKey(private).public() == desk.office.browsers.key.public()
    assert (private / FILE).stat().st_mode & 0o777 == 0o600
    (private / FILE).write_text('"bukan angka"')
    answer = known(desk, EDITOR).get(PATH).get_json()
    assert FILE in answer["salah"]


@pytest.mark.attack(
    "people",
    "An endpoint typed by a browser leads into this machine or its network, to another port, to http or to no web.",
    "Only https on port 443 is taken, and the address that a name resolves to is checked when it is connected to.",
)
@pytest.mark.parametrize(
    "endpoint",
    [
        "http://updates.push.services.mozilla.com/wpush/v2/x",
        "https://127.0.0.1/x",
        "https://[::1]/x",
        "https://[::ffff:127.0.0.1]/x",
        "https://169.254.169.254/latest/meta-data",
        "https://10.0.0.1/x",
        "https://192.168.1.1:443/x",
        "https://2130706433/x",
        "https://localhost/x",
        "https://meja.local/x",
        "https://fcm.googleapis.com:22/x",
        "https://fcm.googleapis.com:99999/x",
        "https://sandi@fcm.googleapis.com/x",
        "https://fcm.googleapis.com/x y",
        "https://fcm.googleapis.com/x\r\nHost: dalam",
        "https://fcm.gööglé.com/x",
        "https://[alamat]/x",
        "file:///etc/passwd",
        "https://",
        "",
        "https://fcm.googleapis.com/" + "x" * LONGEST_ENDPOINT,
    ],
)
def test_an_endpoint_that_leads_elsewhere_is_refused(desk: Newsroom, endpoint: str) -> None:
    own = PushBrowser(endpoint)
    assert not PushNetwork().admits(endpoint)
    answer = handed_in(known(desk, EDITOR), own.form())
    assert "Peramban ini tidak memberi alamat" in answer["salah"]
    assert desk.office.browsers.table.subscriptions() == []


@pytest.mark.attack(
    "people",
    "An endpoint typed by a browser leads into this machine or its network, to another port, to http or to no web.",
)
def test_a_public_name_that_resolves_to_this_machine_is_not_connected_to(tmp_path: Path, host: PushHost) -> None:
    """`localhost.` with its dot is no name that may be near, as a stranger's name with such an address is none."""
    room = Newsroom(tmp_path / "kantor", network=PushNetwork("", host.authorities))
    host.public, host.now = room.office.browsers.key.public(), room.now
    own = PushBrowser(host.url.replace("localhost", "localhost.localdomain") + "/push/x")
    PushTable(room.office.people.file).add(PushSubscription("hendra", own.endpoint, own.p256dh, own.auth, room.now))
    begin_warning(room, WRITER)
    teller = begun(room)
    teller.tell_due()
    (state,) = teller.states().values()
    assert state.problem is not None
    assert host.taken == []


@pytest.mark.attack(
    "people",
    "A browser hands in keys that are no point of the curve, too long, or of other letters.",
    "Both keys are checked before anything is encrypted or stored.",
)
@pytest.mark.parametrize(
    "form",
    [
        {"kunci": ""},
        {"kunci": unpadded(b"\x04" + b"\x01" * 64)},
        {"kunci": unpadded(b"\x00")},
        {"kunci": "A" * 100_000},
        {"kunci": "é" * 80},
        {"rahasia": ""},
        {"rahasia": unpadded(b"x" * 17)},
        {"rahasia": "*" * 22},
    ],
)
def test_keys_that_no_browser_has_are_refused(desk: Newsroom, host: PushHost, form: dict[str, str]) -> None:
    answer = handed_in(known(desk, EDITOR), host.browser().form(**form))
    assert "Peramban ini tidak memberi alamat" in answer["salah"]
    assert host.taken == []


@pytest.mark.attack(
    "people",
    "A push service never answers, while more browsers are handed in.",
    "One trial at a time holds a thread of the desk, for ten seconds.",
)
def test_one_trial_at_a_time_waits_for_a_silent_service(desk: Newsroom, host: PushHost) -> None:
    browsers = [known(desk, name) for name in (EDITOR, WRITER)]
    host.how = "hangs"
    host.reached.clear()
    told: list[dict[str, Any]] = []
    first = threading.Thread(target=lambda: told.append(handed_in(browsers[0], host.browser().form())))
    first.start()
    while not host.reached.wait(1) and not told:
        pass
    host.reached.clear()
    answer = handed_in(browsers[1], host.browser("dua").form())
    assert not host.reached.is_set()
    host.stopped.set()
    first.join()
    assert "sedang berjalan" in answer["salah"]
    assert desk.office.browsers.table.subscriptions() == []


@pytest.mark.attack(
    "people",
    "Another site lets a logged-in person's browser subscribe a stranger's.",
    "The form's token is asked for, as on every page.",
)
def test_a_form_of_another_site_subscribes_nothing(desk: Newsroom, host: PushHost) -> None:
    browser = known(desk, EDITOR)
    for path in (PATH, f"{PATH}/lepas"):
        assert browser.post(path, host.browser().form()).status_code == 403
    assert host.taken == []
