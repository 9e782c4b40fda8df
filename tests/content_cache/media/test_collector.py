"""Pictures and recordings through the refresher: over cuts, within the line's day and the disk's room, in order, and anew."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
import soundfile
from msgspec.structs import replace
from PIL import Image

from content_cache.formats import read_feed
from content_cache.media.partial import PartialDownload
from content_cache.model.sources import Source
from tests.content_cache.house import LIMITS, House, source
from tests.content_cache.media.test_sound import by_ffmpeg
from tests.content_cache.misbehaving import Drip, MisbehavingServer, Script, reply


def png(seed: int, size: int = 60) -> bytes:
    """A picture of noise, which does not pack: some 3 bytes a pixel."""
    noise = np.random.default_rng(seed).integers(0, 255, (size, size, 3), "uint8")
    out = io.BytesIO()
    Image.fromarray(noise).save(out, "PNG")
    return out.getvalue()


def wav() -> bytes:
    out = io.BytesIO()
    soundfile.write(out, np.linspace(-0.5, 0.5, 800), 8000, format="WAV")
    return out.getvalue()


def avif(size: tuple[int, int]) -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(out, "AVIF", quality=40)
    return out.getvalue()


def cut(body: bytes, etag: str, at: int, **headers: str) -> Script:
    return reply(body[:at], length=len(body), headers={"ETag": etag, **headers})


def rest(body: bytes, etag: str, at: int) -> Script:
    said = {"ETag": etag, "Content-Range": f"bytes {at}-{len(body) - 1}/{len(body)}"}
    return reply(body[at:], status=206, headers=said)


def shown(house: House) -> dict[str, bytes | None]:
    """Return the stored picture's pixels of each item by its title, None for no picture."""
    return {
        item.title: pixels((house.data_dir / item.picture.path).read_bytes()) if item.picture else None
        for item in house.store.reader.items()
    }


def pixels(body: bytes) -> bytes:
    with Image.open(io.BytesIO(body)) as image:
        return image.convert("RGB").tobytes()


def files(house: House) -> set[str]:
    folder = house.data_dir / "media"
    return {path.name for path in folder.iterdir()} if folder.exists() else set()


@pytest.fixture
def feed(server: MisbehavingServer) -> Source:
    return source(server.on("/feed", reply(b"1|Satu|a.png\n")))


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize("size", [(300, 200), (4_000, 3_000)], ids=["small", "a telephone's"])
def test_an_avif_is_decoded_in_captivity(
    house: House, server: MisbehavingServer, feed: Source, size: tuple[int, int]
) -> None:
    """Show that AVIF is decoded in the sandboxed child, whose limits allow its threads and its greater memory."""
    server.on("/a.png", reply(avif(size)))
    house.refresh(feed)
    (item,) = house.store.reader.items()
    assert item.picture is not None
    with Image.open(house.data_dir / item.picture.path) as stored:
        assert stored.size == ((300, 200) if size == (300, 200) else (2560, 1920))


def test_a_picture_is_got_whole_where_its_host_has_it(house: House, server: MisbehavingServer) -> None:
    """The feed names WordPress's small forms: of one the whole lies beside it, of the other there is none."""
    url = server.on("/feed", reply(b"1|Satu|uploads/a-30x20.png\n2|Dua|uploads/b-30x20.png\n"))
    whole, small = png(1), png(2, 20)
    server.on("/uploads/a.png", reply(whole))
    server.on("/uploads/a-30x20.png", reply(small))
    server.on("/uploads/b.png", reply(b"", status=404))
    server.on("/uploads/b-30x20.png", reply(small))
    house.refresh(source(url))
    assert shown(house) == {"Satu": pixels(whole), "Dua": pixels(small)}
    assert server.asked("/uploads/a-30x20.png") == []


def test_a_large_picture_has_a_small_one_that_is_kept_with_it(
    house: House, server: MisbehavingServer, feed: Source
) -> None:
    server.on("/a.png", reply(png(1, 900)))
    house.refresh(feed)
    (item,) = house.store.reader.items()
    assert item.picture is not None
    assert (item.picture.width, item.picture.height) == (900, 900)
    with Image.open(house.data_dir / item.picture.small) as small:
        assert small.size == (640, 640)
    assert files(house) == {Path(item.picture.path).name, Path(item.picture.thumbnail).name}
    house.refresh(feed)
    assert len(files(house)) == 2, "neither is swept"
    (house.data_dir / item.picture.thumbnail).write_bytes(b"flipped")
    house.limits = replace(LIMITS, free_bytes=1 << 60)
    house.refresh(feed)
    assert files(house) == set(), "both give way where there is no room"


