"""How words sound and for whom a notice is, from the office's folder to what a kiosk says; and what an enemy would write."""

from __future__ import annotations

import json
from typing import Any

import pytest
from msgspec.structs import replace

from content_cache.formats import lexicon
from content_cache.formats.notes import ReasonCounts
from content_cache.jobs.admission import admit
from content_cache.model.items import Sheet
from content_cache.model.sheets import LONGEST_SOUND, MOST_SOUNDS, SheetKind, WordSound
from content_cache.model.sources import Source
from content_cache.text.sounds import merged, word_sound
from kiosk.office.editions.faults import FaultCode, FolderError
from tests.content_cache.central.conftest import village
from tests.content_cache.central.office import OfficePC
from tests.content_cache.central.village import Village
from tests.support.present import present
from tests.support.spoken import tone

__all__ = ["village"]

SOURCE = Source(name="Diskominfo", url="https://kabar.test/", format="central")


def kept(village: Village, area: str = "") -> list[Sheet]:
    found = village.house.store.reader.sheets(published_by=None, expired_at=None, area=area)
    return [sheet for sheet in found if sheet.sheet is SheetKind.LEXICON]


def edition(office: OfficePC) -> Any:
    return json.loads((office.out / "feed.json").read_bytes())["_kiosk"]


def test_it_comes_to_the_kiosks_of_its_area(village: Village) -> None:
    office = village.office
    office.put("ucapan.csv", "tulisan;ucapan\n# nama desa\nToili;Toi-li\nBatui;Ba-tu-i;72.01.08\nBatui;Batuwi\n")
    village.publish()
    assert edition(office)["lexicon"] == [
        {"words": {"Toili": "Toi-li", "Batui": "Batuwi"}},
        {"areas": ["72.01.08"], "words": {"Batui": "Ba-tu-i"}},
    ]
    assert village.refresh().error is None
    assert merged(kept(village, "72.01.05")) == {"Toili": "Toi-li", "Batui": "Batuwi"}
    assert merged(kept(village, "72.01.08.2001")) == {"Toili": "Toi-li", "Batui": "Ba-tu-i"}

    (office.folder / "ucapan.csv").unlink()
    village.publish()
    village.refresh()
    assert "lexicon" not in edition(office)
    assert kept(village) == []


def test_nothing_new_is_published_for_the_same_words(village: Village) -> None:
    village.office.put("ucapan.csv", "Toili;Toi-li\n")
    village.publish()
    number = edition(village.office)["seq"]
    village.publish()
    assert edition(village.office)["seq"] == number


@pytest.mark.parametrize(
    "line",
    [
        "112;seratus", "jam 7;jam tujuh", "Rp;9", "tidak;pasti", "Pasar tutup;Pasar buka", "siap;tidak siap", ";kosong", "kosong;",
        "a;b;c;d", "Toili;Toi-li;Luwuk", "Toili;<b>", "x" * (LONGEST_SOUND + 1) + ";x", "x" * 140_000 + ";x",
        "...;titik", "Toili;\u202eilioT",
    ],
)  # fmt: skip
def test_what_no_voice_may_be_told_is_refused_with_its_line(village: Village, line: str) -> None:
    village.office.put("ucapan.csv", f"tulisan;ucapan\nBunga;Bunga\n{line}\n")
    with pytest.raises(FolderError) as refused:
        village.publish()
    assert [(fault.file, fault.line, fault.problem.code) for fault in refused.value.faults] == [
        ("ucapan.csv", 3, FaultCode.SOUND_ROW.value)
    ]


def test_a_word_that_turns_a_meaning_may_stand_on_both_sides() -> None:
    assert word_sound("tidak ada", "tidak a-da").said == "tidak a-da"


@pytest.mark.parametrize(
    "tables",
    [
        None, "x", [None], [{"words": ["a"]}], [{"words": {"112": "seratus"}}], [{"words": {"a": 1}}],
        [{"words": {"Toili": "x"}, "areas": ["Luwuk"]}], [{"words": {"Toili": "x"}, "areas": "72.01"}],
    ],
)  # fmt: skip
def test_what_an_edition_has_in_another_form_is_left_out(tables: Any) -> None:
    found = list(lexicon.sheets_of(tables, SOURCE, ReasonCounts()))
    assert [sheet for sheet in found if sheet.areas or merged([sheet]) != {"Toili": "x"}] == []


