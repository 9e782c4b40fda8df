"""Import of an office's edition from a folder: taken in or refused, told in a line each, and left as it was found."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from content_cache.central.import_result import ImportResult, from_json
from content_cache.store.lock import writer_lock
from content_cache.store.store import Store
from kiosk.installation import Installation, Refusal
from kiosk.refresher.imports import _seldom, answer_requests, import_bundle, import_stick, report_to_stick
from kiosk.settings import load
from kiosk.state.memory import Memory
from kiosk.state.request_kinds import RequestKind
from tests.content_cache.central.office import OTHER, OfficePC

SETTINGS = """[place]
name = "Balai"
area = "72.01.05.2004"
[[source]]
name = "Kantor"
url = "https://kantor.invalid/"
format = "central"
keys = ["{key}"]
"""


class Kiosk:
    """Kiosk of a folder, with what it has told."""

    def __init__(self, folder: Path, key: str) -> None:
        folder.mkdir()
        (folder / "kiosk.toml").write_text(SETTINGS.format(key=key))
        self.told: list[str] = []
        self.folder = folder
        config = folder / "kiosk.toml"
        self.installation = Installation(
            load(config, folder), config, folder, self.told.append, self.told.append, language="en"
        )

    def titles(self) -> set[str]:
        with Store.open(self.folder) as store:
            return {item.title for item in store.reader.items()}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> OfficePC:
    made = OfficePC.at(tmp_path_factory.mktemp("office"))
    made.now = datetime.now(UTC)
    made.put("air.md", "---\nid: air\ntitle: Air mati besok\ncategory: pengumuman\n---\nTampunglah air.\n")
    made.publish()
    return made


@pytest.fixture
def kiosk(tmp_path: Path, office: OfficePC) -> Kiosk:
    return Kiosk(tmp_path / "kios", str(office.key.public))


def carried(office: OfficePC, folder: Path) -> Path:
    shutil.copytree(office.out, folder)
    return folder


def test_edition_of_a_folder_is_taken_in_once(kiosk: Kiosk, office: OfficePC, tmp_path: Path) -> None:
    stick = carried(office, tmp_path / "stick")
    assert import_bundle(kiosk.installation, stick) == 0
    assert kiosk.titles() == {"Air mati besok", "Harga cakalang turun"}
    assert "Kantor: taken in, edition 1" in kiosk.told[0]
    assert import_bundle(kiosk.installation, stick) == 0
    assert "edition 1 is on this kiosk already" in kiosk.told[1]


def test_results_as_json_are_one_object_and_no_lines(kiosk: Kiosk, office: OfficePC, tmp_path: Path) -> None:
    assert import_bundle(kiosk.installation, carried(office, tmp_path / "stick"), as_json=True) == 0
    (bundle,) = json.loads("".join(kiosk.told))["bundles"]
    assert (bundle["result"], bundle["seq"]) == ("taken", 1)


def test_folder_with_nothing_for_a_kiosk_stays_as_it_was(kiosk: Kiosk, tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()
    (tmp_path / "stick" / "surat.txt").write_text("isi")
    assert import_bundle(kiosk.installation, tmp_path / "stick") == 1
    assert "there is no content for a kiosk here" in kiosk.told[0]
    assert [path.name for path in (tmp_path / "stick").iterdir()] == ["surat.txt"]


def test_folder_that_is_not_there_is_a_wrong_call(kiosk: Kiosk, tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        import_bundle(kiosk.installation, tmp_path / "stick")
    assert refused.value.code == 2


def _forged(stick: Path) -> None:
    for path in stick.rglob("*.json"):
        path.write_bytes(path.read_bytes().replace(b"Air mati besok", b"Tsunami besok!"))


def _cut(stick: Path) -> None:
    for path in stick.rglob("*.json"):
        path.write_bytes(path.read_bytes()[:100])


def _without_feed(stick: Path) -> None:
    for path in stick.rglob("*.json"):
        path.unlink()


@pytest.mark.parametrize("change", [_forged, _cut, _without_feed])
def test_edition_that_is_not_the_offices_is_refused(
    kiosk: Kiosk, office: OfficePC, tmp_path: Path, change: Callable[[Path], None]
) -> None:
    stick = carried(office, tmp_path / "stick")
    change(stick)
    assert import_bundle(kiosk.installation, stick) == 1
    assert kiosk.titles() == set()
    assert import_bundle(kiosk.installation, carried(office, tmp_path / "other")) == 0
    assert len(kiosk.titles()) == 2


def test_edition_of_another_office_is_refused(kiosk: Kiosk, tmp_path: Path) -> None:
    (tmp_path / "lain").mkdir()
    stranger = OfficePC.at(tmp_path / "lain")
    stranger.now = datetime.now(UTC)
    stranger.publish(key=OTHER)
    assert import_bundle(kiosk.installation, carried(stranger, tmp_path / "stick")) == 1
    assert kiosk.titles() == set()


def test_refresher_that_holds_the_folder_does_it_and_answers(kiosk: Kiosk, office: OfficePC, tmp_path: Path) -> None:
    stick = carried(office, tmp_path / "stick")
    with writer_lock(kiosk.folder), Store.open(kiosk.folder) as store, Memory(kiosk.folder) as memory:
        number = memory.requests.leave_request(RequestKind.IMPORT, datetime.now(UTC), str(stick))
        lost = memory.requests.leave_request(RequestKind.IMPORT, datetime.now(UTC), str(tmp_path / "gone"))
        answer_requests(kiosk.installation, store, memory)
        (result,) = from_json(memory.requests.answer_to(number) or "")
        assert (result.result, result.seq) == (ImportResult.TAKEN, 1)
        (none,) = from_json(memory.requests.answer_to(lost) or "")
        assert none.result is ImportResult.REFUSED
        assert memory.requests.progress_of(number) is None


def test_refresher_that_does_not_answer_is_not_waited_for_and_begins_nothing_later(
    kiosk: Kiosk, office: OfficePC, tmp_path: Path
) -> None:
    stick = carried(office, tmp_path / "stick")
    with writer_lock(kiosk.folder), pytest.raises(Refusal, match="busy"):
        import_bundle(kiosk.installation, stick, patience_s=0)
    with Memory(kiosk.folder) as memory:
        assert memory.requests.unanswered() == []
    assert kiosk.titles() == set()


def test_stick_that_could_not_be_mounted_is_told_on_the_screen(kiosk: Kiosk, tmp_path: Path) -> None:
    assert import_stick(kiosk.installation, tmp_path / "media") == 1
    with Memory(kiosk.folder) as memory:
        (result,) = from_json(memory.requests.last_answer(RequestKind.IMPORT, str(tmp_path / "media")) or "")
    assert result.result is ImportResult.UNREADABLE
    with pytest.raises(Refusal, match="cannot be written"):
        report_to_stick(kiosk.installation, tmp_path / "media")


def test_progress_is_noted_once_a_second_and_at_the_end() -> None:
    noted: list[tuple[int, int]] = []
    clock = iter([0.0, 0.0, 0.2, 0.9, 1.1, 1.1, 1.2])
    tell = _seldom(lambda done, whole: noted.append((done, whole)), lambda: next(clock))
    for done in range(1, 5):
        tell(done, 5)
    tell(5, 5)
    assert noted == [(1, 5), (4, 5), (5, 5)]


def test_link_in_place_of_the_folder_is_followed_to_a_folder_alone(
    kiosk: Kiosk, office: OfficePC, tmp_path: Path
) -> None:
    stick = carried(office, tmp_path / "stick")
    for path in stick.rglob("*.json"):
        path.unlink()
        path.symlink_to("/etc/passwd")
    assert import_bundle(kiosk.installation, stick) == 1
    assert kiosk.titles() == set()
