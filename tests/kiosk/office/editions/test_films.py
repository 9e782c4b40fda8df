"""The office's films: converted once, with a still, and what cannot be."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from typing import Any

import av
import pytest

from kiosk.office.editions.faults import FolderError
from tests.content_cache.central.office import OfficePC
from tests.support import films
from tests.told import folder_fault

NOTICE = """---
id: bakau
title: Cara menanam bakau agar tidak mati
category: berita
film: bakau.mp4
subtitles: bakau.srt
sign: isyarat.webm
---
Siapkan bibit setinggi lutut.
"""


def put(office: OfficePC, film: bytes, notice: str = NOTICE) -> None:
    office.put("bakau.md", notice)
    office.put("bakau.mp4", film)
    office.put("bakau.srt", films.SUBTITLES)
    office.put("isyarat.webm", films.film(1.0, kind="webm", sound=False))


def item(office: OfficePC) -> dict[str, Any]:
    feed = json.loads((office.out / "feed.json").read_bytes())
    return next(one for one in feed["items"] if one["id"] == "bakau")


@pytest.mark.slow(cases=0)
def test_a_film_of_a_telephone_becomes_one_of_ours(office: OfficePC) -> None:
    put(office, films.film(3.0, size=(1920, 1080), fps=60))
    office.publish()
    shown = item(office)
    film, subtitles, sign = shown["_kiosk"]["films"]
    assert [one["_kiosk"]["role"] for one in (film, subtitles, sign)] == ["film", "subtitles", "sign"]
    assert [one["mime_type"] for one in (film, subtitles, sign)] == ["video/mp4", "application/x-subrip", "video/webm"]
    with av.open(office.out / film["url"], "r") as made:
        stream = made.streams.video[0]
        assert (stream.width, stream.height, stream.average_rate, stream.codec_context.name) == (640, 360, 25, "h264")
        assert made.duration == pytest.approx(3_000_000, abs=100_000)
        assert made.streams.audio[0].codec_context.name == "aac"
    (still,) = shown["attachments"]
    assert (still["mime_type"], still["_kiosk"]["alt"]) == ("image/jpeg", "Cara menanam bakau agar tidak mati")
    assert "of" not in sign["_kiosk"], "it fits as it is"


def test_what_fits_stays_as_it_is(office: OfficePC) -> None:
    put(office, films.film())
    office.publish()
    film = item(office)["_kiosk"]["films"][0]
    assert (office.out / film["url"]).read_bytes() == films.film()


@pytest.mark.parametrize("codec", ["libmp3lame", "ac3"])
def test_one_whose_sound_a_kiosk_does_not_decode_is_converted(office: OfficePC, codec: str) -> None:
    put(office, films.film(1.0, audio_codec=codec))
    office.publish()
    film = item(office)["_kiosk"]["films"][0]
    with av.open(office.out / film["url"], "r") as made:
        assert [stream.codec_context.name for stream in made.streams.audio] == ["aac"]


def test_one_whose_sound_nobody_can_decode_is_shown_without_it(office: OfficePC) -> None:
    put(office, films.film(1.0, audio_codec="ac3").replace(b"ac-3", b"xq9z"))
    office.publish()
    film = item(office)["_kiosk"]["films"][0]
    with av.open(office.out / film["url"], "r") as made:
        assert (len(made.streams.video), len(made.streams.audio)) == (1, 0)


@pytest.mark.slow(cases=0)
def test_it_is_converted_once(office: OfficePC) -> None:
    put(office, films.film(2.0, size=(1280, 720)))
    first = office.publish()
    film = item(office)["_kiosk"]["films"][0]
    path = office.out / film["url"]
    assert first.is_new
    assert not office.publish(later=timedelta(hours=1)).is_new, "the same bytes"
    path.unlink()
    assert not office.publish(later=timedelta(hours=1)).is_new, "converted anew, the same bytes again"
    assert path.is_file()


def test_an_upright_film_stays_upright(office: OfficePC) -> None:
    put(office, films.film(1.0, size=(720, 1280)))
    office.publish()
    film = item(office)["_kiosk"]["films"][0]
    with av.open(io.BytesIO((office.out / film["url"]).read_bytes()), "r") as made:
        assert (made.streams.video[0].width, made.streams.video[0].height) == (360, 640)


@pytest.mark.parametrize(
    ("bad", "body", "told"),
    [
        ("bakau.mp4", b"<html>", "bakau.mp4 tidak bisa dipakai"),
        ("bakau.mp4", films.film(picture=False), "bakau.mp4 tidak bisa dipakai"),
        ("bakau.mp4", films.film(185, fps=2, size=(64, 36), sound=False), "lebih dari 3 menit"),
        ("bakau.srt", b"tidak ada waktu", "tidak ada teks film"),
    ],
    ids=["a page", "no pictures", "too long", "no subtitles"],
)
def test_what_cannot_be_shown_is_told_with_its_line(office: OfficePC, bad: str, body: bytes, told: str) -> None:
    put(office, films.film(1.0))
    office.put(bad, body)
    with pytest.raises(FolderError) as raised:
        office.plan()
    (fault,) = raised.value.faults
    assert fault.line == (5 if bad.endswith("mp4") else 6)
    assert told in folder_fault(fault)
