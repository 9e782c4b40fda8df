"""Reader of a file's front matter: each field becomes a checked value, or a fault at its line."""

from __future__ import annotations

import re
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from content_cache.model.problems import Detail, Problem
from content_cache.text.dates import names_two_days, parse_date, parse_end
from content_cache.text.hours import dated_in_full
from kiosk.office.editions.faults import FaultCode, Faults, did_you_mean
from kiosk.office.editions.front_matter import Matter

DAY_ALONE = re.compile(r"\d{4}-\d{2}-\d{2}")
TRUE, FALSE = ("true", "yes", "ya"), ("false", "no", "tidak", "")
Choice = TypeVar("Choice", bound=StrEnum)


class FieldReader:
    """Reader of the fields of the file *name*. Each fault goes to *faults*, and its field counts as missing.

    *timezone* applies to dates without a zone, *now* to dates without a year."""

    def __init__(self, name: str, matter: Matter, timezone: str, now: datetime, faults: Faults) -> None:
        self.name = name
        self.matter = matter
        self.faults = faults
        self._timezone = timezone
        self._now = now

    def flag(self, name: str) -> bool:
        text = self.read_text(name).lower()
        if text not in (*TRUE, *FALSE):
            self.wrong(name, FaultCode.NO_FLAG, value=text)
        return text in TRUE

    def date(self, name: str, *, to_end: bool = False) -> datetime | None:
        """Return the moment in the field *name*, `None` if it is empty or wrong. A day alone means its start or, with
        *to_end*, its end."""
        text = self.read_text(name)
        if not text:
            return None
        found = self.read_date(text, to_end=to_end)
        if found is None:
            self.wrong(name, FaultCode.NO_DATE, value=text)
        return found

    def read_date(self, text: str, *, to_end: bool = True) -> datetime | None:
        """Return the moment that *text* names: for a day alone its end or, without *to_end*, its start. Return `None`
        if it is no date in the years 2000 to 2100, or two that are no span."""
        if names_two_days(text):
            return None
        read = parse_end if to_end else parse_date
        found = read(dated_in_full(text), self._timezone, now=self._now)
        return found if found is not None and 2000 <= found.year <= 2100 else None

    def choice(self, name: str, kind: type[Choice]) -> Choice | None:
        text = self.read_text(name).lower()
        if not text:
            return None
        choices = [str(choice) for choice in kind]
        if text not in choices:
            self.wrong(name, FaultCode.UNKNOWN_CHOICE, did_you_mean(text, choices), field=name, value=text)
            return None
        return kind(text)

    def list(self, name: str) -> list[str]:
        value = self.matter.values.get(name, [])
        entries = value if isinstance(value, list) else [value]
        texts = [entry for entry in entries if isinstance(entry, str)]
        if len(texts) < len(entries):
            self.wrong(name, FaultCode.NO_LIST, name=name)
        return [text for text in texts if text]

    def read_text(self, name: str) -> str:
        value = self.matter.values.get(name, "")
        if isinstance(value, str):
            return value
        self.wrong(name, FaultCode.NO_TEXT, name=name)
        return ""

    def line(self, name: str) -> int:
        return self.matter.lines.get(name, 1)

    def warn(self, field: str, code: FaultCode, /, **details: Detail) -> None:
        self.faults.warn(self.name, self.line(field), code, **details)

    def wrong(self, field: str, code: FaultCode, /, *causes: Problem, **details: Detail) -> None:
        self.faults.wrong(self.name, self.line(field), code, *causes, **details)
