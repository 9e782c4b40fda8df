"""What it costs to play a film: how long until its first picture, what window and decoder take of a processor, and how much memory
it takes and gives back.

    python -m tests.campaigns.bench.bench_film [SECONDS]

A kiosk of the sample village in this process, on a virtual display (xvfb), with a film of 640x360 at 25 pictures a second that
moves as a film does, without sound: what that costs is the voice's. Drawing is by software, which is in these times and in this
memory.
"""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import psutil

from content_cache.formats import read_feed
from content_cache.store.store import Store
from kiosk.demo.sample import sample_village
from kiosk.installation import Installation
from kiosk.settings import Settings
from tests.campaigns.bench.bench_viewer import Looker
from tests.campaigns.bench.display import family, on_a_display, pss_megabytes
from tests.content_cache.house import Clock, House, source
from tests.support import films

PLAYED_S = 20.0
SIZE = (1280, 720)
TAKEN_MB, KEPT_MB = 60.0, 5.0
GAMBAR = Path("kiosk/demo/content/gambar")
FEED = (
    '<rss version="2.0"><channel><item><title>Film</title><guid>film</guid>'
    '<enclosure url="film.mp4" type="video/mp4" length="1"/></item></channel></rss>'
)


def put(village: Installation, seconds: float) -> None:
    feed = Path(tempfile.mkdtemp(prefix="bench-film-"))
    (feed / "film.mp4").write_bytes(films.panned(min(GAMBAR.glob("*.jpg")), seconds + 5))
    (feed / "feed.xml").write_text(FEED)
    with Store.open(village.data) as store:
        house = House(store, Clock(datetime.now(UTC)), village.data)
        own = source(str(feed / "feed.xml"), name="bench", own=True, format="rss")
        house.refresher(own, reader=read_feed).refresh(force=True)


def seconds_of(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def measure(village: Installation, seconds: float) -> bool:
    looker = Looker(village)
    app, me = looker.app, looker.me

    def item() -> None:
        app.controller.home()
        app.controller.navigation.open_item("film")
        looker.frames(20)

    def play(until: float) -> tuple[float, int, float, float]:
        """Seconds to the first picture, how many were shown, seconds of the window's processor and of the decoder's."""
        began, shown, last = time.monotonic(), 0, None
        app.controller.page("film").open()
        looker.frames(1)
        screen = app.shell.screen
        while not screen._film.drawn and time.monotonic() - began < 30:
            looker.frames(1)
            time.sleep(0.005)
        first = time.monotonic() - began
        window = seconds_of(me)
        begun = {each.pid: seconds_of(each) for each in family(me.pid)[1:]}
        decoder = 0.0
        while app.controller.page("film").position() < until:
            looker.frames(1)
            time.sleep(0.01)
            if screen._film._time != last:
                last, shown = screen._film._time, shown + 1
        for each in family(me.pid)[1:]:
            decoder += seconds_of(each) - begun.get(each.pid, 0.0)
        return first, shown, seconds_of(me) - window, decoder

    item()
    play(2.0)
    app.controller.back()
    item()
    app._settle()
    before = looker.memory()
    first, shown, window, decoder = play(seconds)
    during = pss_megabytes(me)
    decoders = [pss_megabytes(each) for each in family(me.pid)[1:]]
    app.controller.back()
    looker.frames(20)
    app.controller.page("film").stop()
    time.sleep(1.0)
    after = looker.memory()
    left = [each.name() for each in family(me.pid)[1:] if each.status() != psutil.STATUS_ZOMBIE]
    app.on_stop()
    print(
        f"first picture after {first * 1000:.0f} ms; {shown} of {round(seconds * 25)} pictures shown in {seconds:.0f} s"
    )
    print(
        f"processor: decoder {decoder / seconds:.1%}, window {window / seconds:.1%} of one core (drawing by software)"
    )
    print(f"memory, PSS: {before:.0f} MB on the item, {during:.0f} MB while playing, {after:.0f} MB after it")
    print(f"children while playing: {', '.join(f'{one:.0f} MB' for one in decoders)}; after it: {left}")
    return during - before > TAKEN_MB or after - before > KEPT_MB


def main(seconds: float = PLAYED_S) -> int:
    code = on_a_display("tests.campaigns.bench.bench_film", str(seconds))
    if code is not None:
        return code
    from kiosk.ui.runtime.environment import prepare

    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    prepare(size=SIZE, offscreen=False, home=folder / "kivy", maxfps=0)
    with sample_village(Installation(Settings(), None, folder, print, print), datetime.now(UTC)) as village:
        put(village, seconds)
        return int(measure(village, seconds))


if __name__ == "__main__":
    sys.exit(main(*(float(argument) for argument in sys.argv[1:])))
