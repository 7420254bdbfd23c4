#!/usr/bin/env bash
# Builds comity with a profile of itself (profile-guided optimization): the program first runs the shipped scenarios and counts
# where it goes, and is then compiled for these ways. The tables keep every bit; an event takes about a twelfth less time
# (docs/performance.md). Takes two release builds and some minutes; worth it before a study of many hours.
#
#   benches/profiled.sh      leaves the program at target/profiled/comity
set -euo pipefail
cd "$(dirname "$0")/.."
host=$(rustc -vV | sed -n 's/^host: //p')
merge=$(rustc --print sysroot)/lib/rustlib/$host/bin/llvm-profdata
[ -x "$merge" ] || rustup component add llvm-tools
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# With the target named, the flags are for the program alone, not for what runs while it is built.
build() {
    RUSTFLAGS="$1" cargo build --locked --release --target "$host" --target-dir "$scratch/target" --bin comity
}

build "-Cprofile-generate=$scratch/counts"
for scenario in scenarios/*.toml; do
    "$scratch/target/$host/release/comity" run "$scenario" --replications 2 --paired none --charts none --out "$scratch/run" > "$scratch/said"
    rm -r "$scratch/run"
done
"$merge" merge --output="$scratch/profile" "$scratch/counts"
build "-Cprofile-use=$scratch/profile"
mkdir -p target/profiled
cp "$scratch/target/$host/release/comity" target/profiled/comity
echo 'target/profiled/comity'
