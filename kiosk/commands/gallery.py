"""`kiosk screenshot --all`: every screen in every theme, size, text size and language, with a page to look at them."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from html import escape
from itertools import product
from pathlib import Path

from kiosk.commands.call import Call, Refusal
from kiosk.commands.run import kivy_home
from kiosk.commands.screenshot import LISTS, Shot, age, draw
from kiosk.translation import languages

SIZES = ((1280, 720), (800, 480), (720, 1280), (1920, 1080))
THEMES = ("light", "dark", "contrast")
SCALES = (1.0, 2.0)
# the states that look like nothing else; (screen, state)
_STATES = (("news", "stale"), ("news", "empty"), ("news", "timeout"), ("item", "speaking"), ("item", "handout"),
           ("search", "results"))  # fmt: skip

_PAGE = """<!doctype html>
<html lang="id"><meta charset="utf-8"><title>Info Desa: semua layar</title>
<style>body{{font:16px sans-serif;margin:2rem;background:#eee}}figure{{display:inline-block;margin:.5rem}}
img{{height:16rem;border:1px solid #888}}figcaption{{font-size:.8rem}}</style>
<h1>Info Desa: semua layar</h1>
{sections}
</html>
"""


@dataclass(frozen=True, slots=True)
class Picture:
    shot: Shot

    @property
    def title(self) -> str:
        """The heading it stands under: the screen, and its state if that is not the usual one."""
        return self.shot.screen if self.shot.state == "normal" else f"{self.shot.screen} ({self.shot.state})"

    @property
    def caption(self) -> str:
        shot = self.shot
        return f"{shot.size[0]}x{shot.size[1]} {shot.theme} {shot.text_scale} {shot.language}"

    @property
    def file(self) -> str:
        shot = self.shot
        return f"{shot.screen}-{shot.state}-{self.caption.removeprefix(' ').replace(' ', '-')}.png"


def gallery(call: Call, wanted: Shot, *, out: Path | None, sizes: Sequence[tuple[int, int]], on_demo: bool) -> int:
    """Write the pictures and index.html to the folder `out`. What `wanted` names (theme, scale, language) is the only one
    drawn of its kind. Raises Refusal if the folder cannot be written."""
    if out is None:
        raise Refusal("tulis ke folder mana gambar-gambarnya: --out FOLDER", 2)
    pictures = list(_pictures(wanted, sizes or SIZES))
    try:
        out.mkdir(parents=True, exist_ok=True)
        _draw_all(call, pictures, out, on_demo=on_demo)
        (out / "index.html").write_text(_page(pictures), "utf-8")
    except OSError as error:
        raise Refusal(f"{out}: galeri tidak dapat ditulis ({error.strerror or error})") from error
    call.out(f"{len(pictures)} gambar: {out / 'index.html'}")
    return 0


def _pictures(wanted: Shot, sizes: Sequence[tuple[int, int]]) -> Iterator[Picture]:
    from kiosk.ui.screens import SCREENS

    screens = [(name, "normal") for name in (*SCREENS, *LISTS)]
    themes = (wanted.theme,) if wanted.theme else THEMES
    scales = (wanted.text_scale,) if wanted.text_scale else SCALES
    spoken = (wanted.language,) if wanted.language else languages()
    for (screen, state), size, theme, scale, language in product((*screens, *_STATES), sizes, themes, scales, spoken):
        shot = replace(wanted, screen=screen, state=state, size=size)
        yield Picture(replace(shot, theme=theme, text_scale=scale, language=language))


def _draw_all(call: Call, pictures: Sequence[Picture], out: Path, *, on_demo: bool) -> None:
    from kiosk.ui.environment import prepare

    largest = (max(p.shot.size[0] for p in pictures), max(p.shot.size[1] for p in pictures))
    prepare(size=largest, offscreen=True, home=kivy_home(call.data))
    from kiosk.ui.rendering import Canvas

    shown_at = pictures[0].shot.now or datetime.now(UTC)
    with ExitStack() as stack:
        if on_demo:
            from kiosk.commands.demo import sample_village

            call = stack.enter_context(sample_village(call, shown_at - age(pictures[0].shot)))
        canvas = Canvas(largest)
        for number, picture in enumerate(pictures, 1):
            # a stale picture is one that is looked at days later
            later = age(picture.shot) - age(pictures[0].shot)
            draw(call, picture.shot, call.clock(shown_at + later), out / picture.file, canvas)
            _tell(call, number, len(pictures), picture.title)


def _tell(call: Call, number: int, total: int, title: str) -> None:
    """A bar on a terminal; elsewhere a line for every twentieth part."""
    if sys.stderr.isatty():
        filled = 30 * number // total
        end = "\n" if number == total else ""
        sys.stderr.write(f"\r[{'#' * filled}{'.' * (30 - filled)}] {number}/{total} {title:<24}{end}")
        sys.stderr.flush()
    elif number == total or number % max(1, total // 20) == 0:
        call.tell(f"{number}/{total} {title}")


def _page(pictures: Sequence[Picture]) -> str:
    sections: dict[str, list[str]] = {}
    for picture in pictures:
        file, caption = escape(picture.file), escape(picture.caption)
        figure = f'<figure><a href="{file}"><img loading="lazy" src="{file}" alt="{caption}"></a><figcaption>{caption}'
        sections.setdefault(picture.title, []).append(f"{figure}</figcaption></figure>")
    return _PAGE.format(
        sections="\n".join(f"<h2>{escape(title)}</h2>\n{''.join(all_)}" for title, all_ in sections.items())
    )
