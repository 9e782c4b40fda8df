#!/bin/sh
# Compiles kiosk_tryboot.ko for the kernel of the image: build.sh OUT.ko CACHE BASE.tar
# With that kernel's own headers, and this machine's own build of their tools; both are Debian's, of the same version. As root.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=$1 cache=$2/tryboot base=$3
kernel=$(tar -tf "$base" | sed -n 's#^\./boot/config-##p')
[ "$(echo "$kernel" | wc -w)" -eq 1 ] || { echo "$base has not one kernel but: $kernel" >&2; exit 1; }
key=$kernel-$(cat "$here/kiosk_tryboot.c" "$0" | sha256sum | cut -c1-16)
if [ ! -f "$cache/$key.ko" ]; then
    mkdir -p "$cache/state/lists/partial" "$cache/archives/partial"
    : >"$cache/state/status"
    set -- -qq -o APT::Architecture=arm64 -o APT::Architectures=arm64 -o "Dir::State=$cache/state" -o "Dir::State::status=$cache/state/status" \
        -o "Dir::Cache::archives=$cache/archives" -o APT::Sandbox::User=root
    apt-get "$@" update
    rm -rf "$cache/debs" "$cache/root"
    mkdir -p "$cache/debs" "$cache/root"
    (cd "$cache/debs" && apt-get "$@" download "linux-headers-$kernel" "linux-headers-${kernel%-*}-common" &&
        apt-get -qq -o APT::Sandbox::User=root download "linux-kbuild-${kernel%-*}:$(dpkg --print-architecture)")
    for deb in "$cache"/debs/*.deb; do
        dpkg-deb -x "$deb" "$cache/root"
    done
    cp "$here/kiosk_tryboot.c" "$cache/root/"
    echo 'obj-m := kiosk_tryboot.o' >"$cache/root/Makefile"
    # the headers know each other by their places; in a mount namespace of its own, so that this machine keeps its own
    unshare --mount sh -ec '
        root=$1 kernel=$2
        mount --bind "$root/usr/src" /usr/src
        mount -t overlay -o "lowerdir=$root/usr/lib:/usr/lib" none /usr/lib
        cd "$root"
        make -s -C "/usr/src/linux-headers-$kernel" M="$root" ARCH=arm64 CROSS_COMPILE=aarch64-linux-gnu- \
            CC=aarch64-linux-gnu-gcc "KCFLAGS=-ffile-prefix-map=$root=." LDFLAGS_MODULE=--build-id=none CONFIG_DEBUG_INFO_BTF_MODULES= modules' sh "$cache/root" "$kernel"
    aarch64-linux-gnu-strip --strip-debug -o "$cache/$key.ko" "$cache/root/kiosk_tryboot.ko"
fi
install -D -m 0644 "$cache/$key.ko" "$out"
