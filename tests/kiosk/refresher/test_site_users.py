"""The public pages on a card: written by the refresher's user, beside folders that the screen's user keeps to itself."""

from __future__ import annotations

import pytest

from tests.support.users import NUMBERS, appliance, may_be_others

OTHERS = may_be_others()
SCREEN = """
from kiosk.speech.synthesis.cache import SoundCache
SoundCache(Path("speech"))
"""
REFRESHER = """
from datetime import UTC, datetime
from content_cache.model.changes import Changes
from content_cache.model.items import NewsItem
from content_cache.store.store import Store
from kiosk.core.clock import Moment, Trust
from kiosk.installation import Installation
from kiosk.refresher.site.publishing import build, speak
from kiosk.refresher.site.voices import FOLDER
from kiosk.settings import Settings
data, out, now = Path.cwd(), Path("out"), datetime.now(UTC)
with Store.open(data) as store:
    store.apply("Desa", Changes(added=(NewsItem(id="1", source="Desa", title="Air mati", summary="Tampunglah air."),)), None, now)
installation, moment = Installation(Settings(), None, data, print, print), Moment(now, Trust.TRUSTED)
written = build(installation, out, moment)
speak(installation, moment)  # makes room for what is read aloud; whether a voice can be begun is the machine's affair
print(written.pages > 0, (data / FOLDER).is_dir(), build(installation, out, moment).pages == written.pages)
"""


@pytest.mark.slow(cases=0)
@pytest.mark.skipif(bool(OTHERS), reason=OTHERS)
def test_the_screens_own_folder_of_speech_keeps_no_page_from_being_written() -> None:
    with appliance() as card:
        card.says("kiosk.service", SCREEN)
        speech = card.folders.data / "speech"
        assert (speech.stat().st_uid, speech.stat().st_mode & 0o077) == (NUMBERS["kiosk"], 0)
        assert card.says("kiosk-refresher.service", REFRESHER) == ["True"] * 3
