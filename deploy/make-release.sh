#!/bin/sh
# Makes a release, what a technician downloads:
#
#   sh deploy/make-release.sh --key KEY --url ADDRESS [--out RELEASES] [--image FILE.img.zst] [--debs FOLDER] [--dist FOLDER]
#       [--sources FOLDER] [--number N]
#
# KEY is a minisign secret key, ADDRESS the folder on the web that RELEASES becomes. An image is taken where one was built
# (deploy/build-image.sh). The packages of kiosk and office are made first, by deploy/make-deb.sh; with --debs they are taken from
# there as they are. Wheel and sdist are made once a commit, in --dist. --sources holds archives of the libraries under the GPL
# (THIRD-PARTY.md), to be handed on beside them; without it the offer there stands alone. In RELEASES/VERSION lie the files, the
# licences, their SHA256SUMS signed, what changed (CATATAN.md), rpi-imager.json, which Raspberry Pi Imager takes as a list of its own,
# and raspberry-pi-os_….zip, which makes a kiosk of Raspberry Pi OS at its first start (deploy/pi-os); RELEASES/README.md names them all, RELEASES/kunci-rilis.pub is the key that checks them. The same commit and inputs make the
# same bytes, but for the signature's. Needs minisign and zstd.
#
# A library of deploy/lock with a weakness that is known by now holds the release up: take a newer one (sh deploy/lock.sh --upgrade).
set -eu
cd "$(dirname "$0")/.."
. deploy/setup.sh

key='' url='' out=out/RELEASES image='' debs='' dist=out/dist sources='' number=1
while [ $# -gt 0 ]; do
    case $1 in
        --key) key=$2 ;;
        --url) url=${2%/} ;;
        --out) out=$2 ;;
        --image) image=$2 ;;
        --debs) debs=$2 ;;
        --dist) dist=$2 ;;
        --sources) sources=$2 ;;
        --number) number=$2 ;;
        *) fail "$1: not an option; see the top of deploy/make-release.sh" ;;
    esac
    shift 2
done
[ -f "$key" ] || fail "--key: a minisign secret key signs a release"
case $url in https://?*) ;; *) fail "--url: the https address under which the release can be fetched" ;; esac
[ -z "$(git status --porcelain)" ] || fail "the tree has changes that no commit holds (git status): a release is a commit's"
audit=.venv/bin/pip-audit
if found=$(command -v pip-audit); then audit=$found; else set_up release; fi
for lock in deploy/lock/program.txt deploy/image/requirements.txt; do
    "$audit" --strict --disable-pip --require-hashes --progress-spinner off -r "$lock" ||
        fail "$lock: not released: it has a known weakness, or PyPI could not be asked for them; see above"
done
version=$(sed -n 's/^VERSION = "\(.*\)"/\1/p' kiosk/core/build.py | sed 's/\.dev/~dev/')+$number
[ -n "$image" ] || for image in out/image/*.img.zst; do break; done

[ -z "$sources" ] || [ -d "$sources" ] || fail "--sources: a folder of archives"
if [ -z "$debs" ]; then
    debs=out/deb
    sh deploy/make-deb.sh --number "$number" --out "$debs"
    sh deploy/make-deb.sh --office --number "$number" --out "$debs"
fi
python=/usr/bin/python3
[ ! -x .venv/bin/python ] || python=.venv/bin/python
# a fresh checkout has no builder of wheels yet
"$python" -c 'import hatchling' 2>/dev/null || { set_up && python=.venv/bin/python; }
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
export SOURCE_DATE_EPOCH
built=$dist/$(git rev-parse --short=12 HEAD)
if [ ! -d "$built" ]; then
    rm -rf "$built.part"
    "$python" -m hatchling build -d "$built.part" || fail "the wheel cannot be built: see above"
    mv "$built.part" "$built"
fi

folder=$out/$version
rm -rf "$folder"
mkdir -p "$folder"
[ ! -f "$image" ] || cp "$image" "$folder/"
for bill in packages cdx.json; do
    [ ! -f "${image%.img.zst}.$bill" ] || cp "${image%.img.zst}.$bill" "$folder/"
done
for file in "$debs/kim-kiosk_${version}"_*.deb "$debs/kim-kantor_${version}"_*.deb; do
    [ ! -f "$file" ] || cp "$file" "$folder/"
done
cp "$built"/* LICENSE LICENSE-GPL-2.txt THIRD-PARTY.md "$folder/"
for file in "$sources"/*; do
    [ -z "$sources" ] || [ ! -f "$file" ] || cp "$file" "$folder/sumber-${file##*/}"
done
"$python" -m deploy.release --folder "$folder" --version "$version" --url "$url" --epoch "$SOURCE_DATE_EPOCH" || fail "$folder: no release"
(cd "$folder" && LC_ALL=C && sha256sum -- *[!S] >SHA256SUMS)
minisign -S -s "$key" -m "$folder/SHA256SUMS" -t "kim-kiosk-release version=$version"
minisign -R -s "$key" -p "$out/kunci-rilis.pub" >/dev/null
say "$folder: $(find "$folder" -type f | wc -l) files; upload $out as it is to $url"
