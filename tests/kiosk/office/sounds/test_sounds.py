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
