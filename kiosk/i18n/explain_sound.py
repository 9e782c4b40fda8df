"""The voice's and the loudspeaker's own lines in Indonesian, for `kiosk check`; one that has no words yet is told as it is."""

from __future__ import annotations

import re

# the first that matches holds; \1 … are the line's own details
_WORDS: tuple[tuple[str, str], ...] = (
    (r"^voice: mb-id1$", "berbicara dengan suara mb-id1"),
    (r"^voice: id$", "berbicara dengan suara espeak-ng (id)"),
    (r"^voice: (.+)$", r"berbicara dengan suara \1"),
    (r"package (mbrola[\w-]*) is not installed \(Debian's ([\w-]+) part\)",
     r"suara mb-id1 yang lebih jelas belum terpasang; pasang dengan: apt install \1 (bagian \2 Debian)"),
    (r"espeak-ng is not there", "espeak-ng belum terpasang; pasang dengan: apt install espeak-ng"),
    (r"voice '(.+?)' is unknown: use one of ([^;]+?), or the path",
     r"suara '\1' tidak dikenal; pakai salah satu dari \2, atau folder suara, pada [speech] voice"),
    (r"^(.+): there is no \.onnx file", r"\1: tidak ada berkas .onnx di folder suara ini"),
    (r"^(.+\.json): is missing", r"\1: berkas ini hilang; salin ulang bersama berkas .onnx-nya"),
    (r"^(.+): Piper is not installed", r"\1: Piper belum terpasang; pasang dengan: pip install piper-tts"),
    (r"^(.+): is no ONNX model", r"\1: ini bukan berkas suara .onnx; salin ulang"),
    (r"^(.+): is no (?:JSON|settings file)", r"\1: ini bukan berkas setelan suara Piper; ambil dari tempat asal .onnx-nya"),
    (r"^(.+): cannot be loaded", r"\1: berkas suara ini tidak dapat dibaca; salin ulang"),
    (r"no sound (?:after|came)", "suara tidak keluar; periksa espeak-ng"),
    (r"no sound device for '(.+?)':", r"tidak ada perangkat suara '\1'"),
)  # fmt: skip


def explain_sound(line: str) -> str:
    """What to tell a technician of it."""
    for pattern, words in _WORDS:
        if found := re.search(pattern, line):
            return found.expand(words)
    return line
