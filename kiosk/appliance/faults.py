"""What is wrong with what lies on the card, by code: told on the screen at the start."""

from __future__ import annotations

from content_cache.model.problems import ProblemCode


class CardCode(ProblemCode):
    """Each row: the code, and the names of its details."""

    NO_SETTINGS = "card_no_settings"
    OLDER_USED = "card_older_used"
    SECRET_STAYS = "card_secret_stays"  # noqa: S105 - a code
    PIN_UNFIT = "card_pin_unfit"
    WIFI_UNKEPT = "card_wifi_unkept", "reason"
    PIN_UNKEPT = "card_pin_unkept", "reason"
    FILE_UNKEPT = "card_file_unkept", "file", "reason"
    SETTINGS_UNKEPT = "card_settings_unkept", "reason"
    ONE_RADIO = "card_one_radio"
    UPDATE_KEYS_STAY = "card_update_keys_stay"
    OVERLAY_UNKNOWN = "card_overlay_unknown", "name"
    OVERLAYS_TAKEN_BACK = "card_overlays_taken_back"
    OVERLAYS_UNTRIED = "card_overlays_untried", "reason"