def test_the_recording_of_an_article_is_played_in_place_of_the_voice(house: House, server: MisbehavingServer) -> None:
    """An m4a that an article's <audio> names, from the feed to the file that is played."""
    article = "<![CDATA[<p>Siaran pagi</p><audio controls><source src='siaran pagi.m4a' type='audio/mp4'></audio>]]>"
    item = f"<item><guid>1</guid><title>Siaran</title><description>{article}</description></item>"
    url = server.on("/feed", reply(f"<rss version='2.0'><channel><title>Radio</title>{item}</channel></rss>".encode()))
    server.on("/siaran%20pagi.m4a", reply(by_ffmpeg("ipod", "aac")))
    house.one(source(url, format="rss"), reader=read_feed)
    (found,) = house.store.reader.items()
    recording = found.recording_in()
    assert recording is not None
    assert recording.path.endswith(".wav")


def test_what_gave_way_on_a_full_disk_comes_back_when_there_is_room(
    house: House, server: MisbehavingServer, feed: Source
) -> None:
    body = png(1)
    server.on("/a.png", reply(body))
    house.refresh(feed)
    house.limits = replace(LIMITS, free_bytes=1 << 60)
    house.refresh(feed)
    assert (shown(house), files(house)) == ({"Satu": None}, set()), "somebody else has filled the disk"
    house.refresh(feed)
    assert len(server.asked("/a.png")) == 1, "and while it is full nothing is asked for"
    house.limits = LIMITS
    house.refresh(feed)
    assert shown(house) == {"Satu": pixels(body)}, "not in thirty days"


def test_a_file_that_is_cut_off_is_gone_on_with(house: House, server: MisbehavingServer, feed: Source) -> None:
    body = png(1)
    again = {"ETag": '"1"', "Content-Range": f"bytes 4000-{len(body) - 1}/{len(body)}"}
    server.on(
        "/a.png",
        cut(body, '"1"', 4000),
        reply(body[4000:7000], length=len(body) - 4000, status=206, headers=again),
        rest(body, '"1"', 7000),
    )
    house.refresh(feed)
    assert shown(house) == {"Satu": None}
    assert len(files(house)) == 1
    for _ in range(2):
        house.refresh(feed)
    assert shown(house) == {"Satu": pixels(body)}
    asked = [request.headers for request in server.asked("/a.png")]
    assert [(h.get("range"), h.get("if-range")) for h in asked] == [
        (None, None),
        ("bytes=4000-", '"1"'),
        ("bytes=7000-", '"1"'),
    ]
    assert {h["accept-encoding"] for h in asked} == {"identity"}
    assert len(files(house)) == 1, "no part is left"


@pytest.mark.slow(cases=2)
@pytest.mark.parametrize(
    ("first", "ranged"),
    [("changed meanwhile", True), ("a weak ETag", False), ("no validator", False), ("torn on the disk", False)],
)
def test_a_part_is_never_joined_to_another_body(
    house: House, server: MisbehavingServer, feed: Source, first: str, ranged: bool
) -> None:
    old, new = png(1), png(2)
    headers = {"a weak ETag": {"ETag": 'W/"1"'}, "no validator": {}}.get(first, {"ETag": '"1"'})
    server.on(
        "/a.png",
        reply(old[:4000], length=len(old), headers=headers),
        reply(new, headers={"ETag": '"2"'}),
    )
    house.refresh(feed)
    for path in (house.data_dir / "media").glob(".part-*"):
        if first == "torn on the disk":
            torn = bytearray(path.read_bytes())
            torn[-1] ^= 1
            path.write_bytes(torn)
    house.clock.now += timedelta(hours=2)
    house.refresh(feed)
    assert shown(house) == {"Satu": pixels(new)}
    assert ("range" in server.asked("/a.png")[1].headers) == ranged


