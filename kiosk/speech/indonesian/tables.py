"""Tables of abbreviations and acronyms: `abbreviations.tsv` and `acronyms.tsv`, a written form and its words a line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from kiosk.speech.indonesian.rule import Rule, any_of, rule

_ONSET = "ng|ny|sy|kh|sh|dh|th|ts|str|spr|skr|s[kmnptw]|[bcdfgjkpst][rl]|kw|[b-df-hj-np-tv-z]"
_CODA = "ng|ns|ks|rs|ps|rt|[b-df-hj-np-tv-z]"
_SYLLABLES = re.compile(rf"(?:(?:{_ONSET})?[aeiou]{{1,2}}(?:{_CODA})?)+")
_LETTERED = (
    "lapangan|hepatitis|blok|kelas|vitamin|grup|group|pool|huruf|tipe|golongan|gedung|ruang|zona|lot|kavling|seri|jalur"
)
_SHORTEST = 2  # letters; a short form must be longer to take a suffix
_SCHOOLS = frozenset(("TK", "SD"))  # more often acronyms than abbreviations
# counted things: "56 org: 38 laki2"; a label has another thing's number before it, "RT 3 Kec: Luwuk"
_COUNTED = frozenset(("th", "thn", "bln", "org", "mhs", "ekr", "bh", "btr", "btg", "lbr", "tbg", "bks"))
_VOWEL = re.compile(r"[aiueo]")
_SPELLED = re.compile(r"(?!D[KLS][BKLT]$|[TY][BST]S$|TTD$|SBB$)[B-DF-HJ-NP-TV-Z]{2,4}")
# acronyms of offices, schools and health that are short forms too: a text in capitals has the former ("MUSYAWARAH RKP DESA")
_OFFICIAL = frozenset(
    """BGN BKL BKN BLS DKT DPT LBH SDG SPT TTG DPN KBN KBR KHS KSH
    KTG MW NTR PGN PHN PRG PSR RKP SGM SHG SKL SKT SLM STP TD TGT TKS TW""".split()  # noqa: SIM905
)
LETTERS = {"a": "a", "b": "be", "c": "ce", "d": "de", "e": "e", "f": "ef", "g": "ge", "h": "ha", "i": "i", "j": "je",
           "k": "ka", "l": "el", "m": "em", "n": "en", "o": "o", "p": "pe", "q": "ki", "r": "er", "s": "es", "t": "te",
           "u": "u", "v": "fe", "w": "we", "x": "eks", "y": "ye", "z": "zet"}  # fmt: skip


@cache
def read_table(name: str, package: str = __package__) -> Mapping[str, str]:
    """Return the rows of a table in the folder of a package; lines that begin with # and empty ones are notes."""
    from importlib import resources  # loaded with the first table

    rows = (resources.files(package) / name).read_text(encoding="utf-8").splitlines()
    pairs = (row.split("\t", 1) for row in rows if row.strip() and not row.startswith("#"))
    return {written.strip(): words.strip() for written, words in pairs}


def spelled(word: str) -> str:
    """Return a word letter by letter, as the Indonesian alphabet is said."""
    return " ".join(LETTERS.get(letter, letter) for letter in word.lower())


@cache
def abbreviation_rules(*, loud: bool = False) -> tuple[Rule, ...]:
    """Return one rule for all forms of a kind: a rule for each would cost a millisecond a sentence.

    Case matters for degrees, and for capitals alone without a point: in a text that is not *loud* "SPT" is a tax return
    and not "seperti".
    """
    table = read_table("abbreviations.tsv")
    lower = [written.lower() for written in table]
    # many write a degree without its last point
    degrees = {
        form: words for written, words in table.items() if _is_degree(written) for form in (written, written[:-1])
    }
    # "Dr." is a doctor of letters, "dr." one of medicine: where both are there, case tells them apart
    exact = {written: table[written] for written in table if lower.count(written.lower()) > 1}
    others = {written.lower(): table[written] for written in table if written not in degrees and written not in exact}
    # "TPI" lands fish and is not "tapi": with a vowel, only small letters are a short form
    shouted = {form.upper() for form in table if form.islower() and form.isalpha() and _VOWEL.search(form)}
    shouted -= {"UTK", "UNTK"} if loud else set()
    behind = r"(?:(?<=\.)(?=\W|\d|[A-Z]|$)|(?<!\.)(?!\w))"
    return (
        # a degree follows its name behind a comma, which is no pause that a listener needs; "M.S. Hadi" has initials
        rule(
            rf"(?:(?<=[\w.]),\s*|(?:(?<=[\w.])\s+|(?<!\w))(?![A-Z]\.[A-Z]\.?\s[A-Z][a-z]))(?P<form>{any_of(degrees)}){behind}",
            lambda f: f" {degrees[f['form']]} ",
        ),
        # medical specialists; elsewhere "(K)" is a status
        rule(
            r"(?P<who>\bspesialis [a-z ]{3,40}?|\bSp\.[A-Z][A-Za-z]{0,3}) {0,2}\(K\)", r"\g<who> konsultan", needs="(K)"
        ),
        rule(rf"(?<![\w.\u2060])(?P<form>{any_of(exact)}){behind}", lambda f: f"{exact[f['form']]} "),
        rule(
            # not in initials: "Putu H.A."
            rf"(?<![\w.\u2060])(?P<form>(?i:{any_of(others)})){behind}(?!(?<=\b[A-Z]\.)[A-Z]\.)\s*:?(?=\s|\d|\W|[A-Z]|$)",
            lambda found: (
                found.group()
                if (not loud and _SPELLED.fullmatch(found["form"]))
                or (not loud and found["form"].endswith(".") and _is_final_acronym(found))
                or found["form"] in shouted
                or found["form"] in _OFFICIAL
                or _has_mixed_case(found["form"])
                else f"{others[found['form'].lower()]}{_pause(found)} "
            ),
        ),
    )


