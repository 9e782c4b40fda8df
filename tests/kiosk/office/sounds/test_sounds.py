"""A word that is read wrongly is mended where it is heard, for all villages; and whom a notice is for."""

from __future__ import annotations

import pytest

from tests.support.newsroom import Browser, Newsroom


def test_a_word_is_mended_where_it_is_heard(room: Newsroom, rahma: Browser) -> None:
    name = rahma.write("Pasar murah di Toili", "Ada beras di Toili.")
    rahma.get(f"/kabar/{name}")
    rahma.submit(f"/kabar/{name}", lalu="bunyi", tulisan="Toili", ucapan="Toi-li", isi="Ada beras dan gula di Toili.")
    rahma.follow()
    assert "Ada beras dan gula di Toi li." in rahma.words
    assert (room.folder / "ucapan.csv").read_text() == "tulisan;ucapan;daerah\nToili;Toi-li\n"


def test_lines_of_others_stay_as_they_are(room: Newsroom, rahma: Browser) -> None:
    path = room.folder / "ucapan.csv"
    path.write_text("# nama desa\nBatui;Ba-tu-i;72.01.08\nini bukan baris\nBunga;Bu-nga\n", "utf-8")
    rahma.get("/ucapan")
    assert "Ba-tu-i" in rahma.words
    rahma.submit("/ucapan", tulisan="Toili", ucapan="Toi-li")
    rahma.get("/ucapan")
    rahma.submit("/ucapan", tulisan="Batui", ucapan="Batuwi")
    rahma.get("/ucapan")
    rahma.post("/ucapan", {"tulisan": "Bunga", "buang": "ya", "tanda": rahma.token})
    assert path.read_text("utf-8") == (
        "# nama desa\nBatui;Ba-tu-i;72.01.08\nini bukan baris\nToili;Toi-li\nBatui;Batuwi\n"
    )


@pytest.mark.parametrize(
    ("written", "said"), [("tidak", "ya"), ("112", "seratus"), ("Toili", "<script>"), ("a;b", "c"), ("a\nb;c", "d;e")]
)
def test_what_no_voice_may_be_told_is_refused_and_kept_in_the_form(
    room: Newsroom, rahma: Browser, written: str, said: str
) -> None:
    rahma.get("/ucapan")
    rahma.submit("/ucapan", tulisan=written, ucapan=said)
    assert "huruf saja" in rahma.words
    assert "<script>c" not in rahma.text
    assert not (room.folder / "ucapan.csv").exists()


def test_a_writer_may_not(room: Newsroom, anton: Browser) -> None:
    name = anton.write("Pasar murah", "Ada beras.")
    anton.get(f"/kabar/{name}")
    assert anton.submit(f"/kabar/{name}", lalu="bunyi", tulisan="beras", ucapan="gula").status_code == 403
    assert anton.get("/ucapan").status_code == 403
    assert not (room.folder / "ucapan.csv").exists()


def test_whom_it_is_for_is_written_and_offered_again(room: Newsroom, anton: Browser) -> None:
    name = anton.write("Ombak tinggi", "Tunda melaut.", kelompok="nelayan,  Ibu hamil , nelayan")
    text = next(path for path in room.folder.rglob(f"_{name}.md")).read_text("utf-8")
    assert "groups:\n- nelayan\n- Ibu hamil\n" in text
    anton.get("/tulis")
    assert 'value="ibu hamil"' in anton.text
    other = anton.write("Pupuk", "Ada pupuk.", kelompok="@72")
    anton.get(f"/kabar/{other}")
    assert "bukan nama kelompok" in anton.words


def test_a_clerk_is_told_why_it_is_read_so_and_mends_it_there(rahma: Browser) -> None:
    name = rahma.write("Pelayanan KK", "Loket buka 08.00 smp 11.00. Hub. Bpk. Rusli, BB anak 3 kg.")
    assert f'href="/mengapa/{name}"' in rahma.get(f"/kabar/{name}").text
    rahma.get(f"/mengapa/{name}")
    for line in (
        "smp dibaca “sampai”menurut kata di dekatnya",
        "08.00 sampai 11.00 dibaca “pukul delapan sampai sebelas”jam",
        "Hub. dibaca “hubungi”singkatan",
        "3 kg dibaca “tiga kilogram”satuan",
    ):
        assert line in rahma.words
    assert 'value="Hub."' in rahma.text
    assert 'value="08.00' not in rahma.text, "how a number sounds no office decides"
    rahma.post("/ucapan", {"tulisan": "KK", "ucapan": "kartu keluarga", "tanda": rahma.token})
    rahma.get(f"/mengapa/{name}")
    assert "KK dibaca “kartu keluarga”sesuai keputusan kantor Anda" in rahma.words
    assert "Pelayanan kartu keluarga" in rahma.words


def test_reasons_of_a_hostile_or_empty_notice(anton: Browser) -> None:
    name = anton.write('<script>alert("x")</script>', 'KK & <b>RT 3</b> {{ 7*7 }} "a" ' + "9" * 400)
    anton.get(f"/mengapa/{name}")
    assert "<script>alert" not in anton.text.replace("<script src", "")
    assert 'action="/ucapan"' not in anton.text, "a writer mends no sound"
    assert anton.get("/mengapa/tidak-ada").status_code == 404
