#!/usr/bin/env bash
# Makes the table of docs/reliability.md. See --help.
set -euo pipefail
cd "$(dirname "$0")/.."

minutes=20
seeds="1 2 3"
backends="files redis redis-majority postgres-advisory postgres-lease sqlserver-applock sqlserver-lease"
results=TestResults/torture

usage() {
    cat <<'TEXT'
Usage: eng/torture.sh [options]

Runs tests/Torture on every backend with several seeds, one run after the other, and puts a row for each into TestResults/torture/table.md: the table of
docs/reliability.md. Needs redis-server and PostgreSQL (eng/test.sh installs them); run it on a machine that does nothing else.

  --minutes N       of each run (default 20)
  --seeds LIST      in quotes, separated by blanks (default "1 2 3")
  --backends LIST   in quotes, separated by blanks (default: all)
  --help            this text

Exit code: 0 no violation; 1 a violation, or a run that could not be made; its output is in TestResults/torture; 2 bad options.
TEXT
}

while [ $# -gt 0 ]; do
    case "$1" in
        --minutes | --seeds | --backends)
            [ $# -gt 1 ] || { echo "$1 expects a value." >&2; exit 2; }
            case "$1" in --minutes) minutes=$2 ;; --seeds) seeds=$2 ;; *) backends=$2 ;; esac
            shift ;;
        --help | -h) usage; exit 0 ;;
        *) echo "Unknown option '$1'. Try --help." >&2; exit 2 ;;
    esac
    shift
done

mkdir -p "$results"
: >"$results/table.md"
dotnet build tests/Torture -c Release -nodeReuse:false -v q

failed=0
for seed in $seeds; do
    for backend in $backends; do
        code=0
        dotnet run -c Release --no-build --project tests/Torture -- --backend "$backend" --minutes "$minutes" --seed "$seed" \
            --report "$results/table.md" >"$results/$backend.$seed.log" 2>&1 || code=$?
        echo "$backend, seed $seed: exit code $code"
        [ "$code" = 0 ] || failed=1
    done
done

cat "$results/table.md"
exit "$failed"
