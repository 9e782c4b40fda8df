"""Ways in which a text could get lost: two people's, a session's end, letters that no editor shows, files of other programs."""

from __future__ import annotations

from kiosk.office import parts
from tests.support.newsroom import Browser, Newsroom

TITLE, BODY = "Air PDAM mati", "Paragraf A.\n\nParagraf B.\n\nParagraf C."


def draft(room: Newsroom, name: str) -> dict[str, str]:
    return parts.read((room.folder / f"_{name}.md").read_text("utf-8"))


def test_a_form_that_took_nothing_of_others_takes_nothing_back(room: Newsroom, anton: Browser, rahma: Browser) -> None:
    name = anton.write(TITLE, BODY)
    anton.get(f"/kabar/{name}")
    rahma.get(f"/kabar/{name}")
    his, hers = anton.form(f"/kabar/{name}"), rahma.form(f"/kabar/{name}")
    theirs = {"isi": BODY.replace("C.", "C dari Rahma."), "sampai": "30 Desember 2026, 10.00", "jenis": "layanan"}
    rahma.post(f"/simpan/{name}", {**hers, **theirs, "semua": "", "daerah": "72.01.05.2003", "syarat": "KTP"})

    his["isi"] = BODY.replace("A.", "A dari Anton.")
    told = anton.post(f"/simpan/{name}", his).get_json()
    assert told["merged"] == {
        "isi": his["isi"].replace("C.", "C dari Rahma."),
        "sampai": "30 Desember 2026, 10.00",
        "jenis": "layanan",
        "daerah": ["72.01.05.2003"],
        "syarat": "KTP",
    }
    assert anton.post(f"/simpan/{name}", his | {"dasar": told["own"]}).status_code == 200
    his["isi"] = his["isi"].replace("Anton.", "Anton. Lagi.")
    assert anton.post(f"/simpan/{name}", his | {"dasar": told["own"]}).status_code == 200

    kept = draft(room, name)
    assert kept["body"] == "Paragraf A dari Anton. Lagi.\n\nParagraf B.\n\nParagraf C dari Rahma."
    assert kept["expires"] == "2026-12-30T10:00+08:00"
    assert (kept["category"], kept["areas"], kept["requirements"]) == ("layanan", "72.01.05.2003", "KTP")


def test_a_page_left_open_goes_on_after_its_writer_logged_in_elsewhere(room: Newsroom, anton: Browser) -> None:
    name = anton.write(TITLE, "Satu.")
    anton.get(f"/kabar/{name}")
    form = anton.form(f"/kabar/{name}")
    room.wait(minutes=40)
    told = anton.post(f"/simpan/{name}", form | {"isi": "Satu. Dua."}).get_json()
    assert told["ended"]
    anton.log_in("Anton Djalil")
    saved = anton.post(f"/simpan/{name}", form | {"isi": "Satu. Dua. Tiga.", "dasar": told["version"]})

    assert saved.status_code == 200
    assert draft(room, name)["body"] == "Satu. Dua. Tiga."


def test_another_persons_log_in_opens_no_forms_of_the_one_before(room: Newsroom, anton: Browser) -> None:
    name = anton.write(TITLE, "Satu.")
    anton.get(f"/kabar/{name}")
    form = anton.form(f"/kabar/{name}")
    room.wait(minutes=40)
    anton.log_in("Rahma Lasaeo")

    assert anton.post(f"/simpan/{name}", form | {"isi": "Lain"}).status_code == 403
