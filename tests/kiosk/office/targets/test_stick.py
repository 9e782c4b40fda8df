"""The ZIP for a stick: unpacked at its top or in a folder a kiosk takes it in, and the same edition gives the same bytes."""

from __future__ import annotations

import os
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest

from content_cache.central.bundle import bundles_in
from content_cache.central.bundle_import import import_bundle
from content_cache.jobs.limits import Limits
from content_cache.store.store import Store
from kiosk.office.targets.faults import TargetError
from kiosk.office.targets.stick import write_stick
from tests.content_cache.central.office import NEWS, OfficePC, picture
from tests.content_cache.central.village import pinned


@pytest.mark.slow(cases=0)
def test_unpacked_either_way_it_is_a_stick(office: OfficePC, tmp_path: Path) -> None:
    office.publish(later=timedelta(days=1), keep=1)
    seen: list[tuple[int, int]] = []
    count, size = write_stick(
        office.out, tmp_path / "edisi.zip", NEWS.public, lambda done, every, _name: seen.append((done, every))
    )
    assert seen[-1] == (count, count)
    with zipfile.ZipFile(tmp_path / "edisi.zip") as packed:
        assert packed.testzip() is None
        assert sum(info.file_size for info in packed.infolist()) == size
        assert packed.namelist()[-1] == "latest.minisig"
        for number, there in enumerate(("atas", "atas-lain/edisi")):
            packed.extractall(tmp_path / there)
            (bundle,) = bundles_in(tmp_path / there.partition("/")[0])
            with Store.open(tmp_path / f"data{number}") as store:
                done = import_bundle(
                    store, bundle, [pinned("https://x.invalid/")], clock=lambda: office.now, limits=Limits()
                )
            assert (done.result, done.added, done.error) == ("taken", 3, None)


def test_the_same_edition_gives_the_same_bytes(office: OfficePC, tmp_path: Path) -> None:
    made = [tmp_path / "satu.zip", tmp_path / "dua.zip"]
    for path in made:
        write_stick(office.out, path, NEWS.public)
        for file in office.out.rglob("*"):
            os.utime(file, (1e9, 1e9))
    assert made[0].read_bytes() == made[1].read_bytes()


def test_what_is_damaged_leaves_the_zip_as_it_was(office: OfficePC, tmp_path: Path) -> None:
    out = tmp_path / "edisi.zip"
    write_stick(office.out, out, NEWS.public)
    before = out.read_bytes()
    (name,) = (name for name in office.bytes_out() if name.startswith("media/"))
    (office.out / name).write_bytes(picture("gold"))
    with pytest.raises(TargetError):
        write_stick(office.out, out, NEWS.public)
    assert out.read_bytes() == before
    assert [path.name for path in tmp_path.glob("*edisi*")] == ["edisi.zip"]


def test_nothing_takes_the_place_of_a_pipe(office: OfficePC, tmp_path: Path) -> None:
    office.publish(later=timedelta(days=1), keep=1)
    os.mkfifo(tmp_path / "edisi.zip")
    with pytest.raises(FileExistsError):
        write_stick(office.out, tmp_path / "edisi.zip", NEWS.public)
    assert [
        path.name for path in tmp_path.iterdir() if path.name.endswith("edisi.zip") or "edisi.zip." in path.name
    ] == ["edisi.zip"]
