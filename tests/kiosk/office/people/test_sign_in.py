"""Sign-in at the desk without a browser: what counts against whom, and what a flood of strangers costs."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.office.base.faults import OfficeCode, OfficeError
from kiosk.office.people.access_file import access_file
from kiosk.office.people.access_tables import TryTable
from kiosk.office.people.people import People, Role
from kiosk.office.people.sign_in import Credentials, SignIn, Visitor
from kiosk.web.rate_limit import FORGOTTEN_S, FREE, RateLimiter
from tests.support.newsroom import PASSWORD

pytestmark = pytest.mark.attack(
    "people",
    "the office's login limit is flooded with made-up names: 10,000, twice each, before and after a restart",
    "names that nobody has share 1,024 buckets, so no known one makes way; refused at the sixth wrong "
    "try; an IPv6 address counts with its /64",
)


NAMES = 10_000


@dataclass
class Entrance:
    """Desk's door over a file of its own, with a clock that is moved by hand."""

    folder: Path
    now: datetime = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
    people: People = field(init=False)
    door: SignIn = field(init=False)

    def __post_init__(self) -> None:
        self.begin()
        for name in ("Fatma", "Hendra", "Rahma"):
            roles = {Role.ADMINISTRATOR, Role.EMERGENCY}
            self.people.accept(self.people.invite(name, roles, "", self.now), PASSWORD, PASSWORD, self.now)

    def begin(self) -> None:
        """Start the process anew."""
        self.people = People(access_file(self.folder), memory_kib=8)
        self.door = SignIn(self.people, lambda: self.now, lambda: self.now.timestamp())

    def try_in(self, name: str, visitor: Visitor, password: str = "") -> str:
        """Return the code of the fault, "" for whoever comes in."""
        try:
            self.door.known(Credentials(name, password), visitor)
        except OfficeError as error:
            return error.problem.code
        return ""

    def rows(self) -> int:
        with self.people.file.db() as db:
            (number,) = db.execute("SELECT count(*) FROM tries").fetchone()
        return int(number)


@pytest.fixture
def entrance(tmp_path: Path) -> Entrance:
    return Entrance(tmp_path)


def address(n: int) -> str:
    """Return an address in the *n*-th /64 of a provider's /32."""
    return f"2001:db8:{n >> 16:x}:{n & 0xFFFF:x}::1"


def test_sixth_wrong_try_is_refused_after_ten_thousand_names_and_a_restart(entrance: Entrance) -> None:
    for n in range(NAMES):
        entrance.try_in(f"tak-ada-{n}", Visitor(address(n)))
    wrong, locked = OfficeCode.WRONG_LOGIN.value, OfficeCode.LOCKED.value
    tries = [entrance.try_in("fatma", Visitor(address(20_000 + n)), f"salah {n}") for n in range(8)]
    assert tries == [wrong] * 5 + [locked] * 3
    assert entrance.rows() < NAMES + 1_100, "names that nobody has share buckets"

    entrance.begin()
    assert entrance.try_in("fatma", Visitor(address(30_000))) == locked
    assert entrance.try_in("rahma", Visitor(address(30_000)), PASSWORD) == "", "nobody else is locked out"


def test_known_names_keep_their_counts_while_addresses_make_way(tmp_path: Path) -> None:
    now = 1_000_000.0
    table = TryTable(access_file(tmp_path), "login")
    limiter = RateLimiter(table, lambda: now, most_addresses=50)
    for n in range(FREE):
        limiter.claim_try("person fatma", f"address {n}")
    for n in range(2_000):
        limiter.claim_try(f"nobody {n % 9}", f"address 10.0.{n // 250}.{n % 250}")
    assert limiter.claim_try("person fatma", "address 192.0.2.1") > 0
    assert sum(name.startswith("address") for name in table.load()) <= 51
    assert RateLimiter(table, lambda: now, most_addresses=50).claim_try("person fatma") > 0


def test_browser_that_knew_somebody_who_is_gone_knows_nobody_of_the_same_name(entrance: Entrance) -> None:
    rahma = entrance.people.named("rahma")
    assert rahma is not None
    _, device = entrance.door.come_in(rahma, Visitor(address(1)))
    entrance.people.remove("rahma")
    token = entrance.people.invite("Rahma", {Role.WRITER}, "", entrance.now)
    entrance.people.accept(token, PASSWORD, PASSWORD, entrance.now)
    for n in range(5):
        entrance.try_in("rahma", Visitor(address(10 + n)), "salah")
    assert entrance.try_in("rahma", Visitor(address(1), device), PASSWORD) == OfficeCode.LOCKED.value


def test_counts_that_nobody_added_to_for_a_month_are_gone(entrance: Entrance) -> None:
    for n in range(5):
        entrance.try_in("fatma", Visitor(address(n)), "salah")
    assert entrance.rows() == 6
    entrance.now += timedelta(seconds=FORGOTTEN_S + 1)
    entrance.try_in("rahma", Visitor(address(9)), "salah")
    assert entrance.rows() == 2


def test_code_asked_for_forgives_no_try_within_a_month(entrance: Entrance) -> None:
    now = 1_000_000.0
    limiter = RateLimiter(TryTable(entrance.people.file, "x"), lambda: now)
    for _ in range(FREE):
        limiter.claim_try("person fatma")
    now += 15
    limiter.claim_try("person fatma")
    limiter.put_back("person fatma")
    now += 2 * 86_400
    limiter.claim_try("person rahma")
    assert limiter.claim_try("person fatma") == 0
    assert limiter.claim_try("person fatma") > 15, "five wrong ones, and the one of now"