@pytest.mark.slow(cases=2)
@pytest.mark.parametrize("answer", [reply(status=416), reply(b"x" * 9, status=206), reply(b"", status=304)])
def test_a_piece_that_was_not_asked_for_is_refused_and_the_file_got_later(
    house: House, server: MisbehavingServer, feed: Source, answer: Script
) -> None:
    body = png(1)
    server.on("/a.png", cut(body, '"1"', 4000), answer, reply(body))
    for _ in range(4):
        house.refresh(feed)
        house.clock.now += timedelta(days=1)
    assert shown(house) == {"Satu": pixels(body)}


def test_what_came_before_the_deadline_is_not_lost(house: House, server: MisbehavingServer, feed: Source) -> None:
    body = png(1)
    head = f'HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\nETag: "1"\r\n\r\n'.encode()
    server.on("/a.png", (head + body[:4000], Drip(body[4000:], every=0.5)))
    house.limits = replace(LIMITS, deadline=1.5)
    house.refresh(feed)
    house.limits = LIMITS
    at = part_length(house, server.url + "/a.png")
    assert at >= 4000
    server.on("/a.png", rest(body, '"1"', at))
    house.refresh(feed)
    assert shown(house) == {"Satu": pixels(body)}


@pytest.mark.slow(cases=0)
def test_text_comes_first_then_small_pictures_large_ones_and_recordings(
    house: House, server: MisbehavingServer
) -> None:
    house.limits = replace(LIMITS, small_picture_bytes=20_000, places=1)
    server.on("/large.png", reply(png(1, 120)))
    server.on("/small.png", reply(png(2)))
    server.on("/a.wav", reply(wav()))
    sources = [
        source(server.on("/one", reply(b"1|Satu|a.wav|large.png|small.png\n"))),
        source(server.on("/two", reply(b"2|Dua|a.wav|small.png\n")), name="b"),
        source(server.on("/alerts", reply(b"3|Tiga\n")), name="c", alerts=True),
    ]
    house.refresh(*sources)
    order = list(dict.fromkeys(request.path for request in server.requests))
    assert order[0] == "/alerts"
    assert set(order[1:3]) == {"/one", "/two"}
    paths = [request.path for request in server.requests]
    assert paths.index("/small.png") < max(i for i, path in enumerate(paths) if path == "/large.png")
    assert paths[-1] == "/a.wav"
    assert {item.title for item in house.store.reader.items() if item.picture} == {"Satu", "Dua"}
    assert all(item.recording_in() for item in house.store.reader.items() if item.title != "Tiga")


def test_the_line_has_so_many_bytes_a_day_and_text_takes_them_first(house: House, server: MisbehavingServer) -> None:
    bodies = [png(n, 250) for n in range(3)]  # 190 kB each
    for n, body in enumerate(bodies):
        server.on(f"/{n}.png", reply(body, headers={"ETag": f'"{n}"'}))
    lines = "".join(f"{n}|Berita {n}|{n}.png\n" for n in range(3))
    a = source(server.on("/feed", reply(lines.encode())))
    house.limits = replace(LIMITS, daily_bytes=250_000)
    house.refresh(a)
    assert len(house.store.reader.items()) == 3
    asked = len(server.requests)
    assert sum(body is not None for body in shown(house).values()) == 1
    house.refresh(a)
    house.refresh(a)
    assert [request.path for request in server.requests[asked:]] == ["/feed", "/feed"], "nothing more that day"
    assert house.store.spent(house.clock.now.date().toordinal()) < 252_000
    house.clock.now += timedelta(days=1)
    house.limits = replace(LIMITS, daily_bytes=2_000_000)
    for n, body in enumerate(bodies):  # goes on with a part, or from the beginning
        at = part_length(house, a.url.rsplit("/", 1)[0] + f"/{n}.png")
        server.on(f"/{n}.png", rest(body, f'"{n}"', at) if at else reply(body))
    house.refresh(a)
    assert shown(house) == {f"Berita {n}": pixels(body) for n, body in enumerate(bodies)}


def part_length(house: House, url: str) -> int:
    return len(PartialDownload.of(house.data_dir / "media", url).body)


