"""What was typed over the end of a session lies on the card until it is done with: power cuts, others, tabs, attackers."""

from __future__ import annotations

import re
import threading
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest

from kiosk.hall.questions import HallQuestions
from kiosk.state.hall_answers import HallAnswer
from tests.kiosk.hall.desk.test_hall_questions import PASSWORD, begun, shown
from tests.support.desk import COOKIE, PHONE, PINS, QUICK, Hall, Phone, form_of
from tests.support.desk_server import ask, needs_nginx, serving
from tests.support.present import present

pytestmark = [
    pytest.mark.attack(
        "people",
        "an answer that somebody was typing is read off the card, or by whoever logs in at that phone next; "
        "200 forms of an ended session fill the card; what answers a private question opens without its "
        "password in the next session",
        "sealed to the key of its question, a file for its author alone, ten of a person, and only as long as "
        "nobody is done with it; the password is asked in each session",
    ),
    pytest.mark.attack(
        "people",
        "a form of 40 MB that is no upload, to the office's desk without a session, to the hall's from a "
        "paired phone: it was read whole, however many fields",
    ),
]


TYPED = {"jawaban": "Senin depan.", "siapa": "semua", "pertanyaan": "Kapan jalan dibuka?"}
STAFF = {"nama": "Ibu Rahma", "tugas": "Kasi Pelayanan"}


def given(hall: Hall, number: int, by: str = "Budi") -> None:
    answer = HallAnswer(number, hall.now, hall.now, by, "", "id", "Jalan?", "Besok.", "", private=False)
    assert HallQuestions(hall.data, stretch=QUICK).store_answer(answer)


def left(hall: Hall) -> list[Path]:
    folder = hall.notice_store.folder / "left"
    return sorted(folder.iterdir()) if folder.is_dir() else []


def ended(hall: Hall, sari: Phone, *numbers: int) -> None:
    """Answers to these questions are handed in after half an hour."""
    forms = {}
    for number in numbers:
        sari.get(f"/tanya/{number}")
        forms[number] = sari.page
    hall.later(minutes=31)
    for number, page in forms.items():
        sari.page = page
        assert "Tulisan Anda aman." in sari.send(f"/tanya/{number}", **{**TYPED, "jawaban": f"Jawaban {number}."}).text


def opened(sari: Phone) -> None:
    sari.get("/tanya")
    sari.send("/tanya", sandi=PASSWORD)


def test_an_answer_outlives_a_second_power_cut(hall: Hall, sari: Phone) -> None:
    begun(hall, sari)
    ended(hall, sari, 13)
    hall.restart(sari)
    sari.log_in()
    assert "Pertanyaan 13" in sari.page, "the board offers it"
    opened(sari)
    sari.get("/tanya/13")
    assert "Jawaban 13.</textarea>" in sari.page
    sari.send("/tanya/13")
    assert [each.text for each in shown(hall)] == ["Jawaban 13."]
    assert left(hall) == [], "it goes with the answer"
    assert "Lanjutkan tulisan Anda?" not in sari.get("/").text


def test_an_answer_outlives_the_login_of_another(hall: Hall, sari: Phone) -> None:
    begun(hall, sari)
    ended(hall, sari, 13)
    sari.log_in("Budi")
    assert "Lanjutkan tulisan Anda?" not in sari.page
    opened(sari)
    assert "Jawaban 13." not in sari.get("/tanya/13").text
    sari.send("/keluar")
    sari.log_in("Sari")
    opened(sari)
    assert "Jawaban 13.</textarea>" in sari.get("/tanya/13").text


def test_answers_of_two_tabs_both_wait(hall: Hall, sari: Phone) -> None:
    begun(hall, sari)
    ended(hall, sari, 12, 13)
    sari.log_in()
    opened(sari)
    for number in (12, 13):
        assert f"Jawaban {number}.</textarea>" in sari.get(f"/tanya/{number}").text


def test_two_tabs_of_one_page_both_wait(hall: Hall, sari: Phone) -> None:
    sari.get("/petugas")
    form = sari.page
    hall.later(minutes=31)
    for name in ("Ibu Rahma", "Pak Anton", "Pak Anton"):
        sari.page = form
        sari.send("/petugas", nama=name)
        hall.later(seconds=1)
    assert len(left(hall)) == 2, "the same twice is one"
    sari.send("/masuk", nama="Sari", pin=PINS["Sari"])
    for name in ("Pak Anton", "Ibu Rahma"):
        assert f'value="{name}"' in sari.page
        sari.send("/petugas")
    assert "masih ada di sini" not in sari.page
    assert [each.name for each in hall.notice_store.staff(hall.now)] == ["Pak Anton", "Ibu Rahma"]


