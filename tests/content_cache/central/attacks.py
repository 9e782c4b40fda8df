"""What may lie on a web host or a stick that an office did not put there, or should not have."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from content_cache.signing.edition import ALIAS, KEYS, KEYS_SIGNATURE, LATEST, Latest, feed_name
from content_cache.signing.keyring import Keyring, keys_document
from content_cache.signing.keys import SecretKey
from content_cache.signing.signatures import sign
from tests.content_cache.central.office import FLOOD, NEWS, NOW, OTHER, SPARE, OfficePC

Spoil = Callable[[OfficePC, Path], None]
"""Given the office, whose first edition a kiosk has, and the folder that now holds the second."""
SHA = "ab" * 32


@dataclass(frozen=True)
class Attack:
    """`told` is part of what the technician is told. `web` False: only a stick can hold this. `evicts`: what was here goes too."""

    spoil: Spoil
    told: str
    web: bool = True
    on_stick: bool = True
    evicts: bool = False


def feed_of(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / feed_name(2)).read_bytes())
    return found


def forge(folder: Path, feed: dict[str, Any], *, key: SecretKey = NEWS, seq: int = 2) -> None:
    """Sign a feed of one's own: whoever has the key can."""
    body = json.dumps(feed).encode()
    (folder / feed_name(seq)).write_bytes(body)
    (folder / LATEST).write_bytes(sign(body, key, Latest(seq, NOW + timedelta(days=2)).comment))


def found(folder: Path, name: str) -> Path:
    """A file of the second edition; "media/*" is its picture, "*.ics" its calendar."""
    if name not in ("media/*", "*.ics"):
        return folder / name
    feed = feed_of(folder)
    pictured = next(item for item in feed["items"] if item.get("attachments"))
    if name == "media/*":
        return folder / str(pictured["attachments"][0]["url"])
    return folder / str(feed["_kiosk"]["files"][0]["name"])


def emptied(name: str) -> Spoil:
    def spoil(_office: OfficePC, folder: Path) -> None:
        (folder / name).write_bytes(b"")

    return spoil


def flipped(name: str, at: float = 0.5) -> Spoil:
    def spoil(_office: OfficePC, folder: Path) -> None:
        path = found(folder, name)
        content = bytearray(path.read_bytes())
        content[int(len(content) * at)] ^= 1
        path.write_bytes(content)

    return spoil


def cut(name: str) -> Spoil:
    def spoil(_office: OfficePC, folder: Path) -> None:
        path = found(folder, name)
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])

    return spoil


def older(office: OfficePC, folder: Path) -> None:
    body = (folder / feed_name(1)).read_bytes()
    (folder / ALIAS).write_bytes(body)
    (folder / LATEST).write_bytes(sign(body, office.key, Latest(1, NOW + timedelta(days=1)).comment))
    # the kiosk has the second one: see `had_both`


def other_office(_office: OfficePC, folder: Path) -> None:
    forge(folder, feed_of(folder), key=OTHER)


def stolen_name(_office: OfficePC, folder: Path) -> None:
    forge(folder, feed_of(folder), key=SecretKey(NEWS.id, bytes([7] * 32)))


def emergency(office: OfficePC, folder: Path) -> None:
    office.put("banjir.md", FLOOD)
    office.publish(key=SecretKey(NEWS.id, NEWS.seed, "minisign secret key"))  # a key that does not say what it is for
    assert (folder / feed_name(3)).exists()


def tagged_emergency(_office: OfficePC, folder: Path) -> None:
    feed = feed_of(folder)
    feed["items"][0]["tags"] = [" Darurat"]
    forge(folder, feed)


def spare_edition(_office: OfficePC, folder: Path) -> None:
    forge(folder, feed_of(folder), key=SPARE)


def revoked(office: OfficePC, folder: Path) -> None:
    document = keys_document(Keyring((), 1, frozenset([NEWS.id]), 1), office.now)
    (folder / KEYS).write_bytes(document)
    (folder / KEYS_SIGNATURE).write_bytes(sign(document, SPARE, "keys=1"))
    body = (folder / feed_name(2)).read_bytes()
    (folder / LATEST).write_bytes(sign(body, NEWS, Latest(2, NOW, keys=1).comment))


def named(url: str, size: int = 10, count: int = 1) -> Spoil:
    def spoil(_office: OfficePC, folder: Path) -> None:
        feed = feed_of(folder)
        feed["items"][0]["attachments"] = [
            {"url": url.format(f"{at:064x}"), "mime_type": "image/png", "size_in_bytes": size, "_kiosk": {"sha256": f"{at:064x}"}}
            for at in range(count)
        ]  # fmt: skip
        forge(folder, feed)

    return spoil


def listed(name: str) -> Spoil:
    def spoil(_office: OfficePC, folder: Path) -> None:
        feed = feed_of(folder)
        feed["_kiosk"]["files"] = [{"name": name, "sha256": SHA, "size": 10, "type": "ics"}]
        forge(folder, feed)

    return spoil


def another_number(_office: OfficePC, folder: Path) -> None:
    body = (folder / feed_name(1)).read_bytes()
    (folder / feed_name(2)).write_bytes(body)
    (folder / LATEST).write_bytes(sign(body, NEWS, Latest(2, NOW).comment))


