"""Where everything lies on the appliance (systemd/README.md), and where on a Debian that the package made a kiosk. Tests put it all
under another root."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Folders:
    root: Path = Path("/")
    packaged: bool = False

    @classmethod
    def found(cls, root: Path) -> Folders:
        """Those of the machine whose files lie under `root`."""
        return cls(root, packaged=(root / "usr/share/kiosk/package").exists())

    @property
    def card(self) -> Path:
        """Where a technician writes kiosk.toml: the FAT partition, which any PC reads."""
        return self.root / ("etc/kiosk" if self.packaged else "boot/firmware")

    @property
    def data(self) -> Path:
        """The kiosk's: content, memory, choices."""
        return self.root / "var/lib/kiosk"

    @property
    def system(self) -> Path:
        """Root's own, on the same partition: no user of the kiosk reads it."""
        return self.root / "var/lib/kiosk-system"

    @property
    def network(self) -> Path:
        """NetworkManager's connections: a Debian has others beside the kiosk's."""
        return self.root / "etc/NetworkManager/system-connections" if self.packaged else self.system / "network"

    @property
    def slots(self) -> Path:
        """Updates of the program, and their signatures."""
        return self.system / "slots"

    @property
    def program(self) -> Path:
        """Where an update is mounted, over the image's own."""
        return self.root / "opt/kiosk"

    @property
    def chosen(self) -> Path:
        """A link to the update that this boot runs; none for the image's own."""
        return self.run / "kiosk-slot/chosen.squashfs"

    @property
    def arrived(self) -> Path:
        """What the refresher or a stick brought, to be looked at."""
        return self.data / "updates"

    @property
    def run(self) -> Path:
        return self.root / "run"

    @property
    def config(self) -> Path:
        """kiosk.toml as the processes read it."""
        return self.run / "kiosk-settings/kiosk.toml"

    @property
    def vouched(self) -> Path:
        return self.run / "kiosk-clock/trusted"

    @property
    def reported(self) -> Path:
        return self.run / "kiosk-report/answer.json"

    @property
    def requests(self) -> Path:
        """What users want of root: a folder for each of them that it alone may write, and `answers`, which root alone may."""
        return self.run / "kiosk-requests"

    @property
    def post_key(self) -> Path:
        """Who this kiosk is to its office, for those who seal what it sends."""
        return self.run / "kiosk-post/key.json"

    @property
    def clock_hint(self) -> Path:
        """The newest time that the content store knows, as a process without rights read it."""
        return self.run / "kiosk-floor/floor"

    @property
    def image(self) -> Path:
        """What the image says of itself, on the file system that is never written."""
        return self.root / "usr/share/kiosk"
