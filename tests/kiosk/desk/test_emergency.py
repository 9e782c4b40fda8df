"""The desk's form of numbers and assembly points, and those who misuse it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kiosk.notices.emergency import read
from tests.support.desk import Hall, Phone

GOOD = {"nama0": "Puskesmas Bunga", "nomor0": "0461 000 118", "titik0": "Lapangan SDN 1", "arah0": "ke arah bukit"}


def test_numbers_are_saved_whole_and_who_did_it_is_known(hall: Hall, sari: Phone) -> None:
    sari.get("/nomor")
    assert "Nomor darurat" in sari.page
    sari.send("/nomor", **GOOD)
    saved = read(hall.data)
    assert [(each.name, each.number) for each in saved.contacts] == [("Puskesmas Bunga", "0461 000 118")]
    assert saved.points[0].direction == "ke arah bukit"
    assert saved.checked == hall.now.date()
    assert hall.notice_store.audit()[0]["who"] == "Sari"
    sari.get("/nomor")
    assert "0461 000 118" in sari.page


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"nomor0": "tel:112"}, "angka saja"),
        ({"nomor0": "٠٤٦١٠٠٠"}, "angka saja"),
        ({"nomor0": "1" * 60}, "angka saja"),
        ({"nama0": ""}, "Tulis nama"),
        ({"nama0": "A" * 10_000}, "Tulis nama"),
        ({"titik0": "A" * 10_000}, "Tulis nama"),
        ({"titik0": "", "arah0": "ke bukit"}, "Tulis nama"),
        ({"nama0": "<script>alert(1)</script>"}, "angka saja"),
    ],
)
def test_what_cannot_be_called_is_told_and_nothing_saved(
    hall: Hall, sari: Phone, wrong: dict[str, str], told: str
) -> None:
    sari.send("/nomor", **(GOOD | wrong))
    assert told in sari.page
    assert "<script>" not in sari.page
    assert read(hall.data).contacts == ()
    assert not (hall.notice_store.folder / "emergency.json").exists()


def test_nobody_saves_numbers_without_logging_in_or_by_a_foreign_form(hall: Hall, sari: Phone) -> None:
    stranger = hall.phone()
    stranger.be_paired()
    stranger.get("/")
    stranger.send("/nomor", **GOOD)
    assert read(hall.data).contacts == ()
    answer = sari.client.post("/nomor", base_url="https://kios.local:8080", data=GOOD)
    assert answer.status_code == 403
    assert read(hall.data).contacts == ()


def test_marks_of_direction_and_markup_stay_letters(hall: Hall, sari: Phone) -> None:
    sari.send("/nomor", nama0="Polsek \u202eLuwuk", nomor0="110", titik0="<b>Bukit</b>", arah0="[b]ke[/b] atas")
    saved: Any = json.loads((hall.notice_store.folder / "emergency.json").read_text("utf-8"))
    assert saved["numbers"] == [{"name": "Polsek Luwuk", "number": "110"}]
    assert saved["points"] == [{"name": "Bukit", "direction": "[b]ke[/b] atas"}]
