"""Times of the day: "pukul 08.30 WITA", "08.00-10.00", "07:15", and the three zones."""

from __future__ import annotations

import re

from kiosk.speech.indonesian.numbers import cardinal, digits
from kiosk.speech.indonesian.rule import BREATH, Rule, rule
from kiosk.speech.indonesian.word_patterns import mentions

ZONES = {"WIB": "waktu indonesia barat", "WITA": "waktu indonesia tengah", "WIT": "waktu indonesia timur"}
_ZONE = r"(?:\s?\(?(?P<zone>WITA|WIB|WIT)\b\)?)"
_CLOCK = r"(?:[01]?\d|2[0-4])[.:][0-5]\d"
_TWO_DIGIT_CLOCK = r"(?:[01]\d|2[0-4])[.:][0-5]\d"  # two digits: a time even when nothing else says so
_UNTIL = r"\s?(?:[-–—]|s\.?d\.?|s/d|sampai dengan|sampai|hingga)\s?"
_PREFIX = r"(?P<prefix>\b(?:pukul|pkl\.?|pk\.?|jam)\s*:?\s*)"


_LAST_HOUR = 24


def clock(written: str) -> str:
    """Return a time in words: "08.30" -> "delapan lewat tiga puluh menit"; "08.00" -> "delapan"; "00.00" -> "nol nol"."""
    hour, minute = (int(part) for part in re.split(r"[.:]", written)[:2])
    hours = cardinal(hour) if hour else "nol nol"
    return f"{hours} lewat {cardinal(minute)} menit" if minute else hours


def _time_words(found: re.Match[str]) -> str:
    groups = found.groupdict()
    prefix = "jam " if (groups.get("prefix") or "").lower().startswith("jam") else "pukul "
    words = prefix + clock(found["start"])
    if end := groups.get("end"):
        until = "sampai dengan" if re.search(r"d", found["until"]) else "sampai"
        words += f" {until} {clock(end) if re.search(r'[.:]', end) else end}"
    if zone := groups.get("zone"):
        words += f" {ZONES[zone.upper()]}"
    return words


def _open_ended(found: re.Match[str]) -> str:
    zone = f" {ZONES[found['zone'].upper()]}" if found["zone"] else ""
    prefix = "jam" if (found["prefix"] or "").lower().startswith("jam") else "pukul"
    until = "sampai dengan" if re.search(r"d", found["until"]) else "sampai"
    return f"{prefix} {clock(found['start'])}{zone} {until} {found['end']}"


def _whole_hour(found: re.Match[str]) -> str:
    words = f"{found['prefix'].strip().rstrip('.:')} {cardinal(int(found['hour']))}"
    return words if found["zone"] is None else f"{words} {ZONES[found['zone'].upper()]}"


def _whole_hours(found: re.Match[str]) -> str:
    until = "sampai dengan" if re.search(r"d", found["until"]) else "sampai"
    words = (
        f"{found['prefix'].strip().rstrip('.:')} {cardinal(int(found['hour']))} {until} {cardinal(int(found['end']))}"
    )
    return words if found["zone"] is None else f"{words} {ZONES[found['zone'].upper()]}"


def _racing_time(found: re.Match[str]) -> str:
    minutes, seconds = cardinal(int(found["minutes"])), cardinal(int(found["seconds"]))
    return f"{minutes} menit {seconds} koma {digits(found['parts'])} detik"


def _until_hour(found: re.Match[str]) -> str:
    if int(found["end"]) > _LAST_HOUR:
        return found.group()
    prefix = "jam" if found["prefix"].lower().startswith("jam") else "pukul"
    until = "sampai dengan" if re.search(r"d", found["until"]) else "sampai"
    zone = f" {ZONES[found['zone'].upper()]}" if found["zone"] else ""
    return f"{prefix} {clock(found['start'])} {until} {cardinal(int(found['end']))}{zone}"


_BEGINNING = (
    "ibadah|senam|doa|upacara|pulang|apel pagi|(?:kelas|acara|rapat|kegiatan|pelajaran|latihan|lomba|ujian|sekolah) mulai|"
    "(?:siswa|sekolah|anak|guru) masuk|masuk (?:sekolah|kelas)"
)
_NO_HOUR = (
    r"(?:x|/|ribu|rb|juta|jt|mili[ay]r|persen|ton|kg|kilo|m|M|km|ha|meter|orang|org|unit|GT|USD|dari|per|detik|menit|inci)"
    r"(?![a-z])"
)


def _running_time(found: re.Match[str]) -> str:
    """Return a running time behind its distance: "lari 5 km: 18:45"."""
    return f"{found['way']}{cardinal(int(found['minutes']))} menit {cardinal(int(found['seconds']))} detik"


def _duty_hours(found: re.Match[str]) -> str:
    """Return hours through the night, where somebody is on duty: "malam 21-07"; else it may be a score."""
    if not mentions("duty_words", found.string):
        return found.group()
    return f"{found['when']}{cardinal(int(found['from']))} sampai {cardinal(int(found['to']))}"


