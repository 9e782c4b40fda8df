"""Publishing of an installation's public pages."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from kiosk.content.emergency import EmergencyBook
from kiosk.core.clock import Moment
from kiosk.i18n.phrases import village
from kiosk.installation import Installation
from kiosk.refresher.site.ask_pages import phone_recipients
from kiosk.refresher.site.builder import WrittenSite, write_site
from kiosk.refresher.site.courier_pages import courier_of
from kiosk.refresher.site.page_maker import PageMaker, readable_items
from kiosk.refresher.site.voices import AT_ONCE, PageVoices


def build(installation: Installation, out: Path, moment: Moment) -> WrittenSite:
    """Write the public pages as of *moment* into *out*, in place of those before. Raises OSError."""
    settings = installation.settings
    with closing(installation.repository()) as repository:
        maker = PageMaker(
            repository,
            EmergencyBook(settings.emergency, installation.data, repository),
            data=installation.data,
            place=village(settings.place.name),
            language=settings.place.language,
            asked=phone_recipients(installation),
            courier=courier_of(installation) if settings.public.courier else None,
            spoken=PageVoices(installation.data, settings, moment).find_recording,
        )
        return write_site(maker.site(moment), out)


def speak(installation: Installation, moment: Moment, most: int = AT_ONCE) -> int:
    """Read aloud at most *most* items that lack a recording; return how many were made."""
    with closing(installation.repository()) as repository:
        return PageVoices(installation.data, installation.settings, moment).make_missing(
            readable_items(repository, moment), most
        )
