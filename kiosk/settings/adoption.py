"""Adoption of this kiosk by an office: adoption.json in the data folder, and the settings that it gives.

The refresher writes it (`kiosk.refresher.adoption`); every process reads it. It counts while kiosk.toml names no other office:
who may write that file decides more than who may write the data folder. Its sources are added to those of kiosk.toml, its place
fills what kiosk.toml leaves out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from content_cache.model.problems import Problem
from kiosk.core.json_file import JsonFile
from kiosk.settings.office_layer import read_layer

FILE = "adoption.json"
_MOST = 100_000  # bytes
_Aware = Annotated[datetime, Meta(tz=True)]


class AdoptionState(StrEnum):
    """States of an adoption. OFFERED: a stick has brought an acceptance, which somebody here must confirm."""

    NONE = "none"
    WAITING = "waiting"
    OFFERED = "offered"
    ADOPTED = "adopted"
    REFUSED = "refused"


class Adoption(Struct, frozen=True):
    """Adoption as it stands.

    *code* is this kiosk's own, shown since *since*; *words* are the four that people compare; *introduction* is the text
    of the QR code. *office* is the office's name, *key* its key, *url* its receiver, "" while unknown. *reason* is the
    office's for a refusal, *fault* why the last act here failed. *at* is when the office decided. *place*, *area* and
    *sources* are what it gave along.
    """

    state: AdoptionState = AdoptionState.NONE
    code: str = ""
    words: str = ""
    introduction: str = ""
    since: _Aware | None = None
    office: str = ""
    key: str = ""
    url: str = ""
    reason: str = ""
    fault: Problem | None = None
    at: _Aware | None = None
    place: str = ""
    area: str = ""
    sources: tuple[Mapping[str, Any], ...] = ()

    @property
    def tables(self) -> dict[str, Any]:
        """Return what it sets: where to post from when the office is known, the rest once it has accepted this kiosk."""
        if not self.key or self.state in (AdoptionState.NONE, AdoptionState.OFFERED):
            return {}
        post = {"post": {"url": self.url, "key": self.key}}
        if self.state is not AdoptionState.ADOPTED:
            return post
        place = {name: value for name, value in (("name", self.place), ("area", self.area)) if value}
        return {**post, "place": place, "source": [dict(each) for each in self.sources]}


def adoption_file(data: Path) -> JsonFile[Adoption]:
    return JsonFile(data / FILE, Adoption, mode=0o660, most=_MOST)


def with_adoption(chosen: Mapping[str, Any], written: Mapping[str, Any], adoption: Adoption) -> dict[str, Any]:
    """Return the tables *chosen* with those of *adoption*. *written* are kiosk.toml's own, which win over both."""
    whole, adopted = dict(chosen), adoption.tables
    post = _section_of(written, "post")
    if not adopted or (post.get("key") and post["key"] != adopted["post"]["key"]):
        return whole
    whole["post"] = {**adopted["post"], **_section_of(chosen, "post")}
    if place := adopted.get("place"):
        own = _section_of(written, "place")
        whole["place"] = {
            **_section_of(chosen, "place"),
            **{key: value for key, value in place.items() if not own.get(key)},
        }
    known = chosen.get("source", [])
    known = known if isinstance(known, list) else []
    if not any(isinstance(each, Mapping) and each.get("format") == "central" for each in known):
        names = [each.get("name") for each in known if isinstance(each, Mapping)]
        added = [each for each in adopted.get("source", []) if each.get("name") not in names]
        if known or added:
            whole["source"] = [*known, *added]
    return whole


def digest_of_layers(data: Path) -> str:
    """Return a digest of all that an office has set, in its edition or by adopting this kiosk, "" for nothing.

    If it changes, a process must restart to use it.
    """
    adopted, layer = adoption_file(data).read().tables, read_layer(data).digest
    if not adopted:
        return layer
    return hashlib.sha256(layer.encode() + msgspec.json.encode(adopted, order="sorted")).hexdigest()


def _section_of(tables: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = tables.get(name, {})
    return found if isinstance(found, Mapping) else {}
