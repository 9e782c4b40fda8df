#!/bin/sh
# Compiles lgpio, the Pi's pin library, for arm64: lgpio.sh OUT CACHE puts lgpio.py and _lgpio.abi3.so into OUT.
# Neither Debian nor PyPI has it built for this Python. Its licence: the Unlicense.
set -eu
out=$1 cache=$2/lgpio
version=0.2.2.0 sha256=11372e653b200f76a0b3ef8a23a0735c85ec678a9f8550b9893151ed0f863fff
source=$cache/lgpio-$version.tar.gz
if ! echo "$sha256  $source" | sha256sum --check --status 2>/dev/null; then
    mkdir -p "$cache"
    .venv/bin/python -m pip download -q --no-deps --no-binary=:all: --dest "$cache" "lgpio==$version"
    echo "$sha256  $source" | sha256sum --check --status
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tar -xzf "$source" -C "$work" --strip-components=1
# Python's headers name the machine's own folder; its contents are the same for every 64-bit little-endian machine
headers=$(python3 -c 'import sysconfig; print(sysconfig.get_path("include"))')
mkdir -p "$work/include/aarch64-linux-gnu"
ln -s "/usr/include/$(uname -m)-linux-gnu/$(basename "$headers")" "$work/include/aarch64-linux-gnu/"
cd "$work"
swig -python -o lgpio_wrap.c lgpio.i
aarch64-linux-gnu-gcc -shared -fPIC -O2 -pthread -D_GNU_SOURCE= -DPy_LIMITED_API=0x030b0000 "-ffile-prefix-map=$work=." -Wl,--build-id=none \
    -include errno.h -Isrc "-I$headers" -Iinclude lgpio_wrap.c src/lg[A-Z]*.c src/rgpiod.c -o _lgpio.abi3.so
aarch64-linux-gnu-strip _lgpio.abi3.so
install -m 0644 lgpio.py _lgpio.abi3.so "$out/"
