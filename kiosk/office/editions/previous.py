"""Last edition: read from the output folder or, when that is lost, from the site (`--from`)."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from content_cache.model.errors import CacheError, Code, FetchError, SignatureError
from content_cache.signing.edition import APART, KEYS, LATEST, Latest, feed_name, seq_of
from content_cache.signing.signatures import Signature

_MOST_BYTES = 50_000_000
_DEADLINE = 120.0  # seconds


@dataclass(frozen=True, slots=True)
class Previous:
    """Last edition. `seq` is its number, 0 for none; `signed` is the number that its signature has, which is lower
    after an interrupted write. `key_id` signed it. `keys` is the number of the keys.json beside it."""

    seq: int = 0
    feed: Mapping[str, Any] = field(default_factory=dict)
    key_id: bytes = b""
    keys: int = 0
    keys_signed: int = 0
    files: Mapping[str, bytes] = field(default_factory=dict)
    signed: int = 0

    @property
    def items(self) -> dict[str, Mapping[str, Any]]:
        return {item["id"]: item for item in self.feed.get("items", ())}

    @property
    def tombstones(self) -> list[str]:
        return list(self.feed.get("_kiosk", {}).get("tombstones", ()))

    @property
    def listed(self) -> list[Mapping[str, Any]]:
        """Return its entries of calendars, alerts and sheets."""
        return _file_entries(self.feed)


def in_folder(folder: Path) -> Previous:
    """Return the newest edition in the output *folder*. Its number counts even if the rest is damaged. Raise OSError."""
    if not folder.is_dir():
        return Previous()
    seqs = [seq_of(path.name) for path in folder.iterdir()]

    def read(name: str) -> bytes:
        return (folder / name).read_bytes()

    found = _previous(read)
    seq = max([found.seq, *seqs])
    return Previous(seq, found.feed, found.key_id, found.keys, found.keys_signed, found.files, found.signed)


def on_site(url: str) -> Previous:
    """Return the edition that the site at *url* has. Raise FetchError, and SignatureError when there is none."""
    base, read = site_at(url)
    found = _previous(read)
    if not found.seq:
        raise SignatureError(Code.NO_EDITION_THERE, url=f"{base}{LATEST}")
    return found


def site_at(url: str) -> tuple[str, Callable[[str], bytes]]:
    """Return the base URL of a published site, with its closing slash, and a function that fetches a file of it by
    name. That function raises FetchError."""
    from content_cache.http.client import fetch
    from content_cache.http.messages import Request
    from content_cache.model.urls import host_of, ports_of

    base = (
        url if url.endswith("/") else url.rpartition("/")[0] + "/" if url.endswith((".json", ".minisig")) else url + "/"
    )

    def read(name: str) -> bytes:
        request = Request(
            url=base + name,
            deadline=_DEADLINE,
            max_bytes=_MOST_BYTES,
            user_agent="kim-kiosk publish",
            private_host=host_of(base),  # a test server of the office's own
            private_ports=ports_of(base),
        )
        got = fetch(request)
        if not getattr(got, "complete", False):
            raise FetchError(Code.EDITION_FILE_CUT, file=f"{base}{name}")
        return bytes(getattr(got, "body", b""))

    return base, read


def names_in(content: bytes) -> set[str]:
    """Return the names of the files that the edition *content* names; none for a damaged one, which no kiosk can take either."""
    try:
        feed = json.loads(content)
        attached = [
            one["url"]
            for item in feed["items"]
            for one in (
                *item.get("attachments", ()),
                *(each for name in APART for each in item["_kiosk"].get(name, ())),
                *item["_kiosk"].get("voice", {}).get("sentences", ()),
            )
        ]
        kiosk = feed["_kiosk"]
        attached += [one["url"] for table in kiosk.get("prompts", ()) for one in table["sentences"]]
        return {*attached, *(entry["name"] for entry in (*kiosk["files"], *kiosk.get("sheets", ())))}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return set()


def _previous(read: Callable[[str], bytes]) -> Previous:
    keys = _number_of_keys(read)
    try:
        signature = Signature.parse(read(LATEST))
        latest = Latest.parse(signature.comment)
    except FileNotFoundError:
        return Previous(keys=keys)
    except SignatureError:
        return Previous(keys=keys)  # the names of the files beside it still tell its number
    try:
        feed = json.loads(read(feed_name(latest.seq)))
        feed = feed if isinstance(feed, dict) else {}
    except (FileNotFoundError, ValueError):
        feed = {}
    files = {}
    for listed in _file_entries(feed):
        try:
            files[listed["name"]] = read(listed["name"])
        except (FileNotFoundError, CacheError):
            continue  # only its events cannot be withdrawn by name
    return Previous(latest.seq, feed, signature.key_id, keys, latest.keys, files, latest.seq)


def _file_entries(feed: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    kiosk = feed.get("_kiosk", {})
    return [*kiosk.get("files", ()), *kiosk.get("sheets", ())]


def _number_of_keys(read: Callable[[str], bytes]) -> int:
    try:
        number = json.loads(read(KEYS)).get("number", 0)
    except (FileNotFoundError, ValueError, AttributeError, CacheError):
        return 0
    return number if type(number) is int else 0
