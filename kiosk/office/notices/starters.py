"""Starters: notices that offices write again and again, with blanks in brackets that must be filled in before they go out."""

from __future__ import annotations

from msgspec import Struct

from content_cache.model.problems import msgid
from content_cache.model.vocabulary import Category
from kiosk.i18n.words import Words
from kiosk.office.notices.parts import BODY, Parts


class NoticeStarter(Struct, frozen=True):
    """Text to begin a notice with. *name* stands in its address; *label*, *title*, *body* and *bring* are msgids."""

    name: str
    category: Category
    label: str
    title: str
    body: str
    bring: str = ""

    def parts(self, words: Words) -> Parts:
        """Return the parts of a notice in the language of *words*."""
        written = {"category": str(self.category), "title": words(self.title), BODY: words(self.body)}
        return {**written, "requirements": words(self.bring)} if self.bring else written


STARTERS = (
    NoticeStarter(
        "posyandu",
        Category.EVENT,
        msgid("Health post"),
        msgid("Health post [… name of the post]"),
        msgid("Children are weighed and vaccinated, expectant mothers are examined.\n\nBring the KIA book."),
    ),
    NoticeStarter(
        "listrik",
        Category.ANNOUNCEMENT,
        msgid("Power cut"),
        msgid("No electricity on [… day and date], [… hours]"),
        msgid("PLN is working on the line in [… places]. Charge telephones and lamps before. PLN: 123."),
    ),
    NoticeStarter(
        "kerja-bakti",
        Category.EVENT,
        msgid("Working together"),
        msgid("Working together in [… place]"),
        msgid("We clean [… what is cleaned]. Bring hoes, machetes and sacks."),
    ),
    NoticeStarter(
        "blt",
        Category.ANNOUNCEMENT,
        msgid("Cash aid"),
        msgid("Cash aid is handed out on [… day and date]"),
        msgid(
            "For [… number] families on the list, in [… place], from [… hour] on.\n\n"
            "Bring the identity card and the family card. Nobody has to pay anything for it."
        ),
    ),
    NoticeStarter(
        "vaksin-ternak",
        Category.EVENT,
        msgid("Livestock vaccination"),
        msgid("Vaccination of [… which animals]"),
        msgid("Free of charge. Tie the animals up before the officer comes."),
    ),
    NoticeStarter(
        "lowongan",
        Category.ANNOUNCEMENT,
        msgid("Job"),
        msgid("Wanted: [… which work] at [… where]"),
        msgid("Conditions: [… what is needed]. Send the application to [… where to] until [… date]."),
    ),
)


def starter_parts(name: str, words: Words) -> Parts:
    """Return the parts of the starter *name*, none for another name."""
    return next((each.parts(words) for each in STARTERS if each.name == name), {})
