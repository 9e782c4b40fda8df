"""Editing of text for the ear: removes what is written for the eye, and repeats when and where. Pure.

Removed are letterheads, carbon copies, numbers of civil servants, signatures, bylines, trailing hashtags, and headings
of tables in plain text. Time and place come first, and once more at the end.

Only the head and the tail of a text are judged, each line as a whole; when nothing would be left, all is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

_HEAD = 12  # pieces that a letterhead may have
_TAIL = 25  # pieces that signatures and carbon copies may have
_NAMES = 3  # names in a signature
_CREDITED = 4  # pieces that bylines and credits may have
_LONG_TEXT = 4  # pieces after which time and place are no longer in mind

_OFFICE = re.compile(
    r"(?:PEMERINTAH|KEMENTERIAN|PROVINSI|KABUPATEN|KOTA|KECAMATAN|KELURAHAN|DESA|DINAS|BADAN|KANTOR|SEKRETARIAT|PUSKESMAS|UPTD?|"
    r"KEPOLISIAN|POLRES|POLSEK|PANITIA|TIM PENGGERAK|KARANG TARUNA|RUMAH SAKIT|RSUD|BUPATI|LEMBAGA|YAYASAN|KOPERASI|SD|SMP|SMA|SMK)"
    r"\b"
    r"(?!.*\b(?:ME[MNLRWY]\w{3,}|DI(?!NAS|SK|SD|SB|ST)\w{5,}|AKAN|TELAH|WAJIB|TUTUP|BUKA|LIBUR|PINDAH|TERENDAM|LUMPUH|BANJIR|LONGSOR|GEMPA|TSUNAMI|"
    r"KEBAKARAN|DARURAT|AWAS|SIAGA|WASPADA|EVAKUASI|BATAL|TIDAK|BELUM)\b)[A-Z .,'/()&\d-]*\Z"
)
_SURE_HEAD = re.compile(r"(?:PEMERINTAH|KEMENTERIAN|KEPOLISIAN|PANITIA)\b")  # begins a letterhead without an address
_INSTRUCTION_WORDS = re.compile(
    r"\b(?:tidak|wajib|harus|tutup|ditutup|buka|dibuka|jika|bila|jangan|dilarang|mulai|boleh|keadaan|dipindah\w*|pindah|dibawa|"
    r"hubungi|segera|sementara)\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"(?:Alamat|Jl|Jln|Jalan|Kompleks|Kode Pos|Telp|Tlp|Telepon|Fax|Faks|E-?mail|Website|Laman|Situs)\b", re.IGNORECASE
)
_CONTACT_WORDS = re.compile(
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
    r"[\s.]*[\[(](?=[^\])]{1,40}[\])]\W*\Z)(?:(?:KIM|[Hh]umas|HUMAS|HMS|Diskominfo|Kominfo|MC|Prokopim|Prokompim|Red|Adm|Admin)\b"
    r"[\w .]{0,30}(?:[/-][\w./ -]{1,12})?|(?!(?:k|m|c)?[gml]/)[a-z]{1,4}(?:[/-][a-z]{1,4}){1,2}|\*+)[\])]\W*\Z"
)
_INITIALS = re.compile(r"[\[(][a-zA-Z]{1,4}[\])]\.?\Z")  # "(dn)", where it stands alone
_CREDITS = re.compile(r"(?:Penulis|Editor|Reporter|Pewarta|Foto(?:grafer)?|Penyunting|Red(?:aksi|aktur)?)\s*:\s*[A-Z]")
_HASHTAGS = re.compile(r"(?:\s*#\w{2,60})+\s*\Z")
_COLUMNS = re.compile(r"(?!.*\d)(?:No|NO|Nomor|NOMOR)\.?(?:\s*\|\s*|\t+|\s{2,})\S.*(?:\s*\|\s*|\t+|\s{2,})\S")

_LABELLED = re.compile(
    r"(?:[-•*–]\s*)?(?P<label>hari\s?/\s?(?:tgl|tanggal)|hari(?: dan tanggal)?|tanggal|tgl|waktu|pukul|jam|tempat|lokasi|"
    r"titik kumpul|acara|kegiatan|agenda)\.?\s*:\s*(?P<value>\S.*)\Z",
    re.IGNORECASE | re.DOTALL,
)
_WHAT_LABELS = frozenset({"acara", "kegiatan", "agenda"})
_WHERE_LABELS = frozenset({"tempat", "lokasi", "titik kumpul"})
_HOUR_LABELS = frozenset({"waktu", "pukul", "jam"})
_DAYS = "Senin|Selasa|Rabu|Kamis|Jumat|Jum'at|Sabtu|Minggu|Ahad"
_HOUR = r"\d{1,2}[.:]\d{2}"
_CLOCK = re.compile(
    rf"(?:(?:{_DAYS})\b,?\s*)?(?:(?:tanggal\s)?\d{{1,2}}\s(?:{_MONTHS})(?:\s\d{{4}})?,?\s*)?(?:mulai\s)?(?:pukul|pkl\.?|jam)\s{_HOUR}"
    rf"(?:\s?(?:-|–|sampai(?: dengan)?|s\.d\.|s/d|hingga)\s?(?:pukul\s)?(?:{_HOUR}|selesai))?(?:\s(?:WITA|WIB|WIT|Wita)\b)?",
)
_WHEN = re.compile(
    rf"\d|\b(?:{_DAYS}|{_MONTHS}|pagi|siang|sore|malam|selesai|hari ini|besok|setiap|tiap)\b", re.IGNORECASE
)
_DAY = re.compile(
    rf"\b(?:{_DAYS}|{_MONTHS}|hari ini|malam ini|besok|lusa|setiap|tiap)\b|\b\d{{1,2}}[/-]\d{{1,2}}[/-]\d{{2,4}}\b"
    r"|^\W*(?:tanggal|tgl)\b",
    re.IGNORECASE,
)
_CALLED_OFF = re.compile(
    r"\b(?:di|ke|ter)?(?:batal|tunda|undur|pindah)(?:kan)?\b|\b(?:semula|tidak jadi|tidak lagi|bukan lagi)\b",
    re.IGNORECASE,
)
_NEGATIONS = re.compile(r"\b(?:tidak|jangan|bukan|belum|tanpa|dilarang|tutup|ditutup|kecuali)\b", re.IGNORECASE)
_CALL_WORDS = re.compile(
    r"\b(?:hubungi|menghubungi|telp|tlp|telepon|WA|WhatsApp|narahubung|call cent(?:er|re)|kontak|pesan|lapor\w*|informasi|"
    r"keterangan|layanan|SMS|HP|pendaftaran|daftar)\b",
    re.IGNORECASE,
)
_NOT_CALLED = re.compile(
    r"\b(?:jangan|bukan|tidak|pelaku|penipu\w*|palsu|hoaks|rekening|mengaku|mengatasnamakan|waspada\w*)\b",
    re.IGNORECASE,
)
_SITE = re.compile(
    r"\bdi\s(?P<place>(?:Balai|Kantor|Aula|Lapangan|Gedung|Masjid|Gereja|Pura|Puskesmas|Posyandu|Poskesdes|Pustu|Polindes|Sekolah|SD|SMP|"
    r"SMA|SMK|Pasar|Pelabuhan|Dermaga|Rumah|Alun-alun|Taman|Terminal|Posko)(?:\s(?:[A-Z][\w/-]*|[IVX]+|\d{1,3})(?![.:]\d))+)"
)
_TELEPHONE = re.compile(
    r"(?<![\w.,/-])(?:\(0\d{2,3}\)\s?|0\d{2,3}[\s.-]?|\+62[\s-]?\d{2,3}[\s-]?)\d{3,4}(?:[\s.-]?\d{2,5}){1,2}(?![\w/])"
)


class BodySentence(Struct, frozen=True):
    """Sentence of a body as it is written: characters *start* to *end* of block *block*; *listed* if in an entry of a list."""

    text: str
    block: int
    start: int = 0
    end: int = 0
    listed: bool = False


def for_the_ear(pieces: Sequence[BodySentence]) -> list[BodySentence]:
    """Return the pieces without parts written for the eye, such as letterheads; all of them if nothing would be left."""
    rest = _without_tail(_without_head(list(pieces)))
    last = len(rest) - _CREDITED
    heard = [each for number, one in enumerate(rest) if (each := _stripped(one, tail=number >= last)) is not None]
    return heard or list(pieces)


def when_and_where(pieces: Sequence[BodySentence]) -> tuple[list[BodySentence], list[BodySentence]]:
    """Split the pieces into lines that name the occasion, its time and its place, in this order, and all others.

    An hour whose day another sentence names stays behind that. Said first, it would seem to belong to the day said
    before, on which the notice was written.
    """
    labelled = [(number, label) for number, each in enumerate(pieces) if (label := _label(each)) is not None]
    names = [label for _, label in labelled]
    once = len(set(names)) == len(names)  # with two occasions a line could belong to either
    together = labelled and labelled[-1][0] - labelled[0][0] == len(labelled) - 1
    if not once or not together or not any(name not in _WHAT_LABELS for name in names):
        return [], list(pieces)
    when = [pieces[number].text for number, label in labelled if label not in _WHAT_LABELS | _WHERE_LABELS]
    if when and not any(_DAY.search(text) for text in when):
        return [], list(pieces)
    ranks = {number: 0 if label in _WHAT_LABELS else 2 if label in _WHERE_LABELS else 1 for number, label in labelled}
    first = [pieces[number] for number in sorted(ranks, key=lambda number: (ranks[number], number))]
    return first, [each for number, each in enumerate(pieces) if number not in ranks]


def once_more(title: str, pieces: Sequence[BodySentence], *, time: str = "", place: str = "") -> tuple[str, list[str]]:
    """Return time and place as one line, and the telephone numbers; both empty for a short text, which listeners still
    remember.

    *time* and *place* are used if known, else they are searched for. Nothing is repeated for a cancellation or a change of
    date, nor for two times or places: listeners remember the last words.
    """
    if (
        len(pieces) < _LONG_TEXT
        or _CALLED_OFF.search(" ".join((title, *(each.text for each in pieces))))
        or _NEGATIONS.search(title)
    ):
        return "", []
    if not time and not place:
        time, place = _labelled(pieces) or _in_one_sentence(pieces)
    return ", ".join(filter(None, (time, place))), _numbers(pieces)


def _numbers(pieces: Sequence[BodySentence]) -> list[str]:
    """Return the one number that people are to call, if there is just one."""
    found = {" ".join(number[0].split()): each.text for each in pieces for number in _TELEPHONE.finditer(each.text)}
    called = [number for number, text in found.items() if _CALL_WORDS.search(text) and not _NOT_CALLED.search(text)]
    return called if len(found) == 1 else []


def _labelled(pieces: Sequence[BodySentence]) -> tuple[str, str] | None:
    """Return the time and place behind labels such as "Tempat:", or None unless each label occurs exactly once."""
    found = [(label, _label_value(each)) for each in pieces if (label := _label(each)) and label not in _WHAT_LABELS]
    if not found:
        return None
    if len({label for label, _ in found}) < len(found) or any(_NEGATIONS.search(value) for _, value in found):
        return "", ""
    times = [_hour(value) if label in _HOUR_LABELS else value for label, value in found if label not in _WHERE_LABELS]
    places = [f"di {value}" for label, value in found if label in _WHERE_LABELS]
    return ", ".join(times), ", ".join(places)


def _in_one_sentence(pieces: Sequence[BodySentence]) -> tuple[str, str]:
    """Return the only time and the only place of a text, where one sentence has both or only one of them occurs."""
    times = [(number, found[0].strip()) for number, each in enumerate(pieces) for found in _CLOCK.finditer(each.text)]
    places = [
        (number, f"di {found['place']}") for number, each in enumerate(pieces) for found in _SITE.finditer(each.text)
    ]
    hours = sum(len(re.findall(rf"\b{_HOUR}\b", each.text)) for each in pieces)
    if len(times) > 1 or len(places) > 1 or (times and hours > len(re.findall(_HOUR, times[0][1]))):
        return "", ""
    if any(_NEGATIONS.search(pieces[number].text) for number, _ in (*times, *places)):
        return "", ""
    if times and places and times[0][0] != places[0][0]:
        return "", ""
    return times[0][1] if times else "", places[0][1] if places else ""


def _hour(value: str) -> str:
    return f"pukul {value}" if re.match(r"\d", value) else value


def _label(piece: BodySentence) -> str | None:
    found = _LABELLED.match(piece.text)
    if found is None:
        return None
    label, value = " ".join(found["label"].lower().split()), found["value"]
    if label in _WHAT_LABELS:
        return label
    if label in _WHERE_LABELS:
        return label if re.match(r"(?:di\s)?[A-Z\d]", value) else None
    return label if _WHEN.search(value) else None


def _label_value(piece: BodySentence) -> str:
    found = _LABELLED.match(piece.text)
    value = found["value"].strip().rstrip(".;,") if found else ""
    return value.removeprefix("di ")


def _without_head(pieces: list[BodySentence]) -> list[BodySentence]:
    """Remove a letterhead: at least two lines, or one that the number of a letter follows; any other line is a heading."""
    letterhead = last = 0
    sure = False
    for number, each in enumerate(pieces[:_HEAD], 1):
        text = each.text.strip()
        address = letterhead and (_ADDRESS.match(text) or _CONTACT_WORDS.search(text)) and len(text.split()) <= 20
        beside = address or _NUMBERED.match(text) or (letterhead and _PLACE_AND_DATE.match(text))
        if _OFFICE.match(text) or (beside and not _INSTRUCTION_WORDS.search(text)):
            sure = sure or bool(beside) or (number == 1 and _SURE_HEAD.match(text) is not None)
            letterhead += 1
            last = number
            continue
        break
    return pieces[last:] if letterhead > 1 and sure else pieces


def _without_tail(pieces: list[BodySentence]) -> list[BodySentence]:
    tail = max(0, len(pieces) - _TAIL)
    for number in range(tail, len(pieces)):
        if _COPIES.match(pieces[number].text.strip()):
            if all(_is_short(each.text) for each in pieces[number:]):
                pieces = pieces[:number]
            break
    first = _signature_from(pieces, tail)
    return pieces[:first] if first else pieces


def _is_short(text: str) -> bool:
    """Return whether *text* is a name or an office, and nothing that somebody has to do."""
    return len(text.split()) <= 10 and text.strip()[-1:] not in ("!", "?") and not _INSTRUCTION_WORDS.search(text)


def _signature_from(pieces: Sequence[BodySentence], tail: int) -> int:
    """Return the index of the piece at which the signature begins, or the number of pieces if there is none.

    Its first sure line is a role, "ttd" or the number of a civil servant. Names stand only below it; above it only a role
    or a place and date.
    """
    first, names = len(pieces), 0
    for number in range(len(pieces) - 1, tail - 1, -1):
        text = pieces[number].text.strip()
        if _is_aside(text):
            continue
        sure, possible = _signature(text)
        if pieces[number].listed or not (sure or possible):
            break
        last = all(_is_aside(each.text.strip()) for each in pieces[number + 1 :])
        if sure and not (last and text[-1] == ","):  # without a name below, it is an entry of a list
            first, names = number, 0
        elif first < len(pieces) and not names and (_ROLE.match(text) or _PLACE_AND_DATE.match(text)):
            first = number
        elif names < _NAMES:
            names += 1
        else:
            break
    return first


def _is_aside(text: str) -> bool:
    return bool(_HASHTAGS.match(text) or _INITIALS.match(text) or _CREDITS.match(text) or _BYLINE.match(text))


def _signature(text: str) -> tuple[bool, bool]:
    """Return whether *text* is surely a line of a signature, and whether it may be one beside such lines."""
    words = text.split()
    office = _ROLE.match(text) is not None and len(words) <= 8 and text[-1] not in ".!?:"
    sure = bool(_SIGNED.match(text) or _CIVIL_SERVANT.fullmatch(text) or (office and text[-1] == ","))
    return sure, office or bool(_PLACE_AND_DATE.match(text) or _NAME.match(text))


def _stripped(piece: BodySentence, *, tail: bool) -> BodySentence | None:
    """Return a piece without parts written for the eye, or None if nothing is left. Bylines and credits occur in the *tail*
    alone."""
    text = piece.text.strip()
    if not text:  # a table
        return piece
    if _COLUMNS.match(text) or (tail and (_INITIALS.match(text) or _CREDITS.match(text))):
        return None
    cut = _CIVIL_SERVANT.sub("", _HASHTAGS.sub("", text))
    cut = (_BYLINE.sub(_kept_point, cut) if tail else cut).strip()
    if not cut.strip(" .,;:()"):
        return None
    return piece if cut == text else BodySentence(cut, piece.block, piece.start, piece.end, piece.listed)


def _kept_point(found: re.Match[str]) -> str:
    return "." if "." in found[0][: found[0].find("(") + 1] else ""


_BREATH = 25  # maximum words in one breath
_LEAST = 6  # minimum words on each side of a breath
_BREATHS = (
    r"[;:](?=\s)|\s[–—-](?=\s)",
    r",(?=\s(?:(?:dan|atau)(?=\s[a-z])|tetapi|namun|sedangkan|karena|sehingga|agar|supaya|serta|yang|termasuk|yaitu|yakni|kemudian|lalu|sementara)\s)",
    r"\s(?=(?:sedangkan|tetapi|sehingga|karena|agar|supaya|apabila|jika|bila|ketika|setelah|sebelum|sementara|guna|serta|bahwa)\s)",
    r",(?=\s(?!(?:[A-Z]\w{0,5}\.)+)[^\d])",
    r"\s(?=(?:untuk|yang|dengan|dan|atau|dalam|pada|oleh)\s)",
)


def breaths(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the parts of a sentence that a reader says in one breath.

    Each has at most 25 words where a comma, a conjunction or a preposition allows it, and at least six. Brackets stay
    whole, as do a name with its degrees and a day with its date.
    """
    if len(text[start:end].split()) <= _BREATH or (place := _breath(text, start, end)) is None:
        yield start, end
        return
    yield from breaths(text, start, place)
    yield from breaths(text, place + len(text[place:end]) - len(text[place:end].lstrip()), end)


def _breath(text: str, start: int, end: int) -> int | None:
    """Return the place behind the sign, or before the word, that parts the sentence nearest to its middle."""
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
