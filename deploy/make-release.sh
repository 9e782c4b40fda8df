#!/bin/sh
# Gathers a release, what a technician downloads, from what was built:
#
#   sh deploy/make-release.sh --key KEY --url ADDRESS [--out RELEASES] [--image FILE.img.zst] [--debs FOLDER] [--number N]
#
# KEY is a minisign secret key, ADDRESS the folder on the web that RELEASES becomes. Of an image that was built (deploy/build-image.sh)
# and of packages (deploy/make-deb.sh) each takes what is there; one of them must be. In RELEASES/VERSION lie the files, their SHA256SUMS
# signed, what changed (CATATAN.md), and rpi-imager.json, which Raspberry Pi Imager takes as a list of its own; RELEASES/README.md
# names them all. The same inputs make the same bytes, but for the signature's. Needs minisign and zstd.
#
# A library of deploy/lock with a weakness that is known by now holds the release up: take a newer one (sh deploy/lock.sh --upgrade).
set -eu
cd "$(dirname "$0")/.."
. deploy/setup.sh

key='' url='' out=out/RELEASES image='' debs=out/deb number=1
while [ $# -gt 0 ]; do
    case $1 in
        --key) key=$2 ;;
        --url) url=${2%/} ;;
        --out) out=$2 ;;
        --image) image=$2 ;;
        --debs) debs=$2 ;;
        --number) number=$2 ;;
        *) fail "$1: not an option; see the top of deploy/make-release.sh" ;;
    esac
    shift 2
done
[ -f "$key" ] || fail "--key: a minisign secret key signs a release"
case $url in https://?*) ;; *) fail "--url: the https address under which the release can be fetched" ;; esac
audit=.venv/bin/pip-audit
if found=$(command -v pip-audit); then audit=$found; else set_up release; fi
for lock in deploy/lock/program.txt deploy/image/requirements.txt; do
    "$audit" --strict --disable-pip --require-hashes --progress-spinner off -r "$lock" ||
        fail "$lock: not released: it has a known weakness, or PyPI could not be asked for them; see above"
done
version=$(sed -n 's/^VERSION = "\(.*\)"/\1/p' kiosk/core/build.py | sed 's/\.dev/~dev/')+$number
python=/usr/bin/python3
[ ! -x .venv/bin/python ] || python=.venv/bin/python
[ -n "$image" ] || for image in out/image/*.img.zst; do break; done

folder=$out/$version
rm -rf "$folder"
mkdir -p "$folder"
[ ! -f "$image" ] || cp "$image" "$folder/"
for bill in packages cdx.json; do
    [ ! -f "${image%.img.zst}.$bill" ] || cp "${image%.img.zst}.$bill" "$folder/"
done
for file in "$debs/kim-kiosk_${version}"_*.deb; do
    [ ! -f "$file" ] || cp "$file" "$folder/"
done
"$python" -m deploy.release --folder "$folder" --version "$version" --url "$url" || fail "$folder: no release"
(cd "$folder" && LC_ALL=C && sha256sum -- *[!S] >SHA256SUMS)
minisign -S -s "$key" -m "$folder/SHA256SUMS" -t "kim-kiosk-release version=$version"
say "$folder: $(find "$folder" -type f | wc -l) files; upload $out as it is to $url"
