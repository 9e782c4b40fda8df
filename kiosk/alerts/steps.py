"""Steps to take when warned, by hazard: fixed templates, the same on the screen and in the voice.

NOT YET APPROVED: BPBD Banggai and BMKG must sign off each step before a kiosk is set up; the Indonesian wording that
residents see stands in `locale/id` under these messages. After BNPB's "Buku Saku Tanggap Tangkas Tangguh Menghadapi
Bencana" and BMKG's guidance on tsunami warnings (Awas and Siaga: evacuate; Waspada: keep away from beach and river
banks). Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from content_cache.model.vocabulary import Hazard, Severity
from kiosk.content.views.shown import AlertView
from kiosk.speech.script.sentences import sentence_spans


@dataclass(frozen=True, slots=True)
class AlertStep:
    """Step with an icon of the tokens and a short sentence."""

    icon: str
    words: str


_SMALL = (Severity.WASPADA, Severity.INFO)
PART = 220
"""Characters of an issuer's own text on the screen at once: as many as the smallest screen holds in the largest letters."""

Translate = Callable[[str], str]
Steps = tuple[AlertStep, AlertStep, AlertStep]
AWAY_FROM: Mapping[Hazard, int] = MappingProxyType(
    {Hazard.TSUNAMI: 1, Hazard.FLOOD: 1, Hazard.LANDSLIDE: 1, Hazard.FIRE: 1, Hazard.QUAKE: 2, Hazard.VOLCANO: 1}
)
"""Hazards from which people go to the assembly point, and after how many steps."""


def steps(alert: AlertView, _: Translate, *, shaken: bool = False) -> tuple[AlertStep, ...]:
    """Return three steps in the order in which to do them; a fourth if people are to go to this place's assembly
    point.

    *shaken*: the shaking of the earthquake is over. An alert that came late counts as that.
    """
    if alert.ended:
        small = alert.hazard is Hazard.TSUNAMI and alert.severity in _SMALL
        return _after_small_tsunami(_) if small else _AFTER.get(alert.hazard, _after_any)(_)
    late = alert.late is not None or (shaken and alert.hazard is Hazard.QUAKE)
    told = hazard_steps(alert.hazard, alert.severity, _, late=late)
    if not goes_to_point(alert):
        return told
    before = AWAY_FROM[alert.hazard]
    # the earth has long been still: people whose houses stand need not go
    words = (
        _("Is your house damaged? Meet at {point}") if late and alert.hazard is Hazard.QUAKE else _("Meet at {point}")
    )
    meet = AlertStep("users-three", words.format(point=alert.meet.rstrip(".")) + ".")
    return (*told[:before], meet, *told[before:])


def goes_to_point(alert: AlertView) -> bool:
    """Return whether the assembly point is one of the steps."""
    small = alert.hazard is Hazard.TSUNAMI and alert.severity in _SMALL
    return bool(alert.meet) and not alert.ended and alert.hazard in AWAY_FROM and not small


def hazard_steps(hazard: Hazard, severity: Severity, _: Translate, *, late: bool = False) -> Steps:
    """Return the three approved steps for *hazard*. For a *late* warning they are worded without "now"."""
    if hazard is Hazard.TSUNAMI and severity in _SMALL:
        return _small_tsunami(_)
    templates = _TEMPLATES | _LATE if late else _TEMPLATES
    return templates.get(hazard, _other)(_)


def count(alert: AlertView) -> int:
    """Return the number of steps of *alert*, or of parts of its issuer's text."""
    return len(parts(alert)) or (4 if goes_to_point(alert) else 3)


def step_spots(alert: AlertView) -> list[str]:
    """Return the focus spots in the order of the screen: the first step, who must go, the other steps, the cause."""
    steps = [f"step:{place}" for place in range(count(alert))]
    if alert.ended:
        return steps
    told = [] if alert.said.strip() else in_parts(" ".join(alert.known.splitlines()))
    named = 1 if alert.place and not alert.magnitude else 0
    who = [f"who:{place}" for place in range(len(told) or named)]
    return [*steps, "cause"] if parts(alert) else [*steps[:1], *who, *steps[1:], "cause"]


def parts(alert: AlertView) -> tuple[str, ...]:
    """Return the issuer's own text in whole sentences, each part small enough for a card; () if the kiosk's steps are shown."""
    return () if alert.ended else in_parts(alert.said)


def in_parts(text: str) -> tuple[str, ...]:
    """Return *text* in whole sentences, each part small enough for a card."""
    told = text.strip()
    found: list[str] = []
    for start, end in sentence_spans(told, longest=PART):
        if found and len(found[-1]) + (end - start) < PART:
            found[-1] += f" {told[start:end]}"
        else:
            found.append(told[start:end])
    return tuple(found)


