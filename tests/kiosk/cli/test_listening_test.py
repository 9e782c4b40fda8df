"""`kiosk listening-test`, with real voices and a sound card that is a file."""

from __future__ import annotations

import csv
import os
import random
import subprocess
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest
from msgspec.structs import replace

from kiosk.cli.listening_pairs import COLUMNS, SAME, ListeningTable, Pair, drawn, sentences, turned
from kiosk.cli.listening_test import PAIRS, listening_test, voices_here
from kiosk.installation import Installation, Refusal
from kiosk.settings import Settings, SpeechSettings

LOT = random.Random(22)


@pytest.fixture
def village(tmp_path: Path) -> tuple[Installation, list[str]]:
    lines: list[str] = []
    speech = replace(SpeechSettings(), voice="id", rate=300, device=f"fast-wav:{tmp_path / 'card.wav'}")
    return Installation(Settings(speech=speech), None, tmp_path, lines.append, lines.append), lines


def typing(*answers: str) -> Callable[[str], str]:
    """Answers one after the other, and then nobody."""
    left = iter(answers)

    def answer(_question: str) -> str:
        for each in left:
            return each
        raise EOFError

    return answer


def rows(table: Path) -> list[dict[str, str]]:
    with table.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_each_voice_is_first_as_often_as_second_and_no_sentence_comes_twice() -> None:
    pairs = drawn(["id", "mb-id1", "kokoro/em_alex"], PAIRS, LOT)
    assert len({pair.sentence for pair in pairs}) == len(pairs) == PAIRS
    orders = [(pair.first, pair.second) for pair in pairs]
    assert all(orders.count(order) == 2 for order in orders)
    assert all(order[::-1] in orders for order in orders)
    assert len(sentences()) >= 2 * PAIRS
    assert len(drawn(["id", "silent"], 100, LOT)) == 100


@pytest.mark.parametrize(("voices", "many"), [([], 12), (["id"], 12), (["id", "id"], 12), (["id", "silent"], 0)])
def test_fewer_than_two_voices_or_pairs_are_refused(voices: list[str], many: int) -> None:
    with pytest.raises(Refusal):
        drawn(voices, many, LOT)


@pytest.mark.slow(cases=0)
def test_answers_are_kept_one_by_one(village: tuple[Installation, list[str]], tmp_path: Path) -> None:
    installation, lines = village
    table = tmp_path / "new" / "uji.csv"
    pairs = [
        Pair("Air mati besok pagi.", "id", "silent"),
        Pair("Rapat malam ini.", "silent", "id"),
        Pair("Ketiga.", "id", "silent"),
    ]
    answers = typing("air mati besuk pagi", "u", "apa", "1", "=HYPERLINK(1)", "0", "ketiga")  # and goes away
    assert listening_test(installation, answers, pairs, table, listener="-7", horn=False) == 0
    kept = rows(table)
    assert tuple(kept[0]) == COLUMNS
    assert [(row["better"], row["understood"], row["listener"]) for row in kept] == [
        ("id", "air mati besuk pagi", "'-7"),
        (SAME, "'=HYPERLINK(1)", "'-7"),
    ]
    assert 0.8 < float(kept[0]["share"]) < 1
    assert any(line.startswith("id: lebih baik pada 1 dari 2 pasangan") for line in lines)
    assert (tmp_path / "card.wav").stat().st_size > 10_000

    listening_test(installation, typing("", "2"), pairs[:1], table, listener="8", horn=False)
    assert [row["listener"] for row in rows(table)] == ["'-7", "'-7", "8"]
    assert rows(table)[-1]["share"] == ""


@pytest.mark.slow(cases=0)
def test_faults_are_one_line(village: tuple[Installation, list[str]], tmp_path: Path) -> None:
    installation, _ = village
    pair = [Pair("Satu.", "id", "silent")]
    forever = (str(number % 2) for number in count(1))
    with pytest.raises(Refusal):  # a voice that there is not
        listening_test(
            installation, typing(), [Pair("Satu.", "id", "nobody")], tmp_path / "a.csv", listener="", horn=False
        )
    with pytest.raises(Refusal):  # a table that is a folder
        listening_test(installation, lambda _: next(forever), pair, tmp_path, listener="", horn=False)
    speech = replace(installation.settings.speech, device=f"fast-wav:{tmp_path / 'no' / 'card.wav'}")
    deaf = replace(installation, settings=replace(installation.settings, speech=speech))
    with pytest.raises(Refusal):
        listening_test(deaf, typing("", "1"), pair, tmp_path / "b.csv", listener="", horn=False)
    assert not (tmp_path / "b.csv").exists()


def test_what_can_speak_here_is_offered(village: tuple[Installation, list[str]]) -> None:
    assert voices_here(village[0])[-1] == "id"


def test_the_next_hears_the_same_pairs_the_other_way_round() -> None:
    pairs = drawn(["id", "silent"], PAIRS, LOT)
    others = turned(pairs, LOT)
    assert others != [Pair(pair.sentence, pair.second, pair.first) for pair in pairs]
    assert {(pair.sentence, pair.second, pair.first) for pair in pairs} == set(others)


def test_listeners_are_numbered_on(village: tuple[Installation, list[str]], tmp_path: Path) -> None:
    installation, _ = village
    table = tmp_path / "uji.csv"
    answers = ListeningTable(installation, table)
    assert answers.next_listener() == "1"
    for listener in ("7", "Siti", "", "9" * 30, "=1"):
        answers.append_rating(listener, 1, Pair("Satu.", "id", "silent"), "", "0")
    assert answers.next_listener() == "8"
    table.write_bytes(b"listener\r\n\xff\xfe")
    with pytest.raises(Refusal):
        answers.next_listener()
    with pytest.raises(Refusal):
        ListeningTable(installation, tmp_path).next_listener()


@pytest.mark.slow(cases=0)
def test_fingers_take_two_listeners_through_it(tmp_path: Path) -> None:
    """In a process of its own: a real window, offscreen, real voices and a sound card that is a file."""
    environment = os.environ | {"SDL_VIDEODRIVER": "offscreen"}
    program = [sys.executable, "-m", "tests.kiosk.cli.listening_fingers", str(tmp_path)]
    ended = subprocess.run(program, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert ended.returncode == 0, ended.stderr[-2000:]
    kept = rows(tmp_path / "uji.csv")
    assert [(row["listener"], row["first"], row["understood"], row["better"]) for row in kept] == [
        ("1", "id", "ab", "silent"),
        ("2", "silent", "", SAME),
    ]
    assert "silent: lebih baik pada 1 dari 2 pasangan" in ended.stdout
    assert (tmp_path / "card.wav").stat().st_size > 10_000


@pytest.mark.slow(cases=0)
def test_without_a_loudspeaker_the_window_closes_and_says_why(tmp_path: Path) -> None:
    environment = os.environ | {"SDL_VIDEODRIVER": "offscreen"}
    program = [sys.executable, "-m", "tests.kiosk.cli.listening_fingers", str(tmp_path), "deaf"]
    ended = subprocess.run(program, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert "Refusal" in ended.stderr.splitlines()[-1], ended.stderr[-2000:]
    assert not (tmp_path / "uji.csv").exists()
