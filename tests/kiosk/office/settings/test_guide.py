"""First set-up of an office in five steps: led there, in any order, by whom, and ended."""

from __future__ import annotations

import pytest

from tests.support.newsroom import AREAS, KEY_PASSWORD, Browser, Newsroom, make_shared_keys

pytestmark = [
    pytest.mark.attack(
        "people",
        "the first set-up is requested by nobody, by other roles, out of order, without a form token, by two administrators",
        "each address of a step asks for the administrator's role and its form's token; keys are made once, the second is told",
    ),
]


@pytest.fixture
def bare(room: Newsroom) -> Newsroom:
    """An office without villages."""
    (room.folder / "desa.csv").unlink()
    return room


def test_an_administrator_is_led_to_what_is_unfinished_until_the_end(bare: Newsroom) -> None:
    fatma = bare.browser("Fatma Adam")
    assert fatma.page.headers["Location"] == "/pasang/1"
    fatma.follow()
    assert "Langkah 1 dari 5" in fatma.words
    fatma.get("/")
    assert "Belum dipasang: Nama dan alamat, Kunci, Desa, Tempat terbit." in fatma.words
    fatma.get("/pasang/3")
    fatma.submit("/pasang/3/tambah", kode="72.01.05.2003", nama="Kilongan")
    assert fatma.page.headers["Location"] == "/pasang/3"
    assert "72.01.05.2003" in bare.office.areas.names
    fatma.get("/pasang/5")
    fatma.submit("/pasang/selesai")
    assert fatma.page.headers["Location"] == "/tulis"
    again = bare.browser("Fatma Adam")
    assert again.page.headers["Location"] == "/"
    again.get("/")
    assert "Belum dipasang: Nama dan alamat, Kunci, Tempat terbit." in again.words


def test_the_first_step_saves_and_goes_on_and_a_fault_stays_in_the_frame(bare: Newsroom) -> None:
    fatma = bare.browser("Fatma Adam")
    fatma.get("/pasang/1")
    fatma.submit("/pasang/1", nama="", lalu="simpan")
    assert "Tulis nama kantor" in fatma.words
    assert "Langkah 1 dari 5" in fatma.words
    fatma.submit("/pasang/1", nama="Dinas", lalu="simpan")
    assert fatma.page.headers["Location"] == "/pasang/2"
    assert bare.office.notices.office().publisher == "Dinas"


def test_a_finished_office_leads_nobody(room: Newsroom) -> None:
    (room.folder / "desa.csv").write_text(AREAS, "utf-8")
    make_shared_keys(room.office.cabinet)
    told = (room.folder / "office.toml").read_text("utf-8")
    target = '\n[[target]]\nname = "Web"\nurl = "/srv/web"\n'
    (room.folder / "office.toml").write_text(f'address = "https://a.example"\n{told}{target}', "utf-8")
    room.office.setup()
    browser = Browser(room)
    browser.room.address = "https://a.example"
    browser.log_in("Fatma Adam")
    assert browser.page.headers["Location"] == "/"


@pytest.mark.parametrize("name", ["Anton Djalil", "Rahma Lasaeo", ""])
def test_other_roles_never_see_it(bare: Newsroom, name: str) -> None:
    browser = bare.browser(name)
    if name:
        assert browser.page.headers["Location"] == "/"
        browser.get("/")
        assert "Belum dipasang" not in browser.words
    paths = [route for route in bare.app.extensions["routes"].values() if route.path.startswith("/pasang")]
    assert len(paths) > 25
    for route in paths:
        path = route.path.replace("<person_id>", "fatma")
        browser.get("/akun" if name else "/masuk")
        page = browser.get(path) if route.method == "GET" else browser.post(path, {"tanda": browser.token})
        assert page.status_code == 403 if name else page.headers["Location"].startswith("/masuk"), path


def test_a_form_without_its_token_changes_nothing(bare: Newsroom) -> None:
    fatma = bare.browser("Fatma Adam")
    for path in ("/pasang/1", "/pasang/2", "/pasang/3/tambah", "/pasang/4", "/pasang/5", "/pasang/selesai"):
        assert fatma.post(path, {"nama": "x", "kode": "72.01.05.2003"}).status_code == 403
    assert not (bare.folder / "desa.csv").exists()
    assert bare.browser("Fatma Adam").page.headers["Location"] == "/pasang/1"
    assert fatma.get("/pasang/6").status_code == 404


def test_the_second_who_makes_the_keys_is_told(bare: Newsroom) -> None:
    first, second = bare.browser("Fatma Adam"), bare.browser("Fatma Adam")
    second.get("/pasang/2")
    first.get("/pasang/2")
    first.submit("/pasang/2", **_passwords("kopra di dermaga tua"))
    assert first.page.headers["Location"] == "/pasang/2"
    made = bare.office.cabinet.public("news")
    second.submit("/pasang/2", **_passwords(KEY_PASSWORD))
    assert "sudah ada" in second.words
    assert bare.office.cabinet.public("news") == made


def _passwords(start: str) -> dict[str, str]:
    return {f"{field}-{key}": f"{start} {key} bersama" for key in ("news", "alert") for field in ("sandi", "lagi")}
