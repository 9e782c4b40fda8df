"""Pictures and recordings: what is stored of them, and what is refused."""

from __future__ import annotations

import hashlib
import io
import struct
import subprocess
import sys
import wave
import zlib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from PIL import Image, features

from content_cache.files import in_memory
from content_cache.http.client import fetch
from content_cache.http.messages import Request
from content_cache.jobs.sandbox import here, run_bounded
from content_cache.media.convert import LARGEST, ConvertResult, ConvertTask, as_picture, convert
from content_cache.media.drafts import Decoding, FileDraft, converted
from content_cache.media.media_job import Got, MediaRequest, store_media
from content_cache.media.sound import MOST_SECONDS
from content_cache.model.errors import Code, FormatError
from tests.content_cache.misbehaving import MisbehavingServer, reply

pytestmark = [
    pytest.mark.attack(
        "what comes in",
        "a picture of a hundred megapixels, CMYK, 16 bits, turned, see-through, animated, torn, a GIF of 10,000 frames",
        "decoded at a fraction or refused, in a reader of less than 300 MB",
    ),
    pytest.mark.attack(
        "what comes in",
        "a reader that was taken over writes a file that attacks whoever shows it",
        "a draft is kept only as a JPEG, PNG or WAV of our sizes",
    ),
]


def picture(size: tuple[int, int], kind: str = "PNG", mode: str = "RGB", **options: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, "red").save(out, kind, **options)
    return out.getvalue()


def opened(body: bytes) -> Image.Image:
    content, _ = as_picture(body)
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def test_a_large_picture_is_fitted_to_the_screen_and_a_small_one_left() -> None:
    assert opened(picture((4000, 1000), "JPEG")).size == (2560, 640)
    assert opened(picture((40, 30))).size == (40, 30)
    assert [as_picture(picture((40, 30), kind))[1] for kind in ("JPEG", "PNG", "GIF", "WEBP", "AVIF")] == [
        ".jpg",
        ".png",
        ".png",
        ".png",
        ".png",
    ]


def test_a_picture_is_turned_upright_and_loses_where_it_was_taken() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # orientation: the camera was held sideways
    exif[0x010F] = "Kamera"
    turned = opened(picture((400, 200), "JPEG", exif=exif.tobytes()))
    assert turned.size == (200, 400)
    assert not turned.getexif()


