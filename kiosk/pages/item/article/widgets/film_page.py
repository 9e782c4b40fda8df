"""Layout of an item about a film: its still with a key to play it, and the facts about the film beside it."""

from __future__ import annotations

from typing import Any

from content_cache.model.attachments import Attachment
from kiosk.content.views.shown import ArticleView
from kiosk.pages.item.article.widgets.ground import Ground
from kiosk.pages.item.article.widgets.poster import PosterDoor, PosterKeys, PosterPicture, PosterWords
from kiosk.ui.primitives.box import Box
from kiosk.ui.primitives.surface import Surface
from kiosk.ui.theme.translator import Translator
from kiosk.ui.widgets.cards import Fact
from kiosk.ui.widgets.controls import PushButton
from kiosk.ui.widgets.picture_door import PictureChip, PictureDoor
from kiosk.ui.widgets.play_disc import PlayDisc

_BESIDE = 0.54  # greatest width of the still, as a share of the screen's
_BESIDE_COMPACT = 0.46


class FilmCard(Surface):
    """Card with the facts about the film."""


class StillDoor(PosterDoor):
    pass


def show(screen: Ground, view: ArticleView) -> None:
    """Fill *screen* with the still and its words, beside each other or one above the other."""
    theme, item = screen.theme, view.item
    screen.add_widget(_still(screen, view))
    words = PosterWords()
    screen.add_widget(words)
    column: Any = screen.column()
    screen.add_head(column, item)
    if view.film is not None:
        column.add_widget(card(screen, view))
    screen.add_paragraphs(column, item)
    row = Box(spacing=theme.space.s3)
    screen.add_reading(column, row)
    words.add_widget(row)
    words.add_widget(keys(screen, view))


def still_of(view: ArticleView) -> Attachment | None:
    """Return the item's own picture, else the thumbnail made of its film; `None` without either."""
    film = view.film
    return view.first_attachment or (film if film is not None and film.thumbnail else None)


def _still(screen: Ground, view: ArticleView) -> PictureDoor:
    theme, film = screen.theme, view.film
    picture, above = still_of(view), theme.portrait
    high, wide = (picture.height, picture.width) if picture else (0, 0)
    path = (picture.thumbnail if picture is film and film is not None else picture.path) if picture else ""
    share = _BESIDE if not theme.compact else _BESIDE_COMPACT
    door = StillDoor(
        PosterPicture(source=theme.stored_path(path), category=str(view.item.category), icon="film-strip"),
        "",
        shape=min(max(high / wide, 0.5), 1.4) if high and wide else 9 / 16,
        above=above,
        share=share,
        pos_hint={"center_x": 0.5} if above else {"top": 1},
    )
    adorn(screen, door, view)
    return door


def adorn(screen: Ground, door: PictureDoor, view: ArticleView) -> None:
    """Put a play disc and the duration on the still *door*. A touch plays the film, or tells where it can be seen."""
    film, place = view.film, door.children[0]
    if film is None:
        return
    if film.path:
        place.add_widget(PlayDisc(pos_hint={"center_x": 0.5, "center_y": 0.5}))
        place.add_widget(PictureChip(icon="clock", words=duration(screen.tr, film.pages), pos_hint={"x": 0, "y": 0}))
    act = screen.controller.page("film").open if film.path else screen.controller.page("item").take_home
    door.bind(on_release=lambda _: act())


def duration(tr: Translator, seconds: int) -> str:
    """Return *seconds* in words, such as "3 menit 20 detik"."""
    minutes, rest = divmod(seconds, 60)
    parts = []
    if minutes:
        parts.append(tr.phrases.translation.ngettext("{n} minute", "{n} minutes", minutes).format(n=minutes))
    if rest or not minutes:
        parts.append(tr.phrases.translation.ngettext("{n} second", "{n} seconds", rest).format(n=rest))
    return " ".join(parts)


def card(screen: Ground, view: ArticleView) -> FilmCard:
    """Return the card with the facts about the film: subtitles, signs, and whether its file is here."""
    tr, item, film = screen.tr, view.item, view.film
    told = FilmCard()

    def add(icon: str, words: str) -> None:
        told.add_widget(Fact(icon=icon, words=words, role="meta", tone="ink"))

    if film is not None and film.path:
        if item.subtitles:
            add("subtitles", tr._("It has subtitles"))
        if item.sign:
            add("hand-palm", tr._("It has sign language"))
        add("wifi-slash", tr._("Plays without internet"))
    elif film is not None and film.pages < 0:
        add("warning-circle", tr._("This film cannot be played."))
    else:
        add("qr-code", tr._("This film needs internet."))
    return told


def play_key(screen: Ground) -> PushButton:
    key = PushButton(icon="play", words=screen.tr._("Play the film"), kind="primary")
    key.bind(on_release=lambda _: screen.controller.page("film").open())
    return key


def sign_key(screen: Ground, sign: Attachment) -> PushButton:
    """Return the key that plays the item's sign-language film, for an item without another film."""
    key = PushButton(icon="hand-palm", words=f"{screen.tr._('Sign language')} · {duration(screen.tr, sign.pages)}")
    key.bind(on_release=lambda _: screen.controller.page("film").open_signs())
    return key


def keys(screen: Ground, view: ArticleView) -> PosterKeys:
    """Return the keys Putar film and Simpan ke HP."""
    both = PosterKeys(orientation="vertical" if screen.theme.large else "horizontal")
    if view.plays:
        both.add_widget(play_key(screen))
    take = screen.take_home()
    take.icon, take.size_hint_x = "device-mobile", 1.26  # its words are longer
    both.add_widget(take)
    return both
