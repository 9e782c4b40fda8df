"""An answer's way from the office's folder to the kiosks: published to all, in private to one."""

from __future__ import annotations

import base64
import json
import zipfile
from pathlib import Path

import pytest

from content_cache.central.bundle import bundles_in
from content_cache.central.bundle_import import import_bundle
from content_cache.central.import_result import ImportResult
from content_cache.model.items import Answer
from content_cache.publishing import sealing
from content_cache.publishing.targets.stick import write_stick
from content_cache.signing.sealed_answers import AnswerError, open_sound, open_text
from tests.content_cache.central.office import OfficePC
from tests.content_cache.central.village import Village, pinned
from tests.kiosk.desk.test_walk import tone
from tests.support.sealing import key_of, sealing_to

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
    found: list[Answer] = village.house.store.answers(published_by=None, expired_at=None)
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
    assert village.house.store.count() == len(listed)
    assert village.house.store.items(search="Januari") == []
    (office.folder / "umum.md").unlink()
    village.publish()
    village.refresh(kiosk=OWN)
    assert answers(village) == [(OWN, 12, True)]


@pytest.mark.parametrize("way", ["line", "stick"])
def test_of_a_private_answer_nothing_is_readable_but_for_its_kiosk(
    office: OfficePC, village: Village, tmp_path: Path, way: str
) -> None:
    sealing_to(office, OWN, OTHER)
    put(office, "sendiri", OWN, 12, private=True, hertz=b"\0\0", more="Surat Ibu Ani sudah jadi.\n")
    put(office, "orang-lain", OTHER, 5, private=True, hertz=b"\0\0\0\0")
    village.publish()
    wav = (office.folder / "sendiri.wav").read_bytes()
    readable = (b"Surat", b"Ani", b"Januari", b"Kapan jalan", b"RIFF", wav[2_000:2_040])
    assert holding(office.out, *readable) == []
    write_stick(office.out, tmp_path / "stick.zip", office.key.public)
    zipfile.ZipFile(tmp_path / "stick.zip").extractall(tmp_path / "stick")
    assert holding(tmp_path / "stick", *readable) == []
    if way == "line":
        village.refresh(kiosk=OWN)
    else:
        (bundle,) = bundles_in(tmp_path / "stick")
        house, source = village.house, pinned(village.url, kiosk=OWN)
        came = import_bundle(house.store, bundle, [source], clock=house.clock, limits=house.limits)
        assert came.result is ImportResult.TAKEN
    card = village.house.store.path.parent
    assert holding(card, *readable) == [], "nor on the card of its own kiosk"
    (kept,) = village.house.store.answers(published_by=None, expired_at=None)
    assert (kept.title, kept.text) == ("Jawaban pertanyaan 12", "Jawaban ini disegel.")
    boxes = [f"media/{path.name}" for path in (card / "media").iterdir() if path.suffix == ".sealed"]
    (file,) = kept.attachments
    assert boxes == [file.path] or way == "stick", "of other kiosks' answers nothing is fetched"
    assert file.path in {each.path for each in village.house.store.media().values()}, "what is looked after stays"
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


@pytest.mark.parametrize("state", ["never", "damaged", "another kiosk's key", "withdrawn"])
def test_what_cannot_be_sealed_is_not_published_and_withdrawn(office: OfficePC, state: str) -> None:
    sealing_to(office, OWN)
    put(office, "umum", OTHER, 4)
    put(office, "sendiri", OWN, 12, private=True)
    if state != "never":
        office.publish()
    path = office.folder / sealing.FILE
    match state:
        case "never":
            path.unlink()
        case "damaged":
            path.write_bytes(path.read_bytes()[:-20])
        case "withdrawn":
            path.write_bytes(path.read_bytes().replace(b"25a0f9710781", b"25a0f97107-1"))
        case _:
            path.unlink()
            sealing_to(office, OTHER)
    planned = office.plan()
    assert [fault.problem.code for fault in planned.faults if fault.file == "sendiri.md"] == ["answer_unsealed"]
    assert all(fault.warning for fault in planned.faults), "nothing else waits for it"
    assert {"umum"} == {item["id"] for item in planned.feed["items"]} - {"air", "pasar"}
    assert ("sendiri" in planned.feed["_kiosk"]["tombstones"]) is (state != "never")


def test_what_no_box_has_room_for_is_left_out_and_told(office: OfficePC) -> None:
    sealing_to(office, OWN)
    put(office, "sendiri", OWN, 12, private=True, more="![Peta rumah Bu Ani](pipa.png)\n")
    planned = office.publish()
    (item,) = [item for item in planned.feed["items"] if item["id"] == "sendiri"]
    assert "answer_pictures" in [fault.problem.code for fault in planned.faults]
    assert ("attachments" in item, "Ani" in json.dumps(item)) == (False, False)
