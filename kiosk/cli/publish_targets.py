"""Targets of `kiosk publish` besides the folder that it writes: `--to ADDRESS`, and `--stick FILE.zip`."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from content_cache.model.errors import CacheError
from content_cache.model.problems import msgid
from content_cache.signing.keys import PublicKey
from kiosk.cli.progress import Bar
from kiosk.installation import Installation, Refusal
from kiosk.office.targets.address import Address, is_address
from kiosk.office.targets.delivery import MEMORY, DeliveryStep, Progress, deliver
from kiosk.office.targets.secrets import FILE, secrets_of
from kiosk.office.targets.stick import write_stick
from kiosk.office.targets.table import check_installed

OUT = "terbit"

_STEPS = {
    DeliveryStep.SIGNED: msgid("signed"),
    DeliveryStep.UPLOADED: msgid("uploaded"),
    DeliveryStep.READ_BACK: msgid("read back"),
}


def places_of(given: Sequence[str], folder: Path) -> tuple[Path, tuple[str, ...]]:
    """Return the folder that the edition is written to, and the targets that it goes to from there.

    The folder is the first path, or one beside the office's folder; all others are targets. Raises Refusal for an invalid
    target, or one whose library is not installed.
    """
    paths = [one for one in given if not is_address(one)]
    targets = [one for one in given if one != paths[0]] if paths else list(given)
    try:
        for target in targets:
            check_installed(Address.from_target(target))
    except CacheError as error:
        raise Refusal("{error}", error=error.problem) from error
    return Path(paths[0]) if paths else folder.resolve().with_name(OUT), tuple(targets)


def deliver_all(
    installation: Installation,
    out: Path,
    targets: Sequence[str],
    folder: Path,
    key: PublicKey,
    beside: Path,
    environment: Mapping[str, str],
) -> int:
    """Deliver the published folder *out* to each of *targets*, print a line for each, and return the exit code.

    *beside* is the folder of the keys.
    """
    code, words = 0, installation.words
    for target in targets:
        shown = Address.from_target(target).public_text
        try:
            secrets = secrets_of(target, beside / FILE, environment.get("KIOSK_TARGET_PASSWORD", ""))
            with Bar(sys.stderr) as bar:

                def step(now: Progress, bar: Bar = bar) -> None:
                    bar.draw(now.done, now.every, f"{words(_STEPS[now.step])} {now.name}")

                done = deliver(out, target, secrets, step, key=key, memory=folder / MEMORY)
        except CacheError as error:
            installation.tell(words("{target}: not published there: {error}", target=shown, error=error.problem))
            code = 1
            continue
        message = msgid(
            "{target}: edition {edition} is there, read back: {files} files, {size}; {sent} sent, {sent_size}"
        )
        installation.out(
            words(
                message,
                target=shown,
                edition=done.seq,
                files=done.files,
                size=_size(done.bytes),
                sent=done.sent,
                sent_size=_size(done.sent_bytes),
            )
        )
    return code


def make_stick(installation: Installation, out: Path, stick: Path, key: PublicKey) -> None:
    """Write the published folder *out* as the ZIP *stick*, to be unpacked onto a USB stick. Raises Refusal."""
    try:
        with Bar(sys.stderr) as bar:
            files, size = write_stick(out, stick, key, bar.draw)
    except CacheError as error:
        raise Refusal("{error}", error=error.problem) from error
    except OSError as error:
        raise Refusal("{path}: cannot be written ({reason})", path=str(stick), reason=error.strerror or "") from error
    installation.out(
        installation.words(
            "{path}: unpack it onto a stick; {files} files, {size}",
            path=str(stick),
            files=files,
            size=_size(size),
        )
    )


def _size(number: int) -> str:
    return f"{-(-number // 1000)} kB"
