#!/bin/sh
# Instructions per execution of every case on both sides, counted by valgrind's callgrind; a Markdown table.
# Two runs of different length are subtracted, so that starting the process does not count.
set -eu
cd "$(dirname "$0")/.."
cargo build --quiet --release -p workflow-bench --bin instructions
binary=${CARGO_TARGET_DIR:-target}/release/instructions

collected() { # case side times
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$binary" "$1" "$2" "$3" 2>&1 |
        sed -n 's/.*Collected : \([0-9]*\).*/\1/p'
}

per_execution() { # case side
    echo $((($(collected "$1" "$2" 300) - $(collected "$1" "$2" 100)) / 200))
}

echo '| case | workflow | by hand | ratio |'
echo '|---|--:|--:|--:|'
"$binary" | while IFS= read -r case; do
    workflow=$(per_execution "$case" workflow)
    by_hand=$(per_execution "$case" by-hand)
    echo "| $case | $workflow | $by_hand | $(awk "BEGIN { printf \"%.2f\", $workflow / $by_hand }") |"
done
