"""Translation of BMKG's short phrases about an earthquake: where it was, and what is said of a tsunami. Pure.

Any other text stays as it was written: rather in Indonesian than lost or guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from content_cache.alerts.tsunami import NONE, SOME

Translate = Callable[[str], str]

# "Pusat gempa berada di laut 38 Km Selatan Sumur", "127 km BaratLaut TAHUNA-KEP.SANGIHE-SULUT"
_WHERE = re.compile(
    r"(?:pusat gempa (?:berada )?di (?P<ground>laut|darat),? )?(?P<km>\d{1,4}(?:[.,]\d{1,2})?) ?km "
    r"(?P<way>barat|timur|utara|selatan|tenggara)(?: ?(?P<more>laut|daya))? (?P<town>[^,;]{2,60})(?P<rest>[,;].{0,60})?",
    re.IGNORECASE,
)
_DEPTH = re.compile(r", (?:dalam|kedalaman) (\d{1,3}) km", re.IGNORECASE)


def where(place: str, _: Translate) -> str:
    """Return BMKG's place in the visitor's language, or tidied in its own, such as "38 km selatan Sumur, di laut"."""
    found = _WHERE.fullmatch(place.strip().rstrip("."))
    way = _direction(f"{found['way']} {found['more'] or ''}".strip().lower(), _) if found else ""
    depth = _DEPTH.fullmatch(found["rest"]) if found and found["rest"] else None
    if found is None or not way or (found["rest"] and depth is None):
        return place
    told = _("{km} km {way} of {town}").format(km=found["km"], way=way, town=_town_name(found["town"]))
    ground = {"laut": _("at sea"), "darat": _("on land")}.get((found["ground"] or "").lower(), "")
    return ", ".join(filter(None, (told, ground, _("{km} km deep").format(km=depth[1]) if depth else "")))


def tsunami(said: str, _: Translate) -> str:
    """Return the statement on a tsunami in *said*, "" if there is none.

    That none is expected is stated as firmly as that one is.
    """
    if "tsunami" not in said.lower():
        return ""
    for phrase, words in ((NONE, _("No tsunami expected")), (SOME, _("A tsunami may come"))):
        if phrase.fullmatch(said.strip().rstrip(".")):
            return words
    return said


def _direction(written: str, _: Translate) -> str:
    return {
        "utara": _("north"),
        "timur laut": _("northeast"),
        "timur": _("east"),
        "tenggara": _("southeast"),
        "selatan": _("south"),
        "barat daya": _("southwest"),
        "barat": _("west"),
        "barat laut": _("northwest"),
    }.get(written, "")


def _town_name(town: str) -> str:
    """Return *town* in usual capitals, such as "Tahuna-Kepulauan Sangihe-SULUT" for "TAHUNA-KEP.SANGIHE-SULUT".

    A province's abbreviation stays. The full stop of an abbreviation goes, because it would end the sentence.
    """
    if town != town.upper():
        return town
    parts = re.split(r"([-. ]+)", _ISLANDS.sub(r"\1 KEPULAUAN ", town))
    written = "".join(part if part in _SHORT else part.capitalize() for part in parts)
    return " ".join(written.replace(" -", "-").replace("- ", "-").split())


_ISLANDS = re.compile(r"(\b|[A-Z]{4})KEP(?:\.\s?|\b)")  # SALAKAN-BANGGAIKEP-SULTENG
_SHORT = frozenset({"SULUT", "SULTENG", "SULSEL", "SULTRA", "SULBAR", "NTT", "NTB", "DIY", "DKI", "NAD"})
