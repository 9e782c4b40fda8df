"""The words of CAP 1.2 and of its issuers, as the kiosk's own: how grave, and what the hazard is. Pure."""

from __future__ import annotations

import re

from content_cache.model.vocabulary import Hazard, Severity

_LADDER = (Severity.INFO, Severity.WASPADA, Severity.SIAGA, Severity.AWAS)
_RUNGS = {"extreme": 3, "severe": 2, "moderate": 1}

# In this order: a flood that a rain brought is a flood, a wave that a wind raised is a wave. Indonesian and English.
_HAZARDS: tuple[tuple[Hazard, re.Pattern[str]], ...] = tuple(
    (hazard, re.compile(rf"\b(?:{words})", re.IGNORECASE))
    for hazard, words in (
        (Hazard.TSUNAMI, "tsunami"),
        (Hazard.QUAKE, "gempa|earthquake|seismic"),
        (Hazard.VOLCANO, "gunung ?api|erupsi|letusan|abu vulkanik|awan panas|volcan|erupt|lahar"),
        (Hazard.LANDSLIDE, "longsor|tanah bergerak|gerakan tanah|landslide|debris flow|mudslide"),
        (Hazard.FLOOD, "banjir|flood|inundation"),
        (Hazard.FIRE, "kebakaran|karhutla|wildfire|forest fire|fire"),
        (Hazard.WAVES, "gelombang|wave|high sea|surf|storm surge|rob\\b"),
        (Hazard.WIND, "angin|puting beliung|siklon|wind|cyclone|tornado|typhoon|gale|squall"),
        (Hazard.RAIN, "hujan|petir|cuaca|rain|thunder|lightning|hail|weather"),
    )
)


def severity_of(severity: str, urgency: str, certainty: str) -> Severity:
    """Return the kiosk's severity for CAP's terms: Extreme is awas, Severe siaga, Moderate waspada, all else info.

    An *urgency* Past or a *certainty* Unlikely takes one degree off.
    """
    rung = _RUNGS.get(severity.strip().lower(), 0)
    if urgency.strip().lower() == "past" or certainty.strip().lower() == "unlikely":
        rung -= 1
    return _LADDER[max(rung, 0)]


def hazard_of(*texts: str) -> Hazard:
    """Return the hazard named by the first of *texts* that names one, or OTHER. Call it with the event before the headline."""
    for text in texts:
        for hazard, words in _HAZARDS:
            if words.search(text):
                return hazard
    return Hazard.OTHER
