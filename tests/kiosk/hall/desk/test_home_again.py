"""The whole way round: written in the hall, carried to the office on the stick, published there, and back on the stick."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.cli.main import main
from kiosk.hall.notices.notice import Notice, NoticeKind
from kiosk.hall.notices.store import NoticeStore


@dataclass
class Kiosk:
    folder: Path
    capture: pytest.CaptureFixture[str]

    def run(self, *words: str | Path) -> str:
        settings = ["--config", str(self.folder / "kiosk.toml"), "--data", str(self.folder / "data")]
        assert main([*settings, *map(str, words)]) == 0
        return self.capture.readouterr().out

    def items(self) -> list[Any]:
        items: list[Any] = json.loads(self.run("items", "--json"))["items"]
        return items


def test_taken_over_by_the_office_it_is_shown_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kiosk, office, stick = Kiosk(tmp_path, capsys), tmp_path / "kantor", tmp_path / "stick"
    office.mkdir()
    (office / "feed.toml").write_text('title = "Kabar Banggai"\n', "utf-8")
    (office / "air.md").write_text("---\ntitle: Air mati besok\n---\nTampunglah air.\n", "utf-8")
    (tmp_path / "kiosk.toml").write_text("", "utf-8")
    told = kiosk.run("keys", "new", "--to", tmp_path / "kunci", "--no-password")
    keys = [line for line in told.splitlines() if line.startswith(("format", "keys", "alert_keys"))]
    source = [
        '[place]\nname = "Desa Bunga"\narea = "72.01.05"\n[[source]]\nname = "Diskominfo"',
        'url = "https://kabar.invalid/"',
    ]
    (tmp_path / "kiosk.toml").write_text("\n".join([*source, *keys]), "utf-8")
    publish = ("publish", office, "--to", stick, "--key", tmp_path / "kunci" / "news.key")

    now = datetime.now(UTC)
    notice = Notice(
        id="kim-0011223344556677", kind=NoticeKind.ANNOUNCEMENT, title="Rapat desa", text="Di balai.", author="Sari",
        ends=now + timedelta(days=1), written=now,
    )  # fmt: skip
    NoticeStore(tmp_path / "data", "Bunga").publish_notice(notice, now)
    kiosk.run("refresh", "--source", "KIM Bunga")
    kiosk.run(*publish)
    kiosk.run("import", stick)
    assert [(item["title"], item["source"]) for item in kiosk.items() if item["id"] == notice.id] == [
        ("Rapat desa", "KIM Bunga")
    ]

    (report,) = (path for path in (stick / "laporan-kios").iterdir() if path.is_dir())
    (status,) = (stick / "laporan-kios").glob("*.json")
    assert [each["id"] for each in json.loads(status.read_text("utf-8"))["notices"]] == [notice.id]
    assert "Sari" not in status.read_text("utf-8")
    shutil.copytree(report, office / "dari-desa-bunga")
    kiosk.run(*publish)
    kiosk.run("import", stick)
    (shown,) = (item for item in kiosk.items() if item["title"] == "Rapat desa")
    assert (shown["id"], shown["source"], shown["provenance"]) == (notice.id, "Diskominfo", "terverifikasi")
