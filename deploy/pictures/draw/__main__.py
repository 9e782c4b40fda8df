"""Draws the sample village's pictures anew: `python -m deploy.pictures.draw [--recording]`, from the checkout's top folder.

They are kept as files in kiosk/demo/content/gambar, the boat of the empty state in kiosk/ui/pictures, the map to the assembly point
and what a machine reads in the poster in kiosk/demo, the village's budget beside its notice: whoever changes a scene
draws them once and commits both. With --recording the spoken announcement too, which needs espeak-ng.
"""

from __future__ import annotations

import sys
from pathlib import Path

from content_cache.model.picture_text import picture_text_to_json
from deploy.pictures.draw.budget import budget
from deploy.pictures.draw.film import film
from deploy.pictures.draw.poster import blt
from deploy.pictures.draw.recording import KERJA_BAKTI, record
from deploy.pictures.draw.scenes import SCENES, draw_boat, draw_scene, draw_way

KIOSK = Path(__file__).parents[3] / "kiosk"
CONTENT = KIOSK / "demo/content"
PICTURES = CONTENT / "gambar"
WAY = KIOSK / "demo/titik-kumpul.png"
BOAT = KIOSK / "ui/pictures/boat.png"
BUDGET = CONTENT / "apbdes-2026.pdf"
POSTER, POSTER_TEXT = PICTURES / "poster-blt.jpg", KIOSK / "demo/poster-blt.json"


def main(arguments: list[str]) -> None:
    for name, scene in SCENES.items():
        (PICTURES / f"{name}.jpg").write_bytes(draw_scene(scene))
    BOAT.write_bytes(draw_boat())
    WAY.write_bytes(draw_way())
    page = blt()
    page.picture.save(POSTER, quality=80, optimize=True)
    POSTER_TEXT.write_text(f"{picture_text_to_json(page.text)}\n", "utf-8")
    BUDGET.write_bytes(budget())
    (PICTURES / "mangrove.mp4").write_bytes(film(PICTURES / "mangrove.jpg"))
    if "--recording" in arguments:
        record(KERJA_BAKTI, CONTENT / "kerja-bakti.ogg")


if __name__ == "__main__":
    main(sys.argv[1:])
