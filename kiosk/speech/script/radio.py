"""What is written for the eye and not for the ear: letterheads, carbon copies, numbers of civil servants, signatures, bylines,
trailing hashtags, headings of tables in plain text. And what the ear needs: when and where first, and once more at the end. Pure.

Only the head and the tail of a text are judged, each line as a whole; when nothing would be left, all is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

_HEAD = 12  # pieces that a letterhead may have
_TAIL = 25  # pieces that signatures and carbon copies may have
_LONG = 4  # pieces behind which what was said of time and place is no longer in mind

_OFFICE = re.compile(
    r"(?:PEMERINTAH|KEMENTERIAN|PROVINSI|KABUPATEN|KOTA|KECAMATAN|KELURAHAN|DESA|DINAS|BADAN|KANTOR|SEKRETARIAT|PUSKESMAS|UPTD?|"
    r"KEPOLISIAN|POLRES|POLSEK|PANITIA|TIM PENGGERAK|KARANG TARUNA|RUMAH SAKIT|RSUD|BUPATI|LEMBAGA|YAYASAN|KOPERASI|SD|SMP|SMA|SMK)"
    r"\b"
    r"(?!.*\b(?:ME[MNLRWY]\w{3,}|DI(?!NAS|SK|SD|SB|ST)\w{5,}|AKAN|TELAH|WAJIB|TUTUP|BUKA|LIBUR)\b)[A-Z .,'/()&\d-]*\Z"
)
_ADDRESS = re.compile(
    r"(?:Alamat|Jl|Jln|Jalan|Kompleks|Kode Pos|Telp|Tlp|Telepon|Fax|Faks|E-?mail|Website|Laman|Situs)\b", re.IGNORECASE
)
_REACHED = re.compile(
    r"\b(?:telp|tlp|telepon|fax|faks|kode pos|e-?mail|website|laman|www)\b|@|\b\d{5}\Z", re.IGNORECASE
)
_NUMBERED = re.compile(r"(?:Nomor|No\.?|Sifat|Lamp(?:iran|\.)?)\s*:", re.IGNORECASE)
_MONTHS = "Januari|Februari|Maret|April|Mei|Juni|Juli|Agustus|September|Oktober|November|Desember"
_PLACE_AND_DATE = re.compile(
    rf"(?:(?:Ditetapkan|Dikeluarkan|Dibuat) di )?[A-Z][\w ]{{2,30}},\s+\d{{1,2}}\s+(?:{_MONTHS})\s+\d{{4}}\.?\Z"
)

_COPIES = re.compile(r"Tembusan(?:\s(?:Yth|disampaikan|kepada)\b[^:]{0,40})?\.?\s*(?::|\Z)", re.IGNORECASE)
_CIVIL_SERVANT = re.compile(r"[,\s]*\(?\bN[IR]P(?:K)?\.?\s*:?\s*\d[\d .-]{6,24}\d\)?")
_SIGNED = re.compile(r"\(?\s*(?:t\.?t\.?d\.?|tanda tangan|cap dan tanda tangan)\b.{0,20}\Z", re.IGNORECASE)
_ROLE = re.compile(
    r"(?:a\.n\.|an\.|u\.b\.|(?:Mengetahui|Menyetujui|Hormat kami|Hormat saya|Kepala|Ketua|Sekretaris|Camat|Lurah|Bupati|Pj\.?|"
    r"Plt\.?|Plh\.?|Panitia|Kades|Sekdes|Direktur|Bendahara|Wakil|Penanggung jawab|Koordinator)\b)",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?:\(\s*)?(?:(?:dr|drg|drh|apt)\.\s)?[A-Z][\w.,'’/-]*(?:\s+[A-Z][\w.,'’/-]*){0,7}\s*\)?\Z")
_BYLINE = re.compile(
    r"[\s.]*[\[(](?=[^\])]{1,40}[\])]\W*\Z)(?:(?:KIM|Humas|HMS|Diskominfo|Kominfo|MC|Prokopim|Prokompim|Tim|Red|Adm|Admin)\b"
    r"[\w .]{0,30}(?:[/-][\w./ -]{1,12})?|[a-z]{1,4}(?:[/-][a-z]{1,4}){1,2}|\*+)[\])]\W*\Z",
    re.IGNORECASE,
)
_INITIALS = re.compile(r"[\[(][a-zA-Z]{1,4}[\])]\.?\Z")  # "(dn)", where it stands alone
_CREDITS = re.compile(
    r"(?:Penulis|Editor|Reporter|Pewarta|Foto(?:grafer)?|Penyunting|Red(?:aksi|aktur)?)\s*:\s*\S", re.IGNORECASE
)
_HASHTAGS = re.compile(r"(?:\s*#\w{2,60})+\s*\Z")
_COLUMNS = re.compile(r"(?:No|NO|Nomor|NOMOR)\.?(?:\s*\|\s*|\t+|\s{2,})\S.*(?:\s*\|\s*|\t+|\s{2,})\S")

_LABELLED = re.compile(
    r"(?:[-•*–]\s*)?(?P<label>hari\s?/\s?(?:tgl|tanggal)|hari(?: dan tanggal)?|tanggal|tgl|waktu|pukul|jam|tempat|lokasi|"
    r"titik kumpul|acara|kegiatan|agenda)\.?\s*:\s*(?P<value>\S.*)\Z",
    re.IGNORECASE | re.DOTALL,
)
_WHAT = frozenset({"acara", "kegiatan", "agenda"})
_WHERE = frozenset({"tempat", "lokasi", "titik kumpul"})
_HOURS = frozenset({"waktu", "pukul", "jam"})
_DAYS = "Senin|Selasa|Rabu|Kamis|Jumat|Jum'at|Sabtu|Minggu|Ahad"
_HOUR = r"\d{1,2}[.:]\d{2}"
_CLOCK = re.compile(
    rf"(?:(?:{_DAYS})\b,?\s*)?(?:(?:tanggal\s)?\d{{1,2}}\s(?:{_MONTHS})(?:\s\d{{4}})?,?\s*)?(?:mulai\s)?(?:pukul|pkl\.?|jam)\s{_HOUR}"
    rf"(?:\s?(?:-|–|sampai(?: dengan)?|s\.d\.|s/d|hingga)\s?(?:pukul\s)?(?:{_HOUR}|selesai))?(?:\s(?:WITA|WIB|WIT|Wita)\b)?",
)
_SITE = re.compile(
    r"\bdi\s(?P<place>(?:Balai|Kantor|Aula|Lapangan|Gedung|Masjid|Gereja|Pura|Puskesmas|Posyandu|Poskesdes|Pustu|Polindes|Sekolah|SD|SMP|"
    r"SMA|SMK|Pasar|Pelabuhan|Dermaga|Rumah|Alun-alun|Taman|Terminal|Posko)(?:\s(?:[A-Z][\w/-]*|[IVX]+|\d{1,3})(?![.:]\d))+)"
)
_TELEPHONE = re.compile(
    r"(?<![\w.,/-])(?:\(0\d{2,3}\)\s?|0\d{2,3}[\s.-]?|\+62[\s-]?\d{2,3}[\s-]?)\d{3,4}(?:[\s.-]?\d{2,5}){1,2}(?![\w/])"
)


class Piece(Struct, frozen=True):
    """A sentence of a body as it is written: characters `start` to `end` of block `block`."""

    text: str
    block: int
    start: int = 0
    end: int = 0


def for_the_ear(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces without what nobody needs to hear; all of them where nothing would be left."""
    rest = _without_tail(_without_head(list(pieces)))
    heard = [each for each in map(_bare, rest) if each is not None]
    return heard or list(pieces)


