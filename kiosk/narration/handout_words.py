"""Words for QR codes: what each is and what a phone does with it, written and spoken. Pure."""

from __future__ import annotations

from urllib.parse import urlsplit

from content_cache.model.items import Announcement, Event, Item, Service
from kiosk.content.views.shown import Handout
from kiosk.core.clock import Moment, Trust
from kiosk.i18n.phrases import Phrases, sentence


class HandoutWords:
    """Words about QR codes in the language of *phrases*."""

    def __init__(self, phrases: Phrases) -> None:
        self._ = phrases.translation.gettext
        self._phrases = phrases

    def facts(self, item: Item, moment: Moment) -> tuple[str, ...]:
        """Return when and where *item* is, what to bring, and until when, worded with dates so that they hold
        whenever they are read.
        """
        _, later = self._, Moment(moment.now, Trust.FLOOR)
        match item:
            case Event():
                return self._phrases.event_span(item, later), item.place
            case Service():
                bring = _("Bring: {things}").format(things=", ".join(item.requirements)) if item.requirements else ""
                return item.hours, item.place, bring
            case Announcement() if item.expires is not None:
                return (_("In force until {when}").format(when=self._phrases.until(item.expires, later)),)
        return ()

    def dated(self, item: Item, moment: Moment) -> str:
        """Return the date of publication, such as "28 November 2026"."""
        if item.published is None:
            return ""
        return self._phrases.plain_date(
            item.published.astimezone(moment.now.tzinfo).date(), Moment(moment.now, Trust.FLOOR)
        )

    def code_hint(self) -> list[str]:
        """Return how the buttons work while a QR code is shown."""
        return [self._("Press listen to hear it again, next to go on, home to go back to the start.")]

    def code_heading(self, handout: Handout) -> str:
        return self._("Ask the village staff") if handout.contact else self._("Save it to your phone")

    def how(self, handout: Handout, *, huge: bool = False, aloud: bool = False) -> str:
        """Return what to do with the code and what it opens.

        *huge*: only what it opens, because in huge letters more would not fit. *aloud*: an address is introduced by
        "http://", so that it is not taken for a number.
        """
        _ = self._
        if handout.contact:
            return _("Scan to call, or to see whom to ask.")
        told = [_("Point your phone's camera at the code.")] if not (huge and handout.of) else []
        match handout.of, handout.link:
            case "", True:
                told.append(_("It opens the page; that needs internet."))
            case "", False:
                told.append(_("It shows the text, also without internet."))
            case "page", True:
                told.append(_("It opens the page for phones that are on the hall's Wi-Fi."))
                if not huge:
                    told.append(_("Or type {address} there.").format(address=_typed_address(handout, aloud=aloud)))
            case "film", True:
                told.append(_("It opens the film."))
                told.append(_("Watching it takes internet on your phone."))
            case of, True:
                told.append(_("It opens the document.") if of == "document" else _("It opens the picture."))
                told.append(_("Saving it takes internet on your phone."))
            case of, False:
                document = of == "document"
                told.append(
                    _("This document has no secure address.") if document else _("This picture has no secure address.")
                )
                told.append(_("The code holds its text."))
        return " ".join(told)

    def all_of_it(self) -> str:
        """Return the title of the pages for phones as a whole."""
        return self._("All news on your phone")

    def costs(self, handout: Handout) -> str:
        """Return what a phone needs to open a page of the kiosk: no mobile data, or the hall's Wi-Fi."""
        return self._("By Wi-Fi, no data used") if handout.network else self._("On the hall's Wi-Fi")

    def both(self, handout: Handout, *, aloud: bool = False) -> tuple[str, str, str]:
        """Return three lines for two codes: above both, below the first, below the second.

        *aloud*: an address is introduced by "http://", so that it is not taken for a number.
        """
        _, address = self._, _typed_address(handout, aloud=aloud)
        if not handout.network:
            all_of_it = _("All of it, on the hall's Wi-Fi, or type {address}").format(address=address)
            return _("Point your phone's camera at a code."), _("To keep"), all_of_it
        return (
            _("No internet there, no data used. If your phone asks, stay connected."),
            _("1. Join the Wi-Fi {name}").format(name=handout.network),
            _("2. Open the page, or type {address}").format(address=address),
        )

    def spoken(self, handout: Handout) -> list[str]:
        told = self.both(handout, aloud=True) if handout.join else (self.how(handout, aloud=True),)
        return [sentence(line) for line in (self.code_heading(handout), handout.title, *told)]


def _typed_address(handout: Handout, *, aloud: bool) -> str:
    """Return the address that can be typed in place of scanning the code; it opens the front page.

    *aloud* puts "http://" before it.
    """
    place = urlsplit(handout.payload).netloc
    return f"http://{place}" if aloud else place
