"""Layout of a clarification: claim and fact side by side, never a claim alone (DESIGN.md, "Verdict").

One below the other where the screen is narrow.
"""

from __future__ import annotations

from typing import Any

from kivy.properties import ColorProperty, StringProperty

from content_cache.model.items import Clarification
from content_cache.model.vocabulary import Verdict
from kiosk.pages.item.article.widgets.ground import Ground
from kiosk.ui.primitives.box import Box
from kiosk.ui.primitives.surface import Surface
from kiosk.ui.primitives.text import WrappedText
from kiosk.ui.theme.tokens import colour
from kiosk.ui.widgets.cards import AskedOrigin, Fact
from kiosk.ui.widgets.controls import VerdictChip
from kiosk.ui.widgets.verdict_row import QUOTED

_SHORT_CLAIM = 80  # characters of a claim in the large type style, at most
_ROOMY_CLAIM = 150  # characters of a claim with a key below it, at most


class ClaimSide(Surface):
    """Card of the claim or the fact, lined in the verdict's colour."""

    edge = ColorProperty((0, 0, 0, 1))


class VerdictBar(Surface):
    """Bar with the verdict and its claim. It stays while the text below is scrolled."""

    icon = StringProperty("")
    verdict = StringProperty("")
    claim = StringProperty("")
    ground = ColorProperty((0, 0, 0, 1))


def show(screen: Ground, item: Clarification) -> None:
    """Fill *screen* with the cards of claim and fact."""
    theme = screen.theme
    claim, fact = _claim(screen, item), _fact(screen, item)
    if not _stacked(screen):
        screen.add_widget(claim)
        screen.add_widget(fact)
        return
    both = screen.column()
    column: Any = screen
    if _barred(screen):
        column = Box(orientation="vertical", spacing=theme.space.s2)
        column.add_widget(_bar(screen, item))
        screen.add_widget(column)
    # The fact follows the bar at once: a claim never stands alone.
    for side in (fact, claim) if _barred(screen) else (claim, fact):
        side.size_hint_y = None
        side.bind(minimum_height=side.setter("height"))
        both.add_widget(side)
    beside = Box(spacing=theme.space.s2)
    screen.add_reading(both, beside)
    column.add_widget(beside)


def _bar(screen: Ground, item: Clarification) -> VerdictBar:
    verdict = screen.theme.tokens.verdicts[str(item.verdict)]
    return VerdictBar(
        icon=verdict["icon"],
        verdict=screen.tr.phrases.verdict(item.verdict),
        claim=_quoted(item),
        ground=colour(verdict["bg"]),
    )


def _quoted(item: Clarification) -> str:
    return QUOTED.format(item.claim[:600]) if item.claim else item.title[:300]


def _stacked(screen: Ground) -> bool:
    return bool(screen.theme.portrait or screen.theme.large or screen.theme.compact)


def _barred(screen: Ground) -> bool:
    """Return whether only one of the two cards is in view at a time, so that a bar above shows verdict and claim."""
    return bool(screen.theme.large or screen.theme.compact)


def _key_below(screen: Ground, claim: str) -> bool:
    """Return whether the key "Simpan ke HP" has room below *claim*; else it follows the fact."""
    return not _stacked(screen) and len(claim) <= _ROOMY_CLAIM


def _claim(screen: Ground, item: Clarification) -> ClaimSide:
    _ = screen.tr._
    verdict = screen.theme.tokens.verdicts[str(item.verdict)]
    words = screen.tr.phrases.verdict(item.verdict)
    side = ClaimSide(edge=_edge(screen, verdict))
    side.add_widget(VerdictChip(icon=verdict["icon"], words=words, ground=colour(verdict["bg"])))
    body: Any = screen.column()
    body.add_widget(WrappedText(role="meta", tone="ink2", words=_("What is going round")))
    text = _quoted(item)
    large = not screen.theme.compact and len(text) <= _SHORT_CLAIM
    body.add_widget(WrappedText(role="claim" if large else "row_title", words=text))
    if _stacked(screen):
        side.add_widget(body)
    else:
        screen.add_reading(body, side, railed=False)
        if _key_below(screen, text):
            for key in screen.take_keys():
                side.add_widget(key)
    return side


def _fact(screen: Ground, item: Clarification) -> ClaimSide:
    tr, moment = screen.tr, screen.board.moment
    right = screen.theme.tokens.verdicts[str(Verdict.TRUE)]
    side = ClaimSide(edge=_edge(screen, right))
    side.add_widget(
        VerdictChip(icon=right["icon"], words=tr._("WHAT IS TRUE"), ground=colour(right["bg"]), small=_barred(screen))
    )
    body: Any = screen.column()
    screen.add_paragraphs(body, item, role="fact" if not screen.theme.compact else "body_article")
    if not _key_below(screen, item.claim or item.title):
        for key in screen.take_keys():
            body.add_widget(key)
    if _stacked(screen):
        side.add_widget(body)
    else:
        beside = Box(spacing=screen.theme.space.s2)
        screen.add_reading(body, beside)
        side.add_widget(beside)
    origin = AskedOrigin(seal=str(item.provenance), source=tr.phrases.origin(item))
    origin.bind(on_release=lambda _: screen.controller.page("item").explain())
    side.add_widget(origin)
    if item.published:
        date = tr.phrases.long_date(tr.phrases.past(item.published, moment).date()).partition(", ")[2]
        side.add_widget(Fact(icon="clock", words=tr._("Checked {when}").format(when=date)))
    return side


def _edge(screen: Ground, verdict: Any) -> tuple[float, ...]:
    theme = screen.theme
    return tuple(theme.colors.line) if theme.outlined or theme.name == "dark" else colour(verdict["bg"])
