"""Window and refresher start at one moment, on a kiosk that has no name yet: it gets one."""

from __future__ import annotations

import threading
from pathlib import Path

from kiosk.core.identity import kiosk_id


def test_all_who_ask_at_once_are_told_one_name(tmp_path: Path) -> None:
    for turn in range(20):
        data = tmp_path / str(turn)
        data.mkdir()
        told: list[str] = []
        together = threading.Barrier(4)

        def ask(data: Path = data, told: list[str] = told, together: threading.Barrier = together) -> None:
            together.wait()
            told.append(kiosk_id(data, data / "none"))

        askers = [threading.Thread(target=ask) for _ in range(4)]
        for asker in askers:
            asker.start()
        for asker in askers:
            asker.join()
        assert {*told} == {(data / "kiosk-id").read_text().strip()}
        assert [path.name for path in data.iterdir()] == ["kiosk-id"]
