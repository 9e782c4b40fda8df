#!/bin/sh
# Locks what is installed, with the hashes of all its files: sh deploy/lock.sh [--upgrade]
#
# Every version is resolved once, for Python 3.11 to 3.13 on Linux (x86_64, aarch64). Of that each file is a part:
#
#   deploy/lock/program.txt         a kiosk, its desk, an office: all extras but neural and listen, and what builds the program
#   deploy/lock/listen.txt          what a kiosk needs besides to be asked aloud
#   deploy/lock/office.txt          an office alone, on Windows as well
#   deploy/lock/GROUP.txt           the dependency groups test, lint, s3 and release of pyproject.toml
#   deploy/kantor/requirements.txt  an office's package: for Debian 13's Python
#   deploy/image/requirements.txt   image and packages: for Debian 13's Python, without what is not PyPI's there (Kivy, lgpio)
#
# Versions stay as they are; --upgrade takes new ones. Needs uv (pip install uv).
set -eu
cd "$(dirname "$0")/.."
lock=deploy/lock
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$lock"
python="python_version < '3.14'"
linux="\"sys_platform == 'linux' and $python\""
windows="\"sys_platform == 'win32' and $python\""
mkdir "$work/linux" "$work/both"
{ cat pyproject.toml && printf '\n[tool.uv]\nenvironments = [%s]\n' "$linux"; } >"$work/linux/pyproject.toml"
{ cat pyproject.toml && printf '\n[tool.uv]\nenvironments = [%s, %s]\n' "$linux" "$windows"; } >"$work/both/pyproject.toml"

# compile SYSTEMS FILE WHAT...; the file's own versions are kept, part's are those of all
compile() {
    systems=$1 out=$2
    case $2 in /*) ;; *) out=$PWD/$2 ;; esac
    shift 2
    (cd "$work/$systems" && uv pip compile -q --no-header --no-annotate --generate-hashes --output-file "$out" "$@")
}
part() {
    rm -f "$2"
    compile "$@" --constraint "$work/all.txt"
}
every_python="--universal --python-version 3.11"

cat "$lock"/*.txt "$work/none" 2>/dev/null | sed -n 's/^\([a-z0-9][^ ]*==[^ ]*\)\( ;.*\)\{0,1\} \\$/\1\2/p' | sort -u >"$work/all.txt"
# shellcheck disable=SC2086  # lists of words on purpose, here and below
compile linux "$work/all.txt" $every_python pyproject.toml --all-extras --group build --group test --group lint --group s3 --group release "$@"

run_time="--extra kiosk --extra desk --extra site --extra sms --extra films --extra printer"
part linux "$lock/program.txt" $every_python pyproject.toml $run_time --extra office --group build
part linux "$lock/listen.txt" $every_python pyproject.toml --extra listen
part both "$lock/office.txt" $every_python pyproject.toml --extra office --extra films --group build
for group in test lint s3 release; do
    part linux "$lock/$group.txt" $every_python --group "$group"
done
debian="--python-version 3.13 --python-platform aarch64-manylinux_2_40"
part linux deploy/kantor/requirements.txt $debian pyproject.toml --extra office --extra films
part linux deploy/image/requirements.txt $debian pyproject.toml $run_time \
    --no-emit-package kivy --no-emit-package kivy-garden --no-emit-package docutils --no-emit-package pygments \
    --no-emit-package filetype --no-emit-package lgpio
