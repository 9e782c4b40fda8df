#!/bin/sh
# Builds the SD card image for Raspberry Pi 3 and 4 (64 bit) on Debian 13:
#
#   sh deploy/build-image.sh [--out FOLDER] [--config kiosk.toml --edition FOLDER] [--board debian] [--number N]
#                         [--systems two --bundle-keys ca.pem]
#
# Without --edition the image shows the sample village, Desa Bunga. With them it carries that kiosk.toml and, verified with its
# keys, what the office published (kiosk publish --to FOLDER): what a kiosk shows before it was ever online.
# --number is that of the newest update of the program that the image holds (deploy/make-update.sh): no kiosk with this image takes or
# runs one that is not newer. The [update] keys of --config are the image's.
# --systems two: a card with two systems, of which signed bundles (deploy/make-bundle.sh) replace one while the other runs. --bundle-keys are
# the certificates (PEM) whose bundles it takes, --number the lowest number of one. Beside the image lies what a bundle is made of.
# Installs what is missing first, as root or through sudo. The first build fetches and configures some 400 packages in emulation;
# later ones find them in build/image (to build from nothing: rm -r build/image). The same commit, packages and arguments make
# the same bytes.
set -eu
cd "$(dirname "$0")/.."
PATH=/usr/bin:$PATH # Debian's own Python and its pip, whatever else this machine has: the image gets that one
. deploy/setup.sh

out=out/image cache=build/image board=debian config='' edition='' number=1 systems=one keyring=''
while [ $# -gt 0 ]; do
    case $1 in
        --out) out=$2 ;;
        --cache) cache=$2 ;;
        --board) board=$2 ;;
        --number) number=$2 ;;
        --systems) systems=$2 ;;
        --bundle-keys) keyring=$(realpath "$2") ;;
        --config) config=$(realpath "$2") ;;
        --edition) edition=$(realpath "$2") ;;
        *) fail "$1: not an option; see the top of deploy/build-image.sh" ;;
    esac
    shift 2
done
[ -f "deploy/image/$board.conf" ] || fail "--board $board: there is no deploy/image/$board.conf"
case $number in *[!0-9]* | "" | 0*) fail "--number $number is no number" ;; esac
case $systems:$keyring in one: | two:?*) ;; *) fail "--systems two and --bundle-keys need each other" ;; esac
[ -z "$edition" ] || [ -n "$config" ] || fail "--edition needs --config: the kiosk.toml that pins the office's keys"
git rev-parse --quiet --verify HEAD >/dev/null || fail "This is no git checkout: the image's date is its last commit's."

began=$(date +%s)
PACKAGES="$PACKAGES git mmdebstrap arch-test qemu-user-binfmt mtools dosfstools fdisk zstd e2fsprogs libarchive13t64 systemd gcc-aarch64-linux-gnu
    libc6-dev-arm64-cross swig libpython3-dev"
[ "$systems" = one ] || PACKAGES="$PACKAGES erofs-utils cryptsetup-bin make kmod"
set_up
mkdir -p "$out" "$cache"
out=$(realpath "$out") cache=$(realpath "$cache")
# what is newer than the last commit is not in the image's dates
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
export SOURCE_DATE_EPOCH
set -a
. "deploy/image/$board.conf"
set +a

say "Packages of the system"
parts="deploy/image/base.sh deploy/image/packages.txt deploy/image/unwanted.txt deploy/image/modules.py deploy/image/modules.txt deploy/image/unchecked.py deploy/image/$board.conf"
key=$(find deploy/image/hooks deploy/image/early -type f | LC_ALL=C sort | xargs cat $parts | sha256sum | cut -c1-16)
base=$cache/base-$key.tar
if [ ! -f "$base" ]; then
    # their dates: of the last commit that changed what is installed, so that they do not change with every commit
    # shellcheck disable=SC2086  # a list of words on purpose
    changed=$(git log -1 --format=%ct -- $parts deploy/image/hooks deploy/image/early)
    rm -f "$cache"/base-*
    (as_root env SOURCE_DATE_EPOCH="${changed:-$SOURCE_DATE_EPOCH}" SUITE="$SUITE" COMPONENTS="$COMPONENTS" SOURCES="$SOURCES" \
        KEYRING="$KEYRING" BOARD_PACKAGES="$BOARD_PACKAGES" MODULES="$MODULES" sh deploy/image/base.sh "$base" "$cache") >"$cache/base.log" 2>&1 ||
        fail "The packages could not be installed: see the end of $cache/base.log"
fi

say "The program, its libraries and the edition"
tree=$cache/tree boot=$cache/boot card=$cache/boot
[ "$systems" = one ] || card=$cache/card # what is one card's own, and what is a system's
as_root rm -rf "$tree" "$boot" "$card" "$cache/seed"
mkdir -p "$tree/opt" "$tree/usr/share/kiosk" "$tree/usr/lib/sysusers.d" "$tree/usr/lib/tmpfiles.d" "$tree/usr/lib/systemd/system" "$boot" "$card" "$cache/seed/srv"
sh deploy/image/program.sh "$tree/opt/kiosk" "$cache"
# the store remembers where it read the sample village: /srv is the image's while it is made
as_root unshare --mount sh -ec 'mount --bind "$1" /srv; shift; exec "$@"' sh "$cache/seed/srv" \
    .venv/bin/python -m deploy.image.seed --out "$cache/seed" --now "$SOURCE_DATE_EPOCH" \
    ${edition:+--config "$config" --edition "$edition"}
