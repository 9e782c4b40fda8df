"""List of a notice's attachments on the form: order, removal, what each adds, and the files that a page may open."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kiosk.office.notices import parts as of_parts
from kiosk.office.notices.attachment_list import list_attachments, move_before
from kiosk.office.notices.attachments import Attachments
from tests.kiosk.office.test_to_the_kiosks import poster, tone
from tests.support.newsroom import Browser, Newsroom

PICTURES = [{"file": f"lampiran/{letter}.jpg", "alt": letter} for letter in "abc"]
FILM = (b"\0\0\0\x18ftypmp42" + bytes(3_000), "pawai.mp4")


def _written(room: Newsroom, anton: Browser) -> str:
    """Write a notice with two pictures, a recording and a film, and open it."""
    name = anton.write("Pasar pagi", "Harga turun.")
    anton.get(f"/kabar/{name}")
    first, second = poster(), poster()
    second[0].write(b"\0")  # another file of the same picture
    film = room.folder / "lampiran/pawai.mp4"
    film.parent.mkdir()
    film.write_bytes(FILM[0])
    files = [first, (second[0], "ikan.jpg"), tone()]
    for stream, _ in files:
        stream.seek(0)
    anton.post(f"/kabar/{name}", {**anton.form(f"/kabar/{name}"), "lampiran": files})
    draft = room.folder / f"_{name}.md"
    draft.write_text(of_parts.with_parts(draft.read_text("utf-8"), {"film": "lampiran/pawai.mp4"}), "utf-8")
    anton.get(f"/kabar/{name}")
    return name


def _parts(room: Newsroom, name: str) -> of_parts.Parts:
    return of_parts.read_parts((room.folder / f"_{name}.md").read_text("utf-8"))


def test_each_attachment_stands_with_its_size_and_what_it_adds(room: Newsroom, anton: Browser) -> None:
    name = _written(room, anton)
    listed = list_attachments(_parts(room, name), room.folder)
    assert [each.field for each in listed][:3] == ["film", "audio", "gambar"]
    assert f"Lampiran: {len(listed)}" in anton.words
    assert anton.words.count("Menambah:") == len(listed)
    assert "pawai.mp4Film · 3 KB · 1 detik di sinyal lemah" in anton.words


@pytest.mark.parametrize(("field", "part"), [("film", "film"), ("audio", "audio"), ("gambar", "pictures")])
def test_each_kind_is_taken_out_and_the_others_stay(room: Newsroom, anton: Browser, field: str, part: str) -> None:
    name = _written(room, anton)
    before = _parts(room, name)
    one = next(each for each in list_attachments(before, room.folder) if each.field == field)
    anton.submit(f"/kabar/{name}", **{f"{field}:{one.file}:buang": "ya"})
    assert anton.page.headers["Location"].endswith("#b-gambar")
    left = [each for each in list_attachments(_parts(room, name), room.folder) if each.file != one.file]
    assert len(left) == len(list_attachments(before, room.folder)) - 1
    assert one.file not in _parts(room, name).get(part, "")
    assert (room.folder / one.file).is_file()  # an edition that is out still names it


def test_the_order_of_pictures_is_changed_by_a_button(room: Newsroom, anton: Browser) -> None:
    name = anton.write("Pasar pagi", "Harga turun.")
    draft = room.folder / f"_{name}.md"
    pictures = json.dumps(PICTURES)
    draft.write_text(of_parts.with_parts(draft.read_text("utf-8"), {"pictures": pictures}), "utf-8")
    anton.get(f"/kabar/{name}")
    anton.submit(f"/kabar/{name}", naik="gambar:lampiran/c.jpg", **{"gambar:lampiran/c.jpg:alt": "cakalang"})
    moved = of_parts.pictures(_parts(room, name))
    assert [(each["file"][-5], each["alt"]) for each in moved] == [("a", "a"), ("c", "cakalang"), ("b", "b")]


@pytest.mark.parametrize("named", ["", "lampiran/a.jpg", "lampiran/x.jpg", "../feed.toml"])
def test_first_and_unknown_files_are_not_moved(named: str) -> None:
    entries = [dict(each) for each in PICTURES]
    move_before(entries, named)
    assert entries == PICTURES


@pytest.mark.attack(
    "people",
    "a draft or an address names a file outside the folder of attachments, such as keys and settings, as an attachment",
    "its size is not told, and it is not sent",
)
def test_no_file_outside_the_attachments_is_told_or_sent(room: Newsroom, anton: Browser, tmp_path: Path) -> None:
    (tmp_path / "rahasia.pdf").write_bytes(b"%PDF-1.7")
    (room.folder / "rahasia.pdf").write_bytes(b"%PDF-1.7")
    (room.folder / "lampiran").mkdir(exist_ok=True)
    (room.folder / "lampiran/x.pdf").symlink_to(tmp_path / "rahasia.pdf")
    (room.folder / "lampiran/x.html").write_text("<script>", "utf-8")
    attachments = Attachments(room.folder, room.folder / ".kantor")
    for file in (
        "../../rahasia.pdf", "../rahasia.pdf", "lampiran/../../rahasia.pdf", "x.pdf", "lampiran/x.html", "a\0b.pdf",
        "/etc/passwd", "", ".", "x" * 5_000 + ".pdf",
    ):  # fmt: skip
        assert attachments.whole_file(file) is None, file
        sizes = [each.size for each in list_attachments({"audio": file}, room.folder)]
        own = file in ("x.pdf", "lampiran/x.html")
        assert own or set(sizes) <= {-1}, file
    anton.get("/berkas/lampiran%2F..%2F..%2Frahasia.pdf")
    assert anton.page.status_code in (308, 404)
    anton.get("/berkas/lampiran/x.html")
    assert anton.page.status_code == 404


def test_a_film_is_sent_whole_or_in_part(room: Newsroom, anton: Browser) -> None:
    _written(room, anton)
    anton.get("/berkas/lampiran/pawai.mp4")
    assert (anton.page.data, anton.page.mimetype) == (FILM[0], "video/mp4")
    part = anton.client.get(
        "/berkas/lampiran/pawai.mp4", headers={"Range": "bytes=0-9"}, base_url="http://127.0.0.1:8090"
    )
    assert (part.status_code, part.data) == (206, FILM[0][:10])
