"""What pictures, documents and films take of memory: of the window while they are looked at, of a reader on whatever was sent.

    python -m tests.campaigns.bench.bench_memory [window | readers [NAME …]]

The window: a kiosk of the sample village on a virtual display (xvfb), warm, at rest without slides; then at a PDF of 12 pages, each
turned to and enlarged, at an A4 poster piece by piece, at a film; each visit twice before it is measured. PSS, drawn by software.
The readers: each bad or large input in a process of its own, by the way that it takes in the kiosk (a picture is also read by
Tesseract); the peak of the largest child, which has the few MB that the process before it had. Exit 1 where a visit takes more than
60 MB or keeps more than 5, or a reader has more than 300.
"""

from __future__ import annotations

import io
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import IO

import numpy as np
from PIL import Image

from content_cache.files import in_memory
from content_cache.formats import read_feed
from content_cache.jobs.sandbox import MEMORY_BYTES, Bounds
from content_cache.media.documents import read_document
from content_cache.media.drafts import Decoding, converted
from content_cache.media.films import read_film
from content_cache.model.errors import CacheError
from content_cache.ocr.reader import read_picture
from content_cache.store.store import Store
from kiosk.demo.sample import sample_village
from kiosk.installation import Installation
from kiosk.pages.item.viewer.view import WHOLE
from kiosk.settings import Settings
from tests.campaigns.bench.bench_film import GAMBAR
from tests.campaigns.bench.bench_viewer import KEPT_MB, SIZE, TAKEN_MB, Looker
from tests.campaigns.bench.display import family, on_a_display, pss_megabytes
from tests.campaigns.posters.layouts import small_print, table
from tests.campaigns.posters.reading import tesseract_here
from tests.campaigns.posters.texts import NOTICES
from tests.campaigns.posters.wear import clean, photographed
from tests.content_cache.house import Clock, House, source
from tests.content_cache.media.test_convert import (
    animation,
    bomb,
    encoded,
    hundred_megapixels,
    poster,
    see_through,
    sixteen_bits,
    ten_thousand_frames,
)
from tests.support import films, pdfs

Done = subprocess.CompletedProcess[bytes]
READER_MB = 300.0
FILM_S = 10.0
FEED = (
    '<rss version="2.0"><channel>'
    '<item><title>Film</title><guid>film</guid><enclosure url="film.mp4" type="video/mp4" length="1"/></item>'
    '<item><title>APBDes</title><guid>apbdes</guid><enclosure url="a.pdf" type="application/pdf" length="1"/></item>'
    "</channel></rss>"
)


# the window


class Visits(Looker):
    """A visitor who looks at all there is."""

    def settle(self) -> None:
        """Until all parts of what is shown are there."""
        self.frames(4)
        while any(each.busy for each in self.app.shell.theme.decoding):
            time.sleep(0.005)
            self.frames(1)
        self.frames(4)

    def document(self) -> float:
        self._item("apbdes")
        viewer, most = self.app.controller.page("viewer"), 0.0
        viewer.open()
        self.settle()
        for _ in range(len(self.app.board.view.pictures)):
            viewer.note_piece(WHOLE, 0.0)
            self.settle()
            while self.stage.width_shown < self.stage.most * 0.99:
                self.stage.press(1.5)
            self.settle()
            most = max(most, self.memory())
            viewer.turn_picture(1)
            self.settle()
        return most

    def poster(self) -> float:
        self.item()
        self.open()
        most = self.memory()
        for piece in range(len(self.app.board.view.pieces)):
            self.app.controller.page("viewer").note_piece(piece, 0.0)
            self.settle()
            most = max(most, self.memory())
        return most

    def film(self) -> float:
        self._item("film")
        self.app.controller.page("film").open()
        while self.app.controller.page("film").position() < FILM_S / 2:
            self.frames(1)
            time.sleep(0.01)
        most = pss_megabytes(self.me)
        for each in family(self.me.pid)[1:]:
            print(f"  beside it {each.name()} {pss_megabytes(each):.0f} MB")
        self.app.controller.page("film").stop()
        return most

    def at_rest(self) -> float:
        self.app.controller.home()
        self.frames(20)
        self.app._settle()
        return self.memory()

    def _item(self, name: str) -> None:
        self.app.controller.home()
        self.app.controller.navigation.open_item(name)
        self.frames(20)


