"""Recorded prompts of an edition, as a kiosk reads them; and what an enemy would write."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from msgspec.structs import replace

from content_cache.central.prompts import MOST_TABLES, prompts_in
from content_cache.formats.notes import ReasonCounts
from content_cache.jobs.admission import admit
from content_cache.model.items import Sheet
from content_cache.model.sheets import SheetKind
from content_cache.model.sources import Source
from content_cache.model.voices import ItemVoice
from content_cache.signing.edition import MOST_PROMPTS, MOST_VOICED_OF_ITEM
from tests.content_cache.central.conftest import village
from tests.content_cache.central.village import Village
from tests.support.spoken import opus

__all__ = ["village"]

SOURCE = Source(name="Diskominfo", url="https://kabar.test/", format="central", keys=("x",))


def entry(words: str = "a", **other: Any) -> dict[str, Any]:
    sha256 = hashlib.sha256(words.encode()).hexdigest()
    said = {"text_sha256": words[0] * 64, "url": f"media/{sha256}.ogg", "sha256": sha256, "size": 900, "ms": 1_000}
    return said | other


def table(*entries: Any, **other: Any) -> dict[str, Any]:
    return {"language": "bgz", "areas": ["72.01.05"], "sentences": list(entries)} | other


def read(tables: Any) -> list[Sheet]:
    return [*prompts_in(tables, "https://kabar.test/", SOURCE, ReasonCounts())]


def test_a_table_is_a_sheet_for_its_area() -> None:
    (sheet,) = read([table(entry("a"), entry("b"), entry("ax"))])
    assert (sheet.sheet, sheet.language, sheet.areas) == (SheetKind.PROMPTS, "bgz", ("72.01.05",))
    assert sheet.voice is not None
    assert [one.words[0] for one in sheet.voice.sentences] == ["a", "b"], "of two the first"
    assert sheet.voice.sentences[0].url == entry("a")["url"].join(["https://kabar.test/", ""])
    admit(sheet, SOURCE, may_warn=False)


@pytest.mark.attack(
    "what comes in",
    "an edition names recordings of prompts by paths, other hosts, wrong hashes, sizes, areas, languages, or without end",
    "names are hashes, areas codes, languages three letters; at most 60 tables, 200 sentences of one and 800 of all",
)
@pytest.mark.parametrize(
    "tables",
    [
        None, "x", {"language": "bgz"}, [None], [[]], [table()], [table(None, 1, "x", [])],
        [table(language="../")], [table(language=3)],
        [table(entry("a"), areas=["Luwuk"])], [table(entry("a"), sentences={"a": 1})],
        [table(entry("a", url="../../etc/passwd"))], [table(entry("a", url="https://evil.test/media/x.ogg"))],
        [table(entry("a", sha256="0" * 64))], [table(entry("a", size=20_001))], [table(entry("a", size=-1))],
        [table(entry("a", size=True))], [table(entry("a", ms=0))], [table(entry("a", ms=600_000))],
        [table(entry("a", text_sha256="a"))],
    ],
)  # fmt: skip
def test_what_is_in_another_form_is_left_out(tables: Any) -> None:
    assert read(tables) == []


def test_tables_without_end_are_cut() -> None:
    many = [{**entry("a"), "text_sha256": f"{n:064x}"} for n in range(5 * MOST_VOICED_OF_ITEM)]
    found = read([table(*many, language=f"{chr(97 + n % 26)}{chr(97 + n // 26)}z") for n in range(5 * MOST_TABLES)])
    sizes = [len(sheet.voice.sentences) for sheet in found if sheet.voice]
    assert sum(sizes) <= MOST_PROMPTS
    assert max(sizes) <= MOST_VOICED_OF_ITEM


def test_no_source_that_does_not_sign_brings_recordings_and_no_other_sheet_a_voice() -> None:
    (sheet,) = read([table(entry("a"))])
    plain = Source(name="Diskominfo", url="https://kabar.test/feed", format="json")
    with pytest.raises(ValueError, match=r"sheet|signed"):
        admit(sheet, plain, may_warn=False)
    for other in (replace(sheet, sheet=SheetKind.LEXICON), replace(sheet, voice=None)):
        with pytest.raises(ValueError, match="voice"):
            admit(other, SOURCE, may_warn=False)
    voice = sheet.voice or ItemVoice("", "", ())
    with pytest.raises(ValueError, match="name"):
        admit(
            replace(sheet, voice=replace(voice, sentences=(replace(voice.sentences[0], url="https://x/y.ogg"),))),
            SOURCE,
            may_warn=False,
        )


def test_nothing_new_is_published_for_the_same_recordings(village: Village) -> None:
    for place in ("72.01.05", "semua"):
        folder = village.office.folder / "rekaman" / "loe" / place
        folder.mkdir(parents=True)
        (folder / f"{'a' * 64}.ogg").write_bytes(opus(1.0))
    village.publish()
    before = village.seq or village.office.plan().latest.seq
    assert not village.office.plan().is_new
    assert village.refresh().error is None
    found = village.house.store.reader.sheets(published_by=None, expired_at=None, area="72.01.05.2001")
    assert sorted(sheet.areas for sheet in found if sheet.sheet is SheetKind.PROMPTS) == [(), ("72.01.05",)]
    assert before == village.seq
    (village.office.folder / "rekaman" / "loe" / "semua" / f"{'a' * 64}.ogg").unlink()
    village.publish()
    village.refresh()
    found = village.house.store.reader.sheets(published_by=None, expired_at=None, area="72.01.06.2001")
    assert [sheet for sheet in found if sheet.sheet is SheetKind.PROMPTS] == []
