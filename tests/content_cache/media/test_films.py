"""Films of an item: looked at in captivity, bounded, and whatever a hostile or a careless hand may send."""

from __future__ import annotations

import subprocess
import sys
import time
import wave
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from content_cache.files import in_memory
from content_cache.formats import read_feed
from content_cache.jobs.admission import admit
from content_cache.jobs.sandbox import MEMORY_BYTES, Bounds
from content_cache.media.films import SOUND_RATE, Film, read_film
from content_cache.media.subtitles import believed, read_subtitles
from content_cache.model import subtitles
from content_cache.model.attachments import Attachment
from content_cache.model.errors import Code, FormatError
from content_cache.model.film_pages import film_page
from content_cache.model.items import Item
from content_cache.model.sources import Source
from content_cache.model.subtitles import Cue, from_json
from content_cache.model.trust import may_bring_film
from tests.content_cache.house import House, source
from tests.content_cache.misbehaving import MisbehavingServer, reply
from tests.support import films

pytestmark = [
    pytest.mark.attack(
        "what comes in",
        "a film of 8K, also one that says it is small; of noise, of a day in ten pictures, with sound without "
        "end, 60 pictures a second, another codec, of 200 MB, a playlist; subtitles that are none, endless, "
        "with control characters",
        "one demuxer, named by the first bytes, three decoders that make no larger picture; counted packet by "
        "packet; in a reader of less than 300 MB; subtitles become times and plain words",
    ),
    pytest.mark.attack(
        "what comes in",
        "a feed names a film of a foreign host, or embeds one",
        "nothing is fetched: its address is shown",
    ),
]


SECONDS = 10.0
MEMORY = 300_000_000  # bytes: what a reader takes at most, on whatever input


def looked(body: bytes, folder: Path) -> Film:
    with in_memory(body) as file:
        return read_film(file, folder, bounded=Bounds(MEMORY_BYTES), seconds=SECONDS)


@pytest.mark.parametrize("kind", ["mp4", "webm"])
def test_a_film_is_kept_as_it_came_with_a_still_and_its_sound(tmp_path: Path, kind: str) -> None:
    body = films.film(3.0, kind=kind, fps=10)
    film = looked(body, tmp_path)
    assert (tmp_path / film.kept.name).read_bytes() == body
    assert (film.seconds, film.kept.width, film.kept.height) == (3, 640, 360)
    with Image.open(tmp_path / film.kept.small) as still:
        assert still.size == (640, 360)
        assert still.convert("L").getpixel((320, 180)) == pytest.approx(70, abs=8)  # of its third second
    assert film.sound is not None
    with wave.open(str(tmp_path / film.sound.name)) as sound:
        assert (sound.getnchannels(), sound.getframerate()) == (1, SOUND_RATE)
        assert sound.getnframes() / SOUND_RATE == pytest.approx(3.0, abs=0.1)


def test_vp9_is_a_film(tmp_path: Path) -> None:
    assert looked(films.film(kind="webm", codec="libvpx-vp9", fps=5), tmp_path).seconds == 2


def test_a_film_without_sound_is_one(tmp_path: Path) -> None:
    assert looked(films.film(sound=False), tmp_path).sound is None


def test_headers_that_say_another_length_are_not_believed(tmp_path: Path) -> None:
    assert looked(films.with_duration(films.film(), 100_000), tmp_path).seconds == 2