def put(village: Installation) -> None:
    feed = Path(tempfile.mkdtemp(prefix="bench-memory-"))
    (feed / "film.mp4").write_bytes(films.panned(min(GAMBAR.glob("*.jpg")), FILM_S))
    (feed / "a.pdf").write_bytes(pdfs.apbdes())
    (feed / "feed.xml").write_text(FEED)
    with Store.open(village.data) as store:
        house = House(store, Clock(datetime.now(UTC)), village.data)
        own = source(str(feed / "feed.xml"), name="bench", own=True, format="rss")
        house.refresher(own, reader=read_feed).refresh(force=True)


def window(village: Installation) -> bool:
    put(village)
    visits, wrong = Visits(village), False
    for name, visit in (("PDF of 12 pages", visits.document), ("A4 poster", visits.poster), ("film", visits.film)):
        for _ in range(2):
            visit()
        before, most, after = visits.at_rest(), visit(), visits.at_rest()
        too_much = most - before > TAKEN_MB or after - before > KEPT_MB
        print(f"{name}: {before:.0f} MB before, {most:.0f} at it, {after:.0f} after{'  TOO MUCH' if too_much else ''}")
        wrong |= too_much
    visits.app.on_stop()
    return wrong


# readers


def read_as_picture(body: bytes) -> str:
    bounds = Bounds(MEMORY_BYTES)
    with tempfile.TemporaryDirectory() as made, in_memory(body) as coming:
        decoding = Decoding(coming, Path(made), picture=True)
        with closing(decoding.draft):
            ((one),) = converted(bounds, [decoding], 60.0)
            if one.error is not None:
                return str(one.error.code)
            kept = Path(made) / decoding.draft.keep_file(one).name
            return f"{len(read_picture(kept, tesseract_here(), bounds).all_words)} words"


def read_as_document(body: bytes) -> str:
    with tempfile.TemporaryDirectory() as made, in_memory(body) as coming:
        found = read_document(coming, Path(made), bounded=Bounds(MEMORY_BYTES), seconds=60.0)
    return f"{len(found.pages)} pages of {found.count}"


def read_as_film(body: bytes) -> str:
    with tempfile.TemporaryDirectory() as made, in_memory(body) as coming:
        return f"{read_film(coming, Path(made), bounded=Bounds(MEMORY_BYTES), seconds=60.0).seconds} s"


def noise() -> bytes:
    pixels = np.random.default_rng(3).integers(0, 255, (2560, 1810, 3), "uint8")
    return encoded(Image.fromarray(pixels), "JPEG", quality=75)


def large(mode: str, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, (4900, 4890)).save(out, kind, **options)
    return out.getvalue()


