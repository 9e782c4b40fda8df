"""Verdict of a fact-check on a claim, by its title and categories. Pure.

Indonesian fact-checkers say it as a label ("[SALAH] …", TurnBackHoax; "[HOAKS] …", "[DISINFORMASI] …", Komdigi; "Cek Fakta:
Tidak Benar …", Liputan6; "Keliru, …", Tempo), as a sentence ("… adalah tidak benar"), or in the categories of their feed alone. A
question is no verdict, and where words contradict each other it stays open: to call a hoax true harms, to leave it open does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType

from content_cache.model.vocabulary import Verdict

# "hoaks" is made up, "disinformasi" torn from its context (Komdigi); the kinds of content are First Draft's, in MAFINDO's words
_LABELS: Mapping[str, Verdict] = MappingProxyType(
    {
        label.strip(): verdict
        for verdict, labels in {
            Verdict.FALSE: """salah | hoaks | hoax | berita hoaks | berita bohong | kabar bohong | bohong | palsu | fitnah | hasut |
                penipuan | keliru | tidak benar | tak benar | tidaklah benar | bukan fakta | fake | fake news | false | manipulasi |
                konten palsu | konten tiruan | konten yang dimanipulasi | fabricated content | imposter content |
                manipulated content""",
            Verdict.MISLEADING: """menyesatkan | sesat | disinformasi | misinformasi | malinformasi | misleading |
                misleading content | konten menyesatkan | konten yang menyesatkan | konteks salah | konteks yang salah |
                salah konteks | koneksi salah | koneksi yang salah | false context | false connection | sebagian benar |
                sebagian salah | sebagian besar salah | setengah benar | kurang tepat | tidak sepenuhnya benar | satire | parodi""",
            Verdict.TRUE: "benar | fakta",
            Verdict.UNCLEAR: """klarifikasi | belum jelas | belum terbukti | belum terverifikasi | tidak terbukti |
                belum ada bukti""",
        }.items()
        for label in " ".join(labels.split()).split("|")
    }
)
_NO = r"\b(?:tidak(?:lah)?|tak|tdk|bukan(?:lah)?|belum|kurang|e?nggak|gak|tanpa|jauh dari)\b"
_WRONG = r"(?:hoaks|hoax|palsu|bohong|keliru|salah|fitnah|penipuan)\b(?!\s+(?:satu|seorang))"
_REPORT = (
    r"(?:kabar|berita|informasi|info|isu|pesan|surat|video|foto|gambar|rekaman|unggahan|artikel|klaim|tautan|link|akun)"
)
_IS = (
    r"(?:\b(?:adalah|itu|tersebut|ini|merupakan|ternyata|dipastikan|(?:meng|me|di)?(?:tegaskan|mastikan|pastikan|nyatakan|sebut))\b"
    r"|[:,–—])"
)

_BEFORE_A_DASH = "|".join(sorted(_LABELS.keys() - {"fakta"}, key=len, reverse=True))  # "tidak benar" before "benar"
_BEFORE_A_MARK = "|".join(  # "Penipuan, …" begins any headline
    sorted(_LABELS.keys() - {"fakta", "penipuan", "fitnah", "hasut", "manipulasi"}, key=len, reverse=True)
)
_COLUMN = re.compile(r"\s*(?:cek|periksa) fakta\s*(?:[:|,!–—-]\s*)?", re.IGNORECASE)
_BRACKETS = re.compile(r"\s*[\[(]\s*([^][()]{1,40}?)\s*[!.]?[])]\s*[:–—-]?\s*")
_BEGINNING = (
    rf"((?:tidak|tak)(?:lah)? benar\b(?!-))[\s:!,|–—-]*|({_BEFORE_A_MARK})\s*[:!,|]+\s*|({_BEFORE_A_DASH})\s+[–—-]\s+"
)
_SENTENCE = re.compile(r"[^.?!…]+(?:[?!…]|\.(?!\d))*")
_ASKS = (
    r"\?|\b(?:benarkah|betulkah|apakah|benar(?:nya)? (?:atau|tidak)(?:kah)?\s*$|apa (?:benar|betul|iya)|masa iya|salah atau|"
    r"(?:fakta|mitos|hoaks|hoax) atau|(?:jika|kalau|bila|apabila|andai) )"
)
_DENIED = rf"{_NO} (?:\w+ )?(?:{_WRONG}|(?:menyesatkan|tidak benar)\b)"
_OPEN = r"\b(?:belum|tidak|tak) (?:tentu|jelas|terbukti|terverifikasi|(?:bisa|dapat) dipastikan)\b"
_HALF = (
    rf"{_NO} (?:sepenuhnya|seluruhnya|semuanya|100 persen|100%) benar\b|\bsebagian (?:benar|salah)\b|\bdi luar konteks\b"
    rf"|(?:{_IS}|^) *(?:konten |{_REPORT} )?(?:menyesatkan|disinformasi|misinformasi)\b|^ *{_REPORT}\b.*\bmenyesatkan *$"
)
_FALSE = (
    rf"\b(?:tidak(?:lah)?|tak|tdk|e?nggak|gak) (?:{_REPORT} |itu )?benar\b(?!-)|{_IS} *(?:sebuah |{_REPORT} )*{_WRONG}"
    rf"|^ *(?:hoaks|hoax)[ ,:]+(?:{_REPORT}|soal|tentang|bantuan|pendaftaran|lowongan|undian|vaksin|gempa|tsunami)\b"
    rf"|^ *{_REPORT}\b.*(?<!ebar )(?<!ebarkan )(?<!awan )(?<!angkal )(?<!nti )(?<!aspada )\b(?:hoaks|hoax|bohong|{_NO} benar) *$"
)
_TRUE = rf"(?:{_IS}|\b(?:memang|terbukti)\b) *(?:memang |{_REPORT} )*benar\b(?! ?(?:-|atau|salah|adanya))"
_NOT_TRUE = rf"{_NO}(?:\W+\w+){{0,4}}?\W+benar\b"


@cache
def _pattern(words: str) -> re.Pattern[str]:
    """Return the compiled pattern *words*, cached.

    Compiling all of them takes 5 ms, which each process that reads a feed would spend, and few feeds have a fact-check.
    """
    return re.compile(words, re.IGNORECASE)


def verdict_of(title: str, categories: Iterable[str] = ()) -> tuple[Verdict, str]:
    """Return (verdict, claim) of a fact-check by its title, else by its categories.

    The claim is the title without its label, or "" if the title is a sentence of the checker's own.
    """
    labels, claim = _labelled(title)
    said = _one(labels)
    if said is Verdict.UNCLEAR:
        said, claim = _one(_stated_verdicts(claim or title)), ""
    if said is Verdict.UNCLEAR and not labels:
        said = _one({_LABELS[label] for each in categories if (label := " ".join(each.lower().split())) in _LABELS})
    if said is Verdict.TRUE and (
        _pattern(_NOT_TRUE).search(title) or _pattern(_FALSE).search(title) or _pattern(_HALF).search(title)
    ):
        return Verdict.UNCLEAR, ""
    return said, claim


def is_labelled(title: str) -> bool:
    """Return whether *title* begins with a verdict in brackets, which marks a fact-check in any feed."""
    found = _BRACKETS.match(title)
    return found is not None and found[1].lower() in _LABELS


def _labelled(title: str) -> tuple[set[Verdict], str]:
    """Return the verdicts that label *title*, and the rest of the title ("" without a label)."""
    rest = _COLUMN.sub("", title, count=1) if _COLUMN.match(title) else title
    bracketed = [found for found in _BRACKETS.finditer(rest) if found[1].lower() in _LABELS]
    if bracketed:
        for found in reversed(bracketed):
            rest = f"{rest[: found.start()]} {rest[found.end() :]}"
        return {_LABELS[found[1].lower()] for found in bracketed}, rest.strip()
    begun = _pattern(_BEGINNING).match(rest)
    if begun and rest[begun.end() :].strip():
        label = next(filter(None, begun.groups())).lower()
        return {_LABELS[label]}, rest[begun.end() :].strip()
    return set(), ""


def _stated_verdicts(text: str) -> set[Verdict]:
    """Return the verdicts that sentences of *text* state. Questions, denials and open sentences are ignored."""
    found = set()
    for sentence in _SENTENCE.findall(text):
        if _pattern(_ASKS).search(sentence) or _pattern(_DENIED).search(sentence) or _pattern(_OPEN).search(sentence):
            continue
        for verdict, words in ((Verdict.MISLEADING, _HALF), (Verdict.FALSE, _FALSE), (Verdict.TRUE, _TRUE)):
            if _pattern(words).search(sentence):
                found.add(verdict)
                break
    return found


def _one(found: set[Verdict]) -> Verdict:
    """Combine several verdicts into one. FALSE and MISLEADING give FALSE; any other contradiction gives UNCLEAR."""
    found = found - {Verdict.UNCLEAR}
    if found == {Verdict.FALSE, Verdict.MISLEADING}:
        return Verdict.FALSE
    return found.pop() if len(found) == 1 else Verdict.UNCLEAR
