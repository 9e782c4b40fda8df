#!/bin/sh
# Makes a signed bundle of the whole system, as kiosks with two systems take it from the web or from the folder `pembaruan` of a stick:
#
#   sh deploy/make-bundle.sh PARTS NUMBER CERT KEY OUT [INTERMEDIATE]
#
# In OUT it puts kiosk-system.json beside it, by which kiosks find it: both go to the folder of [update] url, the bundle first.
#
# PARTS is the folder that `build-image.sh --systems two` leaves beside the image, NUMBER one more than the last, CERT and KEY the PEM
# certificate (for code signing) and key of who signs, INTERMEDIATE what leads from it to the one that kiosks know. The content is the same
# for equal input; a signature has its time in it. Needs rauc and squashfs-tools.
set -eu
[ $# -ge 5 ] || { sed -n '2,11s/^# \{0,1\}//p' "$0" >&2; exit 2; }
parts=$1 number=$2 cert=$3 key=$4 out=$5 between=${6:-}
here=$(cd "$(dirname "$0")" && pwd)
case $number in *[!0-9]* | "" | 0*) echo "$0: $number is no number" >&2; exit 2 ;; esac
work=$(mktemp -d "${TMPDIR:-/tmp}/bundle.XXXXXX")
trap 'rm -rf "$work"' EXIT
mkdir -p "$out" "$work/in"
for name in root.img boot.vfat; do
    cp --reflink=auto "$parts/$name" "$work/in/"
done
install -m 0755 "$here/image/bundle/hook" "$work/in/hook"
# blocks of the root are compressed already; packed into pieces no larger than theirs, a kiosk that lacks one fetches that alone
cat >"$work/in/manifest.raucm" <<END
[update]
compatible=info-desa-rpi-arm64
version=$number

[bundle]
format=verity

[hooks]
filename=hook

[image.rootfs]
filename=root.img
adaptive=block-hash-index

[image.boot]
filename=boot.vfat
hooks=post-install
adaptive=block-hash-index
END
find "$work/in" -exec touch -h -d "@${SOURCE_DATE_EPOCH:-0}" {} +
file=$out/kiosk-system-$number.raucb
rm -f "$file"
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-0} rauc bundle --cert="$cert" --key="$key" ${between:+--intermediate="$between"} \
    --mksquashfs-args="-noD -noF -b 4096 -all-root -no-xattrs" "$work/in" "$file" >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
printf '{"number": %s}\n' "$number" >"$out/kiosk-system.json"
echo "$file: $(stat -c %s "$file") bytes"
