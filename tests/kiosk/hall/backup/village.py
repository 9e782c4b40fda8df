"""A kiosk's data folder with all that a backup holds, for tests."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from kiosk.cli.main import main
from kiosk.hall.backup.kiosk_head import FORMAT, BackupLabel
from kiosk.hall.backup.kiosk_restore import RestoredKiosk, restore, show_restored
from kiosk.hall.backup.kiosk_snapshot import MadeBackup, write_backup
from kiosk.hall.desk.accounts import ClerkAccounts
from kiosk.hall.notices.store import NoticeStore
from kiosk.post.identity import own_key
from kiosk.settings.overrides import change
from kiosk.state.memory import Memory
from tests.kiosk.hall.notices.test_store import NOW, notice

__all__ = ["DAY", "NOW", "WORDS", "Village"]
WORDS = "mangga perahu bukit tujuh melati jagung"
DAY = date(2026, 9, 3)


class Village:
    """Kiosk in the folder *folder*, with a stick beside its data."""

    def __init__(self, folder: Path, name: str) -> None:
        self.data, self.config, self.stick = folder / "data", folder / "kiosk.toml", folder / "stick"
        self.folder = folder
        self.data.mkdir(parents=True)
        self.stick.mkdir()
        self.name = name
        self.config.write_text(f'[place]\nname = "{name}"\n', "utf-8")
        self.key = own_key(self.data)

    def lived_in(self) -> Village:
        store = NoticeStore(self.data, self.name)
        store.publish_notice(notice(), NOW)
        ClerkAccounts(self.data / "desk", memory_kib=64, rounds=1).add("Sari", "481592")
        prompts = self.data / "desk/prompts/bgz"
        prompts.mkdir(parents=True)
        (prompts / f"{'a' * 64}.wav").write_bytes(b"RIFF" + bytes(200_000))
        change(self.data, self.config, {"place": {"language": "bgz"}}, set_up=True)
        with Memory(self.data) as memory:
            memory.counts.add("said", DAY, 3)
        return self

    def back_up(self, words: str = WORDS, office: bytes | None = None) -> MadeBackup:
        """Make a backup as of now, for mtimes are of now."""
        label = BackupLabel(FORMAT, self.key.kiosk, self.name, datetime.now(UTC))
        return write_backup(
            self.data, self.stick / "kios.cadangan", label, self.key, office=office, words=words, words_memory=2**16
        )

    def restore(
        self, backup: Path, words: str = "", *, office: bytes | None = None, other: bool = False, older: bool = False
    ) -> RestoredKiosk:
        with backup.open("rb") as file:
            done = restore(
                self.data, self.config, file, self.key, lambda: words, office=office, other=other, older=older
            )
        show_restored(self.data, self.name, NOW)
        return done

    def run(self, *words: str) -> int:
        return main(["--config", str(self.config), "--data", str(self.data), *words])

    def contents(self) -> dict[str, bytes]:
        """Return all files but the memory's, which SQLite writes when it is read."""
        return {
            path.relative_to(self.data).as_posix(): path.read_bytes()
            for path in self.data.rglob("*")
            if path.is_file() and not path.name.startswith(("kiosk.sqlite", "."))
        }
