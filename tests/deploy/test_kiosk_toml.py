"""The commented example is settings without a fault, also with every line of it put to use."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from content_cache.formats import FORMATS
from kiosk import settings

EXAMPLE = Path(__file__).parents[2] / "deploy/kiosk.toml"


def all_in_use(text: str) -> str:
    """Uncomments what is a section or a key."""
    return re.sub(r"(?m)^# (?=\[+[a-z.]+\]+|[a-z_]+ = )", "", text)


def test_the_example_has_no_fault() -> None:
    read = settings.load(EXAMPLE)
    assert [str(fault) for fault in read.faults] == []
    assert read.place.name == "Balai Desa Kilongan"
    assert len(read.sources) == 2


def test_the_example_with_every_line_in_use_has_no_fault() -> None:
    text = all_in_use(EXAMPLE.read_text(encoding="utf-8"))
    read = settings.settings_from_tables(tomllib.loads(text), text)
    assert [str(fault) for fault in read.faults] == []


def test_the_example_names_every_section() -> None:
    tables = tomllib.loads(all_in_use(EXAMPLE.read_text(encoding="utf-8")))
    names = set(settings.Settings.__struct_fields__) - {"faults", "verbs", "holds", "office", "office_words"}
    assert set(tables) == {name.removesuffix("s") if name in {"sources", "readouts"} else name for name in names}


def test_the_example_names_every_format() -> None:
    """A new one is a row in FORMATS, and a word here."""
    told = re.search(r'^format = "auto" +# (.*)$', EXAMPLE.read_text(encoding="utf-8"), re.MULTILINE)
    assert told is not None
    assert set(re.sub(r"\(.*?\)", "", told[1]).replace(" ", "").split(",")) == {"auto", "central", *FORMATS}
