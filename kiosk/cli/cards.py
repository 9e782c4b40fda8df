"""`kiosk cards write`: cards for many villages, one after another: written, read back, labelled.

It waits for a card, writes the image with the settings of the next village, reads it back, and prints the label. `--device` names
the disk that the cards come to, or several; without it each card that is put in is asked about. A card that is too small, false or
pulled out is told in one line, and its village gets the next one. A run that was ended goes on where it was.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from content_cache.files import write_whole
from content_cache.model.problems import Problem
from kiosk.cli.extras import require
from kiosk.cli.progress import Bar
from kiosk.cli.translated_parser import Parser
from kiosk.installation import Installation, Refusal

if TYPE_CHECKING:
    from kiosk.office.cards.batch import CardBatch, VillageCard
    from kiosk.office.cards.devices import BlockDevices, Disk
    from kiosk.office.cards.image import CardImage

_LOOK_S = 0.5
_MOST_BASE = 200_000
_GIGABYTE = 1e9


def add_options(parser: Parser) -> None:
    _ = parser.words
    what = parser.add_subparsers(dest="what", required=True, metavar=_("WHAT"))
    writes = _("write cards, one village after another")
    write = what.add_parser("write", help=writes, description=writes)
    write.add_argument("--image", type=Path, required=True, metavar=_("FILE"), help=_("the image, .img or .img.zst"))
    write.add_argument(
        "--table",
        type=Path,
        required=True,
        metavar=_("FILE"),
        help=_("the table of villages (CSV), or the office's ZIP"),
    )
    write.add_argument(
        "--base", type=Path, metavar=_("FILE"), help=_("settings that all have, with a table: kiosk.toml without place")
    )
    write.add_argument(
        "--device", type=Path, action="append", default=[], metavar=_("DISK"),
        help=_("write each card that is put in here, unasked; may be given again"),
    )  # fmt: skip


def execute(asked: argparse.Namespace, installation: Installation) -> int:
    require("office")
    if sys.platform != "linux":
        raise Refusal("cards are written on Linux; elsewhere take Raspberry Pi Imager and the ZIP", 2)
    from kiosk.office.cards.batch import CardBatch, only_run
    from kiosk.office.cards.devices import BlockDevices
    from kiosk.office.cards.image import open_image

    devices = BlockDevices()
    table = asked.table.expanduser().absolute()
    with _told(), only_run(table):
        for path in asked.device:
            devices.check(path)
        batch = CardBatch(table, _base_text(asked.base))
        _announce(batch, installation)
        if not batch.waiting_cards():
            return 0
        with open_image(asked.image.expanduser(), table.parent) as image:
            CardWriter(installation, devices, batch, image, asked.device).write_all()
    return 0


@contextmanager
def _told() -> Iterator[None]:
    """Raise Refusal for what stands in the way of all cards."""
    from kiosk.office.cards.faults import CardWriteError
    from kiosk.office.post.cards import RowError

    try:
        yield
    except (CardWriteError, RowError) as error:
        raise Refusal("{fault}", 2, fault=error.problem) from error
    except OSError as error:
        path, reason = str(error.filename or ""), error.strerror or str(error)
        raise Refusal("{path}: cannot be written ({reason})", path=path, reason=reason) from error


def _base_text(path: Path | None) -> str:
    if path is None:
        return ""
    try:
        with path.expanduser().open("rb") as file:
            return file.read(_MOST_BASE).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal("{path}: cannot be read ({reason})", 2, path=str(path), reason=str(error)[:100]) from error


def _announce(batch: CardBatch, installation: Installation) -> None:
    """Print how many cards are to be written, until when their codes hold, and what they share and should not."""
    from kiosk.office.cards.batch import shared_settings

    words, left = installation.words, batch.waiting_cards()
    installation.out(words("{left} of {n} cards are to be written", left=len(left), n=len(batch.cards)))
    ends = sorted({each.until for each in left if each.until is not None})
    if ends and ends[0] < datetime.now(UTC).date():
        installation.tell(
            words("The codes ended on {day}: make the cards anew at the office.", day=f"{ends[0]:%d-%m-%Y}")
        )
    elif ends:
        installation.out(words("The codes hold until {day}: start each kiosk before.", day=f"{ends[0]:%d-%m-%Y}"))
    for path in shared_settings(batch.cards):
        installation.tell(words("all cards share one {what}: a column of the table gives each its own", what=path))
    if batch.zip_path.suffixes[-2:] == [".kartu", ".zip"]:
        installation.out(words("{path} has all PINs and tokens: keep it away from others", path=str(batch.zip_path)))


def _ask(question: str) -> str:
    """Return the line that is typed after *question*, "" where nobody types any more."""
    sys.stdout.write(question)
    sys.stdout.flush()
    return sys.stdin.readline()


class CardWriter:
    """Cards of a batch onto whatever is put in, until all are written. *named* are disks that are written unasked."""

    def __init__(
        self,
        installation: Installation,
        devices: BlockDevices,
        batch: CardBatch,
        image: CardImage,
        named: list[Path],
        ask: Callable[[str], str] = _ask,
    ) -> None:
        self._call = installation
        self._words = installation.words
        self._devices = devices
        self._batch = batch
        self._image = image
        self._named = named
        self._ask = ask
        self._done: dict[str, str] = {}
        """Medium of each disk that was written, refused or left alone, until it is taken out."""

    def write_all(self) -> None:
        """Write each card that is still to be written. Raises Refusal where nobody answers or the record cannot be kept."""
        for card in self._batch.waiting_cards():
            self._call.out(self._words("Put in the card for {name} ({area}).", name=_title(card), area=card.area))
            while not self._write(card, self._await_card()):
                pass
        self._call.out(self._words("All cards are written. Labels to print: {path}", path=str(self._labels_path)))

    @property
    def _labels_path(self) -> Path:
        return self._batch.record_path.with_suffix(".html")

    def _await_card(self) -> Disk:
        """Return the next disk with a card that was not looked at before."""
        while True:
            found = self._devices.cards(self._named)
            there = {disk.name: disk.medium for disk in found}
            self._done = {name: medium for name, medium in self._done.items() if there.get(name) == medium}
            for disk in found:
                if disk.name not in self._done and self._is_wanted(disk):
                    return disk
            time.sleep(_LOOK_S)

    def _is_wanted(self, disk: Disk) -> bool:
        """Return whether *disk* may be written; whatever is answered, it is not asked about again."""
        from kiosk.office.cards.faults import CardWriteError

        self._done[disk.name] = disk.medium
        try:
            self._devices.check(disk.path)
        except CardWriteError as error:
            self._call.tell(self._words.problem(error.problem))
            return False
        return bool(self._named) or self._is_agreed(disk)

    def _is_agreed(self, disk: Disk) -> bool:
        gigabytes = f"{disk.size / _GIGABYTE:.1f}"
        question = "{disk}, {gigabytes} GB, {model}: everything on it goes. Write it? (Enter: yes, n: no) "
        answer = self._ask(self._words(question, disk=str(disk.path), gigabytes=gigabytes, model=disk.model or "?"))
        if not answer:
            raise Refusal("nobody answers; name the disk with --device", 2)
        return not answer.strip()

    def _write(self, card: VillageCard, disk: Disk) -> bool:
        """Return whether *card* was written and read back; if not, why is told in one line."""
        from kiosk.office.cards.faults import CardWriteError
        from kiosk.office.cards.writing import write_card

        began = time.monotonic()
        try:
            with (
                self._devices.open_card(disk) as opened,
                self._image.for_village(card.text) as image,
                Bar(sys.stderr) as bar,
            ):
                write_card(opened, image, lambda done, every: bar.draw(100 * done // every, 100, _title(card)))
        except CardWriteError as error:
            self._tell_failed(card, disk, error.problem)
            return False
        self._keep(card, disk)
        seconds = round(time.monotonic() - began)
        self._call.out(self._words("{name}: written and read back in {seconds} s", name=_title(card), seconds=seconds))
        for line in self._label_lines(card):
            self._call.out(line)
        return True

    def _tell_failed(self, card: VillageCard, disk: Disk, fault: Problem) -> None:
        self._call.tell(
            self._words(
                "{disk}: {fault} Put in another card for {name}.", disk=str(disk.path), fault=fault, name=_title(card)
            )
        )

    def _keep(self, card: VillageCard, disk: Disk) -> None:
        """Keep that the card is written, and its label with those before. Raises Refusal."""
        from kiosk.office.cards.batch import WrittenRecord

        try:
            self._batch.note_written(card, WrittenRecord(datetime.now(UTC), disk.name, self._image.digest))
            write_whole(self._labels_path, self._labels().encode())
        except OSError as error:
            path, reason = str(self._batch.record_path), error.strerror or str(error)
            raise Refusal("{path}: cannot be written ({reason})", path=path, reason=reason) from error

    def _labels(self) -> str:
        """Return the page with the labels of all cards that are written."""
        from kiosk.office.door import qr
        from kiosk.office.post.cards import CardLabel, label_link, labels_page

        labels = (
            CardLabel(
                each.number, each.name, each.area, each.code, self._note(each),
                qr(label_link(each.address, each.code)) if each.code else "",
            )
            for each in self._batch.cards
            if self._batch.written(each) is not None
        )  # fmt: skip
        return labels_page(self._words("Labels of cards"), labels)

    def _note(self, card: VillageCard) -> str:
        return self._words("until {day}", day=f"{card.until:%d-%m-%Y}") if card.until else ""

    def _label_lines(self, card: VillageCard) -> list[str]:
        """Return the label as text, with its QR code in half blocks."""
        from kiosk.cli.qr_text import qr_lines
        from kiosk.office.post.cards import label_link

        lines = [_title(card), card.area]
        if card.code:
            lines += [
                f"{card.code[:4]} {card.code[4:]}  {self._note(card)}",
                *qr_lines(label_link(card.address, card.code)),
            ]
        return lines


def _title(card: VillageCard) -> str:
    return f"{card.number:03} {card.name}"
