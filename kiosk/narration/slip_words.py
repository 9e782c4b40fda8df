"""Words of slips of paper, and what is told while one is printed. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from content_cache.model.items import Item, Service
from kiosk.content.views.shown import Handout
from kiosk.core.clock import Moment
from kiosk.hardware.printer.slip import Part, Slip, SlipBox, SlipCode, SlipFact, SlipFigures, SlipRule, SlipText
from kiosk.i18n.phrases import Phrases, village
from kiosk.narration.handout_words import HandoutWords

_ICONS = {
    "berita": "newspaper",
    "kegiatan": "calendar-check",
    "pengumuman": "megaphone",
    "layanan": "identification-card",
    "klarifikasi": "shield-check",
    "darurat": "siren",
}


class SlipWords:
    """Slips and messages in the language of *phrases*."""

    def __init__(self, phrases: Phrases) -> None:
        self._phrases = phrases
        self._ = phrases.translation.gettext

    def of_item(self, item: Item, moment: Moment, place: str, handout: Handout, texts: Sequence[str] = ()) -> Slip:
        """Return the slip of *item*: facts, things to bring, text, and the code of *handout* if that is a link.

        *texts* are those of its pictures.
        """
        _ = self._
        words = HandoutWords(self._phrases)
        facts = words.facts(item, moment)
        if isinstance(item, Service):
            facts = facts[:2]
        icons = ("clock", "map-pin", "identification-card")
        parts: list[Part] = [SlipFact(icon, fact) for icon, fact in zip(icons, facts, strict=False) if fact]
        if isinstance(item, Service) and item.requirements:
            parts += [SlipText(_("What to bring:"), heading=True), *map(SlipBox, item.requirements)]
        paragraphs = [block.text for block in item.blocks if block.text] or [item.text or item.summary]
        parts += [SlipText(text) for text in (*paragraphs, *texts) if text.strip()]
        if handout.link and handout.of != "page":
            parts.append(SlipCode(handout.payload, _("Scan to open it on your phone")))
        source = ", ".join(filter(None, (self._phrases.origin(item), words.dated(item, moment))))
        return Slip(
            village=self._phrases.site(village(place)),
            area="",
            kind=self._phrases.category(item.category),
            icon=_ICONS.get(str(item.category), "newspaper"),
            title=item.title,
            parts=tuple(parts),
            foot=tuple(filter(None, (source, self._printed(moment), _("News can change: look again at the kiosk.")))),
            more=_("The rest is at the kiosk."),
        )

    def sample(self, place: str, moment: Moment) -> Slip:
        """Return a slip by which somebody sees whether the printer works: letters, a box, a code."""
        _ = self._
        parts: tuple[Part, ...] = (
            SlipFact("clock", self._phrases.time(moment.now)),
            SlipBox(_("An empty box to tick")),
            SlipText(_("Is this line whole, and black from one edge to the other?")),
            SlipRule(),
            SlipFigures(_("Code"), "1234567", framed=True),
        )
        return Slip(
            village=self._phrases.site(village(place)),
            area="",
            kind=_("Sample"),
            icon="printer",
            title=_("The printer works."),
            parts=parts,
            foot=tuple(filter(None, (self._printed(moment),))),
        )

    def _printed(self, moment: Moment) -> str:
        if not moment.relative:
            return ""
        when = f"{self._phrases.short_date(moment.now.date())}, {self._phrases.time(moment.now)}"
        return self._("Printed {when}").format(when=when)

    # what is told

    @property
    def key(self) -> str:
        return self._("Print")

    @property
    def begun(self) -> str:
        return self._("Printing. Take the paper below the screen.")

    @property
    def enough(self) -> str:
        return self._("Many slips were printed. Try again later.")

    def told(self, state: str, *, begun: bool) -> str:
        """Return what is told of the printer's *state* after a slip, "" for one that came out.

        *begun*: a piece of the slip has come out.
        """
        _ = self._
        if state in ("ready", "mute", "low"):
            return ""
        why = {
            "slow": _("Printing takes long. Please wait."),
            "paper": _("The paper is used up. Tell the staff."),
            "cover": _("The printer is open. Tell the staff."),
            "hot": _("The printer is hot. Wait a moment."),
            "stuck": _("The printer has stopped. Tell the staff."),
            "fault": _("The printer has stopped. Tell the staff."),
        }.get(state) or _("The printer does not answer. Tell the staff.")
        if state == "slow":
            return why
        again = _("Then press Print again.")
        return " ".join((_("The slip broke off."), why, again)) if begun else f"{why} {again}"
