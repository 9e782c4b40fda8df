"""Root's knowledge of editions and keys. Root itself verifies revocations, with the spare key of the card's settings.
The number of a taken edition is reported to it, and accepted only as far as editions can have passed since the boot."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping

import msgspec

from content_cache.central.edition_order import HIGHEST_FIRST, HIGHEST_JUMP
from content_cache.model.errors import SignatureError
from content_cache.model.problems import problem
from content_cache.model.sources import Source
from content_cache.model.trust import is_signed, publisher_of
from content_cache.signing.keyring import Keyring
from content_cache.signing.signatures import Signature
from kiosk.appliance.programs import run
from kiosk.appliance.root_files.held_folder import Folder, write_own
from kiosk.appliance.root_files.trust_files import REMEMBER, is_mirrored, keep_trust, read_trust
from kiosk.appliance.update.slots import read_state
from kiosk.core.edition_trust import SourceTrust, TrustState, merged
from kiosk.core.paths import Folders
from kiosk.settings import load
from kiosk.state.request_kinds import AnswerCode, RequestAnswer, RequestResult

_UNIT = "kiosk-card.service"
_MOST = 200_000  # bytes of a keys.json with its signature
_SELDOM_S = 86_400.0  # between two writes to the card for numbers alone
_log = logging.getLogger(__name__)


class LearnTrust:
    """Learner of reported editions. *monotonic* returns seconds. Methods raise ProgramError and OSError."""

    def __init__(self, folders: Folders, monotonic: Callable[[], float]) -> None:
        self._folders = folders
        self._monotonic = monotonic
        self._at_boot = read_trust(folders)
        self._mirrored: float | None = None

    def learn(self, argument: str) -> RequestAnswer:
        """Store the editions in *argument*, JSON that maps publishers to (number, key), and new revocations. Start the
        unit that writes them to the card if needed."""
        try:
            told = msgspec.json.decode(argument, type=dict[str, tuple[int, int]])
        except msgspec.MsgspecError:
            return RequestAnswer(RequestResult.REFUSED, problem(AnswerCode.NO_REQUEST))
        sources = {f"{publisher_of(each):014x}": each for each in self._sources()}
        before = read_trust(self._folders)
        learnt = {name: self._of_one(name, source, told.get(name, (0, 0))) for name, source in sources.items()}
        update = read_state(self._folders.system / "slots.json").newest
        after = merged(before, TrustState(update, learnt))
        if not keep_trust(self._folders, after) and self._mirrored is not None:
            return RequestAnswer(RequestResult.SAME)
        self._mirror(before, after)
        return RequestAnswer(RequestResult.DONE)

    def _sources(self) -> list[Source]:
        config = self._folders.system / "kiosk.toml"
        return [each for each in load(config).sources if is_signed(each)] if config.exists() else []

    def _of_one(self, name: str, source: Source, told: tuple[int, int]) -> SourceTrust:
        keyring = self._keyring(name, source)
        revoked = tuple(sorted(int.from_bytes(key_id, "little") for key_id in keyring.revoked))
        seq, key = told
        held = {int.from_bytes(held.key.id, "little") for held in keyring.held}
        known = self._at_boot.sources.get(name, SourceTrust())
        reach = known.seq + HIGHEST_JUMP if known.seq else HIGHEST_FIRST
        if not 0 < seq <= reach or key not in held:
            if seq:
                _log.warning(
                    "edition %d of %s is not remembered: it is out of reach, or its key is none of theirs", seq, name
                )
            seq, key = 0, 0
        return SourceTrust(seq, key, revoked)

    def _keyring(self, name: str, source: Source) -> Keyring:
        pinned = Keyring.pinned(source.keys, source.alert_keys)
        try:
            with Folder(self._folders.data / "keys") as folder:
                kept = json.loads(folder.read(f"{name}.json", _MOST))
            return pinned.replaced(kept["document"].encode(), Signature.parse(kept["signature"].encode()))
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError, SignatureError):
            return pinned  # no list came yet, or the spare key did not sign it

    def _mirror(self, before: TrustState, after: TrustState) -> None:
        """Start the unit that writes the state to the card. Revocations and updates are written at once, numbers of
        editions seldom, for the card is remounted each time."""
        now = self._monotonic()
        grave = before.update != after.update or _revoked(before) != _revoked(after)
        if grave or self._mirrored is None or now - self._mirrored >= _SELDOM_S:
            self._mirrored = now
            _start_unit(self._folders)


def remember_on_card(folders: Folders) -> None:
    """Start the unit that writes the state to the card, if the card's copy lacks something. Call it at the start. Raise
    ProgramError and OSError."""
    if not is_mirrored(folders):
        _start_unit(folders)


def _start_unit(folders: Folders) -> None:
    write_own(folders.config.parent / REMEMBER, b"")
    run("systemctl", "start", "--no-block", _UNIT)


def _revoked(state: TrustState) -> Mapping[str, tuple[int, ...]]:
    return {name: each.revoked for name, each in state.sources.items() if each.revoked}
