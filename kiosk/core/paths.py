"""Paths on the appliance (systemd/README.md), and on a Debian that the package made a kiosk.

Tests put them under another root.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Folders:
    root: Path = Path("/")
    packaged: bool = False

    @classmethod
    def found(cls, root: Path) -> Folders:
        """Return the folders of the machine whose files lie under *root*."""
        return cls(root, packaged=(root / "usr/share/kiosk/package").exists())

    @property
    def card(self) -> Path:
        """Folder in which a technician writes kiosk.toml: the FAT partition, which any PC reads."""
        return self.root / ("etc/kiosk" if self.packaged else "boot/firmware")

    @property
    def data(self) -> Path:
        """Data folder of the kiosk: content, memory, choices."""
        return self.root / "var/lib/kiosk"

    @property
    def system(self) -> Path:
        """Root's own folder on the same partition: no user of the kiosk reads it."""
        return self.root / "var/lib/kiosk-system"

    @property
    def network(self) -> Path:
        """Folder of NetworkManager's connections: a Debian has others beside the kiosk's."""
        return self.root / "etc/NetworkManager/system-connections" if self.packaged else self.system / "network"

    @property
    def slots(self) -> Path:
        """Updates of the program, and their signatures."""
        return self.system / "slots"

    @property
    def program(self) -> Path:
        """Mount point of an update, over the image's own program."""
        return self.root / "opt/kiosk"

    @property
    def chosen(self) -> Path:
        """Link to the update that this boot runs; absent for the image's own program."""
        return self.run / "kiosk-slot/chosen.squashfs"

    @property
    def arrived(self) -> Path:
        """Folder of updates that the refresher or a stick brought, to be checked."""
        return self.data / "updates"

    @property
    def run(self) -> Path:
        return self.root / "run"

    @property
    def config(self) -> Path:
        """The kiosk.toml that the processes read."""
        return self.run / "kiosk-settings/kiosk.toml"

    @property
    def vouched(self) -> Path:
        return self.run / "kiosk-clock/trusted"

    @property
    def reported(self) -> Path:
        return self.run / "kiosk-report/answer.json"

    @property
    def requests(self) -> Path:
        """Folder of requests to root: one subfolder for each user, writable by that user alone, and `answers`,
        writable by root alone."""
        return self.run / "kiosk-requests"

    @property
    def post_key(self) -> Path:
        """Key of this kiosk towards its office, for those who seal envelopes."""
        return self.run / "kiosk-post/key.json"

    @property
    def clock_hint(self) -> Path:
        """Newest time that the content store knows, as a process without rights read it."""
        return self.run / "kiosk-floor/floor"

    @property
    def image(self) -> Path:
        """Folder in which the image describes itself, on the file system that is never written."""
        return self.root / "usr/share/kiosk"