def bomb() -> bytes:
    """A PNG of 20,000 x 20,000 pixels in some 50 kB."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = zlib.compressobj(9)
    packed = b"".join(rows.compress(bytes(2501) * 100) for _ in range(200)) + rows.flush()
    head = struct.pack(">IIBBBBB", 20_000, 20_000, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<svg/>",
        picture((90, 90), "AVIF")[:200],
        picture((90, 90))[:60],
        picture((900, 900), "JPEG")[:2000],
        b"GIF89a" + b"\xff" * 50,
        bomb,
    ],
)
def test_what_is_no_sound_picture_is_refused(body: bytes | Callable[[], bytes]) -> None:
    with pytest.raises(FormatError, match=r"^.{10,200}$"):
        as_picture(body() if callable(body) else body)


def sound(rate: int, channels: int, kind: str = "WAV", seconds: float = 0.5) -> bytes:
    tone = 0.5 * np.sin(2 * np.pi * 440 * np.arange(int(rate * seconds)) / rate)
    out = io.BytesIO()
    soundfile.write(out, np.repeat(tone[:, None], channels, axis=1), rate, format=kind)
    return out.getvalue()


def as_recording(body: bytes, folder: Path) -> bytes:
    """The recording that the media folder has in the end, decoded in this process."""
    with in_memory(body) as coming, closing((decoding := Decoding(coming, folder, picture=False)).draft):
        (made,) = converted(here, [decoding], 60.0)
        return (folder / decoding.draft.keep_file(made).name).read_bytes()


def stored(batch: tuple[MediaRequest, ...], folder: Path, most: int) -> tuple[Got, ...]:
    return store_media(batch, folder, most, 0, fetch=fetch, bounded=bounded, seconds=60.0)


@pytest.mark.parametrize(
    ("recorded", "channels", "kind", "rate"),
    [(22_050, 1, "WAV", 22_050), (96_000, 2, "WAV", 48_000), (44_100, 2, "OGG", 44_100), (44_100, 1, "MP3", 44_100)],
)
def test_a_recording_becomes_plain_pcm(recorded: int, channels: int, kind: str, rate: int, tmp_path: Path) -> None:
    content = as_recording(sound(recorded, channels, kind), tmp_path)
    with wave.open(io.BytesIO(content)) as wav:
        assert (wav.getframerate(), wav.getnchannels(), wav.getsampwidth()) == (rate, 1, 2)
        assert abs(wav.getnframes() / rate - 0.5) < 0.1
        heard = np.frombuffer(wav.readframes(wav.getnframes()), "<i2").astype(float)
    assert 0.2 < np.sqrt(np.mean((heard / 32768) ** 2)) < 0.45  # a tone of half the full scale is still one


def bounded(seconds: float, function: Callable[..., Any], /, *args: object, **files: Any) -> Any:
    return run_bounded(function, *args, deadline=seconds, **files)


def test_a_recording_is_decoded_where_no_code_may_be_made_at_run_time(tmp_path: Path) -> None:
    """MemoryDenyWriteExecute= of the refresher: cffi makes code for callbacks, and each recording was refused."""
    (tmp_path / "a.wav").write_bytes(sound(22_050, 1))
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_NEW_CODE, str(tmp_path)], capture_output=True, text=True, check=True
    )
    if done.stdout == "none":
        pytest.skip("this kernel is older than Linux 6.3")
    assert done.stdout.endswith(".wav")


WITHOUT_NEW_CODE = """
import ctypes, sys
from pathlib import Path
from content_cache.jobs.sandbox import run_bounded
from content_cache.media.drafts import Decoding, converted
folder = Path(sys.argv[1])
if ctypes.CDLL(None).prctl(65, 1, 0, 0, 0) != 0:  # PR_SET_MDWE, PR_MDWE_REFUSE_EXEC_GAIN
    sys.exit(print("none", end=""))
with open(folder / "a.wav", "rb") as body:
    decoding = Decoding(body, folder, picture=False)
    (made,) = converted(lambda s, f, *args, **files: run_bounded(f, *args, deadline=s, **files), [decoding], 60)
    print(decoding.draft.keep_file(made).name, end="")
