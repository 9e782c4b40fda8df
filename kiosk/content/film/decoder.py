"""The child's side: a film's pictures, decoded a little ahead of the time that the window says it is.

Runs in a bounded child (`content_cache.jobs.sandbox`), which reads the film from a descriptor and writes pixels into the ring. One
that is late is decoded, for the next one needs it, and not drawn.
"""

from __future__ import annotations

import io
import time
from typing import Any

from content_cache.media.films import Damaged, check_size, open_film, picture_stream
from content_cache.model.errors import Code, FormatError
from content_cache.model.problems import quoted
from kiosk.content.film.ring import FrameRing

_NAP_S = 0.008
_LATE_S = 0.12  # behind: a picture later than this is not drawn


def decode(film: int, ring: int, start: float) -> bool:
    """Decode the film on descriptor *film* into the frame ring *ring* from *start* seconds on, until it ends.

    Return whether there was any picture. Raises FormatError.
    """
    import av

    shared = FrameRing(ring)
    shared.want(start)
    try:
        with io.FileIO(film, closefd=False) as file, open_film(av, file) as container:
            stream = picture_stream(container)
            damaged, order = Damaged(), shared.order
            _seek(container, stream, start)
            while True:
                for packet in container.demux(stream):
                    if not all(_put(shared, frame, order, start) for frame in damaged.frames(packet)):
                        break
                else:
                    if shared.frame_size is None:
                        raise FormatError(Code.NO_FILM, reason="no pictures")
                    shared.mark_ended()
                while shared.order == order and shared.ended:
                    time.sleep(10 * _NAP_S)  # it may be ordered to begin elsewhere
                order, start = shared.order, shared.start
                shared.empty()
                _seek(container, stream, start)
    except (av.FFmpegError, IndexError, ValueError, TypeError) as error:
        if isinstance(error, FormatError):
            raise
        raise FormatError(Code.NO_FILM, reason=quoted(error)) from error


def _seek(container: Any, stream: Any, start: float) -> None:
    if start > 0:
        container.seek(int(start / float(stream.time_base)), stream=stream)
    elif container.size:
        container.seek(0)


def _put(shared: FrameRing, frame: Any, order: int, start: float) -> bool:
    """Write *frame* into the ring once a slot is free.

    Return False if the decoder was told to begin elsewhere meanwhile. A late frame is skipped.
    """
    check_size(frame.width, frame.height)
    when = float(frame.time or 0.0)
    if when < max(start, shared.wanted_position - _LATE_S) - 0.001:
        return True
    while (number := shared.free_slot()) is None and shared.order == order:
        time.sleep(_NAP_S)
    if number is None or shared.order != order:
        return False
    made = frame.reformat(format="rgb24")
    plane, width = made.planes[0], made.width * 3
    shared.set_size(made.width, made.height)
    slot, rows = shared.slot(number), memoryview(plane)
    if plane.line_size == width:
        slot[: width * made.height] = rows[: width * made.height]
    else:
        for row in range(made.height):
            at = row * plane.line_size
            slot[row * width : (row + 1) * width] = rows[at : at + width]
    shared.fill(number, when)
    return True