def when_and_where(pieces: Sequence[Piece]) -> tuple[list[Piece], list[Piece]]:
    """Lines that name the occasion, its time and its place, in this order, and all others."""
    found = {0: list[Piece](), 1: list[Piece](), 2: list[Piece]()}
    for each in pieces:
        if (label := _label(each)) is not None:
            found[0 if label in _WHAT else 2 if label in _WHERE else 1].append(each)
    if not found[1] and not found[2]:
        return [], list(pieces)
    first = [*found[0], *found[1], *found[2]]
    return first, [each for each in pieces if each not in first]


def once_more(pieces: Sequence[Piece], *, time: str = "", place: str = "") -> tuple[str, list[str]]:
    """Time and place as one line, and telephone numbers; of a short text nothing, for it is still in mind. `time` and `place`
    are those that are known already, else they are looked for."""
    if len(pieces) < _LONG:
        return "", []
    text = " ".join(each.text for each in pieces)
    time, place = time or _time(pieces, text), place or _place(pieces, text)
    numbers = list(dict.fromkeys(" ".join(found[0].split()) for found in _TELEPHONE.finditer(text)))
    return ", ".join(filter(None, (time, place))), numbers[:2]


def _time(pieces: Sequence[Piece], text: str) -> str:
    labelled = [(label, _value(each)) for each in pieces if (label := _label(each)) and label not in _WHAT | _WHERE]
    if labelled:
        return ", ".join(_hour(value) if label in _HOURS else value for label, value in labelled)
    found = _CLOCK.search(text)
    return found[0].strip() if found else ""


def _place(pieces: Sequence[Piece], text: str) -> str:
    for each in pieces:
        if _label(each) in _WHERE:
            return f"di {_value(each)}"
    found = _SITE.search(text)
    return f"di {found['place']}" if found else ""


def _hour(value: str) -> str:
    return f"pukul {value}" if re.match(r"\d", value) else value


