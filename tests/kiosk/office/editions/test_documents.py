"""The office's documents: from its folder to the pages on a kiosk, and what cannot be published."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from kiosk.office.editions.faults import FolderError
from tests.content_cache.central.office import OfficePC
from tests.content_cache.central.village import Village
from tests.support import pdfs
from tests.told import folder_fault

NOTICE = """---
id: apbdes
title: Anggaran desa 2026
category: layanan
documents:
  - file: dokumen/apbdes.pdf
    alt: APBDes Bunga 2026
---
"""
LINKED = """---
id: surat
title: Surat edaran
---
Bacalah [surat edaran bupati](surat%20edaran.pdf) dan [situs ini](https://kabar.invalid/x.pdf).
"""
_OF_0_1_0 = re.compile(r"media/([0-9a-f]{64})\.(?:jpg|png|gif|webp|mp3|ogg|wav|flac)")


def item(office: OfficePC, name: str = "apbdes") -> dict[str, Any]:
    feed = json.loads((office.out / "feed.json").read_bytes())
    return next(one for one in feed["items"] if one["id"] == name)


def put(office: OfficePC, body: bytes | None = None) -> None:
    office.put("apbdes.md", NOTICE)
    office.put("dokumen/apbdes.pdf", body or pdfs.apbdes(3))


def test_it_is_listed_apart_so_that_older_kiosks_take_the_edition(office: OfficePC) -> None:
    put(office)
    office.publish()
    shown = item(office)
    (document,) = shown["_kiosk"]["documents"]
    assert (document["mime_type"], document["_kiosk"]["role"]) == ("application/pdf", "document")
    assert document["_kiosk"]["alt"] == "APBDes Bunga 2026"
    assert (office.out / document["url"]).read_bytes() == pdfs.apbdes(3)
    feed = json.loads((office.out / "feed.json").read_bytes())
    attached = [one["url"] for each in feed["items"] for one in each.get("attachments", ())]
    assert attached
    assert all(_OF_0_1_0.fullmatch(name) for name in attached)


def test_a_link_to_a_file_of_the_folder_takes_it_along(office: OfficePC) -> None:
    office.put("surat.md", LINKED)
    office.put("surat edaran.pdf", pdfs.apbdes(1))
    office.publish()
    shown = item(office, "surat")
    (document,) = shown["_kiosk"]["documents"]
    assert document["_kiosk"]["alt"] == "surat edaran bupati"
    assert f'href="{document["url"]}"' in shown["content_html"]
    assert 'href="https://kabar.invalid/x.pdf"' in shown["content_html"]


def test_one_that_is_no_longer_named_goes_with_the_old_editions(office: OfficePC) -> None:
    put(office)
    office.publish()
    (office.folder / "apbdes.md").unlink()
    office.publish(keep=1)
    assert list(office.out.glob("media/*.pdf")) == []


def test_the_same_again_is_no_new_edition(office: OfficePC) -> None:
    put(office)
    assert office.publish().is_new
    assert not office.publish().is_new


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda: pdfs.apbdes(61), "dokumen/apbdes.pdf berisi 61 halaman; paling banyak 60"),
        (pdfs.encrypted, "bukan PDF yang terbuka tanpa sandi"),
        (lambda: b"GIF89a" + bytes(99), "bukan PDF yang terbuka tanpa sandi"),
        (lambda: b"%PDF-1.7\n" + bytes(15_000_000), "lebih besar dari 15 MB"),
    ],
)
def test_what_no_kiosk_can_open_is_told_with_its_line(office: OfficePC, make: Callable[[], bytes], told: str) -> None:
    put(office, make())
    with pytest.raises(FolderError) as refused:
        office.plan()
    (fault,) = refused.value.faults
    assert told in folder_fault(fault)
    assert folder_fault(fault).startswith("apbdes.md:5: ")


@pytest.mark.parametrize("file", ["../../etc/passwd.pdf", "tidak-ada.pdf"])
def test_what_is_not_in_the_folder_is_told(office: OfficePC, file: str) -> None:
    office.put("apbdes.md", NOTICE.replace("dokumen/apbdes.pdf", file))
    with pytest.raises(FolderError):
        office.plan()


@pytest.mark.slow(cases=0)
def test_a_kiosk_has_its_pages_and_finds_it_by_its_words(village: Village) -> None:
    put(village.office)
    village.publish()
    village.refresh()
    (found,) = village.house.store.reader.items(search="tigapuluhan")
    assert (found.id, str(found.category)) == ("apbdes", "layanan")
    assert found.document is not None
    assert (found.document.pages, found.document.alt) == (3, "APBDes Bunga 2026")
    assert [page.page for page in found.pictures if page.page] == [1, 2, 3]
