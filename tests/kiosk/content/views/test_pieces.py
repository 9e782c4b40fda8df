"""A poster is looked at piece by piece: all of it, in its order, in letters that can be read."""

from __future__ import annotations

from itertools import pairwise

import pytest

from content_cache.model.picture_text import PictureText, Region, TextBlock, TextLine, Word, written_by_author
from deploy.pictures.draw.poster import A4, blt
from kiosk.content.views.pieces import Scale, is_read, join_lines, nearest, pieces_of

pytestmark = pytest.mark.attack(
    "people",
    "a picture's text has boxes beyond it, of no size, in thousands of blocks, or markup",
    "windows stay within the picture, forty pieces at most; what stands there is drawn as text",
)


ROOMS = ((1144.0, 370.0), (588.0, 306.0), (1675.0, 890.0), (654.0, 560.0))
READABLE = 13.9  # sp of a line of letters
POSTER = blt().text


def line(text: str, box: Region, doubtful: str = "") -> TextLine:
    return TextLine(tuple(Word(word, box, 0.9, word in doubtful.split()) for word in text.split()))


@pytest.mark.parametrize("room", ROOMS)
def test_the_pieces_of_a_poster_are_its_blocks_in_their_order(room: tuple[float, float]) -> None:
    pieces = pieces_of(POSTER, A4, room)
    told = [each.text for piece in pieces for each in piece.lines]
    assert told == [each.text for block in POSTER.blocks for each in block.lines]


@pytest.mark.parametrize("room", ROOMS)
def test_letters_can_be_read_in_each_piece(room: tuple[float, float]) -> None:
    scale = Scale(room, A4)
    for piece in pieces_of(POSTER, A4, room):
        width = room[0] / (piece.window.right - piece.window.left)
        letters = [(each.box.bottom - each.box.top) * width * scale.shape for each in piece.lines]
        assert all(high >= READABLE for high in letters) or width == pytest.approx(scale.widest), piece


@pytest.mark.parametrize("room", ROOMS)
def test_windows_leave_no_letter_out(room: tuple[float, float]) -> None:
    pieces = pieces_of(POSTER, A4, room)
    for word in POSTER.all_words:
        middle = (word.box.left + word.box.right) / 2, (word.box.top + word.box.bottom) / 2
        assert any(
            piece.window.left <= middle[0] <= piece.window.right
            and piece.window.top <= middle[1] <= piece.window.bottom
            for piece in pieces
        ), word


def test_half_a_letterhead_is_no_piece_that_fits() -> None:
    """Letters that need two windows beside each other: nobody begins to look there."""
    head = TextBlock(Region(0.05, 0.02, 0.95, 0.03), (line("PEMERINTAH DESA BUNGA", Region(0.05, 0.02, 0.95, 0.025)),))
    assert not any(piece.is_whole for piece in pieces_of(PictureText((head,)), A4, (588.0, 306.0)))
    assert pieces_of(POSTER, A4, (588.0, 306.0))[0].is_whole


def test_small_print_that_is_wider_than_the_screen_is_said_once() -> None:
    print_ = TextBlock(
        Region(0.05, 0.9, 0.95, 0.92),
        (line("Dasar hukum peraturan kepala desa", Region(0.05, 0.9, 0.95, 0.905)),),
    )
    pieces = pieces_of(PictureText((print_,)), A4, (588.0, 306.0))
    assert len(pieces) > 1
    assert [bool(piece.lines) for piece in pieces] == [True] + [False] * (len(pieces) - 1)
    lefts = [piece.window.left for piece in pieces]
    assert lefts == sorted(lefts)
    assert pieces[-1].window.right >= 0.95


def test_a_poster_without_a_text_is_looked_at_in_bands_from_its_top() -> None:
    for text in (None, PictureText()):
        pieces = pieces_of(text, A4, ROOMS[0])
        assert len(pieces) >= 3
        assert pieces[0].window.top == 0
        assert pieces[-1].window.bottom == pytest.approx(1)
        assert all(after.window.top <= before.window.bottom for before, after in pairwise(pieces))
        assert {piece.lit for piece in pieces} == {None}


def test_what_its_author_wrote_is_shared_among_the_bands() -> None:
    pieces = pieces_of(written_by_author("Bantuan tunai.\n\nKamis.\n\nBawa KTP."), A4, ROOMS[0])
    assert [each.text for piece in pieces for each in piece.lines] == ["Bantuan tunai.", "Kamis.", "Bawa KTP."]


def test_a_photograph_has_no_pieces() -> None:
    assert pieces_of(None, (1600, 1066), ROOMS[0]) == ()
    assert pieces_of(PictureText(), (0, 0), ROOMS[0]) == ()


@pytest.mark.parametrize(
    "block",
    [
        TextBlock(Region(0.5, 0.5, 0.5, 0.5), ()),
        TextBlock(Region(0.9, 0.9, 0.1, 0.1), (line("terbalik", Region(0.9, 0.9, 0.1, 0.1)),)),
        TextBlock(Region(-5, -5, 7, 7), (line("di luar", Region(-5, -5, 7, 7)),)),
        TextBlock(Region(0, 0, 1e-9, 1), (line("garis", Region(0, 0, 1e-9, 1)),)),
    ],
)
def test_boxes_that_are_none_do_no_harm(block: TextBlock) -> None:
    for piece in pieces_of(PictureText((block,) * 3), A4, ROOMS[1]):
        window = piece.window
        assert 0 < window.right - window.left <= 1
        assert 0 < window.bottom - window.top <= 1.001
        assert 0 <= window.left <= 1


