"""The residents' guide names keys that the kiosk has, and stays one sheet of A4 in large letters."""

from __future__ import annotations

import re

from tests.deploy.markdown import ROOT
from tests.deploy.test_technicians_guide import SAID

TEXT = (ROOT / "deploy/panduan-warga.md").read_text("utf-8")
MOST_WORDS = 360  # at 13 points, with margins of 12 mm
_OWN = {"ditahan", "nomor", "kode"}  # stressed, and no key


def test_each_key_is_one_of_the_kiosk() -> None:
    named = {words for words in re.findall(r"\*\*(.+?)\*\*", TEXT) if not words.endswith(".")}
    assert len(named) > 20
    assert named - _OWN - set(SAID) == set()


def test_it_is_one_sheet() -> None:
    assert len(TEXT.split()) <= MOST_WORDS
