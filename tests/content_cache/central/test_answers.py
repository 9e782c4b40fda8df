"""An answer's way from the office's folder to the kiosks: published to all, in private to one."""

from __future__ import annotations

import base64
import json
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace

from content_cache.central.bundle import bundles_in
from content_cache.central.bundle_import import import_bundle
from content_cache.central.import_result import ImportResult
from content_cache.model.changes import compare
from content_cache.model.items import Answer
from content_cache.signing.sealed_answers import AnswerError, open_sound, open_text
from content_cache.store.store import Store
from kiosk.office.editions import sealing
from kiosk.office.targets.stick import write_stick
from tests.content_cache.central.office import OfficePC
from tests.content_cache.central.village import Village, pinned
from tests.kiosk.hall.desk.test_walk import tone
from tests.support.sealing import key_of, sealing_to

pytestmark = pytest.mark.attack(
    "people",
    "whoever fetches an edition, carries its stick or reads a card looks for what a private answer says; "
    "boxes are cut, swapped, of another question or an older recording",
)


OWN, OTHER = "25a0f9710781", "0b1c2d3e4f50"
ANSWER = """---
id: {name}
title: Kapan jalan Dusun 2 diperbaiki?
author: Kepala Desa
audio: {name}.wav
answers:
  kiosk: "{kiosk}"
  number: {number}
  private: {private}
---
Mulai bulan Januari.
"""


def put(
    office: OfficePC, name: str, kiosk: str, number: int, *, private: bool = False, hertz: bytes = b"", more: str = ""
) -> None:
    text = ANSWER.format(name=name, kiosk=kiosk, number=number, private="ya" if private else "tidak")
    office.put(f"{name}.md", text + more)
    office.put(f"{name}.wav", tone("wav") + hertz)


def answers(village: Village) -> list[tuple[str, int, bool]]:
    found: list[Answer] = village.house.store.reader.answers(published_by=None, expired_at=None)
    return sorted((each.kiosk, each.number, each.private) for each in found)