def _quake(_: Translate) -> Steps:
    return (
        AlertStep("hard-hat", _("Still shaking? Protect your head, shelter under a table.")),
        AlertStep("door-open", _("Has it stopped? Go outside. Keep away from cracked walls, glass and power poles.")),
        AlertStep("broadcast", _("Be ready for aftershocks. Follow only BMKG and BPBD.")),
    )


def _shaken(_: Translate) -> Steps:
    return (
        AlertStep("warning", _("Keep out of cracked buildings. Keep away from fallen wires.")),
        AlertStep("users-three", _("See whether your neighbours need help.")),
        AlertStep("broadcast", _("Be ready for aftershocks. Follow only BMKG and BPBD.")),
    )


def _tsunami(_: Translate) -> Steps:
    return (
        AlertStep("person-simple-run", _("Run to high ground now.")),
        AlertStep("mountains", _("Keep away from the beach and river mouths. Do not wait for the wave.")),
        AlertStep("x-circle", _("Do not go back before BPBD allows it.")),
    )


def _late_tsunami(_: Translate) -> Steps:
    return (AlertStep("mountains", _("Go up to high ground.")), *_tsunami(_)[1:])


def _small_tsunami(_: Translate) -> Steps:
    return (
        AlertStep("prohibit", _("Keep away from the beach and river banks.")),
        AlertStep("boat", _("Do not put to sea. Leave the boats.")),
        AlertStep("broadcast", _("Be ready to move to high ground. Follow only BMKG and BPBD.")),
    )


def _flood(_: Translate) -> Steps:
    return (
        AlertStep("mountains", _("Move to higher ground.")),
        AlertStep("plug", _("Switch off electricity and gas before you leave.")),
        AlertStep("prohibit", _("Do not cross fast-flowing water.")),
    )


def _landslide(_: Translate) -> Steps:
    return (
        AlertStep("person-simple-run", _("Leave slopes, cliffs and river banks now.")),
        AlertStep("users-three", _("Help children, the elderly and the sick to get away.")),
        AlertStep("x-circle", _("Do not go back while it rains or before BPBD allows it.")),
    )


def _late_landslide(_: Translate) -> Steps:
    return (AlertStep("person-simple-run", _("Leave slopes, cliffs and river banks.")), *_landslide(_)[1:])


def _rain(_: Translate) -> Steps:
    return (
        AlertStep("house", _("Take shelter in a sturdy building.")),
        AlertStep("tree", _("Keep away from trees, billboards and power poles.")),
        AlertStep("waves", _("Watch rivers and slopes. Be ready to move.")),
    )


def _wind(_: Translate) -> Steps:
    return (
        AlertStep("house", _("Stay in a sturdy building. Close doors and windows.")),
        AlertStep("tree", _("Keep away from trees, billboards and power poles.")),
        AlertStep("boat", _("Do not put to sea. Tie down what the wind may carry off.")),
    )


def _waves(_: Translate) -> Steps:
    return (
        AlertStep("boat", _("Do not put to sea. Pull boats ashore and tie them.")),
        AlertStep("prohibit", _("Keep away from the beach, rocks and breakwaters.")),
        AlertStep("house-line", _("Houses on the shore: be ready to move if the water rises.")),
    )


def _volcano(_: Translate) -> Steps:
    return (
        AlertStep("prohibit", _("Keep away from the volcano and the danger zone around it.")),
        AlertStep("face-mask", _("Falling ash? Wear a mask, cover food and water.")),
        AlertStep("waves", _("Keep away from rivers that rise on the mountain. Beware of mud flows.")),
    )


def _fire(_: Translate) -> Steps:
    return (
        AlertStep("person-simple-run", _("Get away from fire and smoke. Stay low in smoke.")),
        AlertStep("phone-call", _("Call your neighbours and the fire brigade. Help children and the elderly.")),
        AlertStep("x-circle", _("Do not go back for belongings.")),
    )


def _other(_: Translate) -> Steps:
    return (
        AlertStep("broadcast", _("Stay calm. Follow BPBD and the village office.")),
        AlertStep("users-three", _("Help children, the elderly and neighbours in need.")),
        AlertStep("chat-circle-dots", _("Do not pass on news of unknown origin.")),
    )


def _after_quake(_: Translate) -> Steps:
    return (
        AlertStep("warning", _("Keep out of cracked buildings. Keep away from fallen wires.")),
        AlertStep("users-three", _("See whether your neighbours need help.")),
        AlertStep("broadcast", _("Aftershocks may still come. Go on following BMKG and BPBD.")),
    )


