"""What the hall wrote goes home on the stick as the office's own files, and comes back under the same id."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image

from content_cache.model.loop import LoopTerms, as_fields
from content_cache.model.vocabulary import Category
from kiosk.hall.notices.notice import Attached, Notice, NoticeKind
from kiosk.hall.notices.office_files import as_draft, drafts
from kiosk.office.editions.faults import Faults
from kiosk.office.editions.folder import read_notices, read_office
from tests.kiosk.hall.desk.test_walk import tone
from tests.support.desk import Hall


def notice(hall: Hall, **fields: object) -> Notice:
    said = {
        "id": "kim-0011223344556677", "kind": NoticeKind.ANNOUNCEMENT, "title": "Rapat desa", "text": "Pukul 19.30 di balai.",
        "ends": hall.now + timedelta(days=1), "author": "Sari", "written": hall.now,
    } | fields  # fmt: skip
    return Notice(**said)  # type: ignore[arg-type]


def read(folder: Path, hall: Hall) -> tuple[list[object], list[str]]:
    faults = Faults()
    office = read_office(folder, faults)
    return list(read_notices(folder, office, hall.now, faults)), [str(fault) for fault in faults.found]


@pytest.mark.parametrize(
    ("fields", "category"),
    [
        ({}, Category.ANNOUNCEMENT),
        ({"urgent": True, "title": 'Kata "penting": #1 --- ya', "text": ""}, Category.ANNOUNCEMENT),
        ({"loop": LoopTerms(3, ((420, 1080),), (0, 4))}, Category.ANNOUNCEMENT),
        ({"kind": NoticeKind.EVENT, "place": "Balai: lantai 1"}, Category.EVENT),
        ({"kind": NoticeKind.EMERGENCY, "second": "Budi"}, Category.ALERT),
        ({"text": "---\nid: lain\n- satu\n1. dua\n# tiga *empat*"}, Category.ANNOUNCEMENT),
    ],
    ids=["plain", "urgent", "turn", "event", "darurat", "marked"],
)
def test_the_office_reads_it_without_a_fault(
    hall: Hall, tmp_path: Path, fields: dict[str, object], category: Category
) -> None:
    written = notice(hall, **(fields | ({"starts": hall.now} if category is Category.EVENT else {})))
    (tmp_path / "office").mkdir()
    (tmp_path / "office" / "a.md").write_text(as_draft(written, "Bunga", "72.01.05"), "utf-8")
    found, faults = read(tmp_path / "office", hall)
    assert faults == []
    (one,) = found
    assert (one.id, one.title, one.category) == (written.id, written.title, category)  # type: ignore[attr-defined]
    assert one.expires == written.ends  # type: ignore[attr-defined]
    assert one.plain["areas"] == ["72.01.05"]  # type: ignore[attr-defined]
    assert one.plain.get("loop") == (as_fields(written.loop) if written.loop else None)  # type: ignore[attr-defined]
    assert "Sari" not in as_draft(written, "Bunga"), "no person"


def test_photo_and_recording_go_with_it(hall: Hall, tmp_path: Path) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (64, 48), "green").save(picture, "JPEG")
    (hall.notice_store.drafts / "a.jpg").write_bytes(picture.getvalue())
    (hall.notice_store.drafts / "b.wav").write_bytes(tone("wav"))
    written = notice(hall, attached=(Attached("a.jpg"),), voice="b.wav")
    hall.notice_store.publish_notice(written, hall.now)
    folder = tmp_path / "office"
    folder.mkdir()
    for name, content in drafts([written], "Bunga", "", hall.notice_store.find_file):
        (folder / name).write_bytes(content)
    found, faults = read(folder, hall)
    assert faults == []
    (one,) = found
    assert [(each.file, each.alt) for each in one.pictures] == [("a.jpg", "Rapat desa")]  # type: ignore[attr-defined]
    assert (folder / one.audio).read_bytes() == tone("wav")  # type: ignore[attr-defined]


def test_a_posters_text_and_a_document_go_with_it(hall: Hall, tmp_path: Path) -> None:
    said = 'Beras: Rp13.000 "medium"\n\nKamis #1'
    written = notice(
        hall, text="", attached=(Attached("a.jpg", "Poster", said), Attached("b.pdf", "APBDes 2026", None, 12))
    )  # fmt: skip
    (tmp_path / "a.md").write_text(as_draft(written, "Bunga"), "utf-8")
    found, faults = read(tmp_path, hall)
    assert faults == []
    (one,) = found
    assert [(each.file, each.alt, each.text) for each in one.pictures] == [("a.jpg", "Poster", said)]  # type: ignore[attr-defined]
    assert [(each.file, each.alt) for each in one.documents] == [("b.pdf", "APBDes 2026")]  # type: ignore[attr-defined]
