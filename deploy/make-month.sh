#!/bin/sh
# Makes the month's bundle of the whole system from what Debian's archive has today, security updates among it:
#
#   sh deploy/make-month.sh LAST NUMBER CERT KEY OUT [an option of build-image.sh …]
#
# LAST is the folder that this left for the last bundle, or "-" for none; NUMBER one more than its own; CERT and KEY as make-bundle.sh has
# them; among the options `--bundle-keys ca.pem`. OUT gets the bundle and kiosk-system.json, its packages and its bill of materials
# (CycloneDX), and `perubahan-NUMBER.md` for technicians: which packages and libraries changed since LAST, and which faults (CVE) their
# makers say are mended by it. The same packages and the same commit make the same content.
set -eu
[ $# -ge 5 ] || { sed -n '2,10s/^# \{0,1\}//p' "$0" >&2; exit 2; }
cd "$(dirname "$0")/.."
last=$1 number=$2 cert=$(realpath "$3") key=$(realpath "$4")
case $number in *[!0-9]* | "" | 0*) echo "$0: $number is no number" >&2; exit 2 ;; esac
mkdir -p "$5"
out=$(realpath "$5")
[ "$last" = - ] || last=$(realpath "$last")
[ "$last" = - ] || [ -f "$last/packages" ] || { echo "$0: $last: no folder that this made" >&2; exit 2; }
[ "$last" != "$out" ] || { echo "$0: OUT is LAST" >&2; exit 2; }
shift 5
cache=${CACHE:-build/image}
rm -f "$cache"/base-*.tar # the packages are installed anew; those that did not change are not fetched again
sh deploy/build-image.sh --systems two --number "$number" --cache "$cache" --out "$out/image" "$@"
for image in "$out"/image/*.img; do
    name=$(basename "$image" .img)
    sh deploy/make-bundle.sh "$out/image/$name" "$number" "$cert" "$key" "$out"
    cp "$out/image/$name.packages" "$out/packages"
    cp "$out/image/$name.cdx.json" "$out/bill.cdx.json"
done
[ "$last" = - ] || .venv/bin/python -m deploy.image.what_changed --before "$last/packages" --after "$out/packages" --debs "$cache/debs" \
    --number "$number" --bill-before "$last/bill.cdx.json" --bill-after "$out/bill.cdx.json" >"$out/perubahan-$number.md"
