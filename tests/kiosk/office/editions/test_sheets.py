"""The office's sheets of the day, from its folder to a kiosk, by the web and by a stick; and files that are none."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from content_cache.central.bundle import Bundle
from content_cache.central.bundle_import import ImportResult, import_bundle
from content_cache.model.items import Sheet
from content_cache.model.sheets import SheetKind
from content_cache.model.vocabulary import Provenance, Verified
from content_cache.signing.edition import SHEET_BYTES
from kiosk.office.editions.faults import FaultCode, FolderError
from tests.content_cache.central.conftest import village
from tests.content_cache.central.office import OfficePC
from tests.content_cache.central.village import Village, pinned

__all__ = ["village"]

DAY = timedelta(days=1)
TABLE = "# pasar: Pasar Simpong\n# tanggal: Kamis\nbarang;satuan;harga\nCabai rawit;1 kg;58.000\nBeras;1 kg;Rp14500\n"
SEA = {
    "type": "sea", "issued": "2026-09-03T06:00:00+08:00", "source": "BMKG",
    "rows": [{"name": "Selat Peleng", "from": "2026-09-03", "until": "2026-09-05", "wave_m": [0.5, 1.25]}],
}  # fmt: skip
FORECAST = {
    "data": [{
        "lokasi": {"adm4": "72.01.05.2003", "desa": "Kilongan", "timezone": "Asia/Makassar"},
        "cuaca": [[{"utc_datetime": "2026-09-03 03:00:00", "t": 31, "weather": 1}]],
    }],
}  # fmt: skip


def sheets(village: Village) -> dict[SheetKind, Sheet]:
    return {sheet.sheet: sheet for sheet in village.house.store.reader.sheets(published_by=None, expired_at=None)}


def edition(office: OfficePC) -> Any:
    return json.loads((office.out / "feed.json").read_bytes())["_kiosk"]


def test_they_come_to_a_kiosk_by_the_web(village: Village) -> None:
    office = village.office
    office.put("harga.csv", TABLE)
    office.put("laut.json", json.dumps(SEA))
    office.put("cuaca.json", json.dumps(FORECAST))
    village.publish()
    assert village.refresh().error is None
    found = sheets(village)
    assert [(price.name, price.price, price.before) for price in found[SheetKind.PRICES].prices] == [
        ("Cabai rawit", 58_000, 0),
        ("Beras", 14_500, 0),
    ]
    prices = found[SheetKind.PRICES]
    assert (prices.title, prices.author, prices.areas) == ("Pasar Simpong", "Diskominfo Banggai", ("72.01",))
    assert (prices.provenance, prices.verified) == (Provenance.VERIFIED, Verified.SIGNATURE)
    assert found[SheetKind.SEA].waters[0].name == "Selat Peleng"
    assert found[SheetKind.WEATHER].title == "Kilongan"

    office.put("harga.csv", TABLE.replace("58.000", "65.000").replace("Kamis", "Jumat"))
    (office.folder / "laut.json").unlink()
    village.publish()
    village.refresh()
    found = sheets(village)
    assert [(price.price, price.before) for price in found[SheetKind.PRICES].prices] == [
        (65_000, 58_000),
        (14_500, 14_500),
    ]
    assert SheetKind.SEA not in found, "what the office took away is withdrawn"


def test_they_come_to_a_kiosk_by_a_stick(village: Village) -> None:
    village.office.put("harga.csv", TABLE)
    village.office.publish()
    took = import_bundle(
        village.house.store,
        Bundle(village.office.out),
        [pinned(village.url)],
        clock=village.house.clock,
        limits=village.house.limits,
    )
    assert took.result is ImportResult.TAKEN
    assert sheets(village)[SheetKind.PRICES].title == "Pasar Simpong"


def test_a_kiosk_that_knows_none_reads_the_edition_as_before(office: OfficePC) -> None:
    """It refuses files of types that it does not know, and passes over fields that it does not know."""
    office.put("harga.csv", TABLE)
    office.publish()
    kiosk = edition(office)
    assert kiosk["files"] == []
    assert [entry["type"] for entry in kiosk["sheets"]] == ["prices"]
    (office.folder / "harga.csv").unlink()
    office.publish(later=DAY)
    assert "sheets" not in edition(office)


def test_a_kind_of_sheet_to_come_is_passed_over(village: Village) -> None:
    from content_cache.central.edition_reader import manifest_of
    from content_cache.signing.edition import Latest

    village.office.put("harga.csv", TABLE)
    planned = village.office.publish()
    body = planned.files["feed-1.json"].replace(b'"prices"', b'"tides"')
    assert manifest_of(body, Latest(1, village.office.now)).files == ()


def test_publishing_again_changes_nothing(office: OfficePC) -> None:
    office.put("harga.csv", TABLE)
    office.publish()
    assert not office.publish(later=DAY).is_new
    office.put("harga.csv", TABLE.replace("58.000", "60.000"))  # a slip that is put right on the same day
    office.publish(later=DAY)
    (listed,) = edition(office)["sheets"]
    rows = json.loads((office.out / listed["name"]).read_bytes())["rows"]
    assert "before" not in rows[0]
    assert len(list(office.out.glob("sheet-*.json"))) == 2, "the last editions keep what they name"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("harga.csv", "barang;satuan;harga\n", FaultCode.TABLE_EMPTY),
        ("harga.csv", "Beras;1 kg\n", FaultCode.TABLE_ROW),
        ("harga.csv", "Beras;1 kg;murah\n", FaultCode.TABLE_ROW),
        ("harga.csv", "Beras;1 kg;-5\n", FaultCode.TABLE_ROW),
        ("harga.csv", "Beras;1 kg;1e9\n", FaultCode.TABLE_ROW),
        ("harga.csv", "Beras;1 kg;٣٤\n", FaultCode.TABLE_ROW),
        ("harga.csv", b"\xff\xfe\x00", FaultCode.NOT_UTF8),
        ("harga.csv", "x" * (SHEET_BYTES + 1), FaultCode.SHEET_TOO_LARGE),
        ("laut.json", "{}", FaultCode.SHEET_UNFIT),
        ("laut.json", json.dumps(FORECAST), FaultCode.SHEET_UNFIT),
        ("cuaca.json", json.dumps(SEA), FaultCode.SHEET_UNFIT),
        ("petugas.json", "[" * 10_000, FaultCode.SHEET_UNFIT),
        ("harga.json", " " * (SHEET_BYTES + 1), FaultCode.SHEET_TOO_LARGE),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_is_no_sheet_is_told_and_not_published(
    office: OfficePC, name: str, content: str | bytes, code: FaultCode
) -> None:
    office.put(name, content)
    with pytest.raises(FolderError) as caught:
        office.publish()
    assert {fault.problem.code for fault in caught.value.faults} >= {code.value}
    assert {fault.file for fault in caught.value.faults} == {name}


def test_an_edition_names_no_large_sheet(village: Village) -> None:
    """Signed by the office's key all the same: another program may have made it."""
    from content_cache.central.edition_reader import manifest_of
    from content_cache.model.errors import FormatError
    from content_cache.signing.edition import Latest

    village.office.put("harga.csv", TABLE)
    body = json.loads(village.office.publish().files["feed-1.json"])
    body["_kiosk"]["sheets"][0]["size"] = SHEET_BYTES + 1
    with pytest.raises(FormatError):
        manifest_of(json.dumps(body).encode(), Latest(1, village.office.now))