def test_a_table_without_end_is_cut() -> None:
    words = {f"kata{'a' * (n % 50)} {chr(97 + n % 26)}": "kata" for n in range(5 * MOST_SOUNDS)}
    (sheet,) = lexicon.sheets_of([{"words": words}], SOURCE, ReasonCounts())
    assert len(sheet.sounds) <= MOST_SOUNDS


@pytest.mark.parametrize("form", ["json", "rss", "bmkg"])
def test_no_source_that_does_not_sign_says_how_words_sound(form: str) -> None:
    plain = Source(name="Diskominfo", url="https://kabar.test/feed", format=form)
    (sheet,) = lexicon.sheets_of([{"words": {"Toili": "Toi-li"}}], plain, ReasonCounts())
    with pytest.raises(ValueError, match=r"sheet|signed"):
        admit(sheet, plain, may_warn=False)


def test_a_child_that_was_taken_over_can_bring_no_other_entries() -> None:
    (sheet,) = lexicon.sheets_of([{"words": {"Toili": "Toi-li"}}], SOURCE, ReasonCounts())
    admit(sheet, SOURCE, may_warn=False)
    with pytest.raises(ValueError, match="letters"):
        admit(replace(sheet, sounds=(WordSound("112", "seratus"),)), SOURCE, may_warn=False)


# --- groups

NOTICE = (
    "---\ntitle: Ombak tinggi\ncategory: pengumuman\nexpires: 2026-12-01\ngroups: [Nelayan, ibu hamil]\n---\nHati-hati."
)


def shown(village: Village, *groups: str) -> set[str]:
    return {item.title for item in village.house.store.reader.items(area="72.01.05.2003", groups=groups)}


def test_a_notice_for_groups_is_left_out_where_only_others_come(village: Village) -> None:
    village.office.put("ombak.md", NOTICE)
    village.publish()
    assert village.refresh().error is None
    (item,) = (item for item in village.house.store.reader.items() if item.title == "Ombak tinggi")
    assert item.groups == ("nelayan", "ibu-hamil")
    assert "Ombak tinggi" in shown(village)
    assert "Ombak tinggi" in shown(village, "petani", "nelayan")
    assert "Ombak tinggi" not in shown(village, "petani")
    assert shown(village, "petani") == shown(village) - {"Ombak tinggi"}


def test_areas_and_groups_both_count(village: Village) -> None:
    village.office.put("ombak.md", NOTICE.replace("groups:", "areas: [72.01.06]\ngroups:"))
    village.publish()
    village.refresh()
    assert "Ombak tinggi" not in shown(village, "nelayan")
    assert "Ombak tinggi" in {
        each.title for each in village.house.store.reader.items(area="72.01.06.2001", groups=("nelayan",))
    }
    assert "Ombak tinggi" not in {
        each.title for each in village.house.store.reader.items(area="72.01.06.2001", groups=("petani",))
    }


def test_a_name_that_is_none_is_told(village: Village) -> None:
    village.office.put("ombak.md", NOTICE.replace("Nelayan", '"a@72"'))
    with pytest.raises(FolderError) as refused:
        village.publish()
    assert {fault.problem.code for fault in refused.value.faults} == {FaultCode.NO_GROUP.value}


# --- recordings in several languages


def test_a_recording_for_each_language_comes_to_the_kiosk(village: Village) -> None:
    for name, seconds in (("id.wav", 0.3), ("loe.wav", 0.4)):
        tone(village.office.folder / name, seconds)
    text = NOTICE.replace("groups:", "audio: id.wav\nrecordings:\n  - file: loe.wav\n    language: loe\ngroups:")
    village.office.put("ombak.md", text)
    village.publish()
    assert village.refresh().error is None
    (item,) = (item for item in village.house.store.reader.items() if item.title == "Ombak tinggi")
    assert set(item.recordings) == {"id", "loe"}
    assert present(item.recording_in("loe")).language == "loe"
    assert (
        present(item.recording_in("en")).path
        == present(item.recording_in("id")).path
        != present(item.recording_in("loe")).path
    )


@pytest.mark.parametrize(
    "written", ["[loe.wav]", "[{file: loe.wav}]", "[{file: loe.wav, language: '..'}]", "[{language: loe}]"]
)
def test_a_recording_without_file_or_language_is_told(village: Village, written: str) -> None:
    tone(village.office.folder / "loe.wav", 0.3)
    village.office.put("ombak.md", NOTICE.replace("groups:", f"recordings: {written}\ngroups:"))
    with pytest.raises(FolderError) as refused:
        village.publish()
    assert {fault.problem.code for fault in refused.value.faults} == {FaultCode.NO_RECORDING.value}
