import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content_cache.model.blocks import Block, BlockKind
from content_cache.model.plain_text import TEXT_LIMIT, blocks_text
from content_cache.text.cleaning import clean_url, text_to_blocks, to_blocks
from content_cache.text.plain import LINE_LIMIT, TITLE_LIMIT, WORD_LIMIT, clean_line, clean_text, clean_title

pytestmark = pytest.mark.attack(
    "what comes in",
    "texts with unseen characters, towers of accents, endless words or markup",
    "they go, are lowered or are cut, and the words stay",
)


HOSTILE = "".join(
    map(
        chr,
        [*range(32), *range(0x7F, 0xA0), 0xAD, 0x200B, 0x200E, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF],
    )
)


def test_unseen_characters_go_and_words_stay() -> None:
    assert clean_text("De\u202esa\u200b \ud800Bu\x07nga\ufeff \U000e0041") == "Desa Bunga"
    assert clean_text("Cafe\u0301") == "Café"
    assert clean_line("satu\r\n\tdua\u2028tiga") == "satu dua tiga"
    assert clean_text("👨\u200d👩\u200d👧") == "👨\u200d👩\u200d👧", "joiners are part of emoji and of scripts"


def test_paragraphs_are_kept_and_blanks_folded() -> None:
    assert clean_text("  Satu   dua \r\n tiga\n\n\n\n empat ") == "Satu dua\ntiga\n\nempat"


@pytest.mark.parametrize(
    "huge",
    [
        "a" * 1_000_000,
        "x\n" * 500_000,
        "x\n\n" * 300_000,
        "a" + "\u0301" * 1_000_000,
        "kata " * 300_000,
        "\ufdfa" * 500_000,
    ],
)
def test_the_endless_is_cut(huge: str) -> None:
    text = clean_text(huge)
    assert len(text) <= TEXT_LIMIT
    assert text.count("\n") < LINE_LIMIT
    assert max(map(len, text.split())) <= WORD_LIMIT
    assert len(clean_title(huge)) <= TITLE_LIMIT
    for blocks in (to_blocks(huge), text_to_blocks(huge)):
        assert sum(len(block.text) for block in blocks) <= TEXT_LIMIT
        assert 0 < len(blocks) <= LINE_LIMIT


def test_a_word_cut_twice_is_marked_once() -> None:
    title = clean_title("a" * (TITLE_LIMIT - WORD_LIMIT - 2) + " " + "b" * 400 + " akhir")
    assert title.endswith("b…")
    assert max(map(len, title.split())) <= WORD_LIMIT


def test_towers_of_accents_are_lowered() -> None:
    assert len(clean_line("Z" + "\u0335\u0321\u0322" * 50)) <= 4


@pytest.mark.parametrize(
    ("raw", "title"),
    [
        ("Musyawarah &amp;amp; Posyandu &quot;Melati&quot;", 'Musyawarah & Posyandu "Melati"'),
        ("Harga <b>naik</b>", "Harga naik"),
        ("Suhu 5 < 6 dan 7 > 3", "Suhu 5 < 6 dan 7 > 3"),
        ("[HOAKS] Gaji &#8211; dipotong", "[HOAKS] Gaji – dipotong"),
        ("&lt;script&gt;x&lt;/script&gt;", ""),
        ("Beras <script type='a'>alert(1)</script>naik <STYLE>b{}</style>lagi", "Beras naik lagi"),
        ("Beras <script>var x = '<b>';", "Beras"),
        ("R&D & AT&T", "R&D & AT&T"),
    ],
)
def test_titles(raw: str, title: str) -> None:
    assert clean_title(raw) == title


def test_html_becomes_blocks() -> None:
    markup = """<div><h2 onclick="x()">Syarat</h2><p>Bawa <b>KT</b>P<br>asli &amp; salinan</p><script>alert(1)</script>
      <style>p{}</style><ol><li>Datang</li><li><p>Antre</p></li></ol><ul><li>a<ul><li>b</li></ul></li></ul>lalu
      pulang<img src="/foto.jpg" alt="Kantor &quot;baru&quot;"><table><tr><th>Hari</th><th>Jam</th></tr>
      <tr><td>Senin</td><td>08.00</td></tr></table><iframe src="https://x.example">bingkai</iframe></div>"""
    blocks = to_blocks(markup, "https://desa.example/a/b")
    assert blocks == (
        Block(BlockKind.HEADING, "Syarat"),
        Block(BlockKind.PARAGRAPH, "Bawa KTP\nasli & salinan"),
        Block(BlockKind.ITEM, "1. Datang"),
        Block(BlockKind.ITEM, "2. Antre"),
        Block(BlockKind.ITEM, "a"),
        Block(BlockKind.ITEM, "b"),
        Block(BlockKind.PARAGRAPH, "lalu pulang"),
        Block(BlockKind.PICTURE, 'Kantor "baru"', "https://desa.example/foto.jpg"),
        Block(BlockKind.PARAGRAPH, "Hari – Jam\nSenin – 08.00", rows=(("Hari", "Jam"), ("Senin", "08.00"))),
    )
    words = (
        "Syarat\n\nBawa KTP\nasli & salinan\n\n1. Datang\n2. Antre\na\nb\n\nlalu pulang\n\nHari – Jam\nSenin – 08.00"
    )
    assert blocks_text(blocks) == words


