"""A village's complaints and notices as a file for its OpenSID: by the page and by the command, without formulas."""

from __future__ import annotations

import base64
import csv
import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from kiosk.cli.office_backup import PASSWORD as PASSWORD_VARIABLE
from kiosk.office.questions.opensid import ARTICLES, COMPLAINTS
from tests.kiosk.office.questions.test_questions import answer, asks, published
from tests.support.newsroom import KEY_PASSWORD, Browser, Newsroom
from tests.support.posting import PostingKiosk

AREA = "72.01.05.2004"


def typed(kind: str) -> dict[str, Any]:
    return {"type": "text/plain", "kind": kind, "seconds": 0}


def tables(packed: bytes) -> dict[str, list[dict[str, str]]]:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        read = {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist() if name.endswith(".csv")}
    return {name: list(csv.DictReader(io.StringIO(text, newline=""))) for name, text in read.items()}


def taken(rahma: Browser, area: str = AREA) -> dict[str, list[dict[str, str]]]:
    rahma.get("/tanya")
    got = rahma.post("/tanya/opensid", {"tanda": rahma.token, "desa": area})
    assert got.status_code == 200
    return tables(got.data)


def test_complaints_have_the_columns_and_the_states_of_its_table(
    office: Newsroom, kiosk: PostingKiosk, rahma: Browser
) -> None:
    asks(office, kiosk, 1, sound=b"Kapan posyandu?", said={"type": "text/plain"})
    asks(office, kiosk, 2, sound="Jembatan patah, “dua papan”.\nTolong.".encode(), said=typed("complaint"))
    worked = asks(office, kiosk, 3, said={"kind": "complaint"})
    done = asks(office, kiosk, 4, sound=b"Surat domisili", said=typed("letter"))
    answer(rahma, worked, sampai="working")
    answer(rahma, done, sampai="done")
    rows = taken(rahma)[COMPLAINTS]
    assert [(each["judul"], each["isi"], each["status"]) for each in rows] == [
        ("Keluhan 2, Balai Desa Bunga", "Jembatan patah, “dua papan”.\nTolong.", "1"),
        ("Keluhan 3, Balai Desa Bunga", "Diucapkan, 38 detik: didengar di meja kantor.", "2"),
        ("Permintaan surat 4, Balai Desa Bunga", "Surat domisili", "3"),
    ]
    assert [*rows[0]] == ["nik", "nama", "email", "telepon", "judul", "isi", "status", "foto", "created_at"]
    assert rows[0]["created_at"] == office.now.strftime("%Y-%m-%d %H:%M:%S")
    assert not any(each[name] for each in rows for name in ("nik", "nama", "email", "telepon"))


def test_a_photo_lies_beside_its_complaint(office: Newsroom, kiosk: PostingKiosk, rahma: Browser) -> None:
    photo = b"\xff\xd8\xff\xe0 jembatan"
    said = typed("complaint") | {"photo": base64.b64encode(photo).decode()}
    asks(office, kiosk, 2, sound=b"Jembatan", said=said)
    rahma.get("/tanya")
    packed = rahma.post("/tanya/opensid", {"tanda": rahma.token, "desa": AREA}).data
    (row,) = tables(packed)[COMPLAINTS]
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert archive.read(row["foto"]) == photo
    assert row["foto"] == f"foto/{kiosk.id}-2.jpg"


def test_notices_for_all_of_the_village_are_articles_and_answers_are_none(
    office: Newsroom, kiosk: PostingKiosk, rahma: Browser
) -> None:
    for name, areas in (("pasar", ""), ("bunga", AREA), ("luwuk", "72.01.05"), ("jauh", "72.01.06")):
        text = f'title = "Kabar {name}"\n' + (f'areas = ["{areas}"]\n' if areas else "")
        (office.folder / f"{name}.md").write_text(f"+++\n{text}+++\nIsi **{name}**.\n")
    answer(rahma, asks(office, kiosk), siapa="semua", isi_singkat="Kapan pupuk?", jawaban="Senin.")
    published(office)
    rows = taken(rahma)[ARTICLES]
    assert {each["judul"] for each in rows} == {"Kabar pasar", "Kabar bunga", "Kabar luwuk"}
    assert "<strong>pasar</strong>" in next(each["isi"] for each in rows if each["judul"] == "Kabar pasar")


@pytest.mark.attack(
    "people",
    "a complaint holds a formula, for the spreadsheet of whoever opens the export",
    "an apostrophe stands before each cell that would be computed",
)
@pytest.mark.parametrize(
    "text",
    [
        '=HYPERLINK("http://x","klik")',
        "+1+cmd|' /C calc'!A0",
        "-2+3+cmd|'x'!A0",
        "@SUM(1+1)",
        "\t=1+1",
        "\r=1+1",
        " =1+1",
    ],
)
def test_no_cell_is_a_formula(office: Newsroom, kiosk: PostingKiosk, rahma: Browser, text: str) -> None:
    asks(office, kiosk, 2, sound=text.encode(), said=typed("complaint"))
    (row,) = taken(rahma)[COMPLAINTS]
    assert row["isi"].startswith("'")
    assert row["isi"].strip("'").strip() == text.strip()


@pytest.mark.attack(
    "people",
    "somebody of the office without the right, or of no village, takes complaints for OpenSID",
    "editors alone, a village with a kiosk, the post open",
)
def test_who_may_take_it_and_of_what(office: Newsroom, kiosk: PostingKiosk, rahma: Browser) -> None:
    asks(office, kiosk, 2, sound=b"Jembatan", said=typed("complaint"))
    anton = office.browser("Anton Djalil")
    anton.get("/tanya")
    assert "OpenSID" not in anton.text
    assert anton.post("/tanya/opensid", {"tanda": anton.token, "desa": AREA}).status_code == 403
    rahma.get("/tanya")
    token = rahma.token
    for area in ("", "72.01", "../../etc", "72.01.06.2001"):
        assert rahma.post("/tanya/opensid", {"tanda": token, "desa": area}).status_code == 404
    office.office.cabinet.close()
    assert rahma.post("/tanya/opensid", {"tanda": token, "desa": AREA}).headers["Location"] == "/tanya"


def test_the_command_writes_it_with_the_password_of_the_post(
    office: Newsroom, kiosk: PostingKiosk, tmp_path: Path
) -> None:
    asks(office, kiosk, 2, sound=b"Jembatan", said=typed("complaint"))
    out = tmp_path / "bunga.zip"
    command = [sys.executable, "-m", "kiosk", "office", "--folder", str(office.folder), "opensid", AREA, str(out)]
    env = {**os.environ, "KIOSK_LANGUAGE": "id", PASSWORD_VARIABLE: "salah sekali ini"}
    wrong = subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, check=False)
    assert (wrong.returncode, out.exists()) == (1, False)
    env[PASSWORD_VARIABLE] = KEY_PASSWORD
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, str(out)), done.stderr
    assert out.stat().st_mode & 0o077 == 0
    assert [each["isi"] for each in tables(out.read_bytes())[COMPLAINTS]] == ["Jembatan"]
    again = subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, check=False)
    assert again.returncode == 1, "nothing is written over"