def _label(piece: Piece) -> str | None:
    found = _LABELLED.match(piece.text)
    return " ".join(found["label"].lower().split()) if found else None


def _value(piece: Piece) -> str:
    found = _LABELLED.match(piece.text)
    value = found["value"].strip().rstrip(".;,") if found else ""
    return value.removeprefix("di ")


def _without_head(pieces: list[Piece]) -> list[Piece]:
    """Two lines of a letterhead at least, or one that the number of a letter follows: else it is a heading."""
    letterhead = last = 0
    for number, each in enumerate(pieces[:_HEAD], 1):
        text = each.text.strip()
        address = letterhead and (_ADDRESS.match(text) or _REACHED.search(text)) and len(text.split()) <= 20
        if _OFFICE.match(text) or address or _NUMBERED.match(text) or (letterhead and _PLACE_AND_DATE.match(text)):
            letterhead += 1
            last = number
            continue
        break
    return pieces[last:] if letterhead > 1 else pieces


def _without_tail(pieces: list[Piece]) -> list[Piece]:
    tail = max(0, len(pieces) - _TAIL)
    for number in range(tail, len(pieces)):
        if _COPIES.match(pieces[number].text.strip()):
            pieces = pieces[:number]
            break
    first = len(pieces)
    signed = False
    for number in range(len(pieces) - 1, tail - 1, -1):
        text = pieces[number].text.strip()
        if _is_aside(text):
            continue
        sure, possible = _signature(text)
        if not (sure or possible):
            break
        signed = signed or sure
        first = number
    return pieces[:first] if signed and first else pieces


def _is_aside(text: str) -> bool:
    return bool(_HASHTAGS.match(text) or _INITIALS.match(text) or _CREDITS.match(text) or _BYLINE.match(text))


def _signature(text: str) -> tuple[bool, bool]:
    """Is it a line of a signature for sure, and may it be one beside such lines?"""
    words = text.split()
    office = _ROLE.match(text) is not None and len(words) <= 8 and text[-1] not in ".!?:"
    sure = bool(_SIGNED.match(text) or _CIVIL_SERVANT.fullmatch(text) or (office and text[-1] == ","))
    return sure, office or bool(_PLACE_AND_DATE.match(text) or _NAME.match(text))


def _bare(piece: Piece) -> Piece | None:
    text = piece.text.strip()
    if not text:  # a table
        return piece
    if _INITIALS.match(text) or _CREDITS.match(text) or _COLUMNS.match(text):
        return None
    cut = _BYLINE.sub(_point, _CIVIL_SERVANT.sub("", _HASHTAGS.sub("", text))).strip()
    if not cut.strip(" .,;:()"):
        return None
    return piece if cut == text else Piece(cut, piece.block, piece.start, piece.end)


def _point(found: re.Match[str]) -> str:
    return "." if "." in found[0][: found[0].find("(") + 1] else ""


_BREATH = 25  # words that are said in one breath
_LEAST = 6  # words on both sides of a breath
_BREATHS = (
    r"[;:](?=\s)|\s[–—-](?=\s)",
    r",(?=\s(?:dan|atau|tetapi|namun|sedangkan|karena|sehingga|agar|supaya|serta|yang|termasuk|yaitu|yakni|kemudian|lalu|sementara)\s)",
    r"\s(?=(?:sedangkan|tetapi|sehingga|karena|agar|supaya|apabila|jika|bila|ketika|setelah|sebelum|sementara|guna|serta|bahwa)\s)",
    r",(?=\s(?!(?:[A-Z]\w{0,5}\.)+)[^\d])",
    r"\s(?=(?:untuk|yang|dengan|dan|atau|dalam|pada|oleh)\s)",
)


def breaths(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence in the parts that a reader says in one breath: of 25 words at most where a comma, a conjunction or a preposition
    allows it, each of six at least. Brackets stay whole, as do a name with its degrees and a day with its date."""
    if len(text[start:end].split()) <= _BREATH or (place := _breath(text, start, end)) is None:
        yield start, end
        return
    yield from breaths(text, start, place)
    yield from breaths(text, place + len(text[place:end]) - len(text[place:end].lstrip()), end)


def _breath(text: str, start: int, end: int) -> int | None:
    """Behind the sign or before the word that parts the sentence nearest to its middle."""
    middle = (start + end) / 2
    for pattern in _BREATHS:
        places = [
            found.end() if not found[0].isspace() else found.start()
            for found in re.compile(pattern).finditer(text, start, end)
        ]
        good = [
            place
            for place in places
            if min(len(text[start:place].split()), len(text[place:end].split())) >= _LEAST
            and text.count("(", start, place) == text.count(")", start, place)
        ]
        if good:
            return min(good, key=lambda place: abs(place - middle))
    return None
