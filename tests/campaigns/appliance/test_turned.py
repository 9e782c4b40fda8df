"""Where the harness puts its finger on a panel that hangs turned."""

from __future__ import annotations

import pytest
from PIL import Image

from tests.campaigns.appliance.machine import on_panel


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_finger_meets_what_is_seen_there(rotation: int) -> None:
    panel = (40, 20)
    across, down = panel if rotation % 180 == 0 else panel[::-1]
    picture = Image.new("L", (across, down))
    picture.putpixel((3, 15), 255)
    turned = picture.rotate(-rotation, expand=True)
    assert turned.size == panel
    x, y = on_panel(((3 + 0.5) / across, (15 + 0.5) / down), rotation)
    assert turned.getpixel((int(x * panel[0]), int(y * panel[1]))) == 255