def test_who_looks_elsewhere_first_still_finds_it(hall: Hall, sari: Phone) -> None:
    sari.get("/petugas")
    hall.later(minutes=31)
    sari.send("/petugas", **STAFF)
    sari.send("/masuk", nama="Sari", pin=PINS["Sari"])
    for _ in range(2):
        sari.get("/")
        assert 'href="/petugas?lanjut=' in sari.page
        sari.get("/petugas")
        assert 'value="Ibu Rahma"' in sari.page
    sari.send("/buang", **form_of(sari.page, "/buang"))
    assert left(hall) == []
    assert 'value="Ibu Rahma"' not in sari.get("/petugas").text


@pytest.mark.parametrize(
    ("path", "typed", "fault", "right"),
    [
        ("/petugas", {**STAFF, "mulai": "pagi"}, "mulai", {"mulai": "08.00"}),
        (
            "/nomor",
            {"nama0": "Puskesmas", "nomor0": "tel", "arah0": "ke timur"},
            "nomor0",
            {"nomor0": "112", "arah0": ""},
        ),
    ],
)
def test_a_form_with_a_fault_is_a_page_of_its_own(
    hall: Hall, sari: Phone, path: str, typed: dict[str, str], fault: str, right: dict[str, str]
) -> None:
    """It answered the form itself: at a reload the browser asked whether all is to be sent once more."""
    sari.get(path)
    answer = sari.ask("POST", path, data={"tanda": sari.mark, **typed})
    assert answer.status_code == 303
    for _ in range(2):  # as often as it is loaded
        sari.get(answer.headers["Location"])
        filled = form_of(sari.page, path)
        assert {name: filled[name] for name in typed} == typed
        assert f'id="salah-{fault}"' in sari.page
    assert len(left(hall)) == 1
    sari.send(path, **{fault: "besok"})
    assert f'id="salah-{fault}"' in sari.page
    assert len(left(hall)) == 1, "the newer one alone"
    again = sari.last
    sari.send(path, **right)
    assert "salah-" not in sari.page
    assert left(hall) == []
    assert "salah-" not in sari.get(again).text, "by the phone's back key"


def test_a_wrong_password_is_told_on_a_page_of_its_own(hall: Hall, sari: Phone) -> None:
    begun(hall, sari)
    hall.later(minutes=31)
    sari.log_in()
    sari.get("/tanya")
    budi = present(hall.people.named("Budi"))
    new = {"sandi": "sandi yang baru", "sekali_lagi": "sandi yang lain", "saksi": budi.id, "pin_saksi": PINS["Budi"]}
    for path, typed, told in (
        ("/tanya", {"sandi": "bukan ini"}, "Sandi salah."),
        ("/tanya/sandi", new, "Kedua kata sandi tidak sama."),
    ):
        answer = sari.ask("POST", path, data={"tanda": sari.mark, **typed})
        assert answer.status_code == 303
        assert not {"bukan ini", "sandi yang baru", PINS["Budi"]} & set(re.split("[=&?+]", answer.headers["Location"]))
        assert told in sari.get(answer.headers["Location"]).text
    assert "salah" not in form_of(sari.get("/tanya?fault=%3Cb%3E").text, "/tanya")


def test_old_numbers_do_not_stand_over_newer_ones(hall: Hall, sari: Phone) -> None:
    """Show that an unsaved list of numbers is offered on request with those saved since, and that saving discards it."""
    sari.get("/nomor")
    form = sari.page
    hall.later(minutes=31)
    sari.send("/nomor", nama0="Puskesmas", nomor0="0811111111")
    sari.send("/masuk", nama="Sari", pin=PINS["Sari"])
    assert "0811111111" in sari.page
    assert "0811111111" not in sari.get("/nomor").text
    budi = hall.phone()
    budi.log_in("Budi")
    budi.get("/nomor")
    budi.send("/nomor", nama0="Puskesmas", nomor0="0833333333")
    sari.get("/")
    assert "0833333333" in sari.get("/nomor").text
    sari.get("/")
    again = re.search(r'href="(/nomor\?lanjut=[^"]+)"', sari.get("/").text)
    told = sari.get(present(again)[1]).text
    assert ("0811111111" in told, "disimpan nomor-nomor" in told) == (True, True)
    sari.page = form  # of the browser's history, which names nothing that is kept
    sari.ask("POST", "/nomor", data={"tanda": sari.mark, "nama0": "Puskesmas", "nomor0": "0822222222"})
    assert left(hall) == [], "what was typed before is older than what was saved"
    assert "0822222222" in sari.get("/nomor").text


