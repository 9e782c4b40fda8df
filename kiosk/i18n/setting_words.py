"""Names of the settings that an office may set, and the words for their states. For the kiosk's page and the office's desk."""

from __future__ import annotations

from collections.abc import Callable

from content_cache.model.problems import msgid as _

NAMES: dict[str, str] = {
    "speech.volume": _("Volume"),
    "speech.rate": _("Speed of speech"),
    "speech.quiet_hours": _("Quiet hours"),
    "speech.voice": _("Voice"),
    "speech.lexicon": _("How words sound"),
    "screen.theme": _("Colours of the screen"),
    "screen.text_scale": _("Size of letters"),
    "place.language": _("Language of the screen"),
    "loop.posters": _("Posters take turns"),
    "loop.films": _("Films play without sound"),
    "loop.seconds": _("Seconds of a poster"),
    "weather.adm4": _("Village of the forecast"),
    "weather.sea": _("Waters"),
    "emergency.numbers": _("Emergency numbers"),
    "emergency.points": _("Assembly points"),
    "emergency.checked": _("Numbers checked"),
    "emergency.hazards": _("Hazards told of"),
    "questions.for": _("Who may be asked"),
    "questions.kept_days": _("Days that a voice is kept"),
    "questions.answer_days": _("Days until an answer"),
    "network.office_host": _("The office has moved to"),
    "reports.url": _("Reports go to"),
    "update.ring": _("Turn of updates"),
    "readout": _("Read-outs"),
    "source": _("More sources"),
}
_VALUES: dict[str, dict[str, str]] = {
    "screen.theme": {
        "light": _("Light"),
        "dark": _("Dark"),
        "contrast": _("Strong contrast"),
        "auto": _("Light by day, dark at night"),
    },
    "speech.voice": {"auto": _("the best that is installed"), "kokoro": _("Kokoro, the more natural one")},
    "place.language": {"id": _("Indonesian"), "en": _("English")},
    "update.ring": {"trial": _("among the first: a trial kiosk"), "hold": _("never by itself")},
}
_WHOM = {
    "all": _("for all kiosks"),
    "area": _("for this area"),
    "group": _("for this group"),
    "kiosk": _("for this kiosk"),
}
_STATES = {
    "kept": _("the last good value; the newer one is wrong"),
    "local": _("set aside here until {day}"),
    "asked": _("was set aside here; holds again: is that right?"),
}


def setting_name(key: str, gettext: Callable[[str], str]) -> str:
    """Return the name of setting *key*, the key itself if it has none."""
    return gettext(NAMES[key]) if key in NAMES else key


def whom_words(whom: str, gettext: Callable[[str], str]) -> str:
    return gettext(_WHOM.get(whom, "")) if whom in _WHOM else ""


def state_words(state: str, day: str, gettext: Callable[[str], str]) -> str:
    """Return the words for *state* of a setting, with *day* filled in; "" if it simply holds."""
    return gettext(_STATES[state]).format(day=day) if state in _STATES else ""


def plain_value(value: str, key: str, gettext: Callable[[str], str]) -> str:
    """Return the TOML *value* of setting *key* without quotes and brackets, in words where the setting is one of a
    few choices.
    """
    plain = _without_signs(value)
    return gettext(_VALUES[key][plain]) if plain in _VALUES.get(key, {}) else plain


def _without_signs(value: str) -> str:
    return value.replace('"', "").strip("[]{} ").replace("{ at = ", "").replace("at = ", "").replace(" }", "") or "–"
