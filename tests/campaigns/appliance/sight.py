"""What is on the emulated screen: compared with what `kiosk screenshot` draws of the same settings and content."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from tests.campaigns.appliance.machine import SIZE

_SMALL = (
    160,
    90,
)  # letters blur, shapes and colours stay: the clock and the ages of news differ, screens do not look alike
_HEAD = 11  # rows of the small picture: the band with clock and freshness
ALIKE = 0.06  # mean difference of a channel, of 1, up to which a picture is of a screen


def small(picture: Image.Image) -> np.ndarray:
    """Shape (rows, columns, 3), 0 to 1, without the head band."""
    return np.asarray(picture.resize(_SMALL, Image.Resampling.BOX), dtype=np.float32)[_HEAD:] / 255


@dataclass(frozen=True, slots=True)
class Seen:
    """The reference that a picture is nearest to, and how far it is from it."""

    name: str
    difference: float

    def is_(self, name: str) -> bool:
        return self.name == name and self.difference <= ALIKE

    def __str__(self) -> str:
        return f"{self.name} ({self.difference:.3f})"


class Gallery:
    """References by name, and black. `shots` are (name, arguments of `tests.gallery`). Home is home with its date unsure too."""

    def __init__(
        self,
        folder: Path,
        config: Path,
        data: Path,
        now: str,
        shots: list[tuple[str, list[str]]],
        size: tuple[int, int] = SIZE,
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._known = {"black": np.zeros((_SMALL[1] - _HEAD, _SMALL[0], 3), np.float32)}
        for name, words in shots:
            path = folder / f"{name}.png"
            if not path.exists():
                command = [
                    sys.executable,
                    "-m",
                    "tests.gallery",
                    *words,
                    "--config",
                    str(config),
                    "--data",
                    str(data),
                ]
                subprocess.run(
                    [*command, "--size", f"{size[0]}x{size[1]}", "--now", now, "--out", str(path)], check=True
                )
            with Image.open(path) as picture:
                self._known[name] = small(picture.convert("RGB"))
        unsure = folder / "home-unsure.png"
        if not unsure.exists():
            command = [sys.executable, "-m", "tests.campaigns.appliance.unsure", str(config), str(data), now]
            subprocess.run([*command, f"{size[0]}x{size[1]}", str(unsure)], check=True)
        with Image.open(unsure) as picture:
            self._unsure = small(picture.convert("RGB"))

    def see(self, picture: Image.Image) -> Seen:
        seen = small(picture)
        differences = {name: float(np.abs(seen - known).mean()) for name, known in self._known.items()}
        differences["home"] = min(differences["home"], float(np.abs(seen - self._unsure).mean()))
        nearest = min(differences, key=lambda name: differences[name])
        return Seen(nearest, differences[nearest])


def difference(one: Image.Image, other: Image.Image) -> float:
    """Mean difference of two screens, of 1, without the head band."""
    return float(np.abs(small(one) - small(other)).mean())