def test_a_form_goes_on_though_a_newer_passwords_key_is_open(hall: Hall, sari: Phone) -> None:
    questions = begun(hall, sari)
    ended(hall, sari, 12)
    questions.choose_password("sandi yang baru", "Budi", hall.now)
    sari.log_in()
    sari.get("/tanya")
    sari.send("/tanya", sandi="sandi yang baru")
    again = re.search(r'href="(/tanya/12\?lanjut=[^"]+)"', sari.get("/").text)
    assert sari.get(present(again)[1]).status_code == 302


def test_whoever_takes_the_card_reads_no_answer(hall: Hall, sari: Phone) -> None:
    begun(hall, sari)
    ended(hall, sari, 13)
    (path,) = left(hall)
    kept = b"".join(each.read_bytes() for each in hall.data.rglob("*") if each.is_file())
    assert not any(word.encode() in kept for word in ("Jawaban 13", "Kapan jalan", PASSWORD))
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)


@pytest.mark.parametrize("gone", ["answered", "answered by herself", "forgotten", "answered, and another password"])
def test_one_that_waits_no_more_leads_to_what_was_typed(hall: Hall, sari: Phone, gone: str) -> None:
    questions = begun(hall, sari)
    ended(hall, sari, 13)
    if gone == "forgotten":
        (questions.folder / "13.tanya").unlink()
    else:
        given(hall, 13, "Sari" if "herself" in gone else "Budi")
    if "password" in gone:
        questions.choose_password("sandi yang baru", "Budi", hall.now)
        (questions.folder / "12.tanya").unlink()
    answer = sari.send("/masuk", nama="Sari", pin=PINS["Sari"])
    assert answer.status_code == 200
    told = {"answered by herself": "Anda sendiri sudah menjawab", "forgotten": "Pertanyaan ini sudah tidak ada."}
    assert told.get(gone, "sudah dijawab oleh orang lain") in sari.page
    assert "Jawaban 13." not in sari.page, "it opens by the password, as the question did"
    sari.get("/")
    sari.get("/tanya")  # forgets what is not needed
    sari.get("/tanya/13")
    sari.send("/tanya/13", sandi="bukan ini")
    assert "Sandi salah." in sari.page
    sari.send("/tanya/13", sandi=PASSWORD)
    assert "Jawaban 13.</textarea>" in sari.page
    assert "Kapan jalan dibuka?" in sari.page
    assert 'action="/tanya/13"' not in sari.page, "there is nothing to send any more"
    sari.send("/buang")
    assert left(hall) == []
    assert sari.get("/tanya/13").status_code == 404


def test_the_login_leads_by_the_password_to_the_answer(hall: Hall, sari: Phone) -> None:
    begun(hall, sari)
    ended(hall, sari, 13)
    sari.send("/masuk", nama="Sari", pin=PINS["Sari"])
    sari.get(sari.get("/tanya/13").headers["Location"])
    assert "Tulisan Anda aman." in sari.page
    sari.send("/tanya", sandi="bukan ini")
    sari.send("/tanya", sandi=PASSWORD)
    assert "Jawaban 13.</textarea>" in sari.page


def test_what_is_typed_while_it_goes_is_shown_and_kept(hall: Hall, sari: Phone) -> None:
    questions = begun(hall, sari)
    sari.get("/tanya/13")
    (questions.folder / "13.tanya").unlink()
    sari.send("/tanya/13", **TYPED)
    assert "Pertanyaan ini sudah tidak ada." in sari.page
    assert "Senin depan.</textarea>" in sari.page
    assert len(left(hall)) == 1


def test_an_answer_outlives_too_many_wrong_passwords(hall: Hall, sari: Phone) -> None:
    begun(hall, sari)
    sari.get("/tanya/13")
    form = sari.page
    hall.later(minutes=20)
    sari.get("/")
    hall.later(minutes=11)
    sari.page = form
    sari.send("/tanya/13", **TYPED)
    codes = [sari.send("/tanya/13", sandi=f"tebakan {number}").status_code for number in range(6)]
    assert codes == [200] * 5 + [429]
    assert len(left(hall)) == 1, "each time in place of what was there"
    hall.later(minutes=10)
    sari.get("/")
    sari.log_in()
    opened(sari)
    assert "Senin depan.</textarea>" in sari.get("/tanya/13").text


