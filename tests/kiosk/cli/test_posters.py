"""A post that is a picture and nothing else, from the feed to what is said of it: as an office publishes a poster."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kiosk.cli.main import main
from tests.campaigns.posters.layouts import LAYOUTS, Poster, banner
from tests.campaigns.posters.texts import NOTICES
from tests.campaigns.posters.wear import whatsapp
from tests.support.pdfs import of_pictures

POST = """<rss version="2.0"><channel><title>Desa Mekar Jaya</title><item><guid>poster-7</guid><category>Pengumuman</category>
<pubDate>Mon, 14 Sep 2026 08:00:00 +0800</pubDate><description><![CDATA[<p><img src="poster.jpg" alt=""/></p>]]></description>
</item></channel></rss>"""


@pytest.mark.slow(cases=0)
def test_a_poster_is_found_by_a_word_in_it_and_read_aloud(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "feed.xml").write_text(POST, "utf-8")
    (tmp_path / "poster.jpg").write_bytes(whatsapp(banner(NOTICES[0], 0), 1).body)
    config = tmp_path / "kiosk.toml"
    config.write_text('[[source]]\nname = "Desa Mekar Jaya"\nurl = "feed.xml"\n[speech]\nvoice = "silent"\n', "utf-8")

    def kiosk(*words: str) -> str:
        main(["--config", str(config), "--data", str(tmp_path / "data"), *words])
        return capsys.readouterr().out

    kiosk("refresh")
    found = json.loads(kiosk("items", "--search", "diwakilkan", "--json"))["items"]
    assert [item["id"] for item in found] == ["poster-7"]
    said = kiosk("say", "--item", "poster-7", "--words")
    assert "Teks pada gambar, dibaca mesin, bisa salah." in said
    for line in (
        "bantuan langsung tunai bulan Juli sampai September akan disalurkan di kantor desa",
        "tujuh belas September dua ribu dua puluh enam",
        "sembilan ratus ribu rupiah per keluarga",
        "Petugas tidak memungut biaya apa pun",
    ):
        assert line in said


SCANNED = """<rss version="2.0"><channel><title>Desa Mekar Jaya</title><item><guid>sk-7</guid>
<title>Surat dari kantor</title><pubDate>Mon, 14 Sep 2026 08:00:00 +0800</pubDate>
<enclosure url="surat.pdf" type="application/pdf" length="9"/></item></channel></rss>"""


@pytest.mark.slow(cases=0)
def test_a_scanned_pdf_is_found_by_a_word_of_each_page_and_read_aloud(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Pages without a text layer: a machine reads them as it reads posters, and the voice says so."""
    pages = [LAYOUTS[n](NOTICES[n], n) for n in range(2)]
    (tmp_path / "surat.pdf").write_bytes(of_pictures([page.image.convert("L") for page in pages]))
    (tmp_path / "feed.xml").write_text(SCANNED, "utf-8")
    config = tmp_path / "kiosk.toml"
    config.write_text('[[source]]\nname = "Desa Mekar Jaya"\nurl = "feed.xml"\n[speech]\nvoice = "silent"\n', "utf-8")

    def kiosk(*words: str) -> str:
        main(["--config", str(config), "--data", str(tmp_path / "data"), *words])
        return capsys.readouterr().out

    kiosk("refresh")
    words = [_a_word(page) for page in pages]
    for word in words:
        (item,) = json.loads(kiosk("items", "--search", word, "--json"))["items"]
        assert (item["id"], item["attachments"][0]["pages"]) == ("sk-7", 2), word
    said = kiosk("say", "--item", "sk-7", "--words")
    assert "dibaca mesin, bisa salah." in said
    assert words[0] in said.lower()


def _a_word(poster: Poster) -> str:
    """The longest of its words in small letters."""
    return max(
        (word for piece in poster.pieces for word in piece.text.split() if word.isalpha() and word.islower()), key=len
    )
