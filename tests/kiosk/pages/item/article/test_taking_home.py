"""The code for a phone, by the four buttons: come to, opened, heard, and left."""

from __future__ import annotations

from pathlib import Path

from content_cache.model.vocabulary import Category
from kiosk.content.phone_site import CURRENT, FRONT, PhoneSite
from kiosk.content.views.shown import ArticleView, Handout, HomeView, ListView
from kiosk.core.network import OWN_WIFI
from kiosk.settings.sections import PublicSettings
from tests.support.board import view_of
from tests.support.hall import Hall
from tests.support.present import present


def opened(hall: Hall) -> str:
    """The second of the news, read to its end."""
    hall.press("home", "next", "next", "next", "listen", "next", "listen")
    hall.speak_to(0)
    assert hall.words.startswith("Berita satu")
    hall.speech_ends()
    view = hall.board.view
    return view.item.id if isinstance(view, ArticleView) else ""


def test_before_the_beginning_of_an_item_stands_its_code(guided: Hall) -> None:
    item = opened(guided)
    guided.press("previous")
    assert guided.board.focus == "take"
    assert guided.words == "Simpan ke ha pe. Tekan dengarkan untuk membuka."
    guided.press("listen")
    handout = present(guided.board.handout)
    assert view_of(guided.board, ArticleView).item.id == item
    assert handout.title == "Berita 1"
    assert guided.words.startswith("Simpan ke ha pe. Berita satu. Arahkan kamera ha pe ke kode ini.")
    guided.speech_ends()
    guided.press("next")
    assert (guided.board.handout, guided.board.focus, view_of(guided.board, ArticleView).item.id) == (None, "", item)
    assert guided.words.startswith("Tekan dengarkan untuk mendengar, berikutnya untuk yang lain"), (
        "it is not silent there"
    )
    guided.press("previous", "previous")
    assert view_of(guided.board, ArticleView).item.id != item


def test_home_leads_away_from_the_code(guided: Hall) -> None:
    opened(guided)
    guided.press("previous", "listen", "home")
    assert (guided.board.screen, guided.board.handout) == ("home", None)


def test_who_hears_one_item_after_the_other_never_meets_it(guided: Hall) -> None:
    item = opened(guided)
    guided.press("next")
    assert guided.board.focus == ""
    assert view_of(guided.board, ArticleView).item.id != item
    guided.speak_to(0)
    guided.press("previous")
    assert guided.board.focus == ""
    assert view_of(guided.board, ArticleView).item.id == item


def test_what_is_heard_over_two_codes_is_how_to_use_them(guided: Hall) -> None:
    opened(guided)
    page = "http://10.42.42.1/k/0123456789ab.html"
    join = "WIFI:T:nopass;S:Info Desa;;"
    guided.board.handout = Handout("Air mati", page, link=True, of="page", join=join, network="Info Desa")
    guided.press("listen")
    assert "Berita satu" not in guided.words
    assert guided.words.startswith("Simpan ke ha pe. Air mati. Tanpa internet, tanpa pulsa.")
    assert "satu, Sambung wifi Info Desa. dua, Buka halaman" in guided.words
    assert guided.words.endswith("ketik satu nol titik empat dua titik empat dua titik satu.")


def test_silence_tells_whoever_is_at_an_item_of_it(guided: Hall) -> None:
    opened(guided)
    guided.wait(20)
    assert guided.words.endswith("Tekan sebelumnya untuk menyimpannya ke ha pe.")


def test_silence_over_the_code_tells_of_the_code(guided: Hall) -> None:
    opened(guided)
    guided.press("previous", "listen")
    guided.speech_ends()
    guided.wait(20)
    assert (
        guided.words == "Tekan dengarkan untuk mendengar lagi, berikutnya untuk lanjut, beranda untuk kembali ke awal."
    )


def test_a_row_of_the_services_leads_to_all_pages_for_phones(guided: Hall, tmp_path: Path) -> None:
    front = tmp_path / CURRENT / FRONT
    front.parent.mkdir()
    front.write_text("Info Desa")
    public = PublicSettings(enabled=True, folder=str(tmp_path), hotspot=True)
    guided.controller.navigation._site = PhoneSite(public, lambda: [OWN_WIFI])
    guided.press("home", *["next"] * 6)
    assert guided.board.focus == "tile:layanan"
    counted = view_of(guided.board, HomeView).counts[Category.SERVICE]
    guided.press("listen")
    assert view_of(guided.board, ListView).total == counted, "the tile says as many as the list has rows"
    assert guided.words.endswith("Pertama: Semua kabar di ha pe. Lewat wifi, tanpa kuota.")
    guided.press("listen")
    handout = present(guided.board.handout)
    assert (handout.payload, handout.join) == ("http://10.42.42.1/", "WIFI:T:nopass;S:Info Desa;;")
    assert guided.words.startswith("Simpan ke ha pe. Semua kabar di ha pe. Tanpa internet, tanpa pulsa.")
    guided.press("home")
    assert (guided.board.screen, guided.board.handout) == ("home", None)
    front.unlink()
    guided.controller.navigation.open_category("layanan")
    assert "Semua kabar di HP" not in [row.title for row in view_of(guided.board, ListView).rows]
    guided.controller.navigation._site = PhoneSite(public, lambda: ["192.168.7.20"])
    front.write_text("Info Desa")
    guided.controller.navigation.look_up_anew()
    row = view_of(guided.board, ListView).rows[0]
    assert (row.title, getattr(row, "place", "")) == ("Semua kabar di HP", "Di Wi-Fi balai")
    guided.controller.page("news").open_row(0)
    guided.controller.listen()
    assert "Halamannya terbuka di ha pe yang memakai wifi balai." in guided.words


def test_where_no_question_is_taken_a_row_tells_whom_to_telephone(guided: Hall) -> None:
    assert not guided.board.asks
    guided.board.contact = "Bu Sari, 0812-3456-7890"
    guided.press("home", *["next"] * 6, "listen")
    assert guided.words.endswith(
        "Pertama: Tanya petugas desa. Bu Sari, nol delapan satu dua, tiga empat lima enam, tujuh delapan sembilan nol."
    )
    guided.press("listen")
    handout = present(guided.board.handout)
    assert (handout.payload, handout.contact) == ("tel:+6281234567890", True)
    assert guided.words.startswith("Tanya petugas desa. Bu Sari")
    assert guided.words.endswith("Pindai untuk menelepon, atau melihat ke mana bertanya.")
    guided.press("home")
    assert (guided.board.screen, guided.board.handout) == ("home", None)
