"""A kiosk that posts to an office's desk: real keys, real envelopes."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from nacl.signing import SigningKey

from kiosk.office.context import OfficeContext
from kiosk.office.keys.cabinet import POST
from kiosk.office.post.inbox import post_public
from kiosk.office.post.records import EnrolOutcome, EnvelopeWay, Sealed
from kiosk.post.account import WaitingNumbers, waiting_content
from kiosk.post.enrolment import enrolment
from kiosk.post.envelope import EnvelopeKind, seal

OGG = b"OggS\x00\x02" + b"suara warga yang tidak boleh terbaca " * 40


@dataclass
class PostingKiosk:
    """`made` is what its clock says; `office` the public key that it seals to."""

    office: bytes
    made: datetime
    id: str = field(default_factory=lambda: secrets.token_hex(6))
    key: SigningKey = field(default_factory=SigningKey.generate)
    number: int = 0

    def envelope(self, kind: EnvelopeKind, content: bytes) -> bytes:
        self.number += 1
        return seal(
            kind, content, kiosk=self.id, number=self.number, made=self.made, key=bytes(self.key), office=self.office
        )

    def enrol(self, code: str) -> bytes:
        return self.envelope(EnvelopeKind.ENROL, enrolment(bytes(self.key.verify_key), code))

    def question(self, number: int, sound: bytes = OGG, said: Mapping[str, object] | None = None) -> bytes:
        head = {
            "number": number,
            "for": "Puskesmas",
            "asked": self.made.isoformat(),
            "language": "loe",
            "type": "audio/ogg",
            "seconds": 38,
        }
        return self.envelope(EnvelopeKind.QUESTION, json.dumps({**head, **(said or {})}).encode() + b"\n" + sound)

    def health(self, **said: object) -> bytes:
        return self.envelope(EnvelopeKind.HEALTH, json.dumps(said).encode())

    def waiting(self, upto: int, *ranges: tuple[int, int]) -> bytes:
        return self.envelope(EnvelopeKind.WAITING, waiting_content(WaitingNumbers(upto, ranges)))


def new_kiosk(office: OfficeContext, **more: object) -> PostingKiosk:
    """One that knows the office's key, and is not enrolled yet."""
    public = office.cabinet.public(POST)
    assert public is not None
    return PostingKiosk(post_public(public), office.clock(), **more)  # type: ignore[arg-type]


def code_for(office: OfficeContext, place: str = "Balai Desa Bunga", area: str = "72.01.05.2004") -> str:
    return office.post.store.register.make_codes([(place, area)], office.clock())[0].code


def enrolled(office: OfficeContext, **more: object) -> PostingKiosk:
    """One that is, whether or not the post is open."""
    kiosk = new_kiosk(office, **more)
    office.post.store.register.enrol(kiosk.id, bytes(kiosk.key.verify_key), code_for(office), office.clock())
    return kiosk


def enrol(office: OfficeContext, kiosk: str, place: str = "Balai Desa Bunga", area: str = "72.01.05.2004") -> None:
    """Enrol a kiosk of this id without keys: `report` has what it says."""
    outcome = office.post.store.register.enrol(
        kiosk, kiosk.encode().ljust(32), code_for(office, place, area), office.clock()
    )
    assert outcome is EnrolOutcome.KNOWN


def report(office: OfficeContext, kiosk: str, number: int, **told: bytes) -> None:
    """Let envelopes of an enrolled kiosk come and be read, the first with that *number*; *told* is their content by kind."""
    store, made = office.post.store, office.clock()
    known = store.register.find_kiosk(kiosk)
    assert known is not None
    for n, (kind, content) in enumerate(told.items(), number):
        store.store_envelopes(known, [Sealed(n, kind, made.isoformat(), kind.encode())], made, EnvelopeWay.POST)
        store.read(known.who, n, told=[(kind, content)])


def report_health(office: OfficeContext, kiosk: str, number: int, **health: object) -> None:
    """Let an enrolled kiosk report its *health* in the envelope of that *number*."""
    report(office, kiosk, number, health=json.dumps(health).encode())
