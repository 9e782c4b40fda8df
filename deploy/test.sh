#!/bin/sh
# Runs all checks and the tests: sh deploy/test.sh [--quick | --all] [arguments for pytest]
# With --quick, of the tests only those of what changed against the branch main (see changed_tests.py). With --all all cases of the
# slow tests (marker slow), too, of which it runs a sample otherwise, and those that need an S3 server (dependency group s3).
# Installs what is missing first. All of them run even if one fails; the exit status is 0 only if none did.
set -eu
cd "$(dirname "$0")/.."
. deploy/setup.sh

quick=
[ "${1-}" != --quick ] || { quick=yes && shift; }
case " $* " in
    *" --all "*) set_up test lint s3 ;;
    *) set_up test lint ;;
esac
failed=
check() {
    tool=$1
    say "$*"
    shift
    ".venv/bin/$tool" "$@" || failed="$failed $tool"
}
tidy() {
    [ -n "$failed" ] || rm -rf "$PYTEST_DEBUG_TEMPROOT"
    [ -z "$failed" ] || say "What failing tests wrote is left in $PYTEST_DEBUG_TEMPROOT, in memory"
}
check ruff check
check ruff format --check
# what one process has compiled, the others and the next run need not compile again: one collects the tests beside mypy, which
# has one processor to itself and goes on beside the tests
export PYTHONDONTWRITEBYTECODE=
types=$(mktemp)
.venv/bin/mypy >"$types" 2>&1 &
typing=$!
[ -n "$quick" ] || .venv/bin/pytest --collect-only -qq -p no:cacheprovider >/dev/null 2>&1 || :
check lint-imports
# what tests write lies in memory where there is room: nothing waits for a disk
room=$(df -Pk /dev/shm 2>/dev/null | awk 'NR == 2 { print $4 }')
if [ -z "${PYTEST_DEBUG_TEMPROOT-}" ] && [ "${room:-0}" -gt 4000000 ]; then
    PYTEST_DEBUG_TEMPROOT=$(mktemp -d /dev/shm/k.XXXXXX)
    export PYTEST_DEBUG_TEMPROOT
    trap tidy EXIT
fi
# many tests wait for something half of their time, so there are three for each processor
at_once="-n $(($(nproc) * 3)) --dist loadfile --no-loadscope-reorder"
if [ -z "$quick" ]; then
    # shellcheck disable=SC2086  # a list of words on purpose
    check pytest $at_once "$@"
elif tests=$(.venv/bin/python deploy/changed_tests.py) && [ -n "$tests" ]; then
    # shellcheck disable=SC2086  # a list of words on purpose, twice
    check pytest $at_once "$@" $tests
else
    say "No test is about what changed"
fi
say mypy
wait "$typing" || failed="$failed mypy"
cat "$types"
times >"$types"
say "Processor time of all, in user and system code: $(tail -n 1 "$types")"
rm "$types"
[ -z "$failed" ] || fail "FAILED:$failed"
