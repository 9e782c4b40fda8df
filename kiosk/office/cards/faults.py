"""What is refused when cards are written, by code."""

from __future__ import annotations

from content_cache.model.problems import Problem, ProblemCode, problem
from content_cache.model.problems import msgid as _


class WritingCode(ProblemCode):
    """Codes of images, cards and batches."""

    IMAGE_NONE = "image_none", _("{file} is no image of a card: it has no boot partition (FAT) at its begin.")
    IMAGE_UNREAD = "image_unread", _("{file} cannot be read ({reason}).")
    IMAGE_LARGE = "image_large", _("{file} is larger than {gigabytes} GB when it is unpacked.")
    IMAGE_SETTINGS = "image_settings", _("kiosk.toml cannot be put into the image ({reason}).")
    PROGRAM_MISSING = "image_program_missing", _("{program} is missing here: sudo apt install {package}")

    NO_DEVICE = "card_no_device", _("{device} is no disk of this machine.")
    LINK = "card_link", _("{device} is a link; name the disk itself.")
    PART = "card_part", _("{device} is a part of a disk; name the whole disk.")
    FIXED = "card_fixed", _("{device} is a fixed disk of this machine: no card is in it.")
    MOUNTED = "card_mounted", _("{device} is in use at {folder}; unmount it first.")
    SWAP = "card_swap", _("{device} is the swap space of this machine.")
    HELD = "card_held", _("{device} is part of another disk of this machine ({name}).")
    BUSY = "card_busy", _("{device} is used by another program.")
    UNOPENED = "card_unopened", _("{device} cannot be opened ({reason}).")

    TOO_SMALL = "card_too_small", _("The card is too small: {has} MB, the image needs {needs} MB.")
    LOST = "card_lost", _("The card was pulled out or does not answer ({reason}).")
    OTHER_BYTES = "card_other_bytes", _("The card gives back other bytes at {megabytes} MB than were written.")
    FALSE_SIZE = (
        "card_false_size",
        _("The card has less room than it says: what was written at {megabytes} MB is gone."),
    )

    ZIP_UNFIT = "batch_zip_unfit", _("{file} is no ZIP of cards from the office ({reason}).")
    ZIP_CARD = "batch_zip_card", _("{card}: its kiosk.toml cannot be used. {causes}")
    ZIP_SHARED = "batch_zip_shared", _("{card} has the {what} of {other}. Each card has its own.")
    ZIP_THERE = "batch_zip_there", _("{file} is there already, and no record says of what. Move it away first.")
    STATE_BUSY = "batch_state_busy", _("{file}: another run writes these cards just now.")
    STATE_FOREIGN = (
        "batch_state_foreign",
        _("{file} belongs to somebody else, or others may write it. Move it away first."),
    )
    STATE_UNREAD = (
        "batch_state_unread",
        _("{file} cannot be read as a record of written cards ({reason}). Move it away first."),
    )
    STATE_OTHER = "batch_state_other", _("{file} is the record of another table or of other cards. Move it away first.")


class CardWriteError(Exception):
    """What stands in the way of writing; `problem` says it."""

    def __init__(self, told: Problem | WritingCode, /, *causes: Problem, **details: str | int) -> None:
        self.problem: Problem = told if isinstance(told, Problem) else problem(told, *causes, **details)
        super().__init__(str(self.problem))