TIMES: tuple[Rule, ...] = (
    # tides: an hour, and the height of the water
    rule(rf"(?P<clock>\b{_TWO_DIGIT_CLOCK})\s(?=\d,\d{{1,2}}\s?m\b)", rf"\g<clock> {BREATH}"),
    # one hour or another: "07.30/08.00"
    rule(
        rf"{_PREFIX}?(?<![\w.,:/-])(?P<start>{_TWO_DIGIT_CLOCK})\s?/\s?(?P<other>{_TWO_DIGIT_CLOCK})(?![\d%]|[.:,/-]\d)",
        lambda found: f"{_time_words(found)}, {clock(found['other'])}",
        needs="/",
    ),
    # the zone is said once, behind the second
    rule(rf"{_PREFIX}?(?<![\d.,:/])(?P<start>{_CLOCK})"
         rf"(?:\s?(?P<first>WITA|WIB|WIT)(?={_UNTIL}(?:pukul |pkl\. ?|jam )?{_CLOCK}\s?(?P=first)\b))?"
         rf"(?P<until>{_UNTIL})(?:pukul |pkl\. ?|jam )?(?P<end>{_CLOCK})"
         rf"(?![\d.,:]\d){_ZONE}?", _time_words, flags=re.IGNORECASE),
    rule(rf"{_PREFIX}?(?<![\d.,:/])(?P<start>{_CLOCK}){_ZONE}?(?P<until>{_UNTIL})(?P<end>selesai)\b",
         _open_ended, flags=re.IGNORECASE),
    # until a whole hour: "jam 9.30-11"
    rule(rf"{_PREFIX}(?P<start>{_CLOCK})(?P<until>{_UNTIL})(?P<end>\d{{1,2}})"
         rf"(?![\d.,:/]\d|\d|\s?(?:orang|org|hari|hr|bulan|bln|menit|mnt|jam|kali|x|desa|rumah|kg|m|km|%|jan|feb|mar|"
         rf"apr|mei|jun|jul|agu|sep|okt|nov|des))"
         rf"{_ZONE}?", lambda found: _until_hour(found), flags=re.IGNORECASE),
    rule(rf"{_PREFIX}(?P<start>{_CLOCK})(?::\d\d)?(?!\d){_ZONE}?", _time_words, flags=re.IGNORECASE),
    # a column of days and hours: "3 Des/09.00"
    rule(
        rf"(?<=[a-z])\s?/\s?(?P<start>{_TWO_DIGIT_CLOCK})(?![\d%]|[.:,/-]\d)",
        lambda found: f", {_time_words(found)}" if mentions("day_before", found.string[: found.start()]) else found.group(),
        needs="/",
    ),
    # one digit and a point behind a timed event: "Subuh 4.35", "feri berangkat 7.30"
    rule(
        r"(?P<what>\b(?i:subuh|d?zuhur|dhuhur|ashar|asar|mag?h?rib|isya|imsak|terbit|dhuha|duha|berangkat|brgkt|tiba|sandar|"
        r"kumpul|buka|tutup|senin|selasa|rabu|kamis|jum'?at|sabtu|minggu)\s)(?P<start>[1-9]\.[0-5]\d)(?![\d%]|[.,:/-]\d|\s?(?:ribu|rb|juta|jt|mili[ay]r|persen|ton|kg|m|km|ha|meter|"
        r"orang|org|unit)\b)",
        lambda found: f"{found['what']}{_time_words(found)}",
    ),
    # events that begin then, and actions at the beginning of a clause: "Senam 6.30 di lapangan", "7.30 jalan"
    rule(
        rf"(?P<what>\b(?i:{_BEGINNING})\s|(?:^|[,;]\s)(?i:jalan)\s)(?P<start>[4-9]\.(?:[0-5][05]))(?![\d%x]|[.,:/-]\d|\s?{_NO_HOUR})",
        lambda found: f"{found['what']}{_time_words(found)}",
    ),
    rule(
        r"(?P<what>^|[,;:]\s)(?P<start>[4-9]\.[0-5][05])"
        r"(?=\s(?:jalan(?=\s*(?:[.,;]|$|dari\b|ke\b|bersama\b))|berangkat|kumpul|pulang|apel pagi|senam|ibadah|doa bersama)\b)",
        lambda found: f"{found['what']}{_time_words(found)}",
    ),
    rule(
        rf"{_PREFIX}(?P<hour>\d{{1,2}})(?P<until>{_UNTIL})(?P<end>\d{{1,2}})(?![\d.,:]\d|\d|\s?(?:orang|hari|bulan|"
        rf"menit|jam)){_ZONE}?",
        _whole_hours,
        flags=re.IGNORECASE,
    ),
    rule(
        rf"{_PREFIX}(?P<hour>\d{{1,2}})(?![\d.,:]\d|\d|\s?(?:menit|mnt|detik|dtk|rb|ribu|jt|juta|k)\b){_ZONE}?",
        _whole_hour,
        flags=re.IGNORECASE,
    ),
)  # fmt: skip

TIMES_WORDS = {
    "duty_hours": _duty_hours, "running_time": _running_time, "racing_time": _racing_time, "time_words": _time_words,
}  # fmt: skip
"""Functions that rows of `patterns/times.tsv` name."""
