"""Step 3 of build-image.sh: the edition that lies in the image, as a data folder that the first boot copies.

    python -m deploy.image.seed --out FOLDER --now SECONDS [--config kiosk.toml --edition FOLDER]

Without an edition it is the sample village, and its feed lies in SAMPLE, which the image's kiosk.toml names as its source: such
an image is for showing what a kiosk is. The same inputs make the same bytes: time, chance and places are given.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from content_cache.central.bundle import bundles_in
from content_cache.central.bundle_import import import_bundle
from content_cache.central.import_result import ImportResult
from content_cache.jobs.limits import Limits
from content_cache.model.sources import Source
from content_cache.refresh.means import Means
from content_cache.refresh.refresher import Refresher
from content_cache.store.lock import writer_lock
from content_cache.store.store import Store
from kiosk.demo.village import WAY, build_village, demo_settings_toml
from kiosk.i18n.translation import Translation
from kiosk.i18n.words import Words
from kiosk.refresher.imports import lines_of
from kiosk.settings import load

SAMPLE = Path(
    "/srv/desa-bunga"
)  # in the image; the store remembers where it read: build-image.sh puts the image's /srv here


def sample(out: Path, now: datetime) -> None:
    """Write the sample village: its feed, its kiosk.toml and the store as a kiosk that refreshed at `now` has it."""
    build_village(SAMPLE, now)
    shutil.copyfile(WAY, SAMPLE / Path(WAY).name)
    for path in (SAMPLE, *SAMPLE.rglob("*")):
        os.utime(path, (now.timestamp(), now.timestamp()))
    (out / "kiosk.toml").write_text(settings(), "utf-8")
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        with writer_lock(data), closing(Store.open(data)) as store:
            refresh(store, load(out / "kiosk.toml").sources, data, now)
        _keep(data, out / "edition")


def settings() -> str:
    """Return the sample village's kiosk.toml: all that it names lies in SAMPLE."""
    return demo_settings_toml(str(SAMPLE)).replace(WAY, str(SAMPLE / Path(WAY).name))


def refresh(store: Store, sources: Iterable[Source], data: Path, now: datetime) -> None:
    refresher = Refresher(
        store,
        sources,
        data_dir=data,
        kiosk_id="0" * 12,
        clock=lambda: now,
        limits=Limits(),
        means=Means(jitter=lambda: 0.5, uptime=lambda: 0.0),
    )
    for outcome in refresher.refresh(force=True):
        if outcome.error:
            raise SystemExit(f"{outcome.name}: {outcome.error}")


def edition(config: Path, folder: Path, out: Path, now: datetime) -> None:
    """Store what an office published (`kiosk publish --to FOLDER`), verified with the keys that `config` pins."""
    with tempfile.TemporaryDirectory() as temporary:
        data = Path(temporary)
        written = load(config)
        for fault in written.faults:
            raise SystemExit(f"{config}: {fault}")
        with writer_lock(data), closing(Store.open(data)) as store:
            results = [
                import_bundle(store, bundle, written.sources, clock=lambda: now, limits=Limits())
                for bundle in bundles_in(folder)
            ]
        for line in lines_of(results, Words(Translation("en"))):
            print(line, file=sys.stderr)
        if not results or any(result.result is not ImportResult.TAKEN for result in results):
            raise SystemExit(f"{folder}: not an edition that {config} trusts")
        _keep(data, out / "edition")


def _keep(data: Path, to: Path) -> None:
    """Write the store as one compact file, and copy the media that it names."""
    to.mkdir(parents=True)
    with closing(sqlite3.connect(data / "content.sqlite")) as connection:
        connection.execute("VACUUM INTO ?", (str(to / "content.sqlite"),))
    if (data / "media").is_dir():
        shutil.copytree(data / "media", to / "media")


def main() -> None:
    parser = argparse.ArgumentParser(prog="deploy.image.seed")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--now", type=int, required=True)
    parser.add_argument("--config", type=Path)
    parser.add_argument("--edition", type=Path)
    asked = parser.parse_args()
    now = datetime.fromtimestamp(asked.now, UTC)
    if asked.edition:
        edition(asked.config, asked.edition, asked.out, now)
    else:
        sample(asked.out, now)


if __name__ == "__main__":
    main()
