"""The office's monitor in a booted Debian 13: python -m tests.campaigns.package.monitor [--out out/deb] [--cache build/package]

The package is built by `sh deploy/make-deb.sh --office`. In the machine `kantor init` and `kantor monitor` are typed, a kiosk's
report is sent, and the days of silence are changed. All four programs run, listen on this machine alone, and take the new rules by
themselves. Needs root, mmdebstrap, qemu-system-x86. Exits with 1 if something of it is not so.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tests.campaigns.package.boot import start_machine
from tests.campaigns.package.life import field
from tests.campaigns.package.root import Broken, Root

PARTS = ("metrics", "reports", "rules", "alerts")
MEMORY_MB = 1024
PROBE = f"""#!/bin/sh
# what the machine says of itself, into a file that is read when it is off
exec >/probe.out 2>&1
kantor init --name Dinas --area 72.01 --person Rahma
kantor monitor
sleep 10
for part in {" ".join(PARTS)}; do
    unit=kiosk-office-$part.service
    echo "unit $part $(systemctl is-active $unit) $(systemctl show --property=NRestarts --value $unit)"
done
awk '$4 == "0A" {{print "listens", $2}}' /proc/net/tcp /proc/net/tcp6
token=$(sed -n 's/.*"bearer_token": "\\([^"]*\\)".*/\\1/p' /srv/kantor/.kantor/pantau/vmauth.yml)
told() {{
    curl -s -o /dev/null -w "$1 %{{http_code}}\\n" -H "Authorization: Bearer $2" --data 'kiosk_up{{kiosk="x"}} 1' \\
        http://127.0.0.1:8427/api/v1/import/prometheus
}}
told report "$token"
told stranger 00
rules() {{ curl -s http://127.0.0.1:8880/api/v1/rules | grep -o 'u003e [0-9]*' | head -n 1 | sed "s/u003e/$1/"; }}
rules before
echo '{{"silent_days": 5}}' >/srv/kantor/.kantor/kabari.json
chown kantor /srv/kantor/.kantor/kabari.json
setpriv --reuid=kantor --regid=kantor --init-groups --reset-env env KIOSK_DATA=/var/lib/kantor \\
    /opt/kantor/bin/kiosk office --folder /srv/kantor monitor
sleep 15
rules after
kantor monitor >/dev/null && echo again
systemctl list-units --failed --no-legend --plain 'kiosk-office*' | sed 's/^/failed /'
systemctl poweroff
"""
SERVICE = """[Service]
ExecStart=/src/probe
[Install]
WantedBy=multi-user.target
"""


def watch(package: Path, cache: Path) -> str:
    """Return what the machine told. Raise Broken."""
    root = Root(cache, "monitor", "amd64")
    root.satisfy(field(package, "Depends"))
    root.install("linux-image-cloud-amd64", "initramfs-tools", "curl", "victoria-metrics", "prometheus-alertmanager")
    root.install(root.bring(package))
    (root.path / "src/probe").write_text(PROBE)
    (root.path / "src/probe").chmod(0o755)
    (root.path / "etc/systemd/system/probe.service").write_text(SERVICE)
    (root.path / "etc/fstab").write_text("/dev/vda / ext4 rw 0 1\n")
    (root.path / "usr/sbin/policy-rc.d").unlink()
    root.do("systemctl", "enable", "probe.service")
    disk = cache / "monitor.img"
    disk.unlink(missing_ok=True)
    subprocess.run(["mke2fs", "-q", "-F", "-t", "ext4", "-d", str(root.path), str(disk), "4G"], check=True)
    start_machine(root.path, disk, cache / "monitor.log", MEMORY_MB)
    read = subprocess.run(["debugfs", "-R", "cat /probe.out", str(disk)], capture_output=True, text=True, check=True)
    _judge(read.stdout)
    shutil.rmtree(root.path)
    disk.unlink()
    return read.stdout


def _judge(told: str) -> None:
    for part in PARTS:
        if f"unit {part} active 0\n" not in told:
            raise Broken(f"{part} does not run\n{told}")
    for wanted in ("report 204\n", "stranger 401\n", "before 172800\n", "after 432000\n", "again\n"):
        if wanted not in told:
            raise Broken(f"not told: {wanted}{told}")
    own = re.findall(r"(?m)^listens (\S+):(20EB|20EC|22B0|2385)$", told)
    if {address for address, _ in own} != {"0100007F"} or len(own) != len(PARTS) or "failed " in told:
        raise Broken(told)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.campaigns.package.monitor")
    parser.add_argument("--out", type=Path, default=Path("out/deb"))
    parser.add_argument("--cache", type=Path, default=Path("build/package"))
    asked = parser.parse_args()
    asked.cache.mkdir(parents=True, exist_ok=True)
    (*_, package) = sorted(asked.out.resolve().glob("kim-kantor_*_amd64.deb"))
    try:
        print(watch(package, asked.cache.resolve()))
    except Broken as error:
        print(f"FAILED: {error}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
