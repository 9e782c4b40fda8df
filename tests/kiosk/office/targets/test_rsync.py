"""rsync over SSH, by the system's programs: a key opens it, and a host with another key gets nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import asyncssh
import pytest

from kiosk.office.targets.faults import CutError, TargetError
from kiosk.office.targets.secrets import Secrets
from tests.content_cache.central.village import web
from tests.kiosk.office.targets import servers
from tests.kiosk.office.targets.conftest import Deliver
from tests.kiosk.office.targets.polling import look
from tests.kiosk.office.targets.servers import USER

missing = [name for name in ("rsync", "ssh") if shutil.which(name) is None]
pytestmark = pytest.mark.skipif(bool(missing), reason=f"not installed: {', '.join(missing)}")


@pytest.fixture
def key(tmp_path: Path) -> Path:
    made = asyncssh.generate_private_key("ssh-ed25519")
    path = tmp_path / "kunci ssh"
    made.write_private_key(path)
    path.chmod(0o600)
    path.with_suffix(".boleh").write_bytes(made.export_public_key())
    return path


def test_over_ssh(send: Deliver, key: Path, tmp_path: Path) -> None:
    root, allowed = tmp_path / "server", key.with_suffix(".boleh")
    with servers.sftp(root, allowed=allowed) as server:
        target = f"rsync+ssh://{USER}@127.0.0.1:{server.port}{root}/kabar desa"
        assert send(target, Secrets(key=key)).sent == 5
        with web(root / "kabar desa") as (public, _):
            assert look(f"{public}/", tmp_path) == 1
        known = (tmp_path / "ingat/known_hosts").read_text("utf-8")
        assert f"[127.0.0.1]:{server.port} ssh-ed25519" in known

        stranger = tmp_path / "lain"
        asyncssh.generate_private_key("ssh-ed25519").write_private_key(stranger)
        stranger.chmod(0o600)
        with pytest.raises(TargetError) as error:
            send(target, Secrets(key=stranger))
        assert error.value.problem.code == "target_password"

    with servers.sftp(tmp_path / "palsu", allowed=allowed) as foreign:
        (tmp_path / "ingat/known_hosts").write_text(known.replace(f":{server.port} ", f":{foreign.port} "), "utf-8")
        with pytest.raises(TargetError) as error:
            send(f"rsync+ssh://{USER}@127.0.0.1:{foreign.port}{tmp_path}/palsu/x", Secrets(key=key))
        assert error.value.problem.code == "target_host_key"
        assert not isinstance(error.value, CutError)