"""


@pytest.mark.parametrize("body", [b"", b"RIFF", b"not a sound at all" * 99, sound(8000, 1, seconds=0.0)])
def test_what_is_no_recording_is_refused(body: bytes, tmp_path: Path) -> None:
    with pytest.raises(FormatError):
        as_recording(body, tmp_path)


def test_a_recording_that_is_too_long_is_refused(tmp_path: Path) -> None:
    out = io.BytesIO()
    soundfile.write(out, np.zeros(1000 * (MOST_SECONDS + 1), "int16"), 1000, format="WAV")
    with pytest.raises(FormatError, match="recording_too_long"):
        as_recording(out.getvalue(), tmp_path)


def test_a_file_is_named_by_its_content_and_nothing_else_is_left(tmp_path: Path) -> None:
    names = []
    for _ in range(2):
        with closing(Decoding(in_memory(picture((9, 9))), tmp_path, picture=True).draft) as draft:
            draft.file.write(as_picture(picture((9, 9)))[0])
            names.append(draft.keep_file(ConvertResult(".png")).name)
    assert [path.name for path in tmp_path.iterdir()] == [names[0]] == [names[1]]
    assert names[0] == f"{hashlib.sha256((tmp_path / names[0]).read_bytes()).hexdigest()}.png"


@pytest.mark.parametrize(
    ("content", "ending"),
    [
        (b"#!/bin/sh\n", ".sh"),
        (b"GIF89a" + bytes(900), ".png"),
        (picture((4000, 10)), ".png"),
        (picture((4000, 10), "JPEG"), ".jpg"),
        (picture((9, 9)), ".jpg"),
        (b"\xff\xd8\xff", ".jpg"),
        (sound(96_000, 1), ".wav"),
        (sound(44_100, 2), ".wav"),
        (sound(44_100, 1) + b"more", ".wav"),
        (b"", ".wav"),
    ],
)
def test_what_a_reader_wrote_is_kept_only_if_it_is_what_ours_write(content: bytes, ending: str, tmp_path: Path) -> None:
    with closing(FileDraft(tmp_path)) as draft:
        draft.file.write(content)
        draft.file.flush()
        with pytest.raises(FormatError):
            draft.keep_file(ConvertResult(ending))
    assert list(tmp_path.iterdir()) == []


def test_a_batch_in_the_bounded_child_takes_what_is_good(tmp_path: Path, server: MisbehavingServer) -> None:
    def wanted(url: str, *, picture: bool) -> MediaRequest:
        request = Request(url=url, deadline=20.0, max_bytes=1_000_000, user_agent="t", private_host="127.0.0.1")
        return MediaRequest(request=request, picture=picture)

    batch = (
        wanted(server.on("/a", reply(picture((2000, 2000), "JPEG"))), picture=True),
        wanted(server.on("/b", reply(sound(44_100, 2, "MP3"))), picture=False),
        wanted(server.on("/c", reply(bomb())), picture=True),
        wanted(server.on("/d", reply(picture((90, 90)), length=9999)), picture=True),
        wanted(server.url + "/none", picture=True),
    )
    got = stored(batch, tmp_path, 10_000_000)
    records = [one.record for one in got]
    assert [bool(record.path) for record in records] == [True, True, False, False, False]
    assert all((tmp_path / record.path).stat().st_size == record.bytes for record in records if record.path)
    codes = [record.error.code for record in records[2:] if record.error]
    assert codes == [Code.NO_PICTURE, Code.CUT_OFF, Code.NOT_FOUND]
    assert "pixels" in str(records[2].error)


OPTIONS: dict[str, dict[str, Any]] = {
    "JPEG": {"progressive": True},
    "PNG": {"compress_level": 1},
    "WEBP": {},
    "AVIF": {"speed": 10},
}


@pytest.mark.slow(cases=0)
def test_a_photograph_of_twelve_megapixels_goes_through_the_bounded_child(
    tmp_path: Path, server: MisbehavingServer
) -> None:
    rough = np.random.default_rng(1).integers(0, 255, (150, 200, 3), "uint8")
    photo = Image.fromarray(rough).resize((4000, 3000), Image.Resampling.BICUBIC)
    bodies: dict[str, bytes] = {}
    for kind in ("JPEG", "PNG", "WEBP", *(("AVIF",) if features.check("avif") else ())):
        out = io.BytesIO()
        photo.save(out, kind, **OPTIONS[kind])
        bodies[kind] = out.getvalue()
    batch = tuple(
        MediaRequest(
            request=Request(
                url=server.on(f"/{kind}", reply(body)),
                deadline=30.0,
                max_bytes=40_000_000,
                user_agent="t",
                private_host="127.0.0.1",
            ),
            picture=True,
        )
        for kind, body in bodies.items()
    )
    for got in stored(batch, tmp_path, 120_000_000):
        assert not got.record.error
        with Image.open(tmp_path / got.record.path) as kept:
            assert kept.size == (2560, 1920)
        assert got.record.bytes < 2_000_000


def poster(size: tuple[int, int]) -> Image.Image:
    """Black on white, with a red corner: where it lies tells how it was turned."""
    drawn = Image.new("RGB", size, "white")
    drawn.paste("black", (size[0] // 4, size[1] // 4, size[0] // 2, size[1] // 2))
    drawn.paste("red", (0, 0, size[0] // 8, size[1] // 8))
    return drawn


def encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def sixteen_bits() -> bytes:
    grey = np.full((400, 300), 65535, "uint16")
    grey[100:200, 75:150] = 0
    return encoded(Image.fromarray(grey), "PNG")


def see_through(letters: str) -> bytes:
    drawn = Image.new("RGBA", (300, 400), (0, 0, 0, 0))
    drawn.paste(letters, (75, 100, 150, 200))
    return encoded(drawn, "PNG")


def ten_thousand_frames() -> bytes:
    """A GIF of as many frames of one pixel each, after a first one that is a poster."""
    first = encoded(poster((300, 400)).quantize(8), "GIF")
    frame = b"!\xf9\x04\x00\x00\x00\x00\x00," + bytes(4) + b"\x01\x00\x01\x00\x00\x02\x02D\x01\x00"
    return first[:-1] + frame * 10_000 + b";"


def animation() -> bytes:
    frames = [poster((300, 400)), Image.new("RGB", (300, 400), "blue")]
    return encoded(frames[0], "WEBP", save_all=True, append_images=frames[1:], duration=100, lossless=True)


SIDEWAYS = Image.Exif()
SIDEWAYS[0x0112] = 6  # to be turned by 90 degrees, with the clock


@pytest.mark.parametrize(
    ("body", "size", "ground"),
    [
        (encoded(poster((300, 400)).convert("CMYK"), "JPEG", quality=95), (300, 400), 255),
        (sixteen_bits(), (300, 400), 255),
        (see_through("black"), (300, 400), 255),
        (see_through("white"), (300, 400), 0),
        (ten_thousand_frames(), (300, 400), 255),
        (animation(), (300, 400), 255),
        (encoded(poster((300, 400)).transpose(Image.Transpose.ROTATE_90), "JPEG", exif=SIDEWAYS), (300, 400), 255),
        (encoded(poster((300, 400)).convert("P"), "PNG"), (300, 400), 255),
        (encoded(poster((300, 400)).convert("1"), "PNG"), (300, 400), 255),
    ],
    ids=["CMYK", "16 bits", "see-through", "white letters", "10,000 frames", "animated", "EXIF", "palette", "1 bit"],
)
def test_an_unusual_picture_is_shown_as_it_was_meant(body: bytes, size: tuple[int, int], ground: int) -> None:
    image = opened(body)
    assert (image.size, image.mode) == (size, "RGB")
    corner, within = image.getpixel((290, 200)), image.getpixel((110, 150))
    assert isinstance(corner, tuple)
    assert isinstance(within, tuple)
    assert all(abs(value - ground) < 12 for value in corner)
    assert all(abs(value - (255 - ground)) < 12 for value in within)


def with_peak(task: ConvertTask) -> tuple[ConvertResult, int]:
    """Convert *task* and return its result and the child's peak memory in bytes."""
    (made,) = convert((task,))
    (line,) = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")]
    return made, int(line.split()[1]) * 1024


