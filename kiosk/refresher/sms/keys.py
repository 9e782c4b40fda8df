"""Keys that sign SMS for this kiosk."""

from __future__ import annotations

import logging

from content_cache.formats.sms.message import SmsMessage, check_signature
from content_cache.model.errors import Code, SignatureError
from content_cache.signing import kept_keys
from content_cache.signing.keyring import Keyring
from kiosk.installation import Installation

_log = logging.getLogger(__name__)


def keys_of(installation: Installation) -> Keyring | None:
    """Return the present keys of the first source that has alert keys, or `None`."""
    source = next((source for source in installation.settings.sources if source.alert_keys), None)
    try:
        return kept_keys.load_keys(source, installation.data) if source is not None else None
    except SignatureError as error:
        _log.warning("%s", error)
        return None


def check_by(installation: Installation, content: bytes, message: SmsMessage) -> None:
    """Raise SignatureError unless a present key of the first source with alert keys has signed *message*, whose bytes are
    *content*."""
    keyring = keys_of(installation)
    if keyring is None:
        raise SignatureError(Code.NO_KEYS)
    check_signature(content, message, keyring)
