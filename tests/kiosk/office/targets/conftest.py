from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.office.targets.delivery import Delivery, deliver
from kiosk.office.targets.secrets import Secrets
from tests.content_cache.central.office import CALENDAR, NEWS, OfficePC
from tests.kiosk.office.targets.servers import RSYNC, SERVERS, Server

Deliver = Callable[..., Delivery]


def begun(name: str, place: Path, path: str = "") -> Iterator[Server]:
    if name == "rsync" and RSYNC is None:
        pytest.skip("rsync is not installed")
    with SERVERS[name](place / "server", **({"path": path} if path else {})) as made:
        yield made


@pytest.fixture(params=sorted(set(SERVERS) - {"rsync"}))
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Server]:
    """rsync takes its time: who wants it too names all of them."""
    yield from begun(request.param, tmp_path)


@pytest.fixture(params=["s3", "sftp", "webdav"])
def far(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Server]:
    """One that is reached over a line. Not rsync, which takes its time: `cutting` has it."""
    yield from begun(request.param, tmp_path)


@pytest.fixture
def office(tmp_path: Path) -> OfficePC:
    made = OfficePC.at(tmp_path)
    made.put("acara.ics", CALENDAR)
    made.publish()
    return made


@pytest.fixture
def send(office: OfficePC, tmp_path: Path) -> Deliver:
    """Delivers what the office published."""

    def sent(target: str, secrets: Secrets, **more: object) -> Delivery:
        values = {"tries": 1, "pause": lambda _seconds: None} | more
        return deliver(office.out, target, secrets, key=NEWS.public, memory=tmp_path / "ingat", **values)  # type: ignore[arg-type]

    return sent
