from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from tests.support.desk import Hall, Phone


@pytest.fixture
def hall(tmp_path: Path) -> Hall:
    return Hall(tmp_path)


@pytest.fixture
def sari(hall: Hall) -> Phone:
    phone = hall.phone()
    phone.log_in()
    return phone


@pytest.fixture
def photo() -> Callable[[], tuple[io.BytesIO, str]]:
    def photo() -> tuple[io.BytesIO, str]:
        out = io.BytesIO()
        Image.new("RGB", (1600, 1200), "green").save(out, "JPEG")
        return io.BytesIO(out.getvalue()), "foto.jpg"

    return photo
