"""Notation from machines and other scripts: entities, tags, letters of another width, Arabic.

Known formulae of the faith are said by name; any other text in a foreign script is announced once (a listener would
hear silence, or a voice that stammers).
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

from kiosk.speech.indonesian.numbers import cardinal
from kiosk.speech.indonesian.rule import Rule, rule

# Roman numerals and units in one sign, letters of full width, ligatures, letters that are bold or in circles
_ONE_SIGN = (
    r"[\u2460-\u2473\u2160-\u2188\u3380-\u33df\uff01-\uff5e\ufb00-\ufb06\u2100-\u2109\u210a-\u2115\u2119-\u211d"
    r"\U0001d400-\U0001d7ff]"
)
_KEPT = frozenset("℃℉")  # other rules say them
_RAISED = str.maketrans("⁰⁴⁵⁶⁷⁸⁹", "0456789")
_TAGS = (
    r"a|abbr|b|big|blockquote|br|center|code|div|em|figcaption|figure|font|h[1-6]|hr|i|iframe|img|li|mark|ol|p|pre|s|script|small|"
    r"span|strike|strong|style|sub|sup|table|tbody|td|th|thead|tr|u|ul"
)
_MARKS = r"\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640"
_ARABIC = r"\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff"
_FOREIGN = (
    r"\u0370-\u03ff\u0400-\u052f\u0590-\u05ff\u0900-\u0dff\u0e00-\u0eff\u1000-\u109f\u1b00-\u1b7f\ua980-\ua9df"
    r"\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
)

FORMULAE: Mapping[str, str] = MappingProxyType(
    {
        "بسم الله الرحمن الرحيم": "bismillahirrahmanirrahim",
        "السلام عليكم ورحمة الله وبركاته": "assalamualaikum warahmatullahi wabarakatuh",
        "وعليكم السلام ورحمة الله وبركاته": "waalaikumsalam warahmatullahi wabarakatuh",
        "السلام عليكم": "assalamualaikum",
        "وعليكم السلام": "waalaikumsalam",
        "صلى الله عليه وسلم": "sallallahu alaihi wasallam",
        "سبحانه وتعالى": "subhanahu wa taala",
        "إنا لله وإنا إليه راجعون": "innalillahi wa inna ilaihi rajiun",
        "الحمد لله رب العالمين": "alhamdulillahi rabbil alamin",
        "الحمد لله": "alhamdulillah",
        "سبحان الله": "subhanallah",
        "ما شاء الله": "masyaallah",
        "إن شاء الله": "insyaallah",
        "لا إله إلا الله": "la ilaha illallah",
        "الله أكبر": "allahu akbar",
        "أستغفر الله": "astagfirullah",
        "رضي الله عنه": "radiallahu anhu",
        "عليه السلام": "alaihissalam",
        "جزاك الله خيرا": "jazakallahu khairan",
        "بارك الله فيكم": "barakallahu fikum",
        "آمين": "amin",
        "الله": "allah",
    }
)
"""Formulae as they are written without vowel signs, and how Indonesians say them."""
_LIGATURES = {"ﷺ": "sallallahu alaihi wasallam", "ﷻ": "jalla jalaluhu", "﷽": "bismillahirrahmanirrahim", "ﷲ": "allah"}


def _bare(arabic: str) -> str:
    """Return Arabic without vowels, and with one form of alif for those that writers interchange."""
    return re.sub(f"[{_MARKS}]", "", arabic).translate(str.maketrans("أإآٱىة", "ااااهه"))


_KNOWN = {" ".join(_bare(written).split()): said for written, said in FORMULAE.items()}
_LONGEST_FIRST = sorted(_KNOWN, key=len, reverse=True)


def _arabic(found: re.Match[str]) -> str:
    rest, said = " ".join(_bare(found.group()).split()), []
    while rest:
        known = next((each for each in _LONGEST_FIRST if rest == each or rest.startswith(f"{each} ")), None)
        if known is not None:
            said.append(_KNOWN[known])
            rest = rest[len(known) :].lstrip()
            continue
        if not said or said[-1] != "tulisan Arab":
            said.append("tulisan Arab")
        rest = rest.partition(" ")[2]
    return f" {' '.join(said)} "


def _entities(found: re.Match[str]) -> str:
    return html.unescape(html.unescape(found.group()))


def _folded(found: re.Match[str]) -> str:
    sign = found.group()
    return sign if sign in _KEPT else unicodedata.normalize("NFKC", sign)


SCRIPTS: tuple[Rule, ...] = (
    rule(r"&(?:amp;)?(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});", _entities, needs="&"),
    # tags by their names alone: "ketik INFO<spasi>NIK" tells what to type
    rule(rf"</?(?i:{_TAGS})(?:\s[^<>]{{0,300}})?/?>|<!--.{{0,300}}?-->", " ", needs="<"),
    rule("№", "No. "),
    rule(_ONE_SIGN, _folded),
    rule(
        r"(?<=\d)[⁰⁴-⁹]{1,2}(?!\w)",
        lambda found: f" pangkat {cardinal(int(found.group().translate(_RAISED)))}",
    ),
    rule(f"[{''.join(_LIGATURES)}]", lambda found: f" {_LIGATURES[found.group()]} "),
    rule(rf"[{_ARABIC}]+(?:[\s،؛.,]+[{_ARABIC}]+)*", _arabic),
    rule(rf"[{_FOREIGN}]+(?:[\s,.、。]+[{_FOREIGN}]+)*", " tulisan asing "),
)