def test_a_picture_of_an_item_that_changed_is_asked_for_again_and_only_then(
    house: House, server: MisbehavingServer
) -> None:
    old, new = png(1), png(2)
    server.on("/a.png", reply(old, headers={"ETag": '"1"', "Last-Modified": "Thu, 03 Sep 2026 00:00:00 GMT"}))
    server.validators["/a.png"] = '"1"'
    a = source(server.on("/feed", reply(b"1|Satu|a.png\n")))
    house.refresh(a)
    house.refresh(a)
    assert len(server.asked("/a.png")) == 1
    server.on("/feed", reply(b"1|Satu lagi|a.png\n"))
    house.refresh(a)
    asked = server.asked("/a.png")
    assert len(asked) == 2
    assert asked[1].headers["if-none-match"] == '"1"'
    assert shown(house) == {"Satu lagi": pixels(old)}
    server.validators.clear()
    server.on("/a.png", reply(new, headers={"ETag": '"2"'}))
    server.on("/feed", reply(b"1|Satu baru|a.png\n"))
    house.refresh(a)
    house.refresh(a)
    assert shown(house) == {"Satu baru": pixels(new)}
    assert len(files(house)) == 1, "the old one is swept"
    server.on("/a.png", reply(status=500))
    server.on("/feed", reply(b"1|Satu akhir|a.png\n"))
    house.refresh(a)
    assert shown(house) == {"Satu akhir": pixels(new)}, "what is here stays while the new one cannot be had"
    assert len(server.asked("/a.png")) == 4


def test_what_nothing_names_is_swept(house: House, server: MisbehavingServer, feed: Source) -> None:
    body = png(1)
    server.on("/a.png", reply(body))
    house.refresh(feed)
    kept = files(house)
    folder = house.data_dir / "media"
    for name in ("a" * 64 + ".jpg", "." + "b" * 64 + ".png.77", ".part-" + "c" * 64, ".part-x.new"):
        (folder / name).write_bytes(b"x")
    house.reboot()
    house.refresh(feed)
    assert files(house) == kept
    assert shown(house) == {"Satu": pixels(body)}


@pytest.mark.slow(cases=0)
def test_files_stay_within_their_share_and_the_oldest_go_first(house: House, server: MisbehavingServer) -> None:
    bodies = [png(n, 100) for n in range(8)]  # 30 kB each
    for n, body in enumerate(bodies):
        server.on(f"/{n}.png", reply(body))
    size = len(bodies[0])
    house.limits = replace(LIMITS, media_store_bytes=size * 6)
    feed = server.url + "/feed"
    for n in range(8):
        server.on("/feed", reply(f"{n}|Berita {n}|{n}.png\n".encode()))
        house.refresh(source(feed))
        house.clock.now += timedelta(minutes=1)
    house.refresh(source(feed))
    here = {title for title, picture in shown(house).items() if picture}
    assert {"Berita 7", "Berita 6"} <= here
    assert "Berita 0" not in here
    assert sum(path.stat().st_size for path in (house.data_dir / "media").iterdir()) <= size * 6
    server.requests.clear()
    house.refresh(source(feed))
    assert [request.path for request in server.requests] == ["/feed"], "what was put out is not got again"


def test_nothing_is_got_when_the_disk_is_nearly_full(house: House, server: MisbehavingServer, feed: Source) -> None:
    server.on("/a.png", reply(png(1)))
    house.limits = replace(LIMITS, free_bytes=10**18)
    assert house.refresh(feed) == [("updated", 200)]
    assert shown(house) == {"Satu": None}
    assert server.asked("/a.png") == []
    house.limits = LIMITS
    house.refresh(feed)
    assert shown(house)["Satu"] is not None


def test_files_of_a_folder_cost_the_line_nothing(house: House, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(png(1))
    (tmp_path / "feed.txt").write_bytes(b"1|Satu|a.png\n")
    house.limits = replace(LIMITS, daily_bytes=1)
    house.refresh(source(str(tmp_path / "feed.txt")))
    assert shown(house) == {"Satu": pixels(png(1))}
    (tmp_path / "a.png").write_bytes(png(2))
    (tmp_path / "feed.txt").write_bytes(b"1|Satu lagi|a.png\n")
    house.refresh(source(str(tmp_path / "feed.txt")))
    assert shown(house) == {"Satu lagi": pixels(png(2))}


def test_what_was_put_off_by_a_clock_that_ran_ahead_is_got_when_it_is_right_again(
    house: House, server: MisbehavingServer, feed: Source
) -> None:
    server.on("/a.png", reply(status=500), reply(png(1)))
    today = house.clock.now
    house.clock.now += timedelta(days=400)
    house.refresh(feed)
    house.clock.now = today
    house.refresh(feed)
    assert shown(house) == {"Satu": pixels(png(1))}