def test_tapped_twice_it_is_sent_once_and_nothing_is_left(hall: Hall, sari: Phone) -> None:
    begun(hall, sari)
    sari.get("/tanya/13")
    form = sari.page
    for _ in range(2):
        sari.page = form
        sari.send("/tanya/13", **TYPED)
        assert "Pertanyaan 13 sudah dijawab." in sari.page
    assert left(hall) == []
    sari.page = form
    sari.send("/tanya/13", **{**TYPED, "jawaban": "Lain."})
    assert "Anda sendiri sudah menjawab" in sari.page
    assert "Lain.</textarea>" in sari.page


def test_the_password_is_asked_anew_with_each_session(hall: Hall, sari: Phone) -> None:
    """A form that is still open is taken in the session after; what the one before had opened is not open in it."""
    begun(hall, sari)
    for _ in range(17):  # eight hours and more, without half an hour's rest
        hall.later(minutes=29)
        sari.get("/tanya/13")
    assert sari.get("/tanya/13").status_code == 302
    sari.log_in()
    assert sari.get("/tanya/13").headers["Location"] == "/tanya"
    assert sari.get("/tanya/13/suara").status_code == 302
    opened(sari)
    assert "Kapan jalan" in sari.get("/tanya/13").text


# through the server in front, as phones come


def post(port: int, phone: Phone, path: str, **fields: str) -> int:
    cookies = "; ".join(
        f"{name}={present(phone.client.get_cookie(name, domain='kios.local')).value}" for name in (COOKIE, PHONE)
    )
    head = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded", "Host": "kios.local"}
    return ask(port, "POST", path, urlencode(fields).encode(), head)


