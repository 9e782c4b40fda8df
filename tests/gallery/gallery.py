"""The screens in their states, themes, sizes, text sizes and languages, with a page to look at them.

Not the full product of all of these: every state at its usual look in two sizes, every screen in all sizes, themes, text sizes
and languages. What is asked for by name (`--theme dark`) is drawn of every state, and is all that is drawn.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from html import escape
from itertools import product
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from kiosk.i18n.words import Words
from kiosk.installation import Installation, Refusal
from kiosk.ui.runtime.environment import kivy_home
from tests.gallery.desk import draw_desk
from tests.gallery.pose import draw
from tests.gallery.posing import Shot
from tests.gallery.shots import every, states
from tests.gallery.walk import STEPS, walk

SIZES = ((1280, 720), (800, 480), (720, 1280), (1920, 1080))
# (theme, text size, language), the sizes that it is drawn in, and whether every state is drawn or each screen's usual one
_LOOKS: tuple[tuple[str, float, str, Sequence[tuple[int, int]], bool], ...] = (
    ("light", 1.0, "id", SIZES[:2], True),
    ("light", 1.0, "id", SIZES[2:], False),
    ("dark", 1.0, "id", SIZES[:2], False),
    ("contrast", 1.0, "id", SIZES[:2], False),
    ("light", 2.0, "id", SIZES[:3], False),
    ("light", 1.4, "id", SIZES[:1], False),
    ("light", 1.0, "en", SIZES[:2], False),
    ("contrast", 2.0, "en", SIZES[:2], False),
)
_WALKS: tuple[tuple[str, float, str], ...] = (
    ("light", 1.0, "en"),
    ("light", 2.0, "id"),
    ("contrast", 1.0, "id"),
    ("contrast", 2.0, "en"),
)

_PHONE = "desk, on a phone"
_PAGE = """<!doctype html>
<html lang="{language}"><meta charset="utf-8"><title>{title}</title>
<style>body{{font:16px sans-serif;margin:2rem;background:#eee}}figure{{display:inline-block;margin:.5rem}}
img{{height:16rem;border:1px solid #888}}figcaption{{font-size:.8rem}}</style>
<h1>{title}</h1>
{sections}
</html>
"""


class GalleryEntry(Struct, frozen=True):
    """One figure of the page; `step` is its place in a walk, 0 outside of one."""

    shot: Shot
    step: int = 0

    @property
    def title(self) -> str:
        """The heading it stands under: the screen, and its state if that is not the usual one."""
        if self.step:
            return f"walk ({self.look})"
        return self.shot.screen if self.shot.state == "normal" else f"{self.shot.screen} ({self.shot.state})"

    @property
    def look(self) -> str:
        return f"{self.shot.theme} {self.shot.text_scale} {self.shot.language}"

    @property
    def caption(self) -> str:
        shot = self.shot
        told = f"{self.step}. {STEPS[self.step - 1]} " if self.step else ""
        return f"{told}{shot.size[0]}x{shot.size[1]} {self.look}"

    @property
    def file(self) -> str:
        shot = self.shot
        named = f"walk-{self.step}" if self.step else f"{shot.screen}-{shot.state}"
        return f"{named}-{shot.size[0]}x{shot.size[1]}-{self.look.replace(' ', '-')}.png"


def gallery(
    installation: Installation,
    wanted: Shot,
    *,
    out: Path | None,
    sizes: Sequence[tuple[int, int]],
) -> int:
    """Write the pictures and index.html to the folder `out`. What `wanted` names (theme, scale, language) is the only one
    drawn of its kind. Raises Refusal if the folder cannot be written."""
    if out is None:
        raise Refusal("say into which folder the pictures go: --out FOLDER", 2)
    pictures = list(
        dict.fromkeys((*single_pictures(wanted, sizes), *walk_pictures(wanted, sizes)))
    )  # looks may meet in one size
    try:
        out.mkdir(parents=True, exist_ok=True)
        _draw_all(installation, pictures, out)
        phones = draw_desk(out, installation.clock(wanted.now or datetime.now(UTC)).read().now)
        (out / "index.html").write_text(_page(installation.words, pictures, phones), "utf-8")
    except OSError as error:
        raise Refusal(f"{out}: the gallery cannot be written ({error.strerror or error})") from error
    if not phones:
        installation.tell("the pages of the desk are not drawn: that takes Chromium, and Flask of kim-kiosk[desk]")
    installation.out(f"{len(pictures) + len(phones)} pictures: {out / 'index.html'}")
    return 0


def single_pictures(wanted: Shot, sizes: Sequence[tuple[int, int]]) -> Iterator[GalleryEntry]:
    """The usual looks, or the one that is asked for."""
    looks = _LOOKS
    if wanted.theme or wanted.text_scale or wanted.language:
        looks = ((wanted.theme or "light", wanted.text_scale or 1.0, wanted.language or "id", sizes or SIZES, True),)
    for screen, state in every():
        for theme, scale, language, usual, whole in looks:
            if not whole and state != states(screen)[0]:
                continue
            for size in sizes or usual:
                shot = replace(wanted, screen=screen, state=state, size=size)
                yield GalleryEntry(replace(shot, theme=theme, text_scale=scale, language=language))


def walk_pictures(wanted: Shot, sizes: Sequence[tuple[int, int]]) -> Iterator[GalleryEntry]:
    """Yield the pictures of the walks, in the looks that *wanted* names or the usual ones."""
    walks = _WALKS
    if wanted.theme or wanted.text_scale or wanted.language:
        walks = ((wanted.theme or "light", wanted.text_scale or 1.0, wanted.language or "id"),)
    for (theme, scale, language), size in product(walks, sizes or SIZES[:2]):
        for step in range(1, len(STEPS) + 1):
            shot = replace(wanted, screen="walk", state="normal", size=size)
            yield GalleryEntry(replace(shot, theme=theme, text_scale=scale, language=language), step)


def _draw_all(installation: Installation, pictures: Sequence[GalleryEntry], out: Path) -> None:
    from kiosk.ui.runtime.environment import prepare

    largest = (max(p.shot.size[0] for p in pictures), max(p.shot.size[1] for p in pictures))
    prepare(size=largest, offscreen=True, home=kivy_home(installation.data))
    from kiosk.app.pictures.offscreen import Canvas

    shown_at = pictures[0].shot.now or datetime.now(UTC)
    with ExitStack() as stack:
        stack.callback(gc.set_threshold, *gc.get_threshold())
        gc.set_threshold(
            20_000
        )  # widgets go in circles, thousands a picture: the usual 700 take a quarter of all the time
        canvas = Canvas(largest)
        for number, picture in enumerate(pictures, 1):
            # a stale picture is one that is looked at days later
            clock = installation.clock(shown_at + picture.shot.age - pictures[0].shot.age)
            if picture.step == 0:
                draw(installation, picture.shot, clock, out / picture.file, canvas)
            elif picture.step == 1:
                files = [replace(picture, step=step).file for step in range(1, len(STEPS) + 1)]
                walk(installation, picture.shot, clock, [out / file for file in files], canvas)
            installation.tell(f"{number}/{len(pictures)} {picture.title}")


def _page(words: Words, pictures: Sequence[GalleryEntry], phones: Sequence[tuple[str, str]] = ()) -> str:
    sections: dict[str, list[str]] = {}
    shown = [(picture.title, picture.file, picture.caption) for picture in pictures]
    for title, file, caption in (*shown, *((_PHONE, *phone) for phone in phones)):
        file, caption = escape(file), escape(caption)
        figure = f'<figure><a href="{file}"><img loading="lazy" src="{file}" alt="{caption}"></a><figcaption>{caption}'
        sections.setdefault(title, []).append(f"{figure}</figcaption></figure>")
    return _PAGE.format(
        language=words.translation.language,
        title=escape(words("Village Info")),
        sections="\n".join(f"<h2>{escape(title)}</h2>\n{''.join(all_)}" for title, all_ in sections.items()),
    )
