"""What stands in the office's pictures: a machine's draft, and what a clerk makes of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from content_cache.model.picture_text import PictureText, Region, TextBlock, TextLine, Word
from kiosk.office.editions.faults import FolderError
from kiosk.office.editions.picture_texts import write_drafts
from kiosk.office.editions.publish import untold_pictures
from tests.content_cache.central.office import NOW, OfficePC, picture
from tests.told import folder_fault

READ = PictureText(
    (TextBlock(Region(), (TextLine((Word("Air"), Word("mati"), Word("08.00", doubtful=True))),)),)
)  # fmt: skip


def text(office: OfficePC) -> str | None:
    feed = json.loads((office.out / "feed.json").read_bytes())
    shown = next(one for one in feed["items"] if one["id"] == "air")
    told: str | None = shown["attachments"][0]["_kiosk"].get("text")
    return told


def drafted(office: OfficePC, found: PictureText = READ) -> list[tuple[Path, Path | None]]:
    return list(write_drafts(untold_pictures(office.folder, NOW), lambda _body: found))


def test_a_draft_is_mended_renamed_and_published(office: OfficePC) -> None:
    assert office.plan().untold == (office.folder / "pipa.png",)
    (written,) = drafted(office)
    assert written == (office.folder / "pipa.png", office.folder / "_pipa.txt")
    assert (office.folder / "_pipa.txt").read_text("utf-8") == "Air mati 08.00(?)\n"
    office.publish()
    assert text(office) is None, "a draft is published by nobody"
    (office.folder / "_pipa.txt").rename(office.folder / "pipa.txt")
    with pytest.raises(FolderError) as refused:
        office.plan()
    (fault,) = (one for one in refused.value.faults if not one.warning)
    assert "masih memuat kata bertanda (?)" in folder_fault(fault)
    office.put("pipa.txt", "\ufeffAir mati pukul 09.00\r\n")
    planned = office.publish()
    assert (text(office), planned.untold, planned.faults) == ("Air mati pukul 09.00", (), ())


def test_the_front_matter_wins(office: OfficePC) -> None:
    notice = (office.folder / "air.md").read_text("utf-8")
    office.put("air.md", notice.replace("    alt: Pipa bocor", "    text: Awas pipa bocor\n    alt: Pipa bocor"))
    office.put("pipa.txt", "Tidak dipakai")
    office.publish()
    assert text(office) == "Awas pipa bocor"


def test_an_empty_text_says_that_there_is_none(office: OfficePC) -> None:
    office.put("pipa.txt", "")
    planned = office.publish()
    assert (text(office), planned.untold, planned.faults) == (None, (), ())


def test_a_draft_that_is_there_stays_as_the_clerk_left_it(office: OfficePC) -> None:
    office.put("_pipa.txt", "Setengah dibetulkan")
    assert drafted(office) == [(office.folder / "pipa.png", None)]
    assert (office.folder / "_pipa.txt").read_text("utf-8") == "Setengah dibetulkan"


def test_where_nothing_is_found_nothing_is_written(office: OfficePC) -> None:
    assert drafted(office, PictureText()) == [(office.folder / "pipa.png", None)]
    assert list(office.folder.glob("*.txt")) == []


def test_a_notice_may_be_a_poster_and_nothing_else(office: OfficePC) -> None:
    head, _, _ = (office.folder / "air.md").read_text("utf-8").rpartition("---")
    office.put("air.md", f"{head}---\n")
    office.put("pipa.txt", "Air mati besok")
    office.publish()
    assert text(office) == "Air mati besok"


def test_a_text_outside_the_folder_is_none(office: OfficePC) -> None:
    (office.folder.parent / "rahasia.txt").write_text("rahasia", "utf-8")
    (office.folder / "pipa.txt").symlink_to(office.folder.parent / "rahasia.txt")
    office.publish()
    assert text(office) is None


def test_a_picture_that_cannot_be_read_as_text_is_told(office: OfficePC) -> None:
    office.put("pipa.txt", b"\xff\xfe\x00")
    with pytest.raises(FolderError) as refused:
        office.plan()
    assert "UTF-8" in folder_fault(refused.value.faults[0])
    office.put("pipa.png", picture("red"))
