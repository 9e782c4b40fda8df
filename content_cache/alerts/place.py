"""Decision whether an alert concerns this place, and its severity here. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct

from content_cache.alerts.area import AlertArea, distance_km
from content_cache.alerts.provinces import PROVINCES
from content_cache.alerts.regencies import REGENCIES
from content_cache.alerts.shaking import intensity, severity_of
from content_cache.alerts.shapes import point
from content_cache.model.items import Alert
from content_cache.model.vocabulary import Hazard, Severity

TSUNAMI_KM = 600.0
"""Distance that a tsunami travels in about an hour. A warning of one nearer than that is the gravest there is."""

TSUNAMI_FAR_KM = 1_500.0
_LEVELS = (2, 4, 6, 10)
"""Number of digits of a province's, a regency's, a district's and a village's code."""


class Place(Struct, frozen=True):
    """Place of the kiosk. *area* is its Kemendagri code ("72.01.05"); *names* are those of its village, district and
    regency.

    *widen_km* is the distance within which an alert's shape still counts as reaching the place.
    """

    latitude: float
    longitude: float
    area: str = ""
    names: tuple[str, ...] = ()
    widen_km: float = 0.0


def concerns(alert: Alert, place: Place) -> bool:
    """Return whether the alert is for this place.

    An alert that does not clearly say whom it is for counts for all places it may mean. A warning too many is the smaller
    harm.
    """
    return severity_here(alert, place) is not None


def severity_here(alert: Alert, place: Place) -> Severity | None:
    """Return the severity of the alert at this place, or None if the alert does not concern it."""
    if alert.magnitude > 0.0 and alert.epicentre:
        return _of_quake(alert, place)
    return alert.severity if _is_within(alert, place) else None


def _is_within(alert: Alert, place: Place) -> bool:
    """Return whether the place lies in any of the alert's areas (CAP 1.2, 3.2.4).

    An area is matched by its shape or code, and by its name if it has neither. If the alert has no shape and no code at
    all, its names, title and text are searched for the place. Without names it is for everybody.
    """
    area = AlertArea.from_texts(alert.polygons, alert.circles)
    # a code of another kind (a postcode, a foreign one) says nothing
    codes = [code for code in map(kemendagri, alert.geocodes) if code] if place.area else []
    if not area and not codes:
        names = [name for name in alert.places if any(map(str.isalpha, name))]
        return not names or _is_named((*names, alert.title, alert.text), place) or _is_of_regency(names, place)
    ours = kemendagri(place.area)
    return (
        area.contains_point(place.latitude, place.longitude, widen_km=place.widen_km)
        or any(ours.startswith(code) or code.startswith(ours) for code in codes)
        or (bool(alert.undrawn) and (_is_named(alert.undrawn, place) or _is_of_regency(alert.undrawn, place)))
    )


def kemendagri(code: str) -> str:
    """Return the digits of a Kemendagri code ("72.01", "72.01.00.0000") without the zeros that stand for all below; "" for
    other codes."""
    digits = re.sub(r"\D", "", code)
    if digits[:2] not in PROVINCES or len(digits) not in _LEVELS:
        return ""
    return next(digits[:level] for level in (*_LEVELS, len(digits)) if not digits[level:].strip("0"))


def region(area: str) -> str:
    """Return the regency and province of an area code as warnings name them ("Banggai, Sulawesi Tengah"); "" for an unknown
    code."""
    code = kemendagri(area)
    regency, province = REGENCIES.get(code[:4], ""), PROVINCES.get(code[:2], "")
    if len(code) > 2 and not regency:
        return ""
    return ", ".join(name for name in (regency, province) if name)


def _is_named(said: Iterable[str], place: Place) -> bool:
    """Return whether *said*, an alert's words about its area, name the place or its whole province (as BMKG's areaDesc
    does).

    True if the place has no names to look for.
    """
    told = " ".join(said).casefold()
    names = (*place.names, PROVINCES.get(kemendagri(place.area)[:2], ""))
    patterns = [_pattern(name) for name in names if len(re.sub(r"\W", "", name)) > 2]
    return not patterns or any(re.search(pattern, told) for pattern in patterns)


def _is_of_regency(areas: Iterable[str], place: Place) -> bool:
    """Return whether the place's regency is among the names of *areas*.

    It is compared with the names alone, since in a text it may be a common word ("Batu", "Serang"). Other regencies' names
    that contain it ("Banggai Laut") do not count.
    """
    regency = REGENCIES.get(kemendagri(place.area)[:4], "")
    if not regency:
        return False
    ours, told = _pattern(regency), "; ".join(areas).casefold()
    for other in REGENCIES.values():
        if other != regency and re.search(ours, other.casefold()):
            told = re.sub(_pattern(other), " ", told)
    return re.search(ours, told) is not None


def _pattern(name: str) -> str:
    """Return a pattern for *name* in one word or two ("Tolitoli", "Tojo Una-Una"), and with "Kep." for "Kepulauan"."""
    words = r"[\W_]*".join(re.findall(r"\w+", name.casefold()))
    return rf"\b{words}\b".replace("kepulauan", r"kep(?:ulauan)?")


def _of_quake(alert: Alert, place: Place) -> Severity | None:
    centre = point(alert.epicentre)
    if centre is None:
        return alert.severity
    away = max(0.0, distance_km(centre, (place.latitude, place.longitude)) - place.widen_km)
    shaken = severity_of(intensity(alert.magnitude, alert.depth_km, away))
    if alert.hazard is not Hazard.TSUNAMI:
        return shaken
    if away <= TSUNAMI_KM:
        return Severity.AWAS
    return Severity.WASPADA if away <= TSUNAMI_FAR_KM else shaken