def hundred_megapixels(kind: str) -> bytes:
    if kind == "JPEG":
        return encoded(Image.new("L", (10_000, 10_000), 200), "JPEG")
    if kind == "progressive":
        return encoded(Image.new("RGB", (10_000, 10_000), "red"), "JPEG", progressive=True, quality=50)
    if kind == "strip":
        return encoded(Image.new("RGB", (60_000, 1_700), "red"), "JPEG", quality=50)
    return bomb()


@pytest.mark.slow(cases=0)
@pytest.mark.parametrize(("kind", "fits"), [("JPEG", True), ("progressive", False), ("strip", True), ("PNG", False)])
def test_a_hundred_megapixels_are_fitted_or_refused_within_300_mb(kind: str, fits: bool, tmp_path: Path) -> None:
    with in_memory(hundred_megapixels(kind)) as coming:
        decoding = Decoding(coming, tmp_path, picture=True)
        with closing(decoding.draft):
            task = decoding.task
            made, peak = run_bounded(
                with_peak, task, deadline=30.0, readable=("/proc",), handed=(task.coming, task.going, task.small)
            )
            assert (made.error is None) == fits
            if fits:
                kept = decoding.draft.keep_file(made)
                assert max(kept.width, kept.height) == LARGEST
                assert kept.small
    assert peak < 300_000_000
