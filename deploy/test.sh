#!/bin/sh
# Runs all checks and tests: sh deploy/test.sh [arguments for pytest]
# Installs what is missing first. All of them run even if one fails; the exit status is 0 only if none did.
set -eu
cd "$(dirname "$0")/.."
. deploy/setup.sh

set_up test lint
failed=
check() {
    tool=$1
    say "$*"
    shift
    ".venv/bin/$tool" "$@" || failed="$failed $tool"
}
check ruff check
check ruff format --check
check mypy kiosk content_cache
check lint-imports
check pytest "$@"
[ -z "$failed" ] || fail "FAILED:$failed"
