"""A session that ends keeps what was being typed: handed in after its end it waits on the kiosk until the login."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest

from kiosk.hall.desk.unfinished import FIELDS
from kiosk.hall.notices.store import NoticeStore
from tests.support.desk import PINS, Hall, Phone, form_of

pytestmark = pytest.mark.attack(
    "people",
    "the power is cut to come in by a session that was open, on a phone that was found",
    "a session ends with the process; for a day, over five starts at most, that phone may hand in what "
    "was typed, which waits for the PIN of whoever was logged in",
)


Photo = Callable[[], tuple[io.BytesIO, str]]
TYPED = {"jenis": "kegiatan", "judul": "Kerja bakti", "isi": "Bawa sapu.", "tanggal": "5 September", "jam": "06.30",
         "tempat": "Balai", "sampai": "besok"}  # fmt: skip


def test_what_was_typed_waits_until_the_login(hall: Hall, sari: Phone, photo: Photo) -> None:
    sari.get("/tulis?jenis=kegiatan")
    hall.later(minutes=31)
    told = sari.send("/tulis", **TYPED, foto=photo(), pin_saksi="297164").text
    assert "Tulisan Anda aman." in told
    assert not {"Kerja bakti", "Sari"} & set(told.split(">")), "neither name nor draft before the login"
    assert hall.notice_store.up(hall.now) == []
    assert "297164" not in "".join(path.read_text() for path in (hall.notice_store.folder / "unfinished").iterdir()), (
        "no PIN"
    )
    sari.send("/masuk", nama="Sari", pin=PINS["Sari"])
    assert "Lanjutkan tulisan Anda?" in sari.page
    assert "Kerja bakti" in sari.page
    go_on(sari)
    for value in ("Kerja bakti", "Bawa sapu.", "5 September", "06.30", "Balai"):
        assert value in sari.page
    assert "Foto Anda tersimpan." in sari.page
    sari.send("/tulis")
    sari.send("/terbit")
    (notice,) = hall.notice_store.up(hall.now)
    assert (notice.title, notice.author, len(notice.attached)) == ("Kerja bakti", "Sari", 1)
    assert "Lanjutkan tulisan Anda?" not in sari.page


def go_on(phone: Phone) -> None:
    """The first of what was being written."""
    found = re.search(r'href="(/tulis\?lanjut=[^"&]+)"', phone.page)
    assert found is not None
    phone.get(found[1])


def test_a_change_goes_on_as_a_change(hall: Hall, sari: Phone) -> None:
    sari.write()
    sari.send("/terbit")
    (notice,) = hall.notice_store.up(hall.now)
    sari.get(f"/ubah/{notice.id}")
    hall.later(minutes=31)
    sari.send("/tulis", jenis="pengumuman", judul="Rapat ditunda", sampai="besok")
    sari.log_in()
    go_on(sari)
    sari.send("/tulis")
    sari.send("/terbit")
    assert [(each.id, each.title) for each in hall.notice_store.up(hall.now)] == [(notice.id, "Rapat ditunda")]


def test_a_preview_that_was_never_published_is_there_again(hall: Hall, sari: Phone) -> None:
    sari.write(judul="Arisan")
    hall.later(hours=9)
    assert "Arisan" in sari.log_in().text
    sari.send("/buang")
    assert "Arisan" not in sari.page
    assert list((hall.notice_store.folder / "unfinished").iterdir()) == []


@pytest.mark.parametrize("how", ["another form's token", "another phone", "a day later", "logged out"])
def test_nobody_else_hands_in_a_draft(hall: Hall, sari: Phone, how: str) -> None:
    sari.get("/tulis")
    mark = sari.mark
    if how == "logged out":
        sari.send("/keluar")
    hall.later(minutes=31 if how != "a day later" else 60 * 25)
    phone = hall.phone() if how == "another phone" else sari
    answer = phone.ask("POST", "/tulis", data=TYPED | {"tanda": "x" if how == "another form's token" else mark})
    assert answer.status_code == 403
    assert not (hall.notice_store.folder / "unfinished").exists()


def test_an_ended_session_may_do_nothing_else(hall: Hall, sari: Phone) -> None:
    sari.write()
    mark = sari.mark
    hall.later(minutes=31)
    for path in ("/terbit", "/buang", "/tarik/x", "/keluar"):
        assert sari.ask("POST", path, data={"tanda": mark}).status_code == 403
    for path in ("/tulis", "/tulis?lanjut=kim-1", "/lihat/kim-1", "/berkas/" + "0" * 32 + ".jpg", "/hitungan"):
        assert sari.get(path).status_code == 302
    assert hall.notice_store.up(hall.now) == []


def test_the_front_asks_and_lets_in_who_may_hand_in(hall: Hall, sari: Phone) -> None:
    def gate(phone: Phone, method: str = "POST") -> int:
        return phone.get("/-/siapa", headers={"X-Original-Method": method}).status_code

    assert (gate(hall.phone()), gate(hall.phone(), "GET")) == (403, 204)
    assert gate(sari) == 204
    hall.later(minutes=31)
    assert gate(sari) == 204
    hall.later(hours=25)
    assert gate(sari) == 403
    assert hall.phone().get("/-/siapa", base_url="https://evil.example").status_code == 403


def test_its_photo_outlives_a_restart_of_the_desk(hall: Hall, sari: Phone, photo: Photo) -> None:
    sari.write(foto=photo())
    kept = {path.name for path in hall.notice_store.drafts.iterdir()}
    assert len(kept) == 2, "a photo, and a small one of it"
    from kiosk.hall.desk.unfinished import UnfinishedNotices

    notice_store = NoticeStore(hall.data, "Bunga")
    (notice_store.drafts / "alt.jpg").write_bytes(b"x")
    notice_store.clear_drafts(keep=UnfinishedNotices(notice_store.folder).files())
    assert {path.name for path in notice_store.drafts.iterdir()} == kept
    assert "pin_saksi" not in FIELDS


def test_it_is_asked_once_before_a_notice_is_taken_down(hall: Hall, sari: Phone) -> None:
    sari.write()
    sari.send("/terbit")
    (notice,) = hall.notice_store.up(hall.now)
    assert f'href="/tarik/{notice.id}"' in sari.page
    assert f'action="/tarik/{notice.id}"' not in sari.page
    sari.get(f"/tarik/{notice.id}")
    assert "Ya, tarik sekarang" in sari.page
    assert len(hall.notice_store.up(hall.now)) == 1
    form = sari.page
    sari.send(f"/tarik/{notice.id}")
    assert hall.notice_store.up(hall.now) == []
    sari.page, told = form, hall.taken
    sari.send(f"/tarik/{notice.id}")
    assert "Halo, Sari" in sari.page, "tapped twice"
    assert (len(hall.notice_store.audit()), hall.taken) == (2, told)
    assert sari.get(f"/tarik/{notice.id}").status_code == 404


def test_what_was_typed_outlives_a_power_cut(hall: Hall, sari: Phone, photo: Photo) -> None:
    """The phone has its own battery: the form is still open there when the kiosk is back."""
    sari.get("/tulis?jenis=kegiatan")
    hall.later(minutes=20)
    hall.restart(sari)
    form = sari.page
    assert sari.get("/-/siapa", headers={"X-Original-Method": "POST"}).status_code == 204, "the front lets it through"
    sari.page = form
    assert "Tulisan Anda aman." in sari.send("/tulis", **TYPED, foto=photo()).text
    for path in ("/terbit", "/buang", "/tarik/x", "/keluar"):
        assert sari.ask("POST", path, data={"tanda": "x"}).status_code == 403
    assert sari.get("/hitungan").status_code == 302, "the power opens nothing to whoever has the phone"
    sari.log_in()
    go_on(sari)
    for value in ("Kerja bakti", "Bawa sapu.", "5 September", "06.30", "Balai", "Foto Anda tersimpan."):
        assert value in sari.page


@pytest.mark.parametrize("when", ["while she writes", "while she looks at it"])
def test_the_copy_of_what_was_taken_down_goes_with_publishing(hall: Hall, sari: Phone, when: str) -> None:
    """It is a new notice then, of another id; its unfinished copy was offered under the earlier one for two weeks."""
    sari.write(judul="Bagi beras")
    sari.send("/terbit")
    (notice,) = hall.notice_store.up(hall.now)
    sari.get(f"/ubah/{notice.id}")
    sari.send("/tulis", isi="Bawa kupon.")
    if when == "while she writes":
        sari.get(f"/tulis?lanjut={notice.id}")
    hall.later(minutes=1)
    hall.notice_store.withdraw_notice(notice.id, "Budi", hall.now)
    if when == "while she writes":
        sari.send("/tulis")
    else:
        sari.send("/terbit")
    assert "ditarik sesudah Anda mulai" in sari.page
    sari.send("/tulis", sampai="besok")
    sari.send("/terbit")
    assert [each.text for each in hall.notice_store.up(hall.now)] == ["Bawa kupon."]
    assert "Lanjutkan tulisan Anda?" not in sari.page
    assert list((hall.notice_store.folder / "unfinished").iterdir()) == []


def test_a_copy_that_a_power_cut_left_is_not_offered(hall: Hall, sari: Phone) -> None:
    """It came between the notice and its copy."""
    sari.write(judul="Arisan")
    (copy,) = (hall.notice_store.folder / "unfinished").iterdir()
    kept = copy.read_bytes()
    sari.send("/terbit")
    copy.write_bytes(kept)
    hall.restart(sari)
    assert "Lanjutkan tulisan Anda?" not in sari.log_in().text
    (notice,) = hall.notice_store.up(hall.now)
    sari.get(f"/ubah/{notice.id}")
    hall.later(minutes=1)
    sari.send("/tulis", judul="Arisan RT 2")
    assert "Lanjutkan tulisan Anda?" in sari.get("/").text, "what was written since is"


def test_one_who_logs_out_leaves_nothing_open_over_a_power_cut(hall: Hall, sari: Phone) -> None:
    sari.get("/tulis")
    mark = sari.mark
    sari.send("/keluar")
    hall.restart(sari)
    assert sari.ask("POST", "/tulis", data=TYPED | {"tanda": mark}).status_code == 403


def test_a_session_outlives_a_few_cuts_and_not_all(hall: Hall, sari: Phone) -> None:
    sari.get("/tulis")
    mark = sari.mark
    for cut in range(1, 8):
        hall.restart(sari)
        answer = sari.ask("POST", "/tulis", data=TYPED | {"tanda": mark})
        assert answer.status_code == (303 if cut <= 5 else 403), cut


def test_a_form_in_another_tab_is_taken_after_the_login(hall: Hall, sari: Phone) -> None:
    """Show that a form from before the log-out is taken after a login in another tab."""
    sari.get("/tulis?jenis=kegiatan")
    form = sari.page
    hall.later(minutes=31)
    sari.log_in()
    sari.page = form
    sari.send("/tulis", **TYPED)
    assert "Begini di kios" in sari.page
    hall.later(minutes=31)
    sari.log_in("Budi")
    sari.page = form
    assert sari.send("/tulis", **TYPED).status_code == 403, "a form of Sari's is none of Budi's"


NUMBERS = {"nama0": "Puskesmas Bunga", "nomor0": "0461 000 118", "titik0": "Lapangan SDN 1", "arah0": "ke arah bukit"}
STAFF = {"nama": "Ibu Rahma", "tugas": "Kasi Pelayanan", "mulai": "8", "selesai": "15.00"}


@pytest.mark.parametrize(("path", "typed"), [("/nomor", NUMBERS), ("/petugas", STAFF)])
@pytest.mark.parametrize("cut", [False, True])
def test_other_forms_wait_for_the_login_too(
    hall: Hall, sari: Phone, path: str, typed: dict[str, str], cut: bool
) -> None:
    """Show that a long list of numbers, typed for over half an hour, waits for the login."""
    sari.get(path)
    hall.later(minutes=31)
    if cut:
        hall.restart(sari)
    form = sari.page
    assert "Tulisan Anda aman." in sari.send(path, **typed).text
    assert hall.notice_store.audit() == [], "nothing is done before the login"
    assert not set(typed.values()) & set(sari.page.split('"')), "and nothing shown"
    sari.send("/masuk", nama="Sari", pin=PINS["Sari"])
    assert "Yang Anda ketik masih ada di sini, dan belum disimpan." in sari.page
    for value in typed.values():
        assert f'value="{value}"' in sari.page
    sari.send(path)
    assert len(hall.notice_store.audit()) == 1
    assert "masih ada di sini" not in sari.get(path).text, "once"
    sari.page = form
    hall.later(minutes=31)
    sari.send(path, **typed)
    sari.log_in("Budi")
    assert "Halo, Budi" in sari.page
    assert "masih ada di sini" not in sari.get(path).text, "what Sari typed is not for Budi"


def test_a_form_with_faults_has_an_address_of_its_own(sari: Phone) -> None:
    """Back from the preview, or from another app, the phone asks for the page anew: an answer to a form cannot be."""
    sari.get("/tulis?jenis=kegiatan")
    sari.send("/tulis", judul="Kerja bakti", isi="Bawa cangkul.", jam="8", tanggal="")
    assert sari.last.startswith("/tulis?lanjut=")
    form = sari.last
    for _ in range(2):
        assert "Tulis tanggalnya" in sari.page
        assert form_of(sari.page, "/tulis")["judul"] == "Kerja bakti"
        sari.get(form)
    sari.send("/tulis", tanggal="besok")
    assert "Begini di kios" in sari.page
    sari.get(form)
    assert "Tulis tanggalnya" not in sari.page
    assert form_of(sari.page, "/tulis")["tanggal"] == "Jumat, 4 September 2026"