def _pause(found: re.Match[str]) -> str:
    """Return the pause behind a colon: none behind a label ("Tgl: 3 Mei"), one behind a counted thing ("5 th: 1 tablet")."""
    counted = found["form"].lower() in _COUNTED and re.search(r"\d\s?$", found.string[: found.start()])
    return ":" if counted and found.group().endswith(":") else ""


def _is_final_acronym(found: re.Match[str]) -> bool:
    """Return whether this is an acronym that ends a text: "sebelum STD." has nothing behind it that would need an
    abbreviation."""
    form, behind = found["form"].rstrip("."), found.string[found.end() :]
    return (len(form) > _SHORTEST or form in _SCHOOLS) and form.isupper() and not behind.strip()


def _has_mixed_case(form: str) -> bool:
    """Return whether capitals are mixed: "KCl" is not "kecil", for short forms have no capital but the first."""
    return form.isalpha() and not (form.islower() or form.isupper() or form.istitle()) and form[:1].isupper()


def _is_degree(written: str) -> bool:
    return bool(re.match(r"^(?:[SMA]\.|A\.Md|Sp\.|Ph\.D)", written))


@cache
def _acronyms() -> Mapping[str, str]:
    return read_table("acronyms.tsv")


def is_acronym(word: str) -> bool:
    """Return whether a word in capitals is in the table."""
    return word in _acronyms()


def acronym(word: str) -> str:
    """Return the words for a word in capitals: by the table, else said as a word if possible, else spelled."""
    if words := _acronyms().get(word):
        return words
    if sayable(word):
        return word.lower()
    return spelled(word)


def mixed_acronym(found: re.Match[str]) -> str:
    return _acronyms().get(found.group(), found.group())


def sayable(word: str) -> bool:
    """Return whether a word of four letters or more has Indonesian syllables: BAZNAS, SAMSAT, TRANSPORTASI."""
    return len(word) >= 4 and _SYLLABLES.fullmatch(word.lower()) is not None


def acronym_rules() -> tuple[Rule, ...]:
    return (
        rule(r"(?<=[^\W\d_])-(?=\w)", " "),
        # "infoBMKG"; "ShopeePAY" is a name
        rule(
            r"(?<=[a-z]{3})(?<!\bShopee)(?<!\bLink)(?<!\bMaster)(?<!\bKapol)(?<!\bJawa)(?<!\bSiskeu)(?<!\bTelkom)(?!(?<=\bKemen)(?:KES|DES)\b)(?P<letters>[A-Z]{3,6})\b",
            r" \g<letters>",
        ),
        rule(r"\b[A-Za-z]+[A-Z][A-Za-z]*\b", mixed_acronym),
        rule(r"\b[A-Z]{2,}[a-z]\b", lambda found: spelled(found.group())),
        rule(r"\b[A-Z]{2,}\b", lambda found: acronym(found.group())),
        # an initial within a name: "Hasna R. Daeng", but "Hepatitis B. Gejalanya"
        rule(
            rf"(?<!\w)(?!(?i:{_LETTERED})\b)(?P<name>[A-Z][a-z]+ )(?P<letter>[B-DF-HJ-NP-TV-Z])\.(?=\s+[A-Z][a-z])",
            lambda found: f"{found['name']}{spelled(found['letter'])}",
        ),
        rule(
            r"(?<![\w.'])(?P<letter>[B-DF-HJ-NP-TV-Z])(?:(?![\w'.])|(?=\.\s*$)|\.(?=\s+[a-z]|,))",
            lambda found: spelled(found["letter"]),
        ),
        # an unsayable short form that no table has
        rule(
            r"(?<![\w'.@/\u2060-])(?!h?m+\b|p?s+t*\b|br+\b|sh+\b|([a-z])\1+\b)[bcdfghjklmnpqrstvwxz]{2,5}(?![\w'@-]|\.\w)",
            lambda found: spelled(found.group()),
        ),
    )
