"""PINs that are guessed: from one phone, from 200 addresses, in parallel, for a month; the owner is let in meanwhile."""

from __future__ import annotations

import http.client
import random
import statistics
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kiosk.hall.desk.accounts import MOST_PEOPLE, ClerkAccounts
from kiosk.hall.desk.common_pins import is_common
from kiosk.hall.desk.faults import PersonError
from kiosk.web.devices import HOLDS, MOST, DevicesFile, KnownDevices
from kiosk.web.rate_limit import FREE, LONGEST_S, RateLimiter, Tries, TriesFile
from tests.support.desk import BEFORE_LOGIN, PHONE, PINS, TECHNICIAN, Hall, Phone
from tests.support.desk_server import line_to, needs_nginx, serving
from tests.support.present import present

pytestmark = [
    pytest.mark.attack(
        "people",
        "PINs of the desk are guessed: from 200 addresses, in parallel, for a month, across restarts",
        "only paired phones are asked; a try counts before it is compared, is kept in `desk/tries.json`, and "
        "each waits twice as long as the last: 46 in 30 days, of 933,000",
    ),
    pytest.mark.attack(
        "people",
        "the guessing of PINs keeps their owner out",
        "a phone that knows her counts by itself; the code on the screen begins anew",
    ),
    pytest.mark.attack(
        "people",
        "123456, 111111, dates of birth; another's name gets a new PIN in silence",
        "refused; `--new-pin` or the choice on the page says so",
    ),
    pytest.mark.attack(
        "people",
        "the technician's PIN is read off a phone",
        "no page asks for it: people are let in by a code on the screen, for one phone and five minutes",
    ),
]


DAY_S = 86_400.0


def compared(codes: list[int]) -> int:
    """Return how many tries were compared with the PIN (401) rather than refused at once (429)."""
    assert set(codes) <= {401, 429}
    return codes.count(401)


def test_a_phone_that_was_never_paired_is_asked_for_no_pin(hall: Hall) -> None:
    stranger = hall.phone()
    assert "<form" not in stranger.get("/").text
    stranger.get(f"/pasangkan/{hall.code()}")  # only to come by a form's token
    assert stranger.send("/masuk", nama="Sari", pin=PINS["Sari"]).status_code == 403


def test_the_technicians_pin_opens_nothing_on_the_web(hall: Hall) -> None:
    phone = hall.phone()
    for name in ("Petugas", "Sari", "", "technician"):
        assert phone.log_in(name if name in PINS else "Sari", TECHNICIAN).status_code in (401, 429)
    assert phone.get("/orang").status_code == 404
    assert "Kode ini sudah lewat" in phone.get(f"/pasangkan/{TECHNICIAN}").text


def test_the_owner_on_her_own_phone_is_let_in_while_others_guess(hall: Hall, sari: Phone) -> None:
    sari.send("/keluar")
    thieves = [hall.phone(f"192.168.4.{number}") for number in range(20, 60)]
    codes = []
    for number in range(400):
        thief = thieves[number % len(thieves)]
        codes.append(thief.log_in("Sari", f"{700_000 + number}").status_code)
        hall.later(seconds=1)
        if number % 100 == 50:
            assert "Halo, Sari" in sari.log_in().text
            sari.send("/keluar")
    assert compared(codes) < 12
    assert "Halo, Budi" in hall.phone().log_in("Budi").text, "another account is not held up"


def test_a_darurat_is_raised_while_others_guess_at_the_second_person(hall: Hall, sari: Phone) -> None:
    thief = hall.phone("192.168.4.66")
    for number in range(30):
        thief.log_in("Budi", f"{700_000 + number}")
    budi = present(hall.people.named("Budi"))
    told = {"jenis": "darurat", "judul": "Banjir", "saksi": budi.id}
    sari.write(**told, pin_saksi=PINS["Budi"])
    sari.send("/terbit")
    assert [notice.second for notice in hall.notice_store.up(hall.now)] == ["Budi"]
    codes = [sari.write(**told, pin_saksi=f"{700_000 + number}").status_code for number in range(40)]
    assert codes.count(200) == FREE, "nor is this a way to guess without end"
    assert set(codes[FREE:]) == {429}


@pytest.mark.slow(cases=0)
def test_a_phone_that_knows_her_has_tries_of_its_own_and_not_without_end(hall: Hall, sari: Phone, long: bool) -> None:
    sari.send("/keluar")
    codes = []
    for number in range(2_000 if long else 600):
        codes.append(sari.log_in("Sari", f"{700_000 + number}").status_code)
        hall.later(seconds=30)
    assert compared(codes) < 20
    assert "Halo, Sari" in hall.phone().pair().text, "the code at the kiosk lets her in on another phone"
    assert "Halo, Sari" in sari.pair().text, "and on this one"


