"""A target whose disk is full, or may not be written: it is told, and kiosks keep the edition before."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.office.targets.faults import TargetError
from tests.content_cache.central.office import MARKET, OfficePC
from tests.faults.mounts import make_ext4, mounted, run, why_not
from tests.kiosk.office.targets import servers
from tests.kiosk.office.targets.conftest import Deliver
from tests.kiosk.office.targets.polling import look
from tests.kiosk.office.targets.servers import RSYNC
from tests.kiosk.office.targets.test_delivery import change, hiss

pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not())


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize("name", ["folder", "sftp", "webdav"])
def test_a_full_disk_and_one_that_may_not_be_written(
    name: str, office: OfficePC, send: Deliver, tmp_path: Path
) -> None:
    with (
        mounted(make_ext4(tmp_path / "disk", 4), tmp_path / "server"),
        servers.SERVERS[name](tmp_path / "server") as server,
    ):
        send(server.at(), server.secrets)
        change(office)
        run("mount", "-o", "remount,ro", str(tmp_path / "server"))
        with pytest.raises(TargetError) as error:
            send(server.at(), server.secrets)
        assert error.value.problem.code == "target_refused"
        assert look(server.public, tmp_path) == 1
        run("mount", "-o", "remount,rw", str(tmp_path / "server"))
        assert send(server.at(), server.secrets).seq == 2

        office.put("rapat.wav", hiss(6_000_000))
        office.put("pasar.md", MARKET.replace('category = "berita"', 'audio = "rapat.wav"'))
        office.publish(later=timedelta(days=1))
        with pytest.raises(TargetError) as error:
            send(server.at(), server.secrets)
        # wsgidav says 403 where RFC 4918 has 507
        assert error.value.problem.code == ("target_refused" if name == "webdav" else "target_full")
        assert look(server.public, tmp_path) == 2


@pytest.mark.skipif(RSYNC is None, reason="rsync is not installed")
@pytest.mark.usefixtures("office")
def test_rsync_tells_of_one_that_may_not_be_written(send: Deliver, tmp_path: Path) -> None:
    with servers.rsync(tmp_path / "server", readonly=True) as server, pytest.raises(TargetError) as error:
        send(server.at(), server.secrets)
    assert error.value.problem.code == "target_refused"
