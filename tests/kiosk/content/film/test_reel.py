"""Films decoded in captivity, a picture at a time: as they become due, and whatever is wrong with them."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from content_cache.jobs.sandbox import run_bounded
from content_cache.model.errors import CacheError
from kiosk.content.film.reel import Reel
from kiosk.content.film.ring import BYTES, SLOTS, FrameRing
from tests.support import films

pytestmark = [
    pytest.mark.attack(
        "what comes in",
        "a film takes its decoder over: it makes the shared memory smaller or larger, says sizes and times "
        "that are none, reads other files",
        "the memory is sealed, every number is checked by the window, Landlock and seccomp: it can write "
        "pixels and nothing else",
    ),
    pytest.mark.attack(
        "what comes in",
        "a film that is damaged after it was stored, in the middle or at its beginning",
        'a few packets are passed over, else "Film tidak bisa diputar."; the item stays',
    ),
]


PATIENCE_S = 20.0
MEMORY = 300_000_000


@pytest.fixture
def play(tmp_path: Path) -> Iterator[Callable[..., Reel]]:
    reels: list[Reel] = []

    def begin(body: bytes, start: float = 0.0) -> Reel:
        path = tmp_path / f"{len(reels)}.film"
        path.write_bytes(body)
        reels.append(Reel(path, start))
        return reels[-1]

    yield begin
    for reel in reels:
        reel.close()
        reel.join()


def shown(reel: Reel, seconds: float) -> tuple[float, tuple[int, int], int]:
    """Time, size and brightness of what is due, once it is decoded."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end and not reel.failed:
        if (found := reel.latest_picture(seconds)) and abs(found[0] - seconds) < 0.05:
            when, (width, height), pixels = found
            return when, (width, height), pixels[3 * (height // 2 * width + width // 2)]
        time.sleep(0.01)
    raise AssertionError(f"no picture for {seconds}, failed: {reel.failed}")


def fails(reel: Reel) -> bool:
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end and not reel.failed:
        reel.latest_picture(0.0)
        time.sleep(0.01)
    return reel.failed


@pytest.mark.parametrize("kind", ["mp4", "webm"])
def test_the_picture_that_is_due_is_there(play: Callable[..., Reel], kind: str) -> None:
    """Each second of the film is brighter than the one before."""
    reel = play(films.film(4.0, kind=kind, size=(160, 90)))
    looks = [shown(reel, seconds) for seconds in (0.0, 1.2, 2.2, 3.2)]
    assert {size for _, size, _ in looks} == {(160, 90)}
    levels = [level for *_, level in looks]
    assert levels == sorted(set(levels))


def test_it_goes_back_and_forward_and_begins_in_the_middle(play: Callable[..., Reel]) -> None:
    reel = play(films.film(6.0), 3.2)
    middle = shown(reel, 3.2)[2]
    reel.go_to(0.2)
    assert shown(reel, 0.2)[2] < middle
    reel.go_to(5.2)
    assert shown(reel, 5.2)[2] > middle


def test_after_its_end_it_can_be_told_to_go_back(play: Callable[..., Reel]) -> None:
    reel = play(films.film(1.0))
    end = time.monotonic() + PATIENCE_S
    while not reel.ended and time.monotonic() < end:
        reel.latest_picture(0.96)
        time.sleep(0.01)
    assert reel.ended
    reel.go_to(0.2)
    assert shown(reel, 0.2)[0] == pytest.approx(0.2, abs=0.05)


@pytest.mark.parametrize("size", [(202, 360), (638, 358), (16, 16)], ids=["upright", "not of whole words", "tiny"])
def test_pictures_of_any_size_are_whole(play: Callable[..., Reel], size: tuple[int, int]) -> None:
    reel = play(films.film(1.0, size=size))
    assert shown(reel, 0.2)[1] == size
    found = reel.latest_picture(0.2)
    assert found is not None
    assert len(found[2]) == size[0] * size[1] * 3
    assert max(found[2]) - min(found[2][0:3]) < 90, "one colour from edge to edge"


@pytest.mark.slow(cases=2)
@pytest.mark.parametrize(
    "made",
    [
        lambda: films.film(picture=False),
        lambda: films.film()[:9000],
        lambda: films.noisy(films.film()),
        lambda: films.film(0.2, size=(1920, 1080)),
        lambda: films.film(codec="mpeg4"),
        bytes,
        lambda: b"\x00\x00\x00\x20ftypisom" + bytes(500),
    ],
    ids=["no pictures", "cut off", "noise", "HD", "codec", "empty", "head alone"],
)
def test_what_cannot_be_played_says_so(play: Callable[..., Reel], made: Callable[[], bytes]) -> None:
    assert fails(play(made()))


def test_a_file_that_is_gone_says_so(tmp_path: Path) -> None:
    reel = Reel(tmp_path / "gone.mp4")
    assert fails(reel)
    reel.close()


def test_damage_in_the_middle_is_passed_over(play: Callable[..., Reel]) -> None:
    body = bytearray(films.film(6.0))
    at = body.index(b"mdat") + 12_000
    body[at : at + 40] = bytes(40)
    reel = play(bytes(body))
    assert shown(reel, 0.2)
    assert shown(reel, 5.6)


def test_nothing_is_left_of_one_that_was_closed(play: Callable[..., Reel]) -> None:
    before = {each.name for each in Path("/proc/self/fd").iterdir()}
    reel = play(films.film(4.0))
    shown(reel, 0.2)
    reel.close()
    reel.join()
    assert {each.name for each in Path("/proc/self/fd").iterdir()} <= before


# a decoder that was taken over


def taken_over(ring: int) -> bool:
    """In the child: all that it may do to the shared memory."""
    shared = FrameRing(ring)
    for size in (0, 1, 1 << 40):
        try:
            os.ftruncate(ring, size)
        except OSError:
            continue
        raise AssertionError("it could be made another size")
    shared.set_size(2**32 - 1, 2**32 - 1)
    for slot, seconds in enumerate((float("nan"), float("inf"), -1e300, 1e300, 0.0, 5.0, 7.0, 9.0)):
        shared.fill(slot, seconds)
    return True


def test_a_decoder_that_was_taken_over_can_write_pixels_and_nothing_else() -> None:
    ring = FrameRing()
    assert run_bounded(taken_over, ring.descriptor, deadline=10.0, handed=(ring.descriptor,))
    assert ring.frame_size is None
    assert ring.latest_frame(6.0) is None
    ring.set_size(640, 360)
    found = ring.latest_frame(6.0)
    assert found is not None
    assert (found[0], len(found[2])) == (5.0, BYTES)
    ring.set_size(640, 361)
    assert ring.latest_frame(6.0) is None
    del found
    ring.close()


def test_the_memory_is_sealed() -> None:
    ring = FrameRing()
    seals = fcntl.fcntl(ring.descriptor, fcntl.F_GET_SEALS)
    assert seals & fcntl.F_SEAL_SHRINK
    with pytest.raises(OSError, match="not permitted"):
        os.ftruncate(ring.descriptor, 0)
    ring.close()


def asks_for_more(_film: int) -> bool:
    Path("/etc/passwd").read_bytes()
    return True


def test_it_reads_nothing_but_its_film(tmp_path: Path) -> None:
    film = os.open(tmp_path / "f", os.O_RDWR | os.O_CREAT)
    with pytest.raises(CacheError):
        run_bounded(asks_for_more, film, deadline=10.0, handed=(film,))
    os.close(film)


def test_a_picture_is_written_over_only_when_a_later_one_is_due() -> None:
    ring = FrameRing()
    ring.set_size(16, 16)
    for slot in range(SLOTS):
        assert ring.free_slot() is not None
        ring.fill(slot, slot / 25)
    ring.want(0.0)
    assert ring.free_slot() is None, "the oldest is shown"
    ring.want(1 / 25)
    assert ring.free_slot() == 0
    ring.close()