@needs_nginx
def test_over_the_halls_wifi_it_is_kept_as_well(hall: Hall, sari: Phone) -> None:
    """Two at once, one with 100,000 letters, one of a session that has ended long ago."""
    begun(hall, sari)
    sari.get("/tanya/13")
    mark = sari.mark
    hall.later(minutes=31)
    with serving(hall) as port:
        ready, codes = threading.Barrier(2), list[int]()

        def send(text: str) -> None:
            ready.wait(20)
            codes.append(post(port, sari, "/tanya/13", tanda=mark, jawaban=text))

        threads = [threading.Thread(target=send, args=(text,)) for text in ("Jawaban 13.", "é" * 50_000)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert codes == [303, 303]
        assert post(port, sari, "/tanya/13", tanda="x", jawaban="Palsu") == 403
        assert post(port, sari, "/tanya/13", tanda=mark, jawaban="x" * 500_000) == 413
        hall.later(hours=25)
        assert post(port, sari, "/tanya/13", tanda=mark, jawaban="Palsu") == 403
    assert len(left(hall)) == 2
    sari.log_in()
    opened(sari)
    texts = set()
    for _ in range(2):
        sari.get("/tanya/13")
        texts.add(form_of(sari.page, "/tanya/13")["jawaban"])
        sari.send("/buang")
    assert {len(text) for text in texts} == {11, 20_000}


# attacks


@pytest.mark.parametrize("field", ["lanjut", "sisa"])
def test_nobody_reads_or_drops_what_another_left(hall: Hall, sari: Phone, field: str) -> None:
    sari.get("/petugas")
    hall.later(minutes=31)
    sari.send("/petugas", **STAFF)
    (path,) = left(hall)
    other = path.name.partition(".")[2]
    budi = hall.phone("192.168.4.30")
    budi.log_in("Budi")
    forged = [other, f"../left/{path.name}", path.name, "..", "*", "", "x" * 100_000, "\x00", other.upper() + "\n"]
    for name in forged:
        budi.get("/petugas")
        mark = budi.mark
        if field == "lanjut":
            answer = budi.get("/petugas", query_string={"lanjut": name[:500]})
            assert answer.status_code == 200
            assert "Ibu Rahma" not in budi.page
        else:
            for where in ("/buang", "/petugas", "/nomor", "/tanya/13"):
                budi.ask("POST", where, data={"tanda": mark, "sisa": name})
                assert "Ibu Rahma" not in budi.page
    assert left(hall) == [path]


def test_a_hundred_thousand_letters_and_a_thousand_fields_are_cut(hall: Hall, sari: Phone) -> None:
    begun(hall, sari)
    sari.get("/tanya/13")
    mark = sari.mark
    hall.later(minutes=31)
    many = {f"f{number}": "x" for number in range(100)}
    for data in ({"jawaban": "é" * 100_000}, {"jawaban": "\x00\ud800"}, many | {"jawaban": "a"}):
        body = {name: text.encode("utf-8", "surrogatepass") for name, text in {**data, "tanda": mark}.items()}
        answer = sari.ask("POST", "/tanya/13", data=body)
        assert answer.status_code in (303, 400, 413)
    assert sum(path.stat().st_size for path in left(hall)) < 400_000


def test_one_person_fills_no_card_and_takes_nothing_from_another(hall: Hall, sari: Phone) -> None:
    sari.get("/petugas")
    mark = sari.mark
    budi = hall.phone("192.168.4.30")
    budi.log_in("Budi")
    budi.get("/petugas")
    hall.later(minutes=31)
    budi.send("/petugas", nama="Pak Anton")
    for number in range(200):
        sari.ask("POST", "/petugas", data={"tanda": mark, "nama": f"Nama {number}"})
    assert len(left(hall)) == 11
    budi.send("/masuk", nama="Budi", pin=PINS["Budi"])
    assert 'value="Pak Anton"' in budi.page


def test_two_answers_at_once(hall: Hall, sari: Phone) -> None:
    """One stands, and of the other nothing is lost."""
    begun(hall, sari)
    budi = hall.phone("192.168.4.30")
    budi.log_in("Budi")
    opened(budi)
    phones = {"Satu.": sari, "Dua.": budi}
    for phone in phones.values():
        phone.get("/tanya/13")
    ready = threading.Barrier(2)

    def send(text: str, phone: Phone) -> None:
        ready.wait(20)
        phone.send("/tanya/13", **{**TYPED, "jawaban": text})

    threads = [threading.Thread(target=send, args=each) for each in phones.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    (answer,) = shown(hall)
    assert answer.text in phones
    (other,) = phones.keys() - {answer.text}
    assert "sudah dijawab oleh orang lain" in phones[other].page
    assert f"{other}</textarea>" in phones[other].page
    assert len(left(hall)) == 1


@pytest.mark.parametrize(
    "damage", [b"", b"{", b'{"path": "//evil.example", "saved": "2026-09-03T09:41:00+08:00", "id": "x"}']
)
def test_a_damaged_file_is_none(hall: Hall, sari: Phone, damage: bytes) -> None:
    sari.get("/petugas")
    hall.later(minutes=31)
    sari.send("/petugas", **STAFF)
    (path,) = left(hall)
    path.write_bytes(damage)
    sari.send("/masuk", nama="Sari", pin=PINS["Sari"])
    assert form_of(sari.page, "/petugas")["nama"] == ""
    sari.get("/")
    assert "evil" not in sari.page
    assert "Lanjutkan tulisan Anda?" not in sari.page


@pytest.mark.parametrize("path", ["/petugas", "/tanya/13", "/tulis"])
def test_what_cannot_be_kept_is_not_said_to_be_safe(hall: Hall, sari: Phone, path: str) -> None:
    begun(hall, sari)
    sari.get(path)
    hall.later(minutes=31)
    for name in ("left", "unfinished"):
        (hall.notice_store.folder / name).write_bytes(b"")  # no folder can be made, as on a card that is full
    answer = sari.send(path, **TYPED, nama="Ibu Rahma", judul="Rapat")
    assert answer.status_code == 507
    assert "belum tersimpan" in sari.page
    assert "aman" not in sari.page


def test_a_key_is_kept_for_what_it_opens_and_no_longer(hall: Hall, sari: Phone) -> None:
    questions = begun(hall, sari)
    ended(hall, sari, 13)
    questions.choose_password("sandi yang baru", "Budi", hall.now)
    for number in (12, 13):
        given(hall, number)
    sari.log_in()
    sari.get("/tanya")
    assert questions.open(PASSWORD) is not None, "what Sari typed opens by it"
    sari.get("/")
    sari.send("/buang", **form_of(sari.page, "/buang"))
    sari.get("/tanya")
    assert questions.open(PASSWORD) is None


def test_a_wrong_clock_deletes_nothing(hall: Hall, sari: Phone) -> None:
    begun(hall, sari)
    ended(hall, sari, 13)
    hall.now += timedelta(days=400)
    sari.be_paired()  # its pairing is over, too
    assert "Lanjutkan tulisan Anda?" not in sari.log_in().text
    hall.now -= timedelta(days=400)
    assert "Lanjutkan tulisan Anda?" in sari.get("/").text
