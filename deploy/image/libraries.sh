#!/bin/sh
# What the program stands on, compiled once: libraries.sh OUT CACHE MACHINE [PLACE LOCK] fills a site-packages folder from PyPI's wheels.
# PLACE is where the program will lie, LOCK what is installed.
# SOURCE_DATE_EPOCH in the environment; run from the checkout's top folder.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=$1 cache=$2 machine=$3 place=${4:-/opt/kiosk} lock=${5:-$here/requirements.txt}
mkdir -p "$out"
set -- --platform=any --platform=manylinux2014_$machine
minor=17
while [ $minor -le 41 ]; do # Debian 13 has glibc 2.41
    set -- "$@" "--platform=manylinux_2_${minor}_$machine"
    minor=$((minor + 1))
done
.venv/bin/python -m pip install -q --no-input --disable-pip-version-check --cache-dir "$cache/pip" --no-deps --no-compile \
    --require-hashes --only-binary=:all: --implementation=cp --python-version=3.13 "$@" --target "$out" -r "$lock"
# elsewhere gpiozero runs on mock pins
[ "$machine" != aarch64 ] || [ "$place" != /opt/kiosk ] || sh "$here/lgpio.sh" "$out" "$cache"

# what nobody runs there: programs of the libraries, their tests
rm -rf "$out/bin"
find "$out" -type d \( -name tests -o -name test \) -prune -exec rm -rf {} +
find "$out" \( -name direct_url.json -o -name .gitignore \) -delete
# their programs' first lines, and with them these hashes, name the folder that this is built in
sed -i -e '\#^\.\./\.\./bin/#d' -e '\#/direct_url\.json,#d' -e '\#/\.gitignore,#d' -e '\#/tests\?/#d' "$out"/*.dist-info/RECORD
/usr/bin/python3 -m compileall -q --invalidation-mode unchecked-hash -s "$out" -p "$place/lib/python3.13/site-packages" "$out"
