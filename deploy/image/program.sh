#!/bin/sh
# The program as it lies under /opt/kiosk, a virtual environment: program.sh OUT CACHE [MACHINE] [PLACE LOCK]
# MACHINE is aarch64, the image's, or x86_64. An office's lies under /opt/kantor, with what its own lock names. An update's bundle and a package hold the same. SOURCE_DATE_EPOCH in the environment; run
# from the checkout's top folder.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=$1 cache=$2 machine=${3:-aarch64} place=${4:-/opt/kiosk} lock=${5:-$here/requirements.txt}
site=$out/lib/python3.13/site-packages
[ "$(/usr/bin/python3 -c 'import sys; print("%d.%d" % sys.version_info[:2])')" = 3.13 ] || {
    echo "/usr/bin/python3 is not 3.13, as the image's is: build on Debian 13." >&2
    exit 1
}
own=$(basename "$place")-$machine
libraries=$cache/libraries-$own-$(cat "$lock" "$here/libraries.sh" "$here/lgpio.sh" | sha256sum | cut -c1-16)
if [ ! -d "$libraries" ]; then
    rm -rf "$cache/libraries-$own"-*
    sh "$here/libraries.sh" "$libraries.part" "$cache" "$machine" "$place" "$lock"
    mv "$libraries.part" "$libraries"
fi
mkdir -p "$site" "$out/bin" "$cache/own"
cp -r "$libraries/." "$site/"

rm -f "$cache"/own/*.whl
.venv/bin/python -m pip wheel -q --disable-pip-version-check --cache-dir "$cache/pip" --no-deps --wheel-dir "$cache/own" .
.venv/bin/python -m pip install -q --disable-pip-version-check --no-deps --no-compile --no-index --upgrade --target "$site" \
    "$cache"/own/kim_kiosk-*.whl
# these tell where this was built: the image is the same wherever that is; and nobody reads manuals there
rm -rf "$site/bin" "$site/share" "$site"/kim_kiosk-*/direct_url.json
sed -i -e '\#^\.\./\.\./\(bin\|share\)/#d' -e '\#/direct_url\.json,#d' "$site"/kim_kiosk-*/RECORD
for package in kiosk content_cache; do
    /usr/bin/python3 -m compileall -q --invalidation-mode unchecked-hash -s "$site" -p "$place/lib/python3.13/site-packages" \
        "$site/$package"
done

# a kiosk's Kivy is Debian's
system=false
[ "$place" != /opt/kiosk ] || system=true
cat >"$out/pyvenv.cfg" <<END
home = /usr/bin
include-system-site-packages = $system
version = 3.13
END
ln -sf /usr/bin/python3 "$out/bin/python3"
ln -sf python3 "$out/bin/python"
cat >"$out/bin/kiosk" <<END
#!$place/bin/python3
import sys

from kiosk.cli.main import main

sys.exit(main())
END
chmod 755 "$out/bin/kiosk"