BAD: dict[str, tuple[Callable[[], bytes], Code]] = {
    "no pictures": (lambda: films.film(picture=False), Code.NO_FILM),
    "8K": (lambda: films.film(0.2, size=(7680, 4320)), Code.FILM_TOO_WIDE),
    "8K that says it is small": (
        lambda: films.lying_size(films.film(0.2, size=(7680, 4320)), 640, 360),
        Code.FILM_TOO_WIDE,
    ),
    "another codec": (lambda: films.film(codec="mpeg4"), Code.NO_FILM),
    "60 pictures a second": (lambda: films.film(fps=60), Code.FILM_TOO_FAST),
    "200 seconds": (lambda: films.film(200, fps=5, size=(64, 36), sound=False), Code.FILM_TOO_LONG),
    "a day in ten pictures": (lambda: films.slow(10, 8640), Code.FILM_TOO_LONG),
    "sound without end": (lambda: films.film(1, sound_s=200, hz=8_000), Code.RECORDING_TOO_LONG),
    "cut off": (lambda: films.film()[:9000], Code.NO_FILM),
    "noise in it": (lambda: films.noisy(films.film()), Code.NO_FILM),
    "a web page": (lambda: b"<html>404</html>", Code.NO_FILM),
    "nothing": (lambda: b"", Code.NO_FILM),
    "200 MB": (lambda: films.film() + bytes(200_000_000), Code.FILM_TOO_LARGE),
    "AVI": (lambda: b"RIFF\x00\x00\x00\x00AVI LIST" + bytes(500), Code.NO_FILM),
    "a playlist": (lambda: b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n", Code.NO_FILM),
}


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize("name", BAD)
def test_what_is_no_film_of_ours_is_told_and_leaves_nothing(tmp_path: Path, name: str) -> None:
    make, code = BAD[name]
    body = make()
    before = time.monotonic()
    with pytest.raises(FormatError) as raised:
        looked(body, tmp_path)
    assert raised.value.problem.code == code.value
    assert time.monotonic() - before < SECONDS + 2
    assert list(tmp_path.iterdir()) == []


def test_a_webm_that_was_cut_off_is_as_long_as_what_came(tmp_path: Path) -> None:
    assert looked(films.film(kind="webm")[:9000], tmp_path).seconds == 1


@pytest.mark.slow(cases=0)
def test_no_bad_film_takes_more_memory_than_a_reader_has(tmp_path: Path) -> None:
    """In a process of its own: the most that any child of this one ever took is no measure."""
    bodies = ("8K", "8K that says it is small", "sound without end", "noise in it")
    for n, name in enumerate(bodies):
        (tmp_path / str(n)).write_bytes(BAD[name][0]())
    script = f"""
import resource
from pathlib import Path
from tests.content_cache.media.test_films import FormatError, looked
for n in range({len(bodies)}):
    try:
        looked(Path({str(tmp_path)!r}, str(n)).read_bytes(), Path({str(tmp_path / "out")!r}))
    except FormatError:
        pass
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert int(done.stdout) < MEMORY


# subtitles


def read(body: bytes, folder: Path) -> tuple[Cue, ...]:
    with in_memory(body) as file:
        kept = read_subtitles(file, folder, bounded=Bounds(MEMORY_BYTES), seconds=SECONDS)
    return from_json((folder / kept.name).read_bytes())


@pytest.mark.clause("5.4")
def test_subtitles_are_times_and_plain_words(tmp_path: Path) -> None:
    found = read(films.SUBTITLES, tmp_path)
    assert [(cue.start, cue.end) for cue in found] == [(0.0, 1.0), (1.2, 1.9)]
    assert found[1].text == "Tancapkan bibit sedalam satu\njengkal, lalu ikat pada ajir bambu."
    assert subtitles.at(found, 1.5) == found[1].text
    assert subtitles.at(found, 1.1) == ""


def test_webvtt_is_read_too(tmp_path: Path) -> None:
    body = b"WEBVTT\n\nNOTE nothing\n\nc1\n00:01.000 --> 00:02.500 align:start\n<v Budi>Ikat &amp; siram.\n"
    assert read(body, tmp_path) == (Cue(1.0, 2.5, "Ikat & siram."),)


@pytest.mark.slow(cases=4)
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\x00\xff" * 100,
        b"00:00:01,000 --> 00:00:00,000\nTerbalik\n",
        b"1\n00:00:00,000 --> 00:00:01,000\n<b></b>\n",
        b"00:00:00,000 --> 00:00:01,000\nA\n\n" + b"x" * 600_000,
        b"<" * 400_000,
        b"00:00:00,000 -->" * 30_000,
    ],
    ids=["empty", "no text", "backwards", "no words", "600 kB", "only <", "arrows"],
)
def test_subtitles_that_are_none_are_told(tmp_path: Path, body: bytes) -> None:
    before = time.monotonic()
    with pytest.raises(FormatError) as raised:
        read(body, tmp_path)
    assert raised.value.problem.code == Code.NO_SUBTITLES.value
    assert time.monotonic() - before < SECONDS


def test_hostile_subtitles_are_bounded(tmp_path: Path) -> None:
    many = b"".join(
        b"00:00:%02d,000 --> 09:00:00,000\n{\\an8}%s\nb\nc\nd\n\n" % (n % 60, b"w" * 500) for n in range(800)
    )
    found = read(many, tmp_path)
    assert all(cue.text.count("\n") <= 1 and len(cue.text) <= 402 for cue in found)
    mad = (
        Cue(float("nan"), 2.0, "a"),
        Cue(0.0, float("inf"), "b"),
        Cue(1.0, 2.0, "\x07\u202ec\x00\nd\ne"),
        Cue(-5, 1, "f"),
    )
    assert believed(mad) == (Cue(1.0, 2.0, "c\nd"),)


# what is fetched, and of whom


def feed_of(*, kind: str = "video/mp4", html: str = "", link: str = "") -> bytes:
    item = f"<title>Film</title><guid>a</guid><description><![CDATA[{html}]]></description><link>{link}</link>"
    named = f'<enclosure url="/film.mp4" type="{kind}" length="1"/>'
    return f'<?xml version="1.0"?><rss version="2.0"><channel><item>{item}{named}</item></channel></rss>'.encode()


def only(house: House, feed: Source) -> Item:
    house.refresher(feed, reader=read_feed).refresh(force=True)
    (item,) = house.store.reader.items()
    return item


def test_of_a_foreign_host_no_film_is_fetched(house: House, server: MisbehavingServer) -> None:
    """The source may bring films; the film lies on another host."""
    foreign = server.url.replace("127.0.0.1", "localhost")
    server.on("/feed", reply(feed_of().replace(b"/film.mp4", f"{foreign}/film.mp4".encode())))
    server.on("/film.mp4", reply(films.film()))
    item = only(house, source(server.url + "/feed"))
    assert item.film is not None
    assert (item.film.url, item.film.path) == (f"{foreign}/film.mp4", "")
    assert all("/film.mp4" not in asked.path for asked in server.requests)


@pytest.mark.parametrize(
    ("kind", "url", "may"),
    [
        ({}, "https://desa.example/f.mp4", False),
        ({"official": True}, "https://desa.example/f.mp4", False),
        ({"keys": ("RWabc",)}, "https://desa.example/media/f.mp4", True),
        ({"keys": ("RWabc",)}, "https://lain.example/media/f.mp4", False),
        ({"own": True, "url": "/data/desk/feed.json"}, "/data/desk/media/f.mp4", True),
        ({"own": True, "url": "/data/desk/feed.json"}, "https://lain.example/f.mp4", False),
    ],
    ids=["a site", "an office's site", "signed", "signed, elsewhere", "the hall", "the hall, elsewhere"],
)
def test_whose_films_are_fetched(kind: dict[str, Any], url: str, *, may: bool) -> None:
    of = source(**{"url": "https://desa.example/feed", **kind})
    assert may_bring_film(of, url) is may


def test_the_halls_own_film_is_here(house: House, tmp_path: Path) -> None:
    (tmp_path / "film.mp4").write_bytes(films.film())
    (tmp_path / "teks.srt").write_bytes(films.SUBTITLES)
    body = feed_of().replace(b"/film.mp4", b"film.mp4")
    (tmp_path / "feed.xml").write_bytes(
        body.replace(b"</item>", b'<media:content xmlns:media="http://search.yahoo.com/mrss/" url="teks.srt"/></item>')
    )
    item = only(house, source(str(tmp_path / "feed.xml"), own=True, format="rss"))
    assert item.film is not None
    assert (item.film.pages, item.film.width) == (2, 640)
    for name in (item.film.path, item.film.thumbnail, item.film.sound):
        assert (house.data_dir / name).is_file()


def test_one_that_cannot_be_played_leaves_its_item(house: House, tmp_path: Path) -> None:
    (tmp_path / "film.mp4").write_bytes(films.film(picture=False))
    (tmp_path / "feed.xml").write_bytes(feed_of().replace(b"/film.mp4", b"film.mp4"))
    item = only(house, source(str(tmp_path / "feed.xml"), own=True, format="rss"))
    assert item.film is not None
    assert (item.film.path, item.film.pages) == ("", -1)


def test_a_film_whose_sound_is_lost_is_got_again(house: House, tmp_path: Path) -> None:
    (tmp_path / "film.mp4").write_bytes(films.film())
    (tmp_path / "feed.xml").write_bytes(feed_of().replace(b"/film.mp4", b"film.mp4"))
    own = source(str(tmp_path / "feed.xml"), own=True, format="rss")
    before = only(house, own).film
    assert before is not None
    lost = next(record for record in house.store.media.records().values() if record.path == before.sound)
    house.store.media.add([type(lost)(url=lost.url)])
    assert only(house, own).film == before


@pytest.mark.clause("5.4")
@pytest.mark.slow(cases=1)
@pytest.mark.parametrize("answer", ["unchanged", "fails"])
def test_corrected_item_keeps_the_sound_and_subtitles_of_its_film(
    house: House, server: MisbehavingServer, answer: str
) -> None:
    """One word is corrected; film and subtitles are asked for again, and the host says 304, or is broken."""
    body = feed_of().replace(b"/film.mp4", b"/media/film.mp4")
    second = b'<media:content xmlns:media="http://search.yahoo.com/mrss/" url="/media/teks.srt"/></item>'
    body = body.replace(b"</item>", second)
    files = {"/media/film.mp4": films.film(), "/media/teks.srt": films.SUBTITLES}
    for path, content in files.items():
        server.on(path, reply(content, headers={"ETag": '"1"'}))
    server.on("/feed", reply(body))
    signed = source(server.url + "/feed", keys=("RWabc",), format="rss")
    before = only(house, signed)
    assert before.film is not None
    assert before.film.sound
    assert before.subtitles is not None
    for path in files:
        if answer == "unchanged":
            server.validators[path] = '"1"'
        else:
            server.on(path, reply(status=500))
    server.on("/feed", reply(body.replace(b"CDATA[", b"CDATA[Satu kata dibetulkan.")))
    after = only(house, signed)
    assert "dibetulkan" in after.text
    assert [len(server.asked(path)) for path in files] == [2, 2]
    assert after.film == before.film
    assert after.subtitles == before.subtitles
    for path in (after.film.path, after.film.sound, after.subtitles.path):
        assert (house.data_dir / path).is_file()


@pytest.mark.parametrize(
    ("url", "page"),
    [
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=3", "https://youtu.be/dQw4w9WgXcQ"),
        ("https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?rel=0", "https://youtu.be/dQw4w9WgXcQ"),
        ("https://m.youtube.com/shorts/dQw4w9WgXcQ", "https://youtu.be/dQw4w9WgXcQ"),
        ("http://youtu.be/dQw4w9WgXcQ", "https://youtu.be/dQw4w9WgXcQ"),
        ("https://player.vimeo.com/video/76979871", "https://vimeo.com/76979871"),
        ("https://www.youtube.com/channel/UCabc", ""),
        ("https://youtu.be/../../evil", ""),
        ("https://youtube.com.evil.example/watch?v=dQw4w9WgXcQ", ""),
        ("https://youtube.com/watch?v=" + "a" * 5000, ""),
        ("http://[", ""),
        ("", ""),
    ],
)
def test_a_film_page_by_any_of_its_addresses(url: str, page: str) -> None:
    assert film_page(url) == page


def test_an_embed_is_an_address_and_nothing_is_fetched(house: House, server: MisbehavingServer) -> None:
    frame = '<p>Lihat</p><iframe width="5" src="https://www.youtube.com/embed/dQw4w9WgXcQ?rel=0"></iframe>'
    server.on("/feed", reply(feed_of(kind="text/plain", html=frame).replace(b"/film.mp4", b"/nothing")))
    item = only(house, source(server.url + "/feed"))
    assert item.film == Attachment("https://youtu.be/dQw4w9WgXcQ", "text/html", role="film")
    assert [asked.path for asked in server.requests] == ["/feed"]


def test_no_reader_says_that_a_film_is_here_already() -> None:
    own = source("https://desa.example/feed")
    film = Attachment("https://desa.example/f.mp4", "video/mp4", role="film", sound="media/x.wav")
    with pytest.raises(ValueError, match="here already"):
        admit(Item(id="a", source="a", title="F", attachments=(film,)), own, may_warn=False)
