"""Role Emergency: no administrator alone makes the two people who release a warning."""

from __future__ import annotations

import re

import pytest

from kiosk.office.base.faults import OfficeCode, OfficeError
from kiosk.office.people.people import Person, Role
from tests.support.newsroom import PASSWORD, Browser, Newsroom

pytestmark = pytest.mark.attack(
    "people",
    "an administrator alone makes two people who release a warning: by roles, invitations, a new password "
    "for one, or after taking all out",
    "a further one waits until another person of the role confirms it with their password",
)


NEW = "perahu layar di pantai"


def person(room: Newsroom, person_id: str) -> Person:
    found = room.office.people.find_person(person_id)
    assert found is not None
    return found


def may_warn(room: Newsroom, person_id: str) -> bool:
    return person(room, person_id).may([Role.EMERGENCY])


@pytest.fixture
def fatma(room: Newsroom) -> Browser:
    """An administrator. Hendra has the role Emergency."""
    return room.browser("Fatma Adam")


@pytest.fixture
def hendra(room: Newsroom) -> Browser:
    """Somebody of the role Emergency, whose code is set up."""
    browser = room.browser("Hendra Mokoagow")
    with_code(browser)
    return browser


def with_code(browser: Browser) -> None:
    import pyotp

    browser.get("/akun/kode")
    browser.submit("/akun/kode", kode=pyotp.TOTP(browser.form("/akun/kode")["rahasia"]).now())


def give(fatma: Browser, person_id: str, *roles: str) -> None:
    fatma.get(f"/orang/{person_id}")
    fatma.submit(f"/orang/{person_id}", peran=list(roles))


def invite(fatma: Browser, name: str, *roles: str) -> str:
    """Return the path of the link."""
    fatma.get("/orang")
    fatma.submit("/orang", nama=name, peran=list(roles))
    return link(fatma)


def link(browser: Browser) -> str:
    found = re.search(r'value="http://127.0.0.1:8090(/undangan/[^"]+)"', browser.text)
    assert found is not None
    return found[1]


def take(room: Newsroom, path: str) -> Browser:
    browser = room.browser()
    browser.get(path)
    browser.submit(path, sandi=NEW, lagi=NEW)
    return browser


def test_administrator_alone_makes_no_two_people_of_the_role(room: Newsroom, fatma: Browser) -> None:
    """Show that an administrator alone cannot make two people of the emergency role.

    Tried are a role, an invitation, the own role, a new password for one who has it, and removal of all of them.
    """
    give(fatma, "anton", "penulis", "darurat")
    take(room, invite(fatma, "Sri Wahyuni", "darurat"))
    fatma.get("/orang/hendra")
    fatma.post("/orang/hendra", {"tanda": fatma.token, "apa": "undang"})
    take(room, link(fatma))
    assert room.office.people.matches(person(room, "hendra"), NEW)
    assert not [each.id for each in room.office.people.list_people() if each.may([Role.EMERGENCY])]

    for each in ("hendra", "sri"):
        fatma.get(f"/orang/{each}")
        fatma.post(f"/orang/{each}", {"tanda": fatma.token, "apa": "keluarkan"})
    give(fatma, "anton", "penulis")
    give(fatma, "anton", "penulis", "darurat")
    give(fatma, "fatma", "pengurus", "darurat")
    assert not [each.id for each in room.office.people.list_people() if each.may([Role.EMERGENCY])]


def test_whoever_waits_for_the_role_is_let_into_no_page_of_it(room: Newsroom, fatma: Browser) -> None:
    give(fatma, "anton", "penulis", "darurat")
    anton = room.browser("Anton Djalil")
    with_code(anton)
    assert anton.get("/").status_code == 200
    anton.get("/darurat")
    assert "Konfirmasi" not in anton.words
    for path in ("/darurat", "/darurat/lepas", "/darurat/orang"):
        assert anton.post(path, {"tanda": _token(anton), "orang": "anton", "sandi": PASSWORD}).status_code == 403
    fatma.get("/orang")
    assert "Darurat: menunggu konfirmasi" in fatma.words


def test_somebody_of_the_role_confirms_another_with_their_password(
    room: Newsroom, fatma: Browser, hendra: Browser
) -> None:
    give(fatma, "anton", "penulis", "darurat")
    hendra.get("/darurat")
    assert "Anton Djalil akan mendapat peran Darurat" in hendra.words
    hendra.submit("/darurat/orang", sandi="salah sekali")
    assert "tidak cocok" in hendra.words
    assert not may_warn(room, "anton")
    hendra.get("/darurat")
    hendra.submit("/darurat/orang", sandi=PASSWORD)
    assert may_warn(room, "anton")
    assert any("Anton Djalil" in deed.what and deed.who == "Hendra Mokoagow" for deed in room.office.history.deeds(5))


def test_refused_role_is_gone_and_the_person_stays(room: Newsroom, fatma: Browser, hendra: Browser) -> None:
    take(room, invite(fatma, "Sri Wahyuni", "darurat"))
    hendra.get("/darurat")
    hendra.post("/darurat/orang", {"tanda": hendra.token, "orang": "sri", "apa": "tolak"})
    assert person(room, "sri").roles == (Role.WRITER,)
    hendra.post("/darurat/orang", {"tanda": _token(hendra), "orang": "hendra", "apa": "tolak"})
    assert may_warn(room, "hendra"), "what is confirmed nobody refuses"


def test_who_gave_the_role_does_not_confirm_it(room: Newsroom) -> None:
    people = room.office.people
    both = people.set_roles("fatma", {Role.ADMINISTRATOR, Role.EMERGENCY})
    people.set_roles("anton", {Role.EMERGENCY}, "fatma")
    for by in (both, person(room, "anton"), person(room, "rahma")):
        with pytest.raises(OfficeError) as refused:
            people.confirm_emergency("anton", by)
        assert refused.value.problem.code == OfficeCode.CONFIRM_OTHER.value
    assert people.confirm_emergency("anton", person(room, "hendra")).may([Role.EMERGENCY])


def test_first_of_an_office_needs_nobody_and_the_machine_itself_confirms(room: Newsroom) -> None:
    people = room.office.people
    with people.file.together() as db:
        db.execute("DELETE FROM fact WHERE name LIKE 'somebody had%'")
        db.execute("DELETE FROM person WHERE id = 'hendra'")
    assert people.set_roles("anton", {Role.EMERGENCY}, "fatma").may([Role.EMERGENCY]), "the office's first"
    assert not people.set_roles("rahma", {Role.EMERGENCY}, "fatma").may([Role.EMERGENCY])
    token = people.invite("Rahma Lasaeo", {Role.ADMINISTRATOR}, "", room.now, "rahma")
    assert people.accept(token, NEW, NEW, room.now).may([Role.EMERGENCY])


def test_other_roles_of_somebody_who_waits_change_nothing(room: Newsroom, fatma: Browser, hendra: Browser) -> None:
    give(fatma, "anton", "penulis", "darurat")
    give(fatma, "anton", "penyunting", "darurat")
    assert not may_warn(room, "anton")
    give(fatma, "hendra", "penulis", "darurat")
    assert may_warn(room, "hendra")
    assert hendra.get("/darurat").status_code == 200


def _token(browser: Browser) -> str:
    browser.get("/akun")
    return browser.token
