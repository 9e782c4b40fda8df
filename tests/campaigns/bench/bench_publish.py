"""What publishing takes: 500 items with pictures, one that changed, and sending both to an SFTP server on loopback.

python -m pytest tests/campaigns/bench/bench_publish.py -m bench -s
"""

from __future__ import annotations

import io
import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from kiosk.office.targets.delivery import deliver
from tests.campaigns.bench.bench_central import large
from tests.content_cache.central.office import NEWS, OfficePC
from tests.kiosk.office.targets.servers import sftp

pytestmark = pytest.mark.bench

ITEMS, PHOTOS = 500, 50
FIRST_S, CHANGED_S = 60.0, 3.0


def timed(what: str, act: Callable[[], object]) -> float:
    began, used = time.monotonic(), time.process_time()
    act()
    seconds = time.monotonic() - began
    print(f"{what}: {seconds:.1f} s, of the processor {time.process_time() - used:.1f} s")
    return seconds


def telephones(office: OfficePC, count: int) -> None:
    """The first pictures as a telephone takes them: 12 million pixels, turned, with its name."""
    noise = Image.effect_noise((500, 375), 80).resize((4000, 3000), Image.Resampling.BILINEAR).convert("RGB")
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "HP"
    for number, path in enumerate(sorted(office.folder.glob("*.jpg"))[:count]):
        noise.paste((number, 90, 90), (0, 0, 800, 800))
        out = io.BytesIO()
        noise.save(out, "JPEG", quality=85, exif=exif)
        path.write_bytes(out.getvalue())


def change(office: OfficePC) -> None:
    path = random.Random(1).choice(sorted(office.folder.glob("*.md")))
    path.write_text(path.read_text("utf-8") + f"\nTambahan {random.random()}.\n", "utf-8")


def test_publishing(tmp_path: Path) -> None:
    office = large(tmp_path, ITEMS)
    print()
    first = timed(f"{ITEMS} items with pictures", office.publish)
    change(office)
    changed = timed("one of them changed", office.publish)
    with sftp(tmp_path / "server") as server:

        def send() -> None:
            print(deliver(office.out, server.at(), server.secrets, key=NEWS.public, memory=tmp_path / "ingat"))

        timed("sent by SFTP and read back", send)
        change(office)
        changed += timed("one more changed", office.publish)
        timed("sent", send)
    telephones(office, PHOTOS)
    timed(f"{PHOTOS} pictures as a telephone takes them", office.publish)
    assert (first < FIRST_S, changed / 2 < CHANGED_S) == (True, True)