def _after_tsunami(_: Translate) -> Steps:
    return (
        AlertStep("mountains", _("Stay on high ground until officials say that you may go home.")),
        AlertStep("warning", _("Keep away from damaged buildings, fallen wires and debris.")),
        AlertStep("users-three", _("See whether your neighbours need help.")),
    )


def _after_small_tsunami(_: Translate) -> Steps:
    return (
        AlertStep("prohibit", _("Keep away from the beach and river banks until officials allow it.")),
        AlertStep("boat", _("Do not put to sea yet.")),
        AlertStep("broadcast", _("Go on following BMKG and BPBD.")),
    )


def _after_flood(_: Translate) -> Steps:
    return (
        AlertStep("house", _("Go home only when officials allow it.")),
        AlertStep("plug", _("Do not switch on electrical things that have been wet.")),
        AlertStep("drop", _("Boil water before you drink it. Throw away food that the flood has touched.")),
    )


def _after_landslide(_: Translate) -> Steps:
    return (
        AlertStep("mountains", _("Keep away from the slope until officials allow you to go back.")),
        AlertStep("warning", _("New cracks in the ground or muddy springs? Tell the village office.")),
        AlertStep("users-three", _("See whether your neighbours need help.")),
    )


def _after_rain(_: Translate) -> Steps:
    return (
        AlertStep("waves", _("Rivers may still rise. Do not go near them.")),
        AlertStep("tree", _("Keep away from leaning trees and fallen wires.")),
        AlertStep("users-three", _("See whether your neighbours need help.")),
    )


def _after_wind(_: Translate) -> Steps:
    return (
        AlertStep("tree", _("Keep away from leaning trees and fallen wires.")),
        AlertStep("house", _("Look at roof and walls before you go in.")),
        AlertStep("users-three", _("See whether your neighbours need help.")),
    )


def _after_waves(_: Translate) -> Steps:
    return (
        AlertStep("boat", _("Before you put to sea, look at the waves and ask for BMKG's news.")),
        AlertStep("prohibit", _("Keep away from the shore while the waves are still high.")),
        AlertStep("users-three", _("See whether your neighbours need help.")),
    )


def _after_volcano(_: Translate) -> Steps:
    return (
        AlertStep("prohibit", _("Enter the danger zone only when officials allow it.")),
        AlertStep("face-mask", _("Wear a mask when you sweep away ash.")),
        AlertStep("waves", _("Keep away from rivers of the mountain when it rains.")),
    )


def _after_fire(_: Translate) -> Steps:
    return (
        AlertStep("fire", _("Enter a burnt building only when the fire brigade allows it.")),
        AlertStep("warning", _("Keep away from burnt walls, wires and gas bottles.")),
        AlertStep("users-three", _("See whether your neighbours need help.")),
    )


def _after_any(_: Translate) -> Steps:
    return (
        AlertStep("warning", _("Keep away from damaged buildings, fallen wires and cracked ground.")),
        AlertStep("users-three", _("See whether your neighbours need help.")),
        AlertStep("broadcast", _("Go on following BMKG and BPBD.")),
    )


_TEMPLATES: dict[Hazard, Callable[[Translate], Steps]] = {
    Hazard.QUAKE: _quake,
    Hazard.TSUNAMI: _tsunami,
    Hazard.FLOOD: _flood,
    Hazard.LANDSLIDE: _landslide,
    Hazard.RAIN: _rain,
    Hazard.WIND: _wind,
    Hazard.WAVES: _waves,
    Hazard.VOLCANO: _volcano,
    Hazard.FIRE: _fire,
}

_LATE: dict[Hazard, Callable[[Translate], Steps]] = {
    Hazard.QUAKE: _shaken,
    Hazard.TSUNAMI: _late_tsunami,
    Hazard.LANDSLIDE: _late_landslide,
}
"""Steps for a warning that came late, where they differ: nothing shakes any more, and nothing is to be done "now"."""

_AFTER: dict[Hazard, Callable[[Translate], Steps]] = {
    Hazard.QUAKE: _after_quake,
    Hazard.TSUNAMI: _after_tsunami,
    Hazard.FLOOD: _after_flood,
    Hazard.LANDSLIDE: _after_landslide,
    Hazard.RAIN: _after_rain,
    Hazard.WIND: _after_wind,
    Hazard.WAVES: _after_waves,
    Hazard.VOLCANO: _after_volcano,
    Hazard.FIRE: _after_fire,
}
"""Steps for a warning that has ended: nothing that would sound like an alarm, and never that it is safe."""
