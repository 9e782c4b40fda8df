"""Which part of Indonesia a name speaks of."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from deploy.learn_name_regions import PROVINCES, learn_regions, people, villages
from kiosk.speech.phonetics.letter_e import regions
from kiosk.speech.phonetics.name_regions import PEOPLE, REGIONS, Regions, pieces, read_regions


@pytest.mark.parametrize(
    ("name", "region"),
    [
        ("karangsumo", "java"), ("wonotirtan", "java"), ("cikawungading", "sunda"), ("ciparahu", "sunda"),
        ("lamteungku", "aceh"), ("meunasah", "aceh"), ("hilinawalo", "batak"), ("sibolangit", "batak"), ("oelbanu", "timor"),
        ("nunbena", "timor"), ("bontomaru", "celebes"), ("yigonime", "papua"), ("yambume", "papua"),
        ("fernandito", "people"), ("vennyta", "people"),
    ],
)  # fmt: skip
def test_letters_tell_where_a_name_is_from(name: str, region: str) -> None:
    shares = regions().shares(name)
    assert max(shares, key=lambda each: shares[each]) == region
    assert sum(shares.values()) == pytest.approx(1)


def test_of_a_name_that_tells_nothing_all_regions_are_alike() -> None:
    assert set(Regions({}).shares("entah").values()) == {1 / len(REGIONS)}


def test_pieces_know_beginning_and_end() -> None:
    assert {"^", "$", "^a", "a$", "^a$", "a"} == set(pieces("a"))


def test_regions_are_learnt_from_villages(tmp_path: Path) -> None:
    for province, names in {
        "papua": ("Yawe", "Yawé", "Yawo", "Yawu", "Yawi", "Yawa"),
        "aceh": ("Gampong Blang",),
    }.items():
        kept = [
            {"provinsi": province, "kabupaten": [{"kecamatan": [{"kelurahan": [{"kelu": each} for each in names]}]}]}
        ]
        (tmp_path / f"{province}.json").write_text(json.dumps(kept), encoding="utf-8")
    found = list(villages(tmp_path))
    assert ("gampong", "aceh") in found
    assert ("yawo", "papua") in found
    shares = Regions(learn_regions(found, {"yawi"})).shares("yawer")
    assert max(shares, key=lambda each: shares[each]) == "papua"
    assert "i$" not in learn_regions(found, {"yawi"})


def test_names_of_people_are_told_from_those_of_villages() -> None:
    found = list(people("Feri, Fera\nFerd Ferl Fern Fero feri"))
    assert found.count(("feri", PEOPLE)) == 1
    assert len(found) == 6
    shares = Regions(learn_regions([*found, ("wono", "java")], ())).shares("fery")
    assert max(shares, key=lambda each: shares[each]) == PEOPLE


def test_each_province_is_of_one_region_and_each_region_has_weights() -> None:
    provinces = [each for all_of in PROVINCES.values() for each in all_of.split(", ")]
    assert len(provinces) == len(set(provinces)) == 34
    assert (*PROVINCES, PEOPLE) == REGIONS
    assert read_regions("# a note\nab\t1\t-2\n") == {"ab": (1, -2)}
