"""The numbers of the screens (DESIGN.md, "Tokens"): `tokens.json` read into frozen kinds. Knows no Kivy."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from types import MappingProxyType, SimpleNamespace
from typing import Any

from msgspec import Struct

HERE = Path(__file__).parent
FONTS = HERE / "fonts"
Colour = tuple[float, float, float, float]

# Sizes of components in sp that tokens.json does not name.
_MORE_SIZES = {
    "logo": 48,
    "badge": 50,
    "badge_icon": 30,
    "pill_icon": 25,
    "bar_pad": 12,
    "outer_gap": 20,
    "icon_tile_least": 32,
    "row_picture_portrait": 120,
    "tile_edge": 24,
    "count_pad": 14,
    "filter": 64,
    "filter_wide": 100,
    "row_picture": 190,
    "row_picture_compact": 110,
    "poster_icon": 70,
    "poster_icon_compact": 52,
    "chevron": 32,
    "side_picture": 368,
    "side_picture_high": 190,
    "verdict_icon": 38,
    "check_icon": 38,
    "check_icon_compact": 32,
    "verdict_block": 222,
    "verdict_block_compact": 166,
    "seal": 44,
    "dialog": 740,
    "dialog_button": 96,
    "ring": 156,
    "ring_compact": 110,
    "option_name_compact": 150,
    "option_compact": 80,
    "ring_width": 18,
    "option": 82,
    "option_name": 230,
    "empty_picture": 460,
    "month_arrow": 100,
    "time_block": 104,
    "day_block": 88,
    "mark": 13,
    "hero_wide": 375,
    "event_card": 96,
    "events_wide": 440,
    "card_cap": 8,
    "call": 90,
    "levels": 50,
    "player_button": 76,
    "player_button_compact": 66,
    "segment": 10,
    "border": 60,
    "idle_margin": 44,
    "idle_margin_compact": 20,
    "call_compact": 72,
    "border_compact": 36,
    "hills_compact": 84,
    "day_block_compact": 72,
    "hills": 140,
    "rail_wide": 110,
    "reading_rail": 96,
    "board_key": 64,
    "suggestion": 68,
    "suggestion_compact": 64,
    "field": 76,
    "field_compact": 64,
    "alert_band": 64,
    "alert_band_compact": 48,
    "hazard": 24,
    "hazard_compact": 14,
    "alert_icon": 60,
    "alert_icon_compact": 52,
    "step_least": 84,
    "chip_icon": 30,
    "step_dot": 44,
    "choice_row": 80,
    "choice_row_compact": 80,
    "pin_key": 80,
    "pin_key_wide": 138,
    "pin_dot": 32,
    "status_code": 272,
    "status_button": 64,
    "sky_icon": 46,
    "sky_small": 36,
    "day_line": 40,
    "day_label": 126,
    "price_row": 60,
    "price_head": 48,
    "sea_card": 136,
    "poster_keys": 214,
    "viewer_side": 136,
    "viewer_side_compact": 212,
    "play_sign": 150,
    "play_sign_compact": 96,
    "subtitle": 680,
    "viewer_key": 94,
    "viewer_key_compact": 82,
}


class Type(Struct, frozen=True):
    """Type style: size in sp, line height as a multiple of it, and how far it grows with the visitor's text size."""

    sp: float
    font: str
    line_height: float
    max_text_scale: float


class Tokens(Struct, frozen=True):
    types: MappingProxyType[str, Type]
    themes: MappingProxyType[str, SimpleNamespace]  # name -> colours by role
    sizes: MappingProxyType[str, float]
    spaces: MappingProxyType[str, float]
    radii: MappingProxyType[str, float]
    strokes: MappingProxyType[str, float]
    seconds: MappingProxyType[str, float]  # motion
    icons: MappingProxyType[str, str]  # name -> character
    motif: MappingProxyType[str, Any]
    verdicts: MappingProxyType[str, Any]
    severities: MappingProxyType[str, Any]
    categories: MappingProxyType[str, Any]
    provenance: MappingProxyType[str, Any]
    text_scales: MappingProxyType[str, float]


