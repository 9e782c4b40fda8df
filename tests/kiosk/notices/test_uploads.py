"""Files from phones that are named by content: what one form takes does not take it away from another."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image

from kiosk.notices.notice import Attached
from kiosk.notices.uploads import take_attached, take_map


def test_a_photo_taken_as_a_map_stays_in_the_notice_that_has_it(tmp_path: Path) -> None:
    body = io.BytesIO()
    Image.effect_noise((1600, 1200), 60).convert("RGB").save(body, "JPEG")
    (kept,) = take_attached([io.BytesIO(body.getvalue())], tmp_path)
    assert isinstance(kept, Attached)
    before = {file.name for file in tmp_path.iterdir()}

    name = take_map(io.BytesIO(body.getvalue()), tmp_path)

    assert {file.name for file in tmp_path.iterdir()} == before | {name}
    assert (tmp_path / kept.file).stat().st_size > (tmp_path / name).stat().st_size


def test_a_map_leaves_nothing_but_itself(tmp_path: Path) -> None:
    body = io.BytesIO()
    Image.effect_noise((1600, 1200), 60).convert("RGB").save(body, "JPEG")
    name = take_map(io.BytesIO(body.getvalue()), tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == [name]