@pytest.mark.parametrize(("start", "number"), [("12", 12), ("0", 0), ("-3", 1), ("x", 1), ("9" * 5_000, 1)])
def test_list_is_counted_from_its_start(start: str, number: int) -> None:
    """Markdown makes such a list of a paragraph "12. Agustus libur"."""
    (block,) = to_blocks(f'<ol start="{start}"><li>Agustus libur</li></ol>')
    assert block.text == f"{number}. Agustus libur"


def test_pictures_that_are_none() -> None:
    lazy = '<img src="data:image/gif;base64,R0" data-src="b.jpg">'
    emoji = '<p>Terima kasih <img src="https://s.w.org/images/core/emoji/15/72x72/1f64f.png" alt="🙏"></p>'
    counter = '<img src="https://x.example/p.gif" width="1" height="1">'
    blocks = to_blocks(
        lazy + emoji + counter + '<img src="file:///etc/passwd"><img src="javascript:x">', "https://desa.example/"
    )
    assert blocks == (
        Block(BlockKind.PICTURE, "", "https://desa.example/b.jpg"),
        Block(BlockKind.PARAGRAPH, "Terima kasih 🙏"),
    )


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize(
    "soup", ["<div>" * 200_000, "<ul><li>x" * 100_000, "<svg>" + "<tr>" * 200_000, "<b>" * 300_000, "<" * 1_000_000]
)
def test_soup_is_eaten(soup: str) -> None:
    # unbounded, the first two take minutes: the suite's own timeout would end them
    assert to_blocks(soup + "<p>akhir</p>") is not None


def test_structure_beyond_the_bound_goes_but_no_word() -> None:
    blocks = to_blocks("<div>" * 10_000 + "<p>satu</p><p>dua</p>")
    assert [block.text for block in blocks] == ["satu", "dua"]


@pytest.mark.parametrize(
    ("url", "base", "expected"),
    [
        ("a.jpg", "https://x.example/b/c", "https://x.example/b/a.jpg"),
        ("//y.example/a", "https://x.example/", "https://y.example/a"),
        ("a.jpg", "/srv/desa/feed.json", "/srv/desa/a.jpg"),
        ("m/../a.jpg", "feeds/feed.json", "feeds/a.jpg"),
        ("../a.jpg", "/srv/desa/feed.json", ""),
        ("/etc/passwd", "/srv/desa/feed.json", ""),
        ("file:///etc/passwd", "/srv/desa/feed.json", ""),
        ("file:///etc/passwd", "https://x.example/", ""),
        ("javascript:x", "https://x.example/", ""),
        ("http://[", "", ""),
        ("https://", "", ""),
        ("a.jpg", "", ""),
        ("a b", "https://x.example/", ""),
        ("https://x.example/" + "a" * 3_000, "", ""),
    ],
)
def test_addresses(url: str, base: str, expected: str) -> None:
    assert clean_url(url, base) == expected


@given(
    text=st.text(
        alphabet=st.one_of(st.characters(), st.sampled_from(HOSTILE), st.sampled_from("<>/p&;# \n")), max_size=200
    )
)
def test_nothing_unseen_passes_any_door(text: str) -> None:
    outs = [
        clean_text(text),
        clean_title(text),
        clean_line(text),
        blocks_text(to_blocks(text)),
        blocks_text(text_to_blocks(text)),
    ]
    for out in outs:
        assert not [ch for ch in out if ch != "\n" and unicodedata.category(ch) in ("Cc", "Cs")]
        assert not set(out) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
        assert out == unicodedata.normalize("NFC", out).strip()
    assert clean_text(outs[0]) == outs[0], "clean stays clean"
