"""A stick whose edition is here already brings the files that lack, and nothing else."""

from __future__ import annotations

import io
import json
import random

from msgspec.structs import replace
from PIL import Image

from content_cache.central.import_result import ImportResult
from content_cache.media.quota import MediaKeeper
from content_cache.model.changes import Changes
from content_cache.signing.edition import feed_name
from tests.content_cache.central.attacks import forge
from tests.content_cache.central.office import picture
from tests.content_cache.central.village import Village, by_stick, pinned

NOTICE = """---
id: "{n}"
title: Kabar {n}
category: berita
pictures:
  - file: {n}.png
    alt: x
---
Kabar.
"""
ROOM = 1  # bytes that files may take: none fits


def pictures(village: Village) -> list[str]:
    """Return the paths of the pictures that are stored."""
    return [item.picture.path for item in village.items().values() if item.picture is not None and item.picture.path]


def test_what_had_no_room_comes_once_there_is_some(village: Village) -> None:
    village.publish()
    came = by_stick(village, media_store_bytes=ROOM)
    assert came.result is ImportResult.TAKEN
    assert came.error is not None
    before = village.items()
    assert pictures(village) == []
    assert by_stick(village, media_store_bytes=ROOM).result is ImportResult.SAME, "there is no room still"
    came = by_stick(village)
    assert (came.result, came.seq, came.added, came.changed, came.withdrawn) == (ImportResult.TAKEN, 1, 0, 0, 0)
    assert came.error is None
    (path,) = pictures(village)
    assert (village.house.data_dir / path).is_file()
    assert village.items().keys() == before.keys()
    assert by_stick(village).result is ImportResult.SAME


def test_a_file_that_is_gone_comes_again(village: Village) -> None:
    village.publish()
    by_stick(village)
    (path,) = pictures(village)
    (village.house.data_dir / path).unlink()
    store = village.house.store
    store.media.add(
        [replace(record, path="") for record in store.media.records().values()]
    )  # as a check of the card does
    assert pictures(village) == []
    assert by_stick(village).result is ImportResult.TAKEN
    assert pictures(village) == [path]
    assert (village.house.data_dir / path).is_file()


def test_what_a_thin_line_had_not_brought_comes_by_stick(village: Village) -> None:
    village.publish()
    media = village.office.out / "media"
    later = media.rename(village.office.out / "later")
    village.refresh()
    assert village.items()
    assert pictures(village) == []
    later.rename(media)
    assert by_stick(village, completing=False).result is ImportResult.SAME, "a courier's phone may come every second"
    assert by_stick(village).result is ImportResult.TAKEN
    assert len(pictures(village)) == 1


def test_what_gave_way_to_others_stays_away(village: Village) -> None:
    """It would come with each stick, and go a minute later."""
    noise = random.Random(1)
    for n in range(6):
        out = io.BytesIO()
        Image.frombytes("RGB", (200, 150), noise.randbytes(200 * 150 * 3)).save(out, "PNG")
        village.office.put(f"{n}.png", out.getvalue())
        village.office.put(f"{n}.md", NOTICE.format(n=n))
    village.publish()
    by_stick(village)
    store = village.house.store
    share = sum(one.bytes + one.thumbnail_bytes for one in store.media.records().values()) * 3 // 4
    limits = replace(village.house.limits, media_store_bytes=share)
    MediaKeeper(store, village.house.data_dir, limits=limits, now=lambda: None).free_room(village.house.clock.now)
    left = sorted(pictures(village))
    assert 0 < len(left) < 7
    assert by_stick(village, media_store_bytes=share).result is ImportResult.SAME
    assert sorted(pictures(village)) == left


def test_only_what_its_items_lack_comes(village: Village) -> None:
    village.office.put("peta.png", picture("blue"))
    village.office.put("0.md", NOTICE.format(n=0).replace("0.png", "peta.png"))
    village.publish()
    by_stick(village, media_store_bytes=ROOM)
    gone = village.items()["0"]
    village.house.store.apply(gone.source, Changes(withdrawn=(gone.id,)), None, village.house.clock.now)
    assert by_stick(village).result is ImportResult.TAKEN
    assert [record.path for record in village.house.store.media.records().values()] == pictures(village)
    assert by_stick(village).result is ImportResult.SAME


def test_another_edition_of_the_same_number_is_not_this_one(village: Village) -> None:
    """Show that two offices with one key (a second computer, a restored copy) may use the same edition number for
    different editions."""
    village.publish()
    by_stick(village, media_store_bytes=ROOM)
    feed = json.loads((village.office.out / feed_name(1)).read_bytes())
    feed["items"][0]["title"] = "Sesuatu yang lain"
    forge(village.office.out, feed, seq=1)
    assert by_stick(village).result is ImportResult.SAME
    assert pictures(village) == []


def test_what_has_ended_since_does_not_begin_again(village: Village) -> None:
    village.publish()
    by_stick(village, media_store_bytes=ROOM)
    gone = village.items()["pasar"]
    village.house.store.apply(gone.source, Changes(withdrawn=(gone.id,)), None, village.house.clock.now)
    assert by_stick(village).result is ImportResult.TAKEN
    assert gone.id not in village.items()


def test_an_older_stick_brings_no_file_however_much_lacks(village: Village) -> None:
    village.publish()
    old = {path.relative_to(village.office.out): path.read_bytes() for path in village.office.out.rglob("*.*")}
    (village.office.folder / "pasar.md").unlink()
    village.publish()
    by_stick(village, media_store_bytes=ROOM)
    for path, content in old.items():
        (village.office.out / path).write_bytes(content)
    assert by_stick(village).result is ImportResult.OLDER
    assert pictures(village) == []


def test_of_the_same_edition_a_forged_picture_is_refused(village: Village) -> None:
    village.publish()
    by_stick(village, media_store_bytes=ROOM)
    for path in (village.office.out / "media").iterdir():
        path.write_bytes(random.Random(1).randbytes(path.stat().st_size))
    came = by_stick(village)
    assert (came.result, came.forged) == (ImportResult.REFUSED, True)
    assert pictures(village) == []
    assert village.seq == 1
    assert pinned(village.url).name == came.source
