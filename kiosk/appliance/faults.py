"""Faults of what lies on the card, by code. The screen tells them at the start."""

from __future__ import annotations

from content_cache.model.problems import ProblemCode
from content_cache.model.problems import msgid as _


class CardCode(ProblemCode):
    """Codes of the card and its settings."""

    NO_SETTINGS = "card_no_settings", _("there is no kiosk.toml on the card")
    OLDER_USED = "card_older_used", _("the earlier settings are used")
    SECRET_STAYS = "card_secret_stays", _("cannot be moved off the card; write it on a line of its own")
    PIN_UNFIT = "card_pin_unfit", _("a PIN has 6 to 12 digits; the old PIN holds")
    WIFI_UNKEPT = "card_wifi_unkept", _("the Wi-Fi password cannot be kept ({reason}); check the memory card")
    PIN_UNKEPT = "card_pin_unkept", _("the PIN cannot be kept ({reason}); check the memory card")
    FILE_UNKEPT = "card_file_unkept", _("{file} cannot be kept ({reason}); check the memory card")
    SETTINGS_UNKEPT = "card_settings_unkept", _("the settings cannot be kept ({reason}); check the memory card")
    ONE_RADIO = (
        "card_one_radio",
        _(
            "the only Wi-Fi radio joins the hall's network: the kiosk has no Wi-Fi of its own; a second one on USB gives it"
        ),
    )
    UPDATE_KEYS_STAY = (
        "card_update_keys_stay",
        _("the keys for updates were taken from the first settings; others need a new image"),
    )
    OVERLAY_UNKNOWN = "card_overlay_unknown", _("the overlay {name} is not on this card; it is left out")
    OVERLAYS_TAKEN_BACK = (
        "card_overlays_taken_back",
        _("with these overlays no home screen came: they were taken out again"),
    )
    OVERLAYS_UNTRIED = "card_overlays_untried", _("the overlays cannot be tried: {reason}")
