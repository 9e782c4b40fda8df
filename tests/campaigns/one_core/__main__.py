"""Does a kiosk on one core with 1 GB of memory speak by its slow voice? `python -m tests.campaigns.one_core MODELS OUT
[MINUTES]`, as
root, for control groups of version 1; MODELS as `tests/campaigns/listening/models.sh` leaves it. MINUTES (12) until the read-out.

All of `kiosk run` in a window that nothing shows (`tests.campaigns.two_ways.living`), its four buttons, a loudspeaker that
is a WAV file,
written in real time. An office publishes a notice that it has spoken, another one 15 items that nobody has. They come while
nobody is there; somebody presses a button while they are being made, has the notice read out, and goes; then comes the hour of
the bulletin. Exit 1 for what does not hold.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from kiosk.speech.playback.file_output import RATE_HZ
from kiosk.speech.script.normaliser import say_words
from kiosk.speech.synthesis.cache import SoundCache
from kiosk.speech.synthesis.kokoro_files import TERMS
from kiosk.speech.synthesis.voice_files import LICENCE
from kiosk.speech.wav import measure_header, pcm, read_mono, write_wav
from tests.campaigns.one_core.machine import Machine
from tests.campaigns.two_ways.kiosk_process import Kiosk, likeness

ZONE = ZoneInfo("Asia/Makassar")
RATE_WPM = 110
MEMORY = 1 << 30
ALIKE = 0.9
FIRST_SOUND_S, MOST_CPU, GONE_S = 0.15, 0.5, 1.0
HEARD = 60
CHIME_S, PAUSE_S = 10.0, 1.5  # at most
NOTICE = "Pelayanan kartu tanda penduduk di balai desa"
_WORDS = (
    "Warga yang belum merekam data diminta datang membawa kartu keluarga asli dan surat pengantar dari kepala dusun.",
    "Petugas kecamatan melayani sampai sore, dan tidak ada biaya apa pun.",
    "Bagi warga lanjut usia yang tidak dapat datang, petugas berkunjung ke rumah pada hari berikutnya.",
)
_ITEMS = (
    "Pembagian bibit kelapa", "Kerja bakti saluran air", "Penimbangan balita", "Pemadaman listrik", "Pendataan nelayan",
    "Pasar murah",
    "Rapat karang taruna", "Latihan paduan suara", "Pemeriksaan mata gratis", "Kunjungan dokter hewan", "Pengajian ibu-ibu",
    "Lomba dayung", "Panen raya jagung", "Jembatan selesai dibangun", "Juara lomba desa",
)  # fmt: skip


def main(models: Path, out: Path, minutes: float = 12.0) -> int:
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    (models / "kokoro" / LICENCE).write_text(TERMS, "utf-8")
    spoken = _office(out / "dinas", {"notice": _item(NOTICE, "pengumuman", 0)}, voices=models)
    plain = _office(out / "kecamatan", {f"item{n}": _item(each, _kind(n), n) for n, each in enumerate(_ITEMS)})
    at = (datetime.now(ZONE) + timedelta(minutes=minutes)).replace(second=0, microsecond=0)
    settings = (
        f'[place]\nname = "Desa Melati"\ntimezone = "Asia/Makassar"\n{spoken}{plain}[[readout]]\nat = "{at:%H:%M}"\n'
    )
    failed = 0

    def check(holds: object, what: str) -> None:
        nonlocal failed
        failed += not holds
        sys.stdout.write(f"{datetime.now(ZONE):%H:%M:%S} {'ok  ' if holds else 'FAIL'} {what}\n")
        sys.stdout.flush()

    with Machine("kiosk-one-core", MEMORY) as machine:
        kiosk = Kiosk(out, "kiosk", settings, voice="kokoro", device="wav", within=machine.within)
        (kiosk.data / "voices").mkdir()
        (kiosk.data / "voices/kokoro").symlink_to((models / "kokoro").resolve())
        kiosk.start("--no-refresh", "--paced")
        try:
            _night(kiosk, out, check)
            _visitor(kiosk, machine, check)
            _bulletin(kiosk, at, check)
        finally:
            kiosk.stop()
        check(machine.refused == 0, f"memory at most {machine.peak >> 20} MB; {machine.refused} times at the limit")
    return 1 if failed else 0


# the editions


def _kind(number: int) -> str:
    return ("pengumuman", "kegiatan", "berita")[(number >= 6) + (number >= 12)]


def _item(title: str, category: str, number: int) -> str:
    now = datetime.now(ZONE)
    starts = now.replace(hour=23, minute=number, second=0, microsecond=0)
    head = f"title: {title}\ncategory: {category}\n"
    if category == "kegiatan":
        head += f"starts: {starts.isoformat()}\nplace: balai pertemuan\n"
    return f"---\n{head}---\n\n{' '.join(f'{each[:-1]} ({number + 1}).' if not n else each for n, each in enumerate(_WORDS))}\n"


def _office(folder: Path, items: Mapping[str, str], *, voices: Path | None = None) -> str:
    """Publishes the items; the settings of a kiosk that takes them."""
    content = folder / "isi"
    content.mkdir(parents=True)
    (content / "feed.toml").write_text(
        f'title = "{folder.name.title()}"\npublisher = "{folder.name.title()}"\n', "utf-8"
    )
    for name, text in items.items():
        (content / f"{name}.md").write_text(text, "utf-8")
    data = folder / "data"
    (data / "voices").mkdir(parents=True)
    if voices is not None:
        (data / "voices/kokoro").symlink_to((voices / "kokoro").resolve())
    _kiosk(data, "keys", "new", "--to", str(folder / "kunci"), "--no-password")
    key = next((folder / "kunci").glob("*news*.key"))
    voice = ["--voice", "kokoro"] if voices is not None else []
    _kiosk(data, "publish", str(content), "--to", str(folder / "terbit"), "--key", str(key), *voice)
    public = key.with_suffix(".pub").read_text("utf-8").splitlines()[1]
    return (
        f'[[source]]\nname = "{folder.name.title()}"\nformat = "central"\nurl = "http://127.0.0.1:9/{folder.name}/"\n'
        f'keys = ["{public} news"]\n'
    )


def _kiosk(data: Path, *words: str) -> None:
    call = [sys.executable, "-m", "kiosk", "--data", str(data), *words]
    subprocess.run(call, check=True, stdout=subprocess.DEVNULL, timeout=1800)


# what happens


def _night(kiosk: Kiosk, out: Path, check: Callable[[object, str], None]) -> None:
    """Both editions come while nobody is there; the voice begins."""
    for office in ("dinas", "kecamatan"):
        done = kiosk.command("import", str(out / office / "terbit"))
        check(done.returncode == 0, f"{office} comes: {done.stdout.strip()[:100]}")
    came = time.monotonic()
    began = kiosk.until(lambda: _makers(kiosk), 180)
    check(began, f"the voice begins {time.monotonic() - came:.0f} s after what came")
    made = kiosk.until(lambda: len(_ready(kiosk)) >= 3, 180)
    check(made, f"it has made {len(_ready(kiosk))} sentences, {time.monotonic() - came:.0f} s after what came")


def _visitor(kiosk: Kiosk, machine: Machine, check: Callable[[object, str], None]) -> None:
    kiosk.until(lambda: _makers(kiosk), 60)
    with machine.watched() as seconds:
        touched = time.monotonic()
        kiosk.tap("home")
        gone = kiosk.until(lambda: not _makers(kiosk), 20)
        waited = time.monotonic() - touched
        check(gone and waited <= GONE_S, f"{waited:.2f} s after a press the voice's child is gone")
        kiosk.quiet()
        found = kiosk.seek("Pengumuman")
        kiosk.press("listen")
        found = found and kiosk.seek(NOTICE)
        check(found, f"by the buttons to the notice: {kiosk.said[-1][:60]!r}")
        before = _samples(kiosk)
        waited = _first_sound(kiosk, before, kiosk.touch("listen", 0.05))
        sounds = kiosk.utterances[-1]["sounds"]
        check(all(sounds), f"{sum(map(bool, sounds))} of {len(sounds)} sentences of it are the office's")
        check(waited <= FIRST_SOUND_S, f"{waited * 1000:.0f} ms from when the button is let go to its first sound")
        kiosk.quiet()
        check(likeness(kiosk.sound, Path(sounds[1])) >= ALIKE, "and what is heard is the office's voice")
        kiosk.press("next")
        check(not _makers(kiosk), "nothing is made while somebody is there")
    if seconds:
        high = [each for each in seconds if each.load > MOST_CPU]
        check(
            not high,
            f"of {len(seconds)} seconds while somebody is there the processor is used "
            f"{statistics.median(each.load for each in seconds):.0%} in the middle one, "
            f"{max(each.load for each in seconds):.0%} at most; {len(high)} above {MOST_CPU:.0%}",
        )
        for each in high:
            sys.stdout.write(
                f"         {each.load:.0%} in the second before {each.at:.0f} s after the touch: {each.by}\n"
            )
    kiosk.press("home")
    check(kiosk.until(lambda: kiosk.state["screen"] == "idle", 300), "nobody is there any more")


def _bulletin(kiosk: Kiosk, at: datetime, check: Callable[[object, str], None]) -> None:
    seen = len(kiosk.utterances)
    ready = len(_ready(kiosk))
    while (left := (at - datetime.now(ZONE)).total_seconds()) > 0:
        time.sleep(min(left, 5.0))
        if len(_ready(kiosk)) == ready and not _makers(kiosk) and left < 5:
            break
        ready = len(_ready(kiosk))
    before = _samples(kiosk)
    said = kiosk.until(lambda: len(kiosk.utterances) > seen, 120)
    check(said, f"the read-out begins; {len(_ready(kiosk))} sentences were made")
    if not said:
        return
    told = kiosk.utterances[-1]["sentences"]
    kiosk.until(lambda: not kiosk.state.get("speaks"), 900)
    own = SoundCache(kiosk.data / "speech/ready")
    voice = str(kiosk.data / "voices/kokoro/em_alex")
    files = [own.path_of(each, voice=voice, rate_wpm=RATE_WPM, language="id") for each in told]
    there = [each for each in files if each.exists()]
    check(
        len(there) == len(files), f"of {len(files)} sentences of the bulletin {len(there)} are made by the slow voice"
    )
    titles = sum(any(say_words(title) in each for each in told) for title in _ITEMS)
    check(titles == len(_ITEMS), f"{titles} items of {len(_ITEMS)} are in it")
    alike = sum(each >= ALIKE for each in _alike(kiosk, before, there))
    check(there and alike == len(files), f"{alike} of {len(files)} are heard so in the loudspeaker, in their order")


def _alike(kiosk: Kiosk, before: int, files: list[Path]) -> Iterator[float]:
    """Yield how alike each sentence and its part of the recording are, from 0 to 1. The part is found by the lengths
    and pauses before it."""
    heard = read_mono(kiosk.sound, RATE_HZ)[before:]
    piece, passed = kiosk.folder / "piece.wav", 0.0
    for number, file in enumerate(files):
        length = measure_header(file).duration_s
        until = passed + length + CHIME_S + number * PAUSE_S
        write_wav(piece, heard[int(passed * RATE_HZ) : int(until * RATE_HZ)], RATE_HZ)
        yield likeness(piece, file)
        passed += length


# looks


def _ready(kiosk: Kiosk) -> list[Path]:
    return list((kiosk.data / "speech/ready").glob("*.wav"))


def _makers(kiosk: Kiosk) -> list[int]:
    """Processes of the slow voice."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            words = (place / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if b"kiosk.speech.synthesis.child" in words and f"{kiosk.data}/voices/kokoro/em_alex".encode() in words:
            found.append(int(place.name))
    return found


def _samples(kiosk: Kiosk) -> int:
    return max(0, kiosk.sound.stat().st_size - 44) // 2 if kiosk.sound.exists() else 0


def _first_sound(kiosk: Kiosk, before: int, pressed: float) -> float:
    """Seconds until a sample was written that is heard."""
    while (waited := time.monotonic() - pressed) < 30:
        if kiosk.sound.exists():
            with kiosk.sound.open("rb") as file:
                file.seek(44 + 2 * before)
                if any(abs(sample) > HEARD for sample in pcm(file.read())):
                    return waited
        time.sleep(0.003)
    return waited


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]), *map(float, sys.argv[3:])))