def test_guesses_at_one_moment_share_one_count(hall: Hall) -> None:
    """Show that guesses sent all at once share one count, so that a thief gains nothing by it."""
    thief = hall.phone()
    thief.be_paired()
    thief.get("/")
    mark = thief.mark
    ready = threading.Barrier(40)

    def guess(number: int) -> int:
        client = hall.app.test_client()
        for name in (BEFORE_LOGIN, PHONE):
            cookie = present(thief.client.get_cookie(name, domain="kios.local"))
            client.set_cookie(name, cookie.value, domain="kios.local")
        ready.wait(30)
        return client.post(
            "/masuk", data={"tanda": mark, "nama": "Sari", "pin": f"{700_000 + number}"}, base_url="https://kios.local:8080",
            environ_base={"REMOTE_ADDR": f"192.168.4.{number + 20}"},
        ).status_code  # fmt: skip

    with ThreadPoolExecutor(40) as pool:
        codes = list(pool.map(guess, range(40)))
    assert compared(codes) == FREE


def test_a_code_of_the_screen_is_no_way_around_the_count(hall: Hall) -> None:
    thief, code = hall.phone(), hall.code()
    codes = []
    for number in range(60):
        thief.get(f"/pasangkan/{code}")
        answer = thief.send(f"/pasangkan/{code}", nama="Sari", pin=f"{700_000 + number}", siapa="sudah")
        codes.append(answer.status_code)
        hall.later(seconds=4)
    assert codes.count(200) < 10, "the code is over after five minutes"
    assert thief.get("/tulis").status_code != 200


@pytest.mark.slow(cases=0)
def test_a_month_of_guesses_finds_no_pin(tmp_path: Path) -> None:
    """At each of thirty accounts once a minute, each time from another address, by phones that are paired; the clock is given, the
    counts are kept as on a kiosk, and the desk is started anew each day."""
    rng, clock = random.Random(19), [0.0]
    pins = {f"person {number}": rng.randrange(10**6) for number in range(MOST_PEOPLE)}
    guesses = {name: rng.sample(range(10**6), 500) for name in pins}
    tried = dict.fromkeys(pins, 0)
    for minute in range(30 * 24 * 60):
        clock[0] = minute * 60.0
        if minute % (24 * 60) == 0:
            limiter = RateLimiter(TriesFile(tmp_path / "tries.json"), lambda: clock[0])
        for name, pin in pins.items():
            if limiter.claim_try(name, f"address {minute}") == 0:
                assert guesses[name][tried[name]] != pin, f"{name}: found on day {minute // 1_440}"
                tried[name] += 1
    print(f"\n{min(tried.values())} to {max(tried.values())} tries an account in 30 days, of 933,000 PINs")
    assert FREE < max(tried.values()) < 60, tried


def test_counts_outlive_a_restart_and_a_clock_that_is_set_back(tmp_path: Path) -> None:
    now = 1_000_000.0
    limiter = RateLimiter(TriesFile(tmp_path / "tries.json"), lambda: now)
    for _ in range(FREE):
        assert limiter.claim_try("sari") == 0
    assert limiter.claim_try("sari") > 0
    limiter = RateLimiter(TriesFile(tmp_path / "tries.json"), lambda: now)
    assert limiter.claim_try("sari") > 0
    now -= 40 * DAY_S
    assert 0 < limiter.claim_try("sari") <= 15
    now += 40 * DAY_S + 16
    assert limiter.claim_try("sari") == 0
    limiter.right("sari")
    assert limiter.claim_try("sari") == 0
    (tmp_path / "tries.json").write_text("{")
    assert RateLimiter(TriesFile(tmp_path / "tries.json"), lambda: now).claim_try("sari") == 0


def test_the_wait_grows_to_a_day() -> None:
    waits = [Tries(number, 0.0).wait_s(0.0) for number in range(FREE - 1, FREE + 16)]
    assert waits[:4] == [0.0, 15.0, 30.0, 60.0]
    assert waits[-1] == LONGEST_S


@pytest.mark.slow(cases=11)
@pytest.mark.parametrize(
    "pin",
    ["123456", "111111", "654321", "000000", "121212", "123123", "112233", "123321", "987654", "135791", "890123", "246810",
     "159753", "170845", "450817", "17081945", "19450817", "12341234", "1122334455", "100000", "001001", "77777777"],
)  # fmt: skip
def test_pins_that_are_tried_first_are_refused(hall: Hall, pin: str) -> None:
    assert is_common(pin)
    with pytest.raises(PersonError) as refused:
        hall.people.add("Rini", pin)
    assert refused.value.problem.code == "person_pin_common"


@pytest.mark.slow(cases=0)
def test_most_pins_are_nobodys_first_guess(long: bool) -> None:
    pins = range(10**6) if long else random.Random(1).sample(range(10**6), 100_000)
    assert sum(is_common(f"{number:06}") for number in pins) < 0.07 * len(pins)
    assert not [pin for pin in (*PINS.values(), TECHNICIAN, "836251", "507294", "918273645") if is_common(pin)]