def holding(folder: Path, *parts: bytes) -> list[str]:
    """The files below that have one of these within."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in files if any(part in path.read_bytes() for part in parts)]


def test_published_to_all_and_in_private_to_one(office: OfficePC, village: Village) -> None:
    sealing_to(office, OWN, OTHER)
    put(office, "umum", OTHER, 4)
    put(office, "sendiri", OWN, 12, private=True, hertz=b"\0\0")
    put(office, "orang-lain", OTHER, 5, private=True, hertz=b"\0\0\0\0")
    village.publish()
    village.refresh(kiosk=OWN)
    assert answers(village) == [(OTHER, 4, False), (OWN, 12, True)]
    listed = village.shown()
    assert not {"umum", "sendiri", "orang-lain"} & set(listed), "they stand in no list"
    assert village.house.store.reader.count() == len(listed)
    assert village.house.store.reader.items(search="Januari") == []
    (office.folder / "umum.md").unlink()
    village.publish()
    village.refresh(kiosk=OWN)
    assert answers(village) == [(OWN, 12, True)]


@pytest.mark.parametrize("way", ["line", "stick"])
def test_of_a_private_answer_nothing_is_readable_but_for_its_kiosk(
    office: OfficePC, village: Village, tmp_path: Path, way: str, caplog: pytest.LogCaptureFixture
) -> None:
    sealing_to(office, OWN, OTHER)
    put(office, "sendiri", OWN, 12, private=True, hertz=b"\0\0", more="Surat Ibu Ani sudah jadi.\n")
    put(office, "orang-lain", OTHER, 5, private=True, hertz=b"\0\0\0\0")
    village.publish()
    wav = (office.folder / "sendiri.wav").read_bytes()
    readable = (b"Surat", b"Ibu Ani", b"Januari", b"Kapan jalan", b"RIFF", wav[2_000:2_040])
    assert holding(office.out, *readable) == []
    write_stick(office.out, tmp_path / "stick.zip", office.key.public)
    zipfile.ZipFile(tmp_path / "stick.zip").extractall(tmp_path / "stick")
    assert holding(tmp_path / "stick", *readable) == []
    if way == "line":
        village.refresh(kiosk=OWN)
        village.refresh(kiosk=OWN)  # what it remembers of the box holds
    else:
        (bundle,) = bundles_in(tmp_path / "stick")
        house, source = village.house, pinned(village.url, kiosk=OWN)
        came = import_bundle(house.store, bundle, [source], clock=house.clock, limits=house.limits)
        assert came.result is ImportResult.TAKEN
    assert not [line for line in caplog.messages if "damaged" in line]
    card = village.house.store.path.parent
    assert holding(card, *readable) == [], "nor on the card of its own kiosk"
    (kept,) = village.house.store.reader.answers(published_by=None, expired_at=None)
    assert (kept.title, kept.text) == ("Jawaban pertanyaan 12", "Jawaban ini disegel.")
    boxes = [f"media/{path.name}" for path in (card / "media").iterdir() if path.suffix == ".sealed"]
    (file,) = kept.attachments
    assert boxes == [file.path] or way == "stick", "of other kiosks' answers nothing is fetched"
    assert file.path in {each.path for each in village.house.store.media.records().values()}, (
        "what is looked after stays"
    )
    box = card / file.path
    key = bytes(key_of(OWN))
    said = open_text(base64.b64decode(kept.sealed), kiosk=OWN, number=12, key=key)
    assert said.title == "Kapan jalan Dusun 2 diperbaiki?"
    assert said.text == "Mulai bulan Januari. Surat Ibu Ani sudah jadi."
    assert open_sound(box.read_bytes(), said, kiosk=OWN, number=12, key=key) == wav
    with pytest.raises(AnswerError):
        open_text(base64.b64decode(kept.sealed), kiosk=OWN, number=12, key=bytes(key_of(OTHER)))


def test_published_again_it_is_the_same_and_with_another_key_another(office: OfficePC) -> None:
    sealing_to(office, OWN)
    put(office, "sendiri", OWN, 12, private=True)
    assert office.publish().is_new
    assert not office.publish().is_new, "the same box"
    sealing_to(office, keys={OWN: key_of(OTHER)})
    assert office.publish().is_new, "the kiosk has a new key"


@pytest.mark.parametrize("state", ["never", "damaged", "another kiosk's key", "withdrawn", "another question"])
def test_what_cannot_be_sealed_is_not_published_and_what_was_stays(office: OfficePC, state: str) -> None:
    sealing_to(office, OWN)
    put(office, "umum", OTHER, 4)
    put(office, "sendiri", OWN, 12, private=True)
    before = [] if state == "never" else office.publish().feed["items"]
    path = office.folder / sealing.FILE
    match state:
        case "never":
            path.unlink()
        case "damaged":
            path.write_bytes(path.read_bytes()[:-20])
        case "withdrawn":
            path.write_bytes(path.read_bytes().replace(b"25a0f9710781", b"25a0f97107-1"))
        case "another question":
            path.unlink()
            put(office, "sendiri", OWN, 13, private=True)
        case _:
            path.unlink()
            sealing_to(office, OTHER)
    planned = office.plan()
    stays = state not in ("never", "another question")
    (code,) = [fault.problem.code for fault in planned.faults if fault.file == "sendiri.md"]
    assert code == ("answer_kept" if stays else "answer_unsealed")
    assert all(fault.warning for fault in planned.faults), "nothing else waits for it"
    assert ("sendiri" in {item["id"] for item in planned.feed["items"]}) is stays
    assert ("sendiri" in planned.feed["_kiosk"]["tombstones"]) is (state == "another question")
    if stays:
        assert planned.feed["items"] == before


def test_an_answer_whose_key_is_lost_stays_with_its_recording(office: OfficePC, village: Village) -> None:
    sealing_to(office, OWN)
    put(office, "sendiri", OWN, 12, private=True, hertz=b"\0\0")
    village.publish()
    (office.folder / sealing.FILE).write_text("{half")
    sealing_to(office, OTHER)
    put(office, "orang-lain", OTHER, 5, private=True, hertz=b"\0\0\0\0")
    for n in range(6):
        put(office, f"umum-{n}", OTHER, 20 + n)
        village.publish()
    village.refresh(kiosk=OWN)
    assert (OWN, 12, True) in answers(village)
    (kept,) = [each for each in village.house.store.reader.answers(published_by=None, expired_at=None) if each.private]
    (file,) = kept.attachments
    said = open_text(base64.b64decode(kept.sealed), kiosk=OWN, number=12, key=bytes(key_of(OWN)))
    box = (village.house.store.path.parent / file.path).read_bytes()
    assert open_sound(box, said, kiosk=OWN, number=12, key=bytes(key_of(OWN)))
    sealing_to(office, OWN)
    assert not [fault for fault in office.plan().faults if fault.problem.code == "answer_kept"]


def test_keys_of_before_stay_where_the_desk_knows_only_new_ones() -> None:
    def kiosks(first: int, count: int) -> dict[str, bytes]:
        return {f"{n:012d}": bytes(32) for n in range(first, first + count)}

    before = sealing.sealed_content("t", "x", kiosks(0, 3), b"")
    after = json.loads(sealing.sealed_content("t", "x", {f"{2:012d}": bytes([1] * 32), f"{9:012d}": bytes(32)}, before))
    assert list(after["keys"]) == [f"{n:012d}" for n in (0, 1, 2, 9)]
    assert base64.b64decode(after["keys"][f"{2:012d}"]) == bytes([1] * 32), "the newer one"
    assert after["secret"] == json.loads(before)["secret"]
    many = sealing.sealed_content("t", "x", kiosks(0, sealing.MOST), before)
    more = json.loads(sealing.sealed_content("t", "x", kiosks(sealing.MOST, 5), many))["keys"]
    assert (len(more), f"{sealing.MOST + 4:012d}" in more) == (sealing.MOST, True)


def test_a_kiosk_whose_old_program_kept_no_boxes_reads_the_standing_edition_once_more(
    office: OfficePC, village: Village
) -> None:
    sealing_to(office, OWN)
    put(office, "sendiri", OWN, 12, private=True, hertz=b"\0\0")
    village.publish()
    village.refresh(kiosk=OWN)
    store = village.house.store
    (kept,) = [each for each in store.reader.answers(published_by=None, expired_at=None) if each.private]
    name, seq = kept.source, store.edition(kept.source).seq
    (record,) = [each for each in store.sources() if each.name == name]
    older = compare(store.fingerprints(name), [replace(kept, sealed="", attachments=())])
    store.apply(name, older, record, village.house.clock())
    village.refresh(kiosk=OWN)
    assert not [each for each in store.reader.answers(published_by=None, expired_at=None) if each.sealed]
    store.close()
    with closing(sqlite3.connect(store.path)) as file:
        file.execute("DELETE FROM state WHERE name = 'reading'")
        file.commit()
    store = village.house.store = Store.open(store.path.parent)
    assert store.edition(name).seq == seq - 1, "none that is older would be taken"
    village.refresh(kiosk=OWN)
    (again,) = [each for each in store.reader.answers(published_by=None, expired_at=None) if each.private]
    assert (again.sealed, len(again.attachments), store.edition(name).seq) == (kept.sealed, 1, seq)
    store.close()
    store = village.house.store = Store.open(store.path.parent)
    assert store.edition(name).seq == seq, "once"


def test_what_no_box_has_room_for_is_left_out_and_told(office: OfficePC) -> None:
    sealing_to(office, OWN)
    put(office, "sendiri", OWN, 12, private=True, more="![Peta rumah Bu Ani](pipa.png)\n")
    planned = office.publish()
    (item,) = [item for item in planned.feed["items"] if item["id"] == "sendiri"]
    assert "answer_pictures" in [fault.problem.code for fault in planned.faults]
    assert ("attachments" in item, "Ani" in json.dumps(item)) == (False, False)
