"""Poll of a notice: two to five choices, of which a visitor of a kiosk takes one. Pure.

`_kiosk.poll` has 2 to 5 different `choices` of at most 60 characters, `until`, and `results` (`hidden`, as without
it, or `shown`: the sums of all villages are added to the item). A kiosk with the office's key takes one vote in a
poll a visit, 40 an hour, 200 a day, and sends them once a day:

```json
{"batch": "9f2c4e6a8b0d1f35"}
{"poll": "k3c1b#5d41402a", "choice": 0, "votes": 17}
```

`poll` is the item's id, `#` and 8 hexadecimal digits of the SHA-256 of its choices, one a line. A batch counts once;
of a choice its first line, up to 10,000 votes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct

FIELDS = ("choices", "until", "results")
FEWEST, MOST = 2, 5
LONGEST = 60  # letters of a choice: it is a key, and is heard
HIDDEN, SHOWN = "hidden", "shown"


class Poll(Struct, frozen=True, omit_defaults=True):
    """Poll of an item.

    *choices* are different from one another. A kiosk takes votes until *until*, or as long as the item is shown if it is
    None. *shown*: the office publishes the result.
    """

    choices: tuple[str, ...]
    until: datetime | None = None
    shown: bool = False

    def open_at(self, now: datetime) -> bool:
        return self.until is None or now < self.until


def fits(poll: Poll) -> bool:
    """Return whether `read_poll` could have returned *poll*."""
    return fitting(poll.choices) and (poll.until is None or poll.until.tzinfo is not None)


def fitting(choices: tuple[str, ...]) -> bool:
    each = {choice.casefold() for choice in choices}
    return (
        FEWEST <= len(choices) <= MOST
        and len(each) == len(choices)
        and all(0 < len(choice) <= LONGEST and choice == " ".join(choice.split()) for choice in choices)
    )


def read_poll(
    value: object, date: Callable[[str], datetime | None], clean: Callable[[str], str]
) -> tuple[Poll | None, list[str]]:
    """Parse the poll of a feed or an office into (poll, names of faulty fields); any fault makes the poll None.

    *date* parses dates. *clean* turns a text into one clean line.
    """
    if value is None:
        return None, []
    if not isinstance(value, Mapping):
        return None, ["poll"]
    listed, until, results = value.get("choices"), value.get("until") or "", value.get("results", HIDDEN)
    texts = listed if isinstance(listed, list) and len(listed) <= MOST else []
    choices = tuple(clean(text) if isinstance(text, str) else "" for text in texts)
    ends = date(until) if isinstance(until, str) and until else None
    faults = {
        "choices": not fitting(choices),
        "until": bool(until) and (ends is None or ends.tzinfo is None),
        "results": results not in (HIDDEN, SHOWN),
    }
    wrong = [str(name) for name in value if name not in FIELDS] + [
        name for name, is_wrong in faults.items() if is_wrong
    ]
    return (None if wrong else Poll(choices, ends, results == SHOWN)), wrong


def as_fields(poll: Poll) -> dict[str, Any]:
    """Write the poll as the fields of a feed."""
    fields: dict[str, Any] = {"choices": list(poll.choices), "results": SHOWN if poll.shown else HIDDEN}
    return fields | ({"until": poll.until.isoformat(timespec="seconds")} if poll.until else {})


def poll_id(item_id: str, choices: tuple[str, ...]) -> str:
    """Return the key under which votes are counted.

    Changed choices are another poll, whose votes begin at 0.
    """
    return f"{item_id}#{hashlib.sha256(chr(10).join(choices).encode()).hexdigest()[:8]}"
