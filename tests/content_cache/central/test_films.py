"""A film in an edition: over the line and from a stick it becomes the same; what is wrong with it leaves the edition."""

from __future__ import annotations

import hashlib
import json

import pytest

from content_cache.central.import_result import ImportResult
from content_cache.model.subtitles import from_json
from content_cache.signing.edition import feed_name
from tests.content_cache.central.attacks import forge
from tests.content_cache.central.village import Village, by_stick
from tests.support import films


def put(village: Village, **entries: tuple[str, bytes]) -> None:
    """The office's next edition names films at its first item, by role: (ending, content)."""
    village.publish()
    folder = village.office.out
    (folder / "media").mkdir(exist_ok=True)
    listed = []
    for role, (ending, body) in entries.items():
        digest = hashlib.sha256(body).hexdigest()
        (folder / "media" / f"{digest}.{ending}").write_bytes(body)
        entry = {"url": f"media/{digest}.{ending}", "size_in_bytes": len(body)}
        listed.append(entry | {"_kiosk": {"sha256": digest, "role": role}})
    feed = json.loads((folder / feed_name(1)).read_bytes())
    feed["items"][0]["_kiosk"]["films"] = listed
    feed["_kiosk"]["seq"] = 2
    forge(folder, feed)


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize("stick", [False, True], ids=["line", "stick"])
def test_a_film_its_subtitles_and_its_signs_are_here(village: Village, *, stick: bool) -> None:
    put(
        village,
        film=("mp4", films.film()),
        subtitles=("srt", films.SUBTITLES),
        sign=("webm", films.film(1, kind="webm")),
    )
    if stick:
        came = by_stick(village)
        assert (came.result, came.error) == (ImportResult.TAKEN, None)
    else:
        village.refresh()
    item = village.items()["air"]
    assert item.film is not None
    assert item.sign is not None
    assert item.subtitles is not None
    data = village.house.data_dir
    assert (item.film.pages, item.film.width, item.sign.pages) == (2, 640, 1)
    assert (data / item.film.path).read_bytes() == films.film()
    assert (data / item.film.sound).is_file()
    assert len(from_json((data / item.subtitles.path).read_bytes())) == 2


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize("stick", [False, True], ids=["line", "stick"])
def test_one_that_cannot_be_played_leaves_the_rest(village: Village, *, stick: bool) -> None:
    put(village, film=("mp4", films.film(picture=False)), subtitles=("srt", b"?"))
    if stick:
        assert by_stick(village).result is ImportResult.TAKEN
    else:
        village.refresh()
    item = village.items()["air"]
    assert item.film is not None
    assert item.film.path == ""
    assert item.subtitles is None
    assert item.picture is not None, "its picture is here"


def test_how_far_a_stick_is_counts_its_films(village: Village) -> None:
    """Show that films count in the progress: people pull the stick out when all seems to be there."""
    put(village, film=("mp4", films.film()))
    told: list[tuple[int, int]] = []
    by_stick(village, progress=lambda done, every: told.append((done, every)))
    assert told[0] == (0, 2)
    assert told[-1] == (2, 2)
    assert (1, 2) in told


def test_what_cannot_be_played_is_not_read_with_each_stick(village: Village) -> None:
    put(village, film=("mp4", films.film(picture=False)))
    by_stick(village)
    (record,) = [one for url, one in village.house.store.media.records().items() if url.endswith(".mp4")]
    assert (record.path, record.pages) == ("", -1)
    told: list[tuple[int, int]] = []
    assert by_stick(village, progress=lambda done, every: told.append((done, every))).result is ImportResult.SAME
    assert told == []


def test_one_that_says_it_is_larger_than_a_film_may_be_leaves_the_edition(village: Village) -> None:
    put(village, film=("mp4", films.film()))
    folder = village.office.out
    feed = json.loads((folder / feed_name(2)).read_bytes())
    feed["items"][0]["_kiosk"]["films"][0]["size_in_bytes"] = 200_000_000
    feed["items"][0]["_kiosk"]["films"].append({"url": "media/x.mkv", "_kiosk": {}, "size_in_bytes": 3})
    forge(folder, feed)
    assert by_stick(village).result is ImportResult.TAKEN
    assert village.items()