def colour(code: str, alpha: float = 1.0) -> Colour:
    """Return the colour *code* "#RRGGBB" as four floats from 0 to 1."""
    red, green, blue = (int(code[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return (red, green, blue, alpha)


_DARK = 0.35  # brightness below which a face grows lighter under a finger
_DARKER, _LIGHTER = 0.85, 0.8  # factors: of the colour's parts, and of their distance from white


def brightness(face: Colour) -> float:
    """Return the perceived brightness of *face*, 0 for black to 1 for white (Rec. 709 weights on the encoded values)."""
    return 0.2126 * face[0] + 0.7152 * face[1] + 0.0722 * face[2]


def under_a_finger(face: Colour) -> Colour:
    """Return the colour of *face* while it is pressed: darker, or lighter if it is dark, so that the change is seen."""
    red, green, blue, alpha = face
    if brightness(face) >= _DARK:
        return (red * _DARKER, green * _DARKER, blue * _DARKER, alpha)
    return (*(1 - (1 - part) * _LIGHTER for part in (red, green, blue)), max(alpha, 1 - _LIGHTER))  # type: ignore[return-value]


def faded(face: Colour, alpha: float) -> Colour:
    return (*face[:3], face[3] * alpha)


def mixed(face: Colour, ground: Colour, share: float) -> Colour:
    """Return the opaque colour of *face* at opacity *share* over *ground*.

    A smooth shape that is not opaque is drawn by Kivy past a scroll view's bounds.
    """
    return (*(f * share + g * (1 - share) for f, g in zip(face[:3], ground[:3], strict=True)), 1.0)  # type: ignore[return-value]


@cache
def read_tokens() -> Tokens:
    """Read tokens.json once per process: it is part of the program and does not change.

    Raises OSError or ValueError if the installation is damaged.
    """
    raw = json.loads((HERE / "tokens.json").read_text(encoding="utf-8"))
    types = {
        name: Type(style["sp"], style["font"], style["line_height"], style["max_text_scale"])
        for name, style in raw["type"].items()
    }
    types["tile"] = Type(28, "KioskDisplay-ExtraBold", 1.16, 1.6)
    types["time"] = Type(27, "KioskDisplay-ExtraBold", 1.16, 1.0)
    types["block"] = Type(30, "KioskDisplay-ExtraBold", 1.0, 1.0)  # the time on a green block
    types["count"] = Type(24, "KioskDisplay-Bold", 1.16, 1.3)  # "3 baru" on a tile (DESIGN.md, "Tokens")
    types["pill"] = Type(20, "KioskText-Bold", 1.25, 1.25)
    types["meta_bold"] = Type(20, "KioskText-Bold", 1.25, 1.6)
    types["bar_meta"] = Type(20, "KioskText-SemiBold", 1.25, 1.0)  # the app bar does not grow: its height is fixed
    types["bar_title"] = Type(28, "KioskDisplay-ExtraBold", 1.16, 1.0)
    types["clock"] = Type(36, "KioskDisplay-ExtraBold", 1.16, 1.0)
    types["title_compact"] = Type(26, "KioskDisplay-ExtraBold", 1.16, 1.0)
    types["clock_compact"] = Type(32, "KioskDisplay-ExtraBold", 1.16, 1.0)
    types["key_compact"] = Type(20, "KioskText-Bold", 1.0, 1.15)  # six words on 800 px leave no more
    types["key_long"] = Type(20, "KioskText-Bold", 1.0, 1.0)  # nor do six of which one is long
    types["rail"] = Type(22, "KioskText-Bold", 1.0, 1.1)
    types["month"] = Type(30, "KioskDisplay-ExtraBold", 1.16, 1.0)
    types["rail_counter"] = Type(25, "KioskDisplay-Bold", 1.16, 1.0)
    types["body_bold"] = Type(24, "KioskText-Bold", 1.2, 1.6)
    types["player"] = Type(21, "KioskText-SemiBold", 1.2, 1.1)
    types["subtitle"] = Type(30, "KioskText-Bold", 1.25, 1.4)
    types["subtitle_compact"] = Type(23, "KioskText-Bold", 1.2, 1.25)
    types["number_text"] = Type(20, "KioskText-Bold", 1.0, 1.0)
    types["important"] = Type(26, "KioskDisplay-Bold", 1.16, 1.3)
    types["notice_title"] = Type(34, "KioskDisplay-ExtraBold", 1.16, 1.5)
    types["toast"] = Type(22, "KioskText-Bold", 1.25, 1.3)
    types["setting"] = Type(24, "KioskDisplay-Bold", 1.16, 1.0)
    types["setting_option"] = Type(24, "KioskText-Bold", 1.0, 1.1)
    types["dialog_yes"] = Type(27, "KioskText-Bold", 1.0, 1.0)
    types["dialog_no"] = Type(23, "KioskText-Bold", 1.0, 1.0)
    types["number"] = Type(28, "KioskDisplay-Bold", 1.16, 1.0)
    types["ring_number"] = Type(62, "KioskDisplay-ExtraBold", 1.16, 1.0)
    types["verdict"] = Type(32, "KioskDisplay-ExtraBold", 1.16, 1.3)
    types["verdict_row"] = Type(26, "KioskDisplay-ExtraBold", 1.16, 1.3)
    types["verdict_row_compact"] = Type(21, "KioskDisplay-ExtraBold", 1.16, 1.3)
    types["claim"] = Type(34, "KioskDisplay-Bold", 1.2, 1.5)
    types["fact"] = Type(28, "KioskText-Regular", 1.4, 1.7)
    types["clock_small"] = Type(112, "KioskDisplay-ExtraBold", 1.16, 1.0)
    types["idle_heading"] = Type(30, "KioskDisplay-Bold", 1.16, 1.0)
    types["idle_date"] = Type(34, "KioskDisplay-Bold", 1.16, 1.0)
    types["idle_day"] = Type(38, "KioskDisplay-ExtraBold", 1.05, 1.0)
    types["idle_call"] = Type(38, "KioskDisplay-ExtraBold", 1.16, 1.0)
    types["label_button_fixed"] = Type(24, "KioskText-Bold", 1.0, 1.0)
    types["board_key"] = Type(31, "KioskText-Bold", 1.0, 1.0)  # its width is fixed: ten keys a row
    types["board_word"] = Type(24, "KioskText-Bold", 1.0, 1.0)
    types["board_word_compact"] = Type(20, "KioskText-Bold", 1.0, 1.0)
    types["row_title_compact"] = Type(23, "KioskDisplay-Bold", 1.16, 1.0)  # leaves air
    types["row_title_fixed"] = Type(25, "KioskText-SemiBold", 1.0, 1.0)
    types["field"] = Type(30, "KioskText-SemiBold", 1.0, 1.3)
    types["idle_meta"] = Type(20, "KioskText-SemiBold", 1.25, 1.0)
    # warnings do not grow with the text size: larger letters have a page for each step (`kiosk.pages.alert`)
    types["alert_name"] = Type(48, "KioskDisplay-ExtraBold", 1.16, 1.0)
    types["alert_step"] = Type(27, "KioskText-Bold", 1.2, 1.0)
    types["alert_digit"] = Type(34, "KioskDisplay-ExtraBold", 1.16, 1.0)
    types["alert_note"] = Type(22, "KioskText-Bold", 1.2, 1.0)
    types["alert_foot"] = Type(20, "KioskText-Bold", 1.2, 1.0)
    types["alert_over"] = Type(24, "KioskText-Bold", 1.25, 1.0)
    types["alert_note_wide"] = Type(30, "KioskText-Bold", 1.2, 1.0)
    types["alert_foot_wide"] = Type(26, "KioskText-Bold", 1.2, 1.0)
    types["alert_over_wide"] = Type(34, "KioskText-Bold", 1.25, 1.0)
    types["mono"] = Type(20, "KioskMono-Medium", 1.4, 1.0)  # a card holds three lines of it
    types["mono_compact"] = Type(18, "KioskMono-Medium", 1.3, 1.0)
    types["pin_key"] = Type(34, "KioskDisplay-Bold", 1.16, 1.35)
    types["card_title"] = Type(24, "KioskDisplay-Bold", 1.16, 1.0)
    types["step"] = Type(22, "KioskText-Bold", 1.2, 1.0)
    types["idle_text"] = Type(22, "KioskText-Regular", 1.3, 1.0)
    types["degrees"] = Type(42, "KioskDisplay-ExtraBold", 1.16, 1.25)
    types["cell"] = Type(26, "KioskDisplay-ExtraBold", 1.16, 1.0)  # eight beside each other
    types["cell_word"] = Type(20, "KioskText-SemiBold", 1.2, 1.0)
    types["price"] = Type(28, "KioskDisplay-ExtraBold", 1.16, 1.3)
    types["idle_title"] = Type(28, "KioskDisplay-Bold", 1.16, 1.0)
    themes = {
        name: SimpleNamespace(
            **{role: colour(code) for role, code in theme["colors"].items()},
            jawaban=colour(theme["colors"]["layanan"]),  # residents' questions are a service
        )
        for name, theme in raw["themes"].items()
    }
    icons = {name: chr(int(codes["fill"], 16)) for name, codes in raw["icons"].items()}
    icons |= {
        "device-rotate": chr(0xEDF2),
        "circle": chr(0xE18A),
        "package": chr(0xE390),
        "seal-question": chr(0xE608),
        "warning-circle": chr(0xE4E2),
        "warning-octagon": chr(0xE4E4),
        "cloud-rain": chr(0xE1B4),
        "wind": chr(0xE5D2),
        "cloud": chr(0xE1AA),
        "cloud-lightning": chr(0xE1B2),
        "moon-stars": chr(0xE58E),
        "mosque": chr(0xECEE),
        "basket": chr(0xE964),
        "arrow-fat-up": chr(0xE52E),
        "arrow-fat-down": chr(0xE518),
        "equals": chr(0xE21C),
        "user": chr(0xE4C2),
        "fire": chr(0xE242),
        "face-mask": chr(0xE56A),
        "tree": chr(0xE6DA),
        "plug": chr(0xE946),
        "phone-call": chr(0xE3BA),
        "first-aid-kit": chr(0xE570),
        "shield-warning": chr(0xE412),
        "fire-truck": chr(0xE574),
        "police-car": chr(0xEC4A),
        "hospital": chr(0xE844),
        "person-simple-walk": chr(0xE73A),
        "prohibit": chr(0xE3DE),
        "network": chr(0xEDDE),
        "monitor": chr(0xE32E),
        "info": chr(0xE2CE),
        "microphone": chr(0xE326),
        "trash": chr(0xE4A6),
        "bank": chr(0xE0B4),
        "qr-code": chr(0xE3E6),
        "printer": chr(0xE3DC),
        "scan": chr(0xEBB6),
        "magnifying-glass-plus": chr(0xE310),
        "device-mobile": chr(0xE1E0),
        "images": chr(0xE836),
        "arrows-in": chr(0xE09A),
        "film-strip": chr(0xE792),
        "subtitles": chr(0xE1A8),
        "hand-palm": chr(0xE57E),
        "download-simple": chr(0xE20C),
        "ear": chr(0xE70C),
    }
    return Tokens(
        types=MappingProxyType(types),
        themes=MappingProxyType(themes),
        sizes=MappingProxyType(
            {k: v for k, v in raw["size"].items() if not isinstance(v, list)}
            | _MORE_SIZES
            | {"target": raw["target"]["min"], "rail_button": raw["size"]["rail_button"][1]}
        ),
        spaces=MappingProxyType(raw["space"]),
        radii=MappingProxyType(raw["radius"]),
        strokes=MappingProxyType(raw["stroke"]),
        seconds=MappingProxyType({k: v / 1000 for k, v in raw["motion_ms"].items() if isinstance(v, (int, float))}),
        icons=MappingProxyType(icons),
        motif=MappingProxyType(raw["motif"]),
        verdicts=MappingProxyType(raw["verdicts"]),
        severities=MappingProxyType(raw["severity"]),
        categories=MappingProxyType(
            raw["categories"]
            | {"cuaca": {"icon": "cloud-sun"}, "harga": {"icon": "basket"}, "jawaban": {"icon": "chat-circle-dots"}}
        ),
        provenance=MappingProxyType(raw["provenance"]),
        text_scales=MappingProxyType({k: v for k, v in raw["text_scales"].items() if k != "note"}),
    )
