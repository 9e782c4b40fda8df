"""Capacity of a layout: rows of a list, cards of the board, whether Home has room for the hero. All from sizes, in px."""

from __future__ import annotations

from kiosk.content.views.shown import Fits
from kiosk.ui.theme.theme import Theme

MOST_ROWS = 6
MOST_AHEAD = 5
MOST_PRICES = 10
_FOOT = 3  # gaps that the source below the prices takes


def capacity(theme: Theme, width: float, height: float) -> Fits:
    """Return how many rows, cards and the like fit into a window of *width* x *height* px at the present text size
    (DESIGN.md, "Text at 200 %").
    """
    size, space = theme.size, theme.space
    margin = space.s3 if theme.compact else size.side_margin
    area = height - size.top_bar - size.motif_strip - size.bottom_bar - 2 * margin
    if theme.banded:
        area -= size.alert_band
    if theme.portrait:
        area -= size.key_height + space.s5  # the rail lies below
    gap = space.s3 if theme.compact else space.s4
    checks = int((area + gap) // (check_height(theme) + gap))  # no filters stand above them
    hits = int((area - size.field) // (row_height(theme) + gap))
    filters = 0 if theme.compact or theme.huge else size.filter + space.s4
    area -= filters
    rows = int((area + gap) // (row_height(theme) + gap))
    few = theme.large or (theme.banded and theme.layout != "wide")
    fewest = theme.compact or (theme.large and theme.banded and not theme.portrait)
    cards = 1 if theme.huge or (theme.compact and theme.large) else 2 if fewest else 3 if few else 5
    room = not (theme.compact or theme.huge)
    rows, checks, hits = (max(1, min(number, MOST_ROWS)) for number in (rows, checks, hits))
    roomy = not (theme.compact or theme.portrait or theme.large)
    wide = theme.layout == "wide" and not theme.large
    side = size.viewer_side * (not theme.portrait)
    below = size.player_bar + (size.alert_band if theme.banded else 0)
    below += size.viewer_key + 2 * space.s3 if theme.portrait else 0
    foot = 0 if theme.huge else _FOOT * space.s4  # the source of the prices is not shown there
    if theme.large and not theme.huge:
        # a good's unit has a line of its own there, which needs the room while the prices are read
        foot += size.player_bar
    seen = (width - side) / theme.unit, (height - size.bottom_bar - below) / theme.unit
    waters = 0 if theme.compact and theme.large else 1
    if roomy:
        waters = max(1, int((area + filters - size.player_bar + space.s2) // (sea_height(theme) + space.s2)))
    return Fits(
        rows=rows,
        checks=checks,
        hits=hits,
        cards=cards,
        hero=room,
        event=room and not theme.portrait and (theme.layout == "wide" or not theme.large),
        ahead=MOST_AHEAD if wide else 0,
        sky=room and not theme.portrait,
        parts=0 if roomy else 2 if theme.compact and theme.huge else 4,
        beside=theme.layout in ("regular", "wide") and not theme.large,
        upright=theme.portrait and not theme.huge,
        waters=waters,
        picture=seen,
        prices=max(1, min(MOST_PRICES, int((area + filters - size.price_head - foot) // price_height(theme)))),
    )


def sea_height(theme: Theme) -> float:
    """Return the greatest height of a sea card in px: with a name of two lines, or a danger of five."""
    text = theme.styles
    waves = theme.size.sky_small + text["h2"].line + 2 * text["meta"].line + 2 * theme.space.s2
    boat = 2 * text["title"].line + 3 * text["meta"].line + 2 * theme.space.s3
    return float(max(theme.size.sea_card, waves, boat))


def price_height(theme: Theme) -> float:
    """Return the least height of a row of prices in px."""
    text = theme.styles["row_title"].line * (3 if theme.huge else 2)
    return float(max(theme.size.price_row * (0.9 if theme.compact else 1.0), text + theme.space.s1))


def row_height(theme: Theme) -> float:
    """Return the least height of a list row in px: two lines of title, and source and date."""
    told = 2 if theme.portrait or theme.large else 1  # source and date need two lines where they are narrow or large
    text = 2 * theme.styles["row_title"].line + told * theme.styles["meta"].line + theme.space.s1
    least = 88 if theme.compact else theme.tokens.sizes["row_min"]
    return float(max(least * theme.unit, text))


def check_height(theme: Theme) -> float:
    """Return the least height in px of a clarification's row: claim, fact, source, and in very large letters the
    verdict above.
    """
    if theme.compact and not theme.large:
        return row_height(theme)
    styles, huge = theme.styles, theme.huge
    text = (
        (3 if theme.portrait and not huge else 2) * styles["row_title"].line + styles["body"].line + styles["meta"].line
    )
    above = huge or (theme.large and (theme.compact or theme.portrait))  # the verdict stands above the claim
    return float(text + 3 * theme.space.s1 + (theme.size.check_icon * 1.4 + theme.space.s2 if above else 0))
