"""Makes the sample's recorded announcement: a chime, then espeak-ng's Indonesian voice. No human voice was recorded.

The result is bundled as kiosk/demo/content/kerja-bakti.ogg so that the sample needs no synthesiser. It names no date, so it does
not grow stale.
"""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile

RATE_HZ = 22050
WORDS_A_MINUTE = 130
KERJA_BAKTI = (
    "Assalamualaikum dan salam sejahtera, warga Desa Bunga. "
    "Mari kita kerja bakti membersihkan saluran air, setiap hari Sabtu, pukul setengah empat sore. "
    "Kita berkumpul di balai dusun masing-masing. Bawalah cangkul, parang, atau karung. "
    "Saluran yang bersih mencegah banjir dan nyamuk demam berdarah. Terima kasih."
)


def record(text: str, path: Path) -> None:
    """Write `text`, spoken after a chime, to `path` as mono Ogg Vorbis. Raises FileNotFoundError without espeak-ng."""
    program = shutil.which("espeak-ng")
    if program is None:
        raise FileNotFoundError("espeak-ng is missing: apt install espeak-ng")
    spoken = subprocess.run(
        [program, "-v", "id", "-s", str(WORDS_A_MINUTE), "--stdin", "--stdout"],
        input=text.encode(), capture_output=True, check=True,
    ).stdout  # fmt: skip
    voice, rate = soundfile.read(io.BytesIO(spoken), dtype="float32")
    if rate != RATE_HZ:
        raise ValueError(f"espeak-ng gave {rate} Hz, expected {RATE_HZ}")
    silence = np.zeros(RATE_HZ // 3, dtype=np.float32)
    sound = np.concatenate([_chime(), silence, voice / max(float(np.abs(voice).max()), 1e-6) * 0.8, silence])
    soundfile.write(path, sound, RATE_HZ, format="OGG", subtype="VORBIS", compression_level=0.9)


def _chime() -> npt.NDArray[np.float32]:
    """Three falling bell notes (E, C, G), each over the fading one before."""
    starts_s, length_s = 0.45, 1.6
    sound = np.zeros(int(RATE_HZ * (starts_s * 2 + length_s)), dtype=np.float32)
    t = np.arange(int(RATE_HZ * length_s)) / RATE_HZ
    for index, pitch_hz in enumerate((659.26, 523.25, 392.0)):
        note = np.exp(-3.2 * t) * (np.sin(2 * np.pi * pitch_hz * t) + 0.25 * np.sin(4 * np.pi * pitch_hz * t))
        start = int(RATE_HZ * starts_s * index)
        sound[start : start + note.size] += (note * 0.3).astype(np.float32)
    return sound
