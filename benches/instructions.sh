#!/usr/bin/env bash
# Counts the instructions of the workloads of benches/instructions.rs under callgrind and compares them with the record beside
# this script: fails when one has grown by more than 5 %. The record holds for one compiler and one valgrind; with others
# there is nothing to compare with but the last tag, measured in the same run, and without a tag this says SKIPPED.
#
#   benches/instructions.sh           compare
#   benches/instructions.sh --renew   write the record anew (and explain it in CHANGELOG.md)
set -euo pipefail
cd "$(dirname "$0")/.."
record=benches/instructions.csv
workloads=(phold_stream phold_keyed network_keyed draws classroom harmonization budapest)
percent=5

if ! command -v valgrind >/dev/null; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        { apt-get update && apt-get install -y valgrind; } >/dev/null 2>&1 || true
    fi
fi
if ! command -v valgrind >/dev/null; then
    echo 'SKIPPED: instructions are not counted, because there is no valgrind here'
    exit 0
fi
tools="$(rustc --version), $(valgrind --version), $(uname -m)"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# Prints "workload,instructions" for the checkout in a folder.
count() {
    local binary
    binary=$(cd "$1" && cargo bench --locked --bench instructions --no-run --message-format=json 2>"$scratch/build" |
        sed -n 's/.*"executable":"\([^"]*\/instructions-[^"]*\)".*/\1/p' | tail -n 1)
    if [ -z "$binary" ]; then
        cat "$scratch/build" >&2
        return 1
    fi
    for workload in "${workloads[@]}"; do
        valgrind --tool=callgrind --callgrind-out-file="$scratch/out" --toggle-collect='*instructions::measured*' \
            "$binary" "$workload" >"$scratch/log" 2>&1 || { cat "$scratch/log" >&2; return 1; }
        echo "$workload,$(sed -n 's/^\(summary\|totals\): \([0-9]*\).*/\2/p' "$scratch/out" | head -n 1)"
    done
}

count . >"$scratch/now"
if [ "${1:-}" = --renew ]; then
    { echo "# $tools"; echo workload,instructions; cat "$scratch/now"; } >"$record"
    cat "$record"
    exit 0
fi
against='the record'
if [ "$(head -n 1 "$record")" = "# $tools" ]; then
    grep -v '^#\|^workload,' "$record" >"$scratch/before"
else
    tag=$(git describe --tags --abbrev=0 2>/dev/null || true)
    if [ -z "$tag" ] || ! git cat-file -e "$tag:benches/instructions.rs" 2>/dev/null; then
        echo "SKIPPED: the record is of other tools ($(head -n 1 "$record" | cut -c3-)), and no tag has these workloads"
        exit 0
    fi
    against=$tag
    git worktree add --detach "$scratch/tag" "$tag" >/dev/null
    trap 'git worktree remove --force "$scratch/tag"; rm -rf "$scratch"' EXIT
    count "$scratch/tag" >"$scratch/before"
fi
awk -F, -v percent="$percent" -v against="$against" '
    NR == FNR { before[$1] = $2; next }
    !($1 in before) { printf "%-16s %15d  new\n", $1, $2; next }
    {
        growth = 100 * ($2 / before[$1] - 1)
        printf "%-16s %15d  %+.2f %%\n", $1, $2, growth
        if ($2 + 0 == 0 || growth > percent) failed = 1
    }
    END {
        if (failed) {
            printf "a workload takes more than %s %% more instructions than in %s (or none were counted)\n", percent, against
            print "make it as fast as before, or renew the record (benches/instructions.sh --renew) and say why in CHANGELOG.md"
            exit 1
        }
    }' "$scratch/before" "$scratch/now"