@pytest.mark.parametrize("pin", ["", "12345", "8362", "83625a", "٨٣٦٢٥١", "8362514705182", " 836251"])
def test_a_pin_has_six_digits_at_least(hall: Hall, pin: str) -> None:
    with pytest.raises(PersonError) as refused:
        hall.people.add("Rini", pin)
    assert refused.value.problem.code == "person_pin_unfit"


def test_a_name_that_is_there_gets_no_other_pin_by_the_way(tmp_path: Path) -> None:
    people = ClerkAccounts(tmp_path, memory_kib=8, rounds=1)
    sari = people.add("Sari", "483920")
    with pytest.raises(PersonError) as refused:
        people.add(" sari ", "836251")
    assert refused.value.problem.code == "person_name_taken"
    assert people.matches(sari, "483920")
    again = people.add("sari", "836251", new_pin=True)
    assert (again.id, again.name, again.mark != sari.mark) == (sari.id, "Sari", True)


def test_a_phone_is_forgotten_after_ninety_days_and_when_the_technician_says_so(hall: Hall, sari: Phone) -> None:
    assert sari.get("/hitungan").status_code == 200
    KnownDevices(DevicesFile(hall.notice_store.folder / "phones.json")).forget_all()
    assert sari.get("/hitungan").status_code == 302
    assert "pasangkan HP dulu" in sari.get("/").text
    sari.pair()
    hall.later(seconds=HOLDS.total_seconds() + 1)
    assert "pasangkan HP dulu" in sari.get("/").text


def test_so_many_phones_at_most_are_known(hall: Hall) -> None:
    phones = KnownDevices(DevicesFile(hall.notice_store.folder / "phones.json"))
    tokens = []
    for _ in range(MOST + 5):
        tokens.append(phones.pair(hall.now))
        hall.later(seconds=1)
    assert [token for token in tokens if phones.find(token, hall.now)] == tokens[5:]
    assert phones.find("", hall.now) is None


@pytest.mark.slow(cases=0)
@needs_nginx
def test_guesses_from_two_hundred_addresses(hall: Hall, sari: Phone, long: bool) -> None:
    """Over TLS, from paired phones and from others; the owner logs in ten times meanwhile, each within seconds. With --long ten
    thousand."""
    each = 50 if long else 8
    sari.send("/keluar")
    thief = hall.phone()
    thief.be_paired()
    cookie = thief.client.get_cookie(PHONE, domain="kios.local")
    own = sari.client.get_cookie(PHONE, domain="kios.local")
    assert cookie is not None
    assert own is not None
    done, seen, over = [0], dict[int, int](), threading.Event()
    lock = threading.Lock()

    def attack(number: int) -> None:
        """The guesses of one address, on a line that is kept as long as the desk keeps it."""
        peer, line = f"127.0.1.{number + 1}", line_to(port, f"127.0.1.{number + 1}")
        known = f"; {PHONE}={cookie.value}" if number % 2 else ""
        for guess in range(each):
            body = f"tanda=x&nama=Sari&pin={(number * each + guess + 700_000) % 10**6:06}"
            headers = {"Cookie": f"__Host-pintu=x{known}", "Content-Type": "application/x-www-form-urlencoded"}
            try:
                line.request("POST", "/masuk", body, headers)
                answer = line.getresponse()
                answer.read()
                code = answer.status
            except (OSError, http.client.HTTPException):
                line.close()
                line, code = line_to(port, peer), 0
            with lock:
                done[0] += 1
                seen[code] = seen.get(code, 0) + 1
        line.close()

    took: list[float] = []

    def owner() -> None:
        while not over.is_set():
            begun = time.monotonic()
            line = line_to(port, "127.0.0.1")
            headers = {
                "Cookie": f"__Host-pintu=y; {PHONE}={own.value}",
                "Content-Type": "application/x-www-form-urlencoded",
            }
            line.request("POST", "/masuk", f"tanda=y&nama=sari&pin={PINS['Sari']}", headers)
            answer = line.getresponse()
            answer.read()
            line.close()
            took.append(time.monotonic() - begun if answer.status == 303 else float("inf"))
            over.wait(0.1)

    with serving(hall) as port:
        thread = threading.Thread(target=owner)
        thread.start()
        with ThreadPoolExecutor(24) as pool:
            list(pool.map(attack, range(200)))
        over.set()
        thread.join(30)
    assert done[0] == 200 * each
    assert len(took) > 3
    print(f"\nlet in {len(took)} times, {statistics.median(took):.2f} s, at most {max(took):.2f} s; answers: {seen}")
    assert max(took) < 10, "each time let in"
    assert seen.get(401, 0) <= FREE + 1, seen
    assert seen.get(303, 0) == 0
