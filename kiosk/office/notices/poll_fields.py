"""Fields of a notice's poll in its form: choices one a line, its end, whether the result is published. Pure."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from content_cache.model.polls import HIDDEN, SHOWN

Reads = Callable[[str], str]


def values(parts: Mapping[str, str], written: Reads) -> dict[str, str]:
    """Return the values of the poll's fields, by field name. *written* formats a date for people."""
    poll = _poll(parts.get("poll", ""))
    return {
        "pilihan": "\n".join(_choices(poll)),
        "jajak_sampai": written(str(poll.get("until", ""))),
        "jajak_hasil": "ya" if poll.get("results") == SHOWN else "",
    }


def poll_from_form(form: Mapping[str, str], before: str, written: Reads, date: Reads) -> str:
    """Return the part `poll` that the form makes, as JSON, "" without choices. Return *before* if nobody changed it.
    *written* formats a date for the form, *date* parses one."""
    typed = {
        "pilihan": "\n".join(
            line
            for each in form.get("pilihan", "").splitlines()
            if (line := " ".join(each.replace("\x00", "").split()))
        ),
        "jajak_sampai": " ".join(form.get("jajak_sampai", "").split()),
        "jajak_hasil": "ya" if form.get("jajak_hasil") else "",
    }
    shown = values({"poll": before}, written)
    if typed == shown:
        return before
    if not typed["pilihan"]:
        return ""
    poll: dict[str, Any] = {
        "choices": typed["pilihan"].split("\n"),
        "results": SHOWN if typed["jajak_hasil"] else HIDDEN,
    }
    until = (
        _poll(before).get("until", "")
        if typed["jajak_sampai"] == shown["jajak_sampai"]
        else date(typed["jajak_sampai"])
    )
    return json.dumps(poll | ({"until": until} if until else {}), ensure_ascii=False)


def _poll(part: str) -> dict[str, Any]:
    try:
        found = json.loads(part or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _choices(poll: Mapping[str, Any]) -> list[str]:
    listed = poll.get("choices")
    return [each for each in listed if isinstance(each, str)] if isinstance(listed, list) else []
