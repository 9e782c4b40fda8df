"""Release of a warning: the second person is checked, the edition is published, and a warning that cannot be sent waits again."""

from __future__ import annotations

from contextlib import suppress
from functools import partial

from content_cache.signing.keys import SecretKey
from kiosk.office.base.faults import OfficeCode, OfficeError, full_disk_told
from kiosk.office.desk import Desk
from kiosk.office.people.people import Person
from kiosk.office.people.sign_in import Credentials, SignIn
from kiosk.office.publishing.records import EditionProgress
from kiosk.office.publishing.run import Editions
from kiosk.office.warnings.warnings import OfficeWarning, Warnings


class WarningRelease:
    """Release of warnings by two persons, whose names are both recorded in the history."""

    def __init__(self, desk: Desk, editions: Editions, warnings: Warnings, sign_in: SignIn) -> None:
        self._desk = desk
        self._editions = editions
        self._warnings = warnings
        self._words = desk.wording.words
        self._sign_in = sign_in

    def second(self, first: Person, claim: Credentials) -> Person:
        """Check *claim* and return the second person. Wrong tries are recorded in the history. Raise OfficeError."""
        try:
            return self._sign_in.second(first, claim)
        except OfficeError as error:
            named = self._desk.people.named(claim.name)
            if named is not None and error.problem.code in (OfficeCode.WRONG_LOGIN.value, OfficeCode.CODE_OLD.value):
                said = self._words("types a wrong password or code of {name}, to release a warning", name=named.name)
                self._desk.record_deed(first.name, said)
            raise

    def release_warning(self, warning: OfficeWarning, second: Person, key: SecretKey) -> EditionProgress:
        """Publish *warning* and return the edition, which is being sent. If it cannot be written, the warning waits as
        before. Raise OfficeError."""
        first, now = self._desk.people.find_person(warning.first), self._desk.clock()
        who = f"{first.name if first else warning.first}, {second.name}"
        try:
            with full_disk_told():
                path = self._warnings.store_released(warning, second.id, now, self._sender(), key)
                return self._editions.warn(who, key, path, now, done=partial(self._sent, warning))
        except OfficeError as error:
            if error.problem.code != OfficeCode.LAPSED.value:  # it was not released by somebody else
                self._put_back(warning)
            raise

    def _sent(self, warning: OfficeWarning, edition: EditionProgress) -> None:
        if not edition.written:
            self._put_back(warning)
            return
        files = None if edition.state == "done" else ()
        said = self._words("releases a warning with edition {number}", number=edition.number)
        self._desk.record_deed(edition.who, said, files)

    def _put_back(self, warning: OfficeWarning) -> None:
        with suppress(OSError):
            self._warnings.put_back(warning)

    def _sender(self) -> str:
        """Return the CAP sender of this office's messages. It never changes, because kiosks match the end of a warning by it."""
        office = self._desk.office()
        name = "".join(c for c in (office.publisher or office.title).casefold() if c.isascii() and c.isalnum())
        return f"{name or 'kantor'}@{office.area or 'daerah'}.kim-kiosk"