def missing(name: str) -> Spoil:
    def spoil(_office: OfficePC, folder: Path) -> None:
        found(folder, name).unlink()

    return spoil


def link(name: str, target: str) -> Spoil:
    def spoil(_office: OfficePC, folder: Path) -> None:
        path = found(folder, name)
        path.rename(folder.parent / "beside")
        path.symlink_to(target.format(folder.parent / "beside"))

    return spoil


def sparse(name: str) -> Spoil:
    """5 GB that take no room."""

    def spoil(_office: OfficePC, folder: Path) -> None:
        os.truncate(found(folder, name), 5_000_000_000)

    return spoil


def crowd(_office: OfficePC, folder: Path) -> None:
    for count in range(10_000):
        (folder / "media" / f"{count}.txt").touch()


def fifo(_office: OfficePC, folder: Path) -> None:
    (folder / feed_name(2)).unlink()
    os.mkfifo(folder / feed_name(2))


BROKEN, SIGNATURE = "rusak atau tidak lengkap; tidak dipakai", "tanda tangan salah"
ATTACKS: dict[str, Attack] = {
    "a changed byte in the feed": Attack(flipped("feed-2.json"), SIGNATURE),
    "a changed first byte of the feed": Attack(flipped("feed-2.json", 0.0), SIGNATURE),
    "a changed byte at the feed's end": Attack(flipped("feed-2.json", 0.999), SIGNATURE),
    "a changed byte in the signature": Attack(flipped("latest.minisig", 0.3), SIGNATURE),
    "a changed byte in the signed comment": Attack(flipped("latest.minisig", 0.6), SIGNATURE),
    "a changed byte in a calendar": Attack(flipped("*.ics"), SIGNATURE),
    "a changed byte in a picture": Attack(flipped("media/*"), SIGNATURE, web=False),
    "a changed first byte of a picture": Attack(flipped("media/*", 0.0), SIGNATURE, web=False),
    "a truncated feed": Attack(cut("feed-2.json"), SIGNATURE),
    "a truncated calendar": Attack(cut("*.ics"), SIGNATURE),
    "a truncated picture": Attack(cut("media/*"), SIGNATURE, web=False),
    "an empty feed": Attack(emptied(feed_name(2)), SIGNATURE),
    "a truncated signature": Attack(cut("latest.minisig"), SIGNATURE),
    "an empty signature": Attack(emptied(LATEST), SIGNATURE),
    "a feed of another number": Attack(another_number, BROKEN),
    "another office's key": Attack(other_office, "bukan kunci sumber ini"),
    "another key under the same name": Attack(stolen_name, SIGNATURE),
    "an emergency by the news key": Attack(emergency, "darurat ditandatangani dengan kunci berita"),
    "an emergency by its tag": Attack(tagged_emergency, "darurat ditandatangani dengan kunci berita"),
    "an edition by the spare key": Attack(spare_edition, "kuncinya tidak berhak"),
    "a revoked key": Attack(revoked, "sudah dicabut", evicts=True),
    "a missing feed": Attack(missing("feed-2.json"), "hilang atau tidak terbaca", web=False),
    "a missing feed on the web": Attack(missing("feed-2.json"), "alamat tidak ada di server", on_stick=False),
    "a missing calendar": Attack(missing("*.ics"), "hilang atau tidak terbaca", web=False),
    "a missing calendar on the web": Attack(missing("*.ics"), "alamat tidak ada di server", on_stick=False),
    "a missing picture": Attack(missing("media/*"), "hilang atau tidak terbaca", web=False),
    "a picture by ../": Attack(named("media/../../../etc/shadow"), BROKEN),
    "a picture by an absolute path": Attack(named("/etc/shadow"), BROKEN),
    "a picture from elsewhere": Attack(named("https://example.org/{}.png"), BROKEN),
    "a picture under another hash": Attack(named(f"media/{SHA}.png"), BROKEN),
    "a picture of 5 GB": Attack(named("media/{}.png", size=5_000_000_000), "terlalu besar"),
    "10,000 pictures": Attack(named("media/{}.png", count=10_000), "terlalu"),
    "a calendar by ../": Attack(listed("../events.ics"), BROKEN),
    "a calendar by an absolute path": Attack(listed("/etc/shadow"), BROKEN),
    "10,000 loose files": Attack(crowd, "terlalu banyak berkas", web=False),
    "a sparse feed of 5 GB": Attack(sparse("feed-2.json"), "terlalu besar", web=False),
    "a sparse picture of 5 GB": Attack(sparse("media/*"), "terlalu besar", web=False),
    "a sparse signature of 5 GB": Attack(sparse("latest.minisig"), "terlalu besar", web=False),
    "a picture that links to /etc/shadow": Attack(link("media/*", "/etc/shadow"), "tautan", web=False),
    "a picture that links to itself elsewhere": Attack(link("media/*", "{}"), "tautan", web=False),
    "a folder that is a link": Attack(link("media", "{}"), "tautan", web=False),
    "a signature that is a link": Attack(link("latest.minisig", "{}"), "tautan", web=False),
    "a feed that is a FIFO": Attack(fifo, "hilang atau tidak terbaca", web=False),
}
