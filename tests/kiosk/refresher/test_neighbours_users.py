"""The edition that a card hands out: laid out by the refresher's user, in the unit of a stick where no refresher runs, and read by
the web server's, who is in none of its groups."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.content_cache.central.office import NEWS, SPARE, OfficePC
from tests.support.users import appliance, may_be_others

OTHERS = may_be_others()
# `bounded` is done within this process: on some machines no other user may begin this Python anew
GATHERS = """
from datetime import UTC, datetime
from content_cache.central.bundle import bundles_in
from content_cache.store.store import Store
from kiosk.installation import Installation
from kiosk.refresher.neighbours.gathering import gather
from kiosk.refresher.neighbours.rounds import _once_more, _question
from kiosk.refresher.neighbours.shelf import Shelf
from kiosk.settings import load
config, public, edition = map(Path, sys.argv[1:])
installation = Installation(load(config), config, Path.cwd(), print, print)
shelf = Shelf(public, ".titipan")
with Store.open(Path.cwd()) as store:
    question = _once_more(_question(installation, store, installation.limits()))
seq = gather(
    question, bundles_in(edition)[0].read, shelf.begin(),
    bounded=lambda _seconds, read, *words, **_handed: read(*words), reading=60.0, reserve=0,
)
shelf.publish_draft()
print(seq)
"""
SERVES = """
edition = Path(sys.argv[1]) / "edisi"
print(*(path.name for path in edition.rglob("*") if path.is_file() and path.read_bytes()))
"""


@pytest.mark.slow(cases=1)
@pytest.mark.skipif(bool(OTHERS), reason=OTHERS)
@pytest.mark.parametrize("unit", ["kiosk-refresher.service", "kiosk-stick@.service"])
def test_the_web_server_reads_every_file_of_what_another_laid_out(unit: str, tmp_path: Path) -> None:
    office = OfficePC.at(tmp_path)
    office.publish()
    with appliance() as card:
        edition = card.folders.root / "flashdisk"
        shutil.copytree(office.out, edition)
        config = card.folders.config
        config.write_text(
            f'[place]\nname = "Desa Bunga"\narea = "72.01.05"\n[[source]]\nname = "Kantor"\nurl = "https://kantor.invalid/"\n'
            f'format = "central"\nkeys = ["{NEWS.public}", "{SPARE.public} spare"]\n'
        )
        where = str(card.public)
        assert card.says(unit, GATHERS, str(config), where, str(edition)) == ["1"]
        read = card.says("kiosk-public.service", SERVES, where)
        there = {path.name for path in (card.public / "edisi").rglob("*") if path.is_file()}
        assert len(there) == 3, "its signature, its notices, a picture"
        assert set(read) == there