INPUTS: dict[str, tuple[Callable[[bytes], str], Callable[[], bytes]]] = {
    "A4 poster, small print": (read_as_picture, lambda: clean(small_print(NOTICES[0], 0), 0).body),
    "A4 poster, photographed": (read_as_picture, lambda: photographed(table(NOTICES[0], 0), 1).body),
    "100 megapixels, JPEG": (read_as_picture, partial(hundred_megapixels, "JPEG")),
    "100 megapixels, progressive": (read_as_picture, partial(hundred_megapixels, "progressive")),
    "100 megapixels, strip": (read_as_picture, partial(hundred_megapixels, "strip")),
    "400 megapixels, PNG": (read_as_picture, bomb),
    "24 megapixels, CMYK": (read_as_picture, partial(large, "CMYK", "JPEG")),
    "24 megapixels, see-through": (read_as_picture, partial(large, "RGBA", "PNG", compress_level=1)),
    "24 megapixels, WebP": (read_as_picture, partial(large, "RGB", "WEBP", method=0)),
    "16 bits": (read_as_picture, sixteen_bits),
    "white letters, see-through": (read_as_picture, partial(see_through, "white")),
    "animated": (read_as_picture, animation),
    "GIF of 10,000 frames": (read_as_picture, ten_thousand_frames),
    "cut off": (read_as_picture, lambda: encoded(poster((3000, 4000)), "JPEG")[:20_000]),
    "noise to be read": (read_as_picture, noise),
    "PDF of 12 pages": (read_as_document, pdfs.apbdes),
    "PDF of 5,000 pages": (read_as_document, lambda: pdfs.document([pdfs.lines("Lembar")] * 5_000, size=(3, 84))),
    "PDF, scanned": (read_as_document, pdfs.scanned),
    "PDF, a picture of 900 megapixels": (read_as_document, pdfs.picture_bomb),
    "PDF, 5 km wide": (read_as_document, lambda: pdfs.document([pdfs.lines("Sangat besar")], size=(14_400_000, 14_400_000))),
    "PDF, 1 GB of white space": (read_as_document, pdfs.bomb),
    "PDF, 2^30 forms": (read_as_document, pdfs.recursive_form),
    "PDF, 20,000 levels": (read_as_document, pdfs.nested),
    "PDF, scripts": (read_as_document, pdfs.scripted),
    "PDF, locked": (read_as_document, pdfs.encrypted),
    "film of 175 s": (read_as_film, lambda: films.film(175, fps=25, size=(640, 360), sound=False)),
    "film, 8K": (read_as_film, lambda: films.film(0.2, size=(7680, 4320))),
    "film, 8K that says 640x360": (read_as_film, lambda: films.lying_size(films.film(0.2, size=(7680, 4320)), 640, 360)),
    "film, no pictures": (read_as_film, lambda: films.film(picture=False)),
    "film, sound without end": (read_as_film, lambda: films.film(1, sound_s=200, hz=8_000)),
    "film, a day in ten pictures": (read_as_film, lambda: films.slow(10, 8640)),
    "film, noise in it": (read_as_film, lambda: films.noisy(films.film())),
}  # fmt: skip


def readers(names: Iterable[str]) -> bool:
    """Whether any had too much."""
    wrong = False
    for name in names:
        with tempfile.TemporaryFile() as body:
            _again("make", name, stdout=body)
            body.seek(0)
            told = json.loads(_again("read", name, stdin=body).stdout)
        wrong |= told["mb"] > READER_MB
        print(f"{name:34} {told['seconds']:5.1f} s {told['mb']:4.0f} MB  {told['came']}", flush=True)
    return wrong


def _again(*words: str, stdin: IO[bytes] | None = None, stdout: IO[bytes] | int = subprocess.PIPE) -> Done:
    command = [sys.executable, "-m", "tests.campaigns.bench.bench_memory", *words]
    return subprocess.run(command, stdin=stdin, stdout=stdout, check=True)


def reader(name: str) -> None:
    """In a process of its own: its largest child is this input's. Seconds are of the processor."""
    body = sys.stdin.buffer.read()
    try:
        came = INPUTS[name][0](body)
    except CacheError as error:
        came = str(error.problem.code)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(json.dumps({"seconds": used.ru_utime + used.ru_stime, "mb": used.ru_maxrss * 1024 / 1e6, "came": came}))


def main(argv: list[str]) -> int:
    match argv:
        case ["make", name]:
            sys.stdout.buffer.write(INPUTS[name][1]())
            return 0
        case ["read", name]:
            reader(name)
            return 0
        case ["readers", *names]:
            return int(readers(names or INPUTS))
        case []:
            return int(readers(INPUTS)) | main(["window"])
    code = on_a_display("tests.campaigns.bench.bench_memory", "window")
    if code is not None:
        return code
    from kiosk.ui.runtime.environment import prepare

    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    prepare(size=SIZE, offscreen=False, home=folder / "kivy", maxfps=0)
    with sample_village(Installation(Settings(), None, folder, print, print), datetime.now(UTC)) as village:
        return int(window(village))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
