"""An answer's way from the office's folder to the kiosks: published to all, in private to one."""

from __future__ import annotations

from content_cache.model.items import Answer
from tests.content_cache.central.office import OfficePC
from tests.content_cache.central.village import Village
from tests.kiosk.desk.test_walk import tone

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


def put(office: OfficePC, name: str, kiosk: str, number: int, *, private: bool = False, hertz: bytes = b"") -> None:
    office.put(f"{name}.md", ANSWER.format(name=name, kiosk=kiosk, number=number, private="ya" if private else "tidak"))
    office.put(f"{name}.wav", tone("wav") + hertz)


def answers(village: Village) -> list[tuple[str, int, bool]]:
    found: list[Answer] = village.house.store.answers(published_by=None, expired_at=None)
    return sorted((each.kiosk, each.number, each.private) for each in found)


def test_published_to_all_and_in_private_to_one(office: OfficePC, village: Village) -> None:
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