name=info-desa
if [ -z "$edition" ]; then
    name=info-desa-contoh
    cp -r "$cache/seed/srv" "$tree/srv"
fi
cp -r "$cache/seed/edition" "$tree/usr/share/kiosk/edition"
echo "$number" >"$tree/usr/share/kiosk/number"
# what [board] overlays may name
tar -tf "$base" | sed -n 's#^\./boot/firmware/overlays/\([a-z0-9_-]*\)\.dtbo$#\1#p' | LC_ALL=C sort >"$tree/usr/share/kiosk/overlays"
.venv/bin/python -c 'import sys; from pathlib import Path; from kiosk.settings import load; print(*load(Path(sys.argv[1])).update.keys, sep="\n")' \
    "${config:-$cache/seed/kiosk.toml}" >"$tree/usr/share/kiosk/update-keys"
cp "${config:-$cache/seed/kiosk.toml}" "$card/kiosk.toml"

say "Users and units"
cp -r deploy/image/root/. "$tree/"
mkdir -p "$tree/usr/lib/kiosk/publik" "$tree/etc/NetworkManager/dnsmasq-shared.d"
cp -t "$tree/usr/lib/kiosk/publik" deploy/publik/http.conf deploy/publik/situs.conf deploy/publik/hotspot.conf deploy/publik/hotspot.nft
cp deploy/publik/dnsmasq.conf "$tree/etc/NetworkManager/dnsmasq-shared.d/kiosk.conf"
mkdir -p "$tree/usr/lib/udev/rules.d"
cp deploy/*.rules "$tree/usr/lib/udev/rules.d/"
.venv/bin/python -m deploy.image.still "$tree/usr/share/kiosk/still"
find systemd -maxdepth 1 -type f \( -name '*.service' -o -name '*.timer' -o -name '*.path' -o -name '*.socket' -o -name '*.target' \) \
    -exec cp -t "$tree/usr/lib/systemd/system" {} +
if [ "$systems" = two ]; then
    name=$name-dua
    cp -r deploy/image/root-two/. "$tree/"
    sed -i "s/@NUMBER@/$number/" "$tree/etc/rauc/system.conf"
    cp "$keyring" "$tree/etc/rauc/keyring.pem"
    as_root sh deploy/image/tryboot/build.sh "$tree/usr/lib/kiosk/kiosk_tryboot.ko" "$cache" "$base"
    sed -i -e 's/x2d03/x2d07/g' -e 's/-03/-07/g' "$tree/usr/lib/systemd/system/kiosk-data.service" # its number in the table
fi
cp systemd/sysusers.conf "$tree/usr/lib/sysusers.d/kiosk.conf"
cp systemd/tmpfiles.conf "$tree/usr/lib/tmpfiles.d/kiosk.conf"
sh deploy/image/settle.sh "$tree" "$base"
{ tar -xOf "$base" ./usr/lib/os-release; echo DEFAULT_HOSTNAME=kiosk; } >"$tree/usr/lib/os-release" # until the settings name it
head -c 8192 /dev/zero | tr '\0' ' ' >"$card/kiosk-trust.dat" # room that is written in place (kiosk-card.service)
# the board's firmware reads these; the base's own package wrote what depends on the kernel's version
cp deploy/image/boot/cmdline.txt "$boot/"
tar -xOf "$base" ./boot/firmware/config.txt | cat - deploy/image/boot/config-more.txt >"$boot/config.txt"

say "The image"
/usr/bin/python3 -m deploy.image.programs --base "$base" --tree "$tree" || fail "The image's units start programs that it has not: see above"
/usr/bin/python3 -m deploy.image.bytecode --base "$base" --tree "$tree" --epoch "$SOURCE_DATE_EPOCH" ||
    fail "Python would compile these at every start: see above"
image=$out/$name.img
if [ "$systems" = one ]; then
    .venv/bin/python -m deploy.image.assemble --base "$base" --tree "$tree" --boot "$boot" --out "$image" --epoch "$SOURCE_DATE_EPOCH"
else
    .venv/bin/python -m deploy.image.two_systems --base "$base" --tree "$tree" --card "$card" --boot "$boot" --parts "$out/$name" \
        --out "$image" --epoch "$SOURCE_DATE_EPOCH"
fi
zstd -q -f -T0 -12 "$image" -o "$image.zst"
mkdir -p "$cache/dpkg"
tar -xf "$base" -C "$cache/dpkg" --no-same-owner ./var/lib/dpkg/status
dpkg-query --admindir="$cache/dpkg/var/lib/dpkg" -W \
    -f='${binary:Package}\t${Version}\t${Architecture}\t${source:Package}\n' >"$out/$name.packages"
.venv/bin/python -m deploy.image.sbom --packages "$out/$name.packages" --libraries "$tree/opt/kiosk/lib/python3.13/site-packages" \
    --image "$image" --packed "$image.zst" --epoch "$SOURCE_DATE_EPOCH"
say "$image: $(stat -c %s "$image") bytes, packed $(stat -c %s "$image.zst"), in $(($(date +%s) - began)) s"
