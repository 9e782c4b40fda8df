"""A notice's parts: read, written without touching what nobody changed, and two people's put together."""

from __future__ import annotations

import random
import time

import pytest

from kiosk.office.editions.front_matter import split
from kiosk.office.notices import parts

pytestmark = pytest.mark.attack(
    "people",
    "merging 4,000 equal paragraphs holds a notice for 88 s",
    "compared within a bound, without the lock",
)


FILE = """---
# kepala berkas
title: Air mati   # judul lama
category: pengumuman
areas:
- 72.01.05
- 72.01.06

# sampai kapan
expires: 2026-11-28
warna: biru
---
Satu

Dua
"""


def test_what_nobody_changed_stays_as_it_was_written() -> None:
    written = parts.with_parts(FILE, {"expires": "2026-11-30"})

    assert written == FILE.replace("expires: 2026-11-28", "expires: '2026-11-30'")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", 'Harga: "naik" #5 & turun'),
        ("title", "- bukan daftar"),
        ("title", "no"),
        ("areas", "72.01\n72.02.01"),
        ("claim", "satu\ndua"),
        ("pictures", '[{"file": "lampiran/a b.jpg", "alt": "ikan: besar"}]'),
        ("body", "---\nbukan pagar\n---"),
        ("body", "Emoji 🌊 dan Aceh"),
    ],
)
def test_each_value_comes_back_as_it_was_typed(name: str, value: str) -> None:
    assert parts.read_parts(parts.with_parts(FILE, {name: value}))[name] == value
    assert parts.read_parts(parts.with_parts("", {name: value}))[name] == value


def test_toml_and_line_ends_of_windows_are_taken_over() -> None:
    toml = '+++\r\ntitle = "Air mati"\r\nareas = ["72.01"]\r\n+++\r\nSatu\r\n'
    written = parts.with_parts(toml, {"title": "Air hidup"})

    assert "\r\n" in written
    assert "\n" not in written.replace("\r\n", "")
    assert split(written).values == {"title": "Air hidup", "areas": ["72.01"]}


def test_front_matter_that_cannot_be_read_is_kept_as_text() -> None:
    broken = "---\ntitle: [tidak selesai\n---\nIsi"

    written = parts.with_parts(broken, {"title": "Baru"})

    assert parts.read_parts(written)["title"] == "Baru"
    assert "tidak selesai" in parts.read_parts(written)["body"]


def test_what_the_desk_notes_is_in_a_draft_and_goes_with_it() -> None:
    noted = parts.with_parts(FILE, {}, {"by": "anton", "asked": "2026-11-27T09:41+08:00"})

    assert parts.desk(noted) == {"by": "anton", "asked": "2026-11-27T09:41+08:00"}
    assert parts.with_parts(noted, {}, {}).rstrip("\n") == FILE.rstrip("\n")


@pytest.mark.parametrize(
    ("mine", "theirs", "both", "conflicts"),
    [
        ({"body": "A\n\nB\n\nC!"}, {"body": "A?\n\nB\n\nC"}, {"body": "A?\n\nB\n\nC!"}, ()),
        (
            {"title": "x", "body": "A\n\nB\n\nC"},
            {"body": "A\n\nB\n\nC", "place": "y"},
            {"title": "x", "place": "y"},
            (),
        ),
        ({"body": "A\n\nB1\n\nC"}, {"body": "A\n\nB2\n\nC"}, {}, ("body",)),
        ({"title": "x", "body": "A\n\nB\n\nC"}, {"title": "y", "body": "A\n\nB\n\nC"}, {}, ("title",)),
        ({"title": "x", "body": "A\n\nB\n\nC"}, {"title": "x", "body": "A\n\nB\n\nC"}, {"title": "x"}, ()),
        ({}, {"body": "A\n\nB\n\nC"}, {}, ()),
    ],
)
def test_two_texts_are_put_together(
    mine: dict[str, str], theirs: dict[str, str], both: dict[str, str], conflicts: tuple[str, ...]
) -> None:
    merged = parts.merge({"body": "A\n\nB\n\nC"}, mine, theirs)

    assert merged.conflicts == conflicts
    assert both.items() <= merged.parts.items()


def test_no_paragraph_that_somebody_wrote_is_lost_unseen() -> None:
    """300 pairs of changes by chance: each new paragraph is in what comes out, or both texts are asked about."""
    chance = random.Random(7)
    for _ in range(300):
        base = [f"p{n}" for n in range(chance.randint(0, 6))]
        texts = []
        for who in "ab":
            lines = [f"{line}{who}" if chance.random() < 0.3 else line for line in base if chance.random() > 0.15]
            if chance.random() < 0.5:
                lines.insert(chance.randint(0, len(lines)), f"baru{who}")
            texts.append("\n\n".join(lines))
        merged = parts.merge({"body": "\n\n".join(base)}, {"body": texts[0]}, {"body": texts[1]})
        if not merged.conflicts:
            whole = merged.parts.get("body", "").split("\n\n")
            written = {line for text in texts for line in text.split("\n\n") if line and line not in base}
            assert written <= set(whole), (base, texts, whole)


def test_merge_of_a_megabyte_of_equal_paragraphs_is_quick() -> None:
    """4,000 equal paragraphs took 88 s, under the notice's lock."""
    base = "\n\n".join(["a"] * 350_000)
    began = time.process_time()
    merged = parts.merge({"body": base}, {"body": f"saya\n\n{base}"}, {"body": f"{base}\n\ndia"})
    conflict = parts.merge({"body": base}, {"body": f"saya\n\n{base}\n\nsaya"}, {"body": f"{base}\n\ndia"})
    took = time.process_time() - began
    assert merged.conflicts == ()
    assert merged.parts["body"] == f"saya\n\n{base}\n\ndia"
    assert conflict.conflicts == ("body",)
    assert took < 20.0  # 0.3 s on an idle machine, hours where it is quadratic


@pytest.mark.parametrize("pattern", ["a", "ab", "aab", "abcd"])
def test_paragraphs_that_repeat_are_compared_within_a_bound(pattern: str) -> None:
    base = list(pattern * (480 // len(pattern)))
    mine, theirs = ["saya", *base[1:-1], "saya"], [*base[:200], "dia", *base[202:]]
    began = time.process_time()
    merged = parts.merge(*({"body": "\n\n".join(each)} for each in (base, mine, theirs)))
    assert time.process_time() - began < 20.0  # 0.05 s on an idle machine
    if not merged.conflicts:
        assert {"saya", "dia"} <= set(merged.parts["body"].split("\n\n"))


@pytest.mark.parametrize("paragraphs", [501, 4_000])
def test_more_changed_paragraphs_than_can_be_compared_are_a_conflict(paragraphs: int) -> None:
    base = [f"p{n}" for n in range(paragraphs)]
    mine, theirs = ["saya", *base[1:-1], "saya"], [*base[:200], "dia", *base[201:]]
    merged = parts.merge(*({"body": "\n\n".join(each)} for each in (base, mine, theirs)))
    assert merged.conflicts == ("body",)
    assert merged.parts["body"] == "\n\n".join(mine)
