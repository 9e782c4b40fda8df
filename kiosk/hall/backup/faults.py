"""Errors of backups, by code."""

from __future__ import annotations

from content_cache.model.problems import Detail, Problem, ProblemCode, problem
from content_cache.model.problems import msgid as _


class BackupCode(ProblemCode):
    """Codes of backups."""

    NO_PASSWORD = "backup_no_password", _("Backups have no password yet, and without one none is made.")
    PASSWORD_WRONG = "backup_password_wrong", _("The password of this backup is wrong. Nothing was changed.")
    NO_BACKUP = "backup_no_backup", _("This file is no backup of an office's desk. Nothing was changed.")
    COSTLY = "backup_costly", _("To open this backup takes more work than one of a desk does. Nothing was changed.")
    DAMAGED = "backup_damaged", _("The backup is cut off or damaged. Take another one. Nothing was changed.")
    STRANGE = "backup_strange", _("The backup holds {name}, which belongs in none. Nothing was changed.")
    OTHER_OFFICE = (
        "backup_other_office",
        _("The backup is not of the office in {folder}. Restore it into an empty folder. Nothing was changed."),
    )
    OLDER = (
        "backup_older",
        _("The backup has edition {edition}, and here is {here}: with --older it is taken. Nothing was changed."),
    )
    NO_KIOSK = "backup_no_kiosk", _("This file is no backup of a kiosk. Nothing was changed.")
    NEWER_PROGRAM = "backup_newer_program", _("A newer program made this backup. Update this kiosk first.")
    OTHER_KIOSK = (
        "backup_other_kiosk",
        _("This is the backup of {kiosk}, {place}: with --other it is taken here. Nothing was changed."),
    )
    HERE_NEWER = (
        "backup_here_newer",
        _("Here is something written after this backup: with --older it is taken. Nothing was changed."),
    )
    SEALED_TO_OFFICE = (
        "backup_sealed_to_office",
        _("Only the office opens this backup, or the kiosk that made it. Nothing was changed."),
    )
    OTHER_OFFICE_SEALED = "backup_other_office_sealed", _("This backup is not sealed to this office.")
    UNKNOWN_SENDER = "backup_unknown_sender", _("No kiosk that this office knows has made this backup.")
    WORDS_WRONG = "backup_words_wrong", _("These are not the six words of this backup. Nothing was changed.")
    FORBIDDEN = "backup_forbidden", _("{path} may not be read. Call this as root.")
    NOT_KEPT = "backup_not_kept", _("What was written is not what is to be read there. Take another stick.")
    TARGET_UNFIT = "backup_target_unfit", _("{path}: the backup cannot be written ({reason}).")
    RESTORE_FAILED = "backup_restore_failed", _("The backup cannot be unpacked here ({reason}). Nothing was changed.")
    TARGET_READ_ONLY = (
        "backup_target_read_only",
        _("{path}: nothing can be written there. Move the switch of the stick, or use another one."),
    )
    CARD_READ_ONLY = (
        "backup_card_read_only",
        _("The kiosk's card can only be read; it may be worn out: use another one. Nothing was changed."),
    )
    PART_STRANGE = "backup_part_strange", _("This is no part of the backup that is coming.")
    SHELF_FULL = "backup_shelf_full", _("There is no room for more backups of kiosks.")
    BUSY = "backup_busy", _("A backup is being made already. Wait for its end.")
    STICK_FULL = "backup_stick_full", _("The stick is full. Use another one.")
    STICK_GONE = "backup_stick_gone", _("The stick was pulled out, or does not answer. Nothing was lost.")
    CARD_FULL = "backup_card_full", _("The kiosk's card has no room to unpack it. Nothing was changed.")


class BackupError(ValueError):
    """Error for a backup that cannot be made or restored; `problem` says why."""

    def __init__(self, code: BackupCode, /, **details: Detail) -> None:
        self.problem: Problem = problem(code, **details)
        super().__init__(str(self.problem))
