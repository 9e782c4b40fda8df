#!/bin/sh
# Runs a campaign of tests/campaigns from a fresh checkout: sh deploy/campaign.sh NAME [ARGUMENTS]
# NAME is a folder of tests/campaigns, or a module within one: soak, soak.ways, bench.bench_start. Installs what is missing first.
set -eu
cd "$(dirname "$0")/.."
. deploy/setup.sh

[ $# -gt 0 ] || fail "Which campaign? tests/campaigns/README.md names them"
name=$1
shift
[ "$name" != appliance ] || PACKAGES="$PACKAGES qemu-system-arm"
set_up test bench
exec .venv/bin/python -m "tests.campaigns.$name" "$@"
