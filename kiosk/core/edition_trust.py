"""State that must outlive the data partition: the highest edition numbers, the revoked keys, and this kiosk's key to its office.

Pure.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct


class SourceTrust(Struct, frozen=True):
    """Trust in one publisher: the highest edition taken, the key that signed it, and the revoked keys, as numbers."""

    seq: int = 0
    key: int = 0
    revoked: tuple[int, ...] = ()


class PostKey(Struct, frozen=True):
    """Signing key of envelopes to the office: the kiosk's name, and the seed of its Ed25519 key in hexadecimal.

    *partitions* counts how often the data partition was made again since: envelope numbers begin higher after each.
    """

    kiosk: str
    seed: str
    partitions: int = 0


class TrustState(Struct, frozen=True):
    """State of trust in updates and sources.

    *update* is the highest number of a program that was taken. *sources* is keyed by `trust.publisher_of`, in
    hexadecimal. *post* is None until it is made.
    """

    update: int = 0
    sources: Mapping[str, SourceTrust] = {}
    post: PostKey | None = None


def merged(one: TrustState, other: TrustState) -> TrustState:
    """Return the union of both states.

    It holds all revoked keys, the highest number that no revoked key signed, and the newest post key.
    """
    names = {*one.sources, *other.sources}
    sources = {name: _merged_source(one.sources.get(name), other.sources.get(name)) for name in sorted(names)}
    known = [state.post for state in (one, other) if state.post is not None]
    post = max(known, key=lambda each: each.partitions, default=None)
    return TrustState(max(one.update, other.update), sources, post)


def _merged_source(*told: SourceTrust | None) -> SourceTrust:
    known = [each for each in told if each is not None]
    revoked = {key for each in known for key in each.revoked}
    good = [each for each in known if each.key not in revoked]
    highest = max(good, key=lambda each: each.seq, default=SourceTrust())
    return SourceTrust(highest.seq, highest.key, tuple(sorted(revoked)))