def test_a_picture_full_of_noise_is_no_endless_walk() -> None:
    speck = TextBlock(Region(0.1, 0.1, 0.12, 0.11), (line("x", Region(0.1, 0.1, 0.12, 0.11)),))
    assert len(pieces_of(PictureText((speck,) * 5000), A4, ROOMS[1])) <= 40


def test_a_sign_in_a_photograph_makes_no_poster_of_it() -> None:
    sign = TextBlock(Region(0.4, 0.4, 0.6, 0.45), (line("SELAMAT DATANG", Region(0.4, 0.4, 0.6, 0.45)),))
    assert not is_read(PictureText((sign,)))
    assert is_read(POSTER)
    assert is_read(written_by_author("Rapat."))
    assert not is_read(None)


def test_the_piece_under_a_finger_is_found() -> None:
    pieces = pieces_of(POSTER, A4, ROOMS[0])
    for number, piece in enumerate(pieces):
        box = piece.lit
        assert box is not None
        found = pieces[nearest(pieces, (box.left + box.right) / 2, (box.top + box.bottom) / 2)]
        assert found.lit == piece.lit, number
    assert nearest((), 0.5, 0.5) == -1


def test_lines_with_anything_doubtful_are_written_with_a_mark_and_told_as_lines_to_look_at() -> None:
    told = join_lines(
        [
            line("UNTUK SETIAP KELUARGA", Region(), ""),
            line("TERIMA Rp900.000 PADA", Region(), "Rp900.000"),
            line("08.00 12.00 di balai", Region(), "08.00 12.00"),
            line("tanpa potongan", Region(), ""),
        ]
    )
    assert told.text == "Untuk setiap keluarga terima Rp900.000 (?) pada 08.00 (?) 12.00 (?) di balai tanpa potongan"
    assert [(told.text[start:end].strip(), unread) for start, end, unread in told.parts()] == [
        ("Untuk setiap keluarga", 0),
        ("terima Rp900.000 (?) pada 08.00 (?) 12.00 (?) di balai", 2),
        ("tanpa potongan", 0),
    ]


def below(*told: tuple[str, float]) -> list[TextLine]:
    """Lines below each other, each with how far to the right it goes; a word is as wide as its share of the line."""
    found = []
    for number, (text, right) in enumerate(told):
        words, at, top = text.split(), 0.1, 0.1 + 0.03 * number
        letter = (right - at) / len(text)
        placed = []
        for word in words:
            placed.append(Word(word, Region(at, top, at + letter * len(word), top + 0.02)))
            at += letter * (len(word) + 1)
        found.append(TextLine(tuple(placed)))
    return found


def test_a_title_in_capitals_is_one_sentence_over_its_lines() -> None:
    lines = below(("ANGGARAN PENDAPATAN", 0.6), ("DAN BELANJA DESA", 0.5))
    for printed in (False, True):
        assert join_lines(lines, printed=printed).text == "Anggaran pendapatan dan belanja desa"


def test_lines_of_a_document_stay_apart_where_there_was_room() -> None:
    lines = below(
        ("PEMBIAYAAN", 0.3),
        ("Pendapatan Rp1.684.250.000", 0.45),
        ("Belanja Rp1.702.400.000", 0.4),
        ("Ditetapkan dengan Peraturan Desa Bunga yang dibahas", 0.85),
        ("Badan Permusyawaratan Desa dan warga", 0.7),
        ("1. KTP", 0.2),
    )
    assert join_lines(lines, printed=True).text.splitlines() == [
        "Pembiayaan",
        "Pendapatan Rp1.684.250.000",
        "Belanja Rp1.702.400.000",
        "Ditetapkan dengan Peraturan Desa Bunga yang dibahas Badan Permusyawaratan Desa dan warga",
        "1. KTP",
    ]
    assert "\n" not in join_lines(lines).text


def test_a_row_in_capitals_follows_the_rule_of_titles() -> None:
    table = [
        TextLine(
            (
                Word(name, Region(0.1, top, 0.1 + 0.01 * len(name), top + 0.02)),
                Word(sum_, Region(0.7, top, 0.8, top + 0.02)),
            )
        )
        for name, sum_, top in (
            ("Uraian", "Anggaran (Rp)", 0.1),
            ("BELANJA", "1.702.400", 0.14),
            ("APBD", "98.200", 0.18),
        )
    ]
    assert join_lines(table, printed=True).text.splitlines() == ["Belanja: Rp1.702.400.", "APBD: Rp98.200."]


@pytest.mark.parametrize(
    ("text", "top", "told"),
    [
        ("2", 0.94, False),
        ("- 2 -", 0.02, False),
        ("Halaman 2 dari 4", 0.94, False),
        ("2", 0.5, True),
        ("2 rumah", 0.94, True),
    ],
)
def test_the_number_of_a_page_is_not_told(text: str, top: float, told: bool) -> None:
    number, body = Region(0.45, top, 0.5, top + 0.02), Region(0.1, 0.2, 0.9, 0.22)
    blocks = tuple(TextBlock(box, (line(words, box),)) for words, box in (("Isi halaman", body), (text, number)))
    pieces = pieces_of(PictureText(blocks, source="author"), (1809, 2560), (1000.0, 600.0))
    assert (text in [piece.joined_text.text for piece in pieces]) is told
