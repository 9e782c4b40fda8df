"""A picture is made once; what is remembered of it is believed no further than that its name lies in the published folder."""

from __future__ import annotations

import io
import json
from datetime import timedelta

import pytest
from PIL import Image

from kiosk.office.editions.faults import FolderError
from kiosk.office.editions.ready_pictures import FILE
from tests.content_cache.central.office import MARKET, OfficePC, picture


def photo(shade: str = "teal") -> bytes:
    """One that has to be made anew: it says which camera it is of."""
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x010F] = "HP"
    Image.new("RGB", (640, 480), shade).save(out, "JPEG", exif=exif)
    return out.getvalue()


def names(office: OfficePC) -> set[str]:
    return {name for name in office.bytes_out() if name.startswith("media/")}


def test_it_is_made_once(office: OfficePC) -> None:
    office.put("pipa.png", photo())
    office.publish()
    (made,) = names(office)
    source, name = next(iter(json.loads((office.folder / FILE).read_bytes())["pictures"].items()))
    assert name.split()[0] == made

    # as an earlier version of the library made it
    other = picture("gold")
    office.put("pipa.png", other)
    office.publish(later=timedelta(days=1), keep=1)
    (earlier,) = names(office)
    (office.folder / FILE).write_text(
        json.dumps({"rules": 1, "pictures": {source: f"{earlier} {len(other)}"}}), "utf-8"
    )
    office.put("pipa.png", photo())
    planned = office.publish(later=timedelta(days=1), keep=1)
    assert names(office) == {earlier}
    (item,) = (item for item in planned.feed["items"] if item["id"] == "air")
    assert (item["attachments"][0]["url"], item["attachments"][0]["size_in_bytes"]) == (earlier, len(other))
    assert planned.files[earlier] == other


def test_half_a_picture_in_the_published_folder_is_made_anew(office: OfficePC) -> None:
    office.put("pipa.png", photo())
    office.publish()
    (name,) = names(office)
    whole = (office.out / name).read_bytes()
    (office.out / name).write_bytes(whole[:1000])
    office.publish(later=timedelta(days=1))

    assert (office.out / name).read_bytes() == whole


def test_a_list_that_cannot_be_written_hinders_no_edition(office: OfficePC) -> None:
    (office.folder / FILE).mkdir()
    office.put("pipa.png", photo())
    office.publish()

    assert len(names(office)) == 1


@pytest.mark.parametrize(
    "name",
    [
        "../rahasia.png",
        "/etc/passwd",
        f"media/{'0' * 64}.png",
        f"media/{'0' * 64}.mp4",
        "latest.minisig",
        "",
        "media/..",
        7,
    ],
)
def test_what_is_remembered_wrongly_is_made_anew(office: OfficePC, name: object) -> None:
    office.put("pipa.png", photo())
    office.publish()
    made = names(office)
    (office.out.parent / "rahasia.png").write_bytes(picture())
    kept = json.loads((office.folder / FILE).read_bytes())
    (office.folder / FILE).write_text(
        json.dumps({"rules": 1, "pictures": dict.fromkeys(kept["pictures"], name)}), "utf-8"
    )
    office.put("pasar.md", MARKET.replace("turun", "naik"))
    office.publish(later=timedelta(days=1))
    assert names(office) == made
    assert json.loads((office.folder / FILE).read_bytes()) == kept


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"rules": 2, "pictures": {}}', '{"rules": 1, "pictures": 3}', '{"rules": 1}']
)
def test_a_damaged_list_is_made_anew(office: OfficePC, text: str) -> None:
    office.publish()
    kept = (office.folder / FILE).read_bytes()
    office.put(FILE, text)
    assert not office.publish(later=timedelta(days=1)).is_new
    assert (office.folder / FILE).read_bytes() == kept


def test_a_plan_writes_no_list_and_a_fault_of_a_picture_is_told_once(office: OfficePC) -> None:
    office.plan()
    assert not (office.folder / FILE).exists()
    office.put("pipa.png", b"rusak")
    for number in range(4):
        head = f"title: Kabar {number}\npictures:\n  - file: pipa.png\n    alt: Pipa"
        office.put(f"{number}.md", f"---\n{head}\n---\nIsi.\n")
    with pytest.raises(FolderError) as error:
        office.plan()
    assert [(fault.file, fault.problem.code) for fault in error.value.faults] == [("0.md", "picture_unfit")]


def test_however_many_are_made_at_once_the_edition_is_the_same(office: OfficePC) -> None:
    for number in range(8):
        office.put(f"{number}.jpg", photo(("red", "gold", "navy", "lime")[number % 4]))
        head = f"id: n{number}\ntitle: Kabar {number}\npictures:\n  - file: {number}.jpg\n    alt: Pipa"
        office.put(f"{number}.md", f"---\n{head}\n---\nIsi.\n")
    first, second = office.plan(), office.plan()
    assert dict(first.files) == dict(second.files)
    assert list(first.files) == list(second.files)
