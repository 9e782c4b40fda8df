"""Paths on the appliance (systemd/README.md), and on a Debian that the package made a kiosk.

Tests put them under another root.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Folders:
    """Folders and files of a kiosk below *root*; *packaged*: a Debian package installed it, not the appliance's image."""

    root: Path = Path("/")
    packaged: bool = False

    @classmethod
    def found(cls, root: Path) -> Folders:
        """Return the folders of the machine whose files lie under *root*."""
        return cls(root, packaged=(root / "usr/share/kiosk/package").exists())

    @property
    def card(self) -> Path:
        """Return the folder where a technician writes kiosk.toml; on the appliance the card's FAT partition, which any PC
        reads."""
        return self.root / ("etc/kiosk" if self.packaged else "boot/firmware")

    @property
    def data(self) -> Path:
        """Return the kiosk's data folder: content, memory, residents' choices."""
        return self.root / "var/lib/kiosk"

    @property
    def system(self) -> Path:
        """Return root's own folder on the data partition; no user of the kiosk can read it."""
        return self.root / "var/lib/kiosk-system"

    @property
    def network(self) -> Path:
        """Return the folder of NetworkManager's connections. A packaged Debian shares it with its other connections."""
        return self.root / "etc/NetworkManager/system-connections" if self.packaged else self.system / "network"

    @property
    def slots(self) -> Path:
        """Return the folder of program updates and their signatures."""
        return self.system / "slots"

    @property
    def program(self) -> Path:
        """Return the mount point of an update, which covers the image's own program."""
        return self.root / "opt/kiosk"

    @property
    def chosen(self) -> Path:
        """Return the link to the update that this boot runs; it is missing when the image's own program runs."""
        return self.run / "kiosk-slot/chosen.squashfs"

    @property
    def arrived(self) -> Path:
        """Return the folder for updates that the refresher or a stick brought and that nobody has verified yet."""
        return self.data / "updates"

    @property
    def run(self) -> Path:
        return self.root / "run"

    @property
    def config(self) -> Path:
        """Return the path of the kiosk.toml that all processes read."""
        return self.run / "kiosk-settings/kiosk.toml"

    @property
    def vouched(self) -> Path:
        return self.run / "kiosk-clock/trusted"

    @property
    def reported(self) -> Path:
        return self.run / "kiosk-report/answer.json"

    @property
    def requests(self) -> Path:
        """Return the folder of requests to root.

        Each user has a subfolder that this user alone can write. Root alone can write `answers`.
        """
        return self.run / "kiosk-requests"

    @property
    def post_key(self) -> Path:
        """Return the path of the kiosk's signing key towards its office, for processes that seal envelopes."""
        return self.run / "kiosk-post/key.json"

    @property
    def clock_hint(self) -> Path:
        """Return the path of the newest time that the content store knows, kept for processes without rights."""
        return self.run / "kiosk-floor/floor"

    @property
    def image(self) -> Path:
        """Return the folder in which the image describes itself, on a read-only file system."""
        return self.root / "usr/share/kiosk"
