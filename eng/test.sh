#!/usr/bin/env bash
# Builds everything and runs every test. See --help. Works with the bash 3.2 of macOS and with Git Bash on Windows.
set -euo pipefail
cd "$(dirname "$0")/.."

configuration=Release
project_filter=""
build=true
with_servers=true
build_limit=600
limit=600
runner_arguments=()
results=TestResults

usage() {
    cat <<'TEXT'
Usage: eng/test.sh [options] [-- runner arguments]

Installs what is missing (as root on a machine with apt-get; otherwise it says what to install), builds the solution once and runs every
test project under tests/, with a Redis and a PostgreSQL of its own for the projects that talk to servers (DISTRIBUTEDLOCK_TEST_REDIS and
DISTRIBUTEDLOCK_TEST_POSTGRES name servers to use instead; see eng/servers.sh). The last line is "N passed, N failed, N skipped". Needs the .NET SDK of global.json.

  --project TEXT    only test projects whose name contains TEXT
  --no-build        run what the last build left
  --without-servers leave out the projects that talk to servers, and name them
  --limit SECONDS   time limit of each test project (default 600); a project that exceeds it is killed and fails
  --help            this text

What follows -- goes to every test program, for example: -- -class '*KeyTests'

Exit code: 0 all passed; 1 something failed, hung, crashed or did not run; 2 bad options or a missing prerequisite.
TEXT
}

stop() {
    printf '%s\n' "$1" >&2
    exit 2
}

while [ $# -gt 0 ]; do
    case "$1" in
        --project) [ $# -gt 1 ] || stop "--project expects a part of a project's name."; project_filter=$2; shift ;;
        --no-build) build=false ;;
        --without-servers) with_servers=false ;;
        --limit)
            case "${2:-}" in '' | *[!0-9]* | 0*) stop "--limit expects seconds, more than 0, but '${2:-}' came." ;; esac
            limit=$2; shift ;;
        --help | -h) usage; exit 0 ;;
        --) shift; runner_arguments=("$@"); break ;;
        *) stop "Unknown option '$1'. Try --help." ;;
    esac
    shift
done

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en

# ---- What the machine needs ---------------------------------------------------------------------------------------------------------------

. eng/prerequisites.sh
. eng/servers.sh

# ---- Bounded runs -------------------------------------------------------------------------------------------------------------------------

# Job control gives each background job a process group of its own: what a test started can be ended with it, and nothing else is.
set -m
job=""
end_job() {
    if [ -n "$job" ]; then
        kill -KILL -- "-$job" 2>/dev/null || true
        wait "$job" 2>/dev/null || true # here, so that bash does not announce the kill somewhere else
        job=""
    fi
}
trap 'end_job; stop_servers' EXIT
trap 'exit 130' INT TERM HUP

# run_limited SECONDS LOG COMMAND...: the command's exit code, or 124 when it had to be killed.
run_limited() {
    local seconds=$1 log=$2 code=0
    shift 2
    local deadline=$((SECONDS + seconds))
    "$@" >"$log" 2>&1 </dev/null &
    job=$!
    while kill -0 "$job" 2>/dev/null; do
        if [ "$SECONDS" -ge "$deadline" ]; then
            end_job
            return 124
        fi
        sleep 0.2
    done
    wait "$job" || code=$?
    end_job
    return "$code"
}

# ---- Test projects ------------------------------------------------------------------------------------------------------------------------

passed=0 failed=0 skipped=0

list_projects() {
    local project
    find tests -name '*.Tests.csproj' -not -path '*/bin/*' -not -path '*/obj/*' | LC_ALL=C sort | while read -r project; do
        case "$(basename "$project")" in *"$project_filter"*) echo "$project" ;; esac
    done
}

# Without servers, those that talk to servers are named and left out.
choose_projects() {
    local project chosen=""
    [ "$with_servers" = false ] || return 0
    for project in $projects; do
        if needs_servers "$project"; then
            echo "Left out, because it talks to servers: $(basename "$project" .csproj)"
        else
            chosen="$chosen $project"
        fi
    done
    projects=$chosen
}

# The number in one attribute of the <assembly> element of an xunit result file.
count_of() {
    grep -o '<assembly [^>]*>' "$2" | head -1 | sed -n "s/.* $1=\"\([0-9]*\)\".*/\1/p"
}

# What the log says was started and not finished, one name a line.
unfinished_tests() {
    awk '
        sub(/ \[STARTING\]$/, "") { running[$0] = 1 }
        sub(/ \[FINISHED\].*$/, "") { delete running[$0] }
        END { for (name in running) { sub(/^ +/, "", name); print name } }' "$1"
}

# Everything but the routine lines: failures with their messages, skips with their reasons.
print_notable() {
    grep -a -v -E '^ *(Discovering|Discovered|Starting|Finished): |\[STARTING\]$|\[FINISHED\]|^=== TEST EXECUTION SUMMARY|^ .* Total: [0-9]+(, Errors: |$)' "$1" || true
}

# report_broken NAME LOG WHAT: a project that left no usable results is at least one failure, whatever passed before.
report_broken() {
    local name=$1 log=$2 what=$3 unfinished count
    unfinished=$(unfinished_tests "$log")
    print_notable "$log" | tail -40
    echo "  $name $what"
    count=1
    if [ -n "$unfinished" ]; then
        count=$(printf '%s\n' "$unfinished" | wc -l | tr -d ' ')
        printf '%s\n' "$unfinished" | sed 's/^/    was running: /'
    fi
    failed=$((failed + count))
}

run_program() {
    local name=$1 program=$2 log="$results/$3.log" xml="$results/$3.xml" code=0 started=$SECONDS
    run_limited "$limit" "$log" "$program" -noLogo -noColor -noAutoReporters -reporter verbose -xml "$xml" ${runner_arguments[@]+"${runner_arguments[@]}"} || code=$?
    if [ "$code" = 124 ]; then
        report_broken "$name" "$log" "was killed after $limit s."
        return
    elif [ ! -s "$xml" ] || [ -z "$(count_of total "$xml")" ]; then
        report_broken "$name" "$log" "ended with exit code $code and left no results."
        return
    fi

    local total project_passed project_failed project_skipped errors
    total=$(count_of total "$xml"); project_passed=$(count_of passed "$xml"); project_skipped=$(count_of skipped "$xml"); errors=$(count_of errors "$xml")
    # An error is a failure outside a test: a fixture that could not be disposed, for instance.
    project_failed=$(($(count_of failed "$xml") + errors))
    print_notable "$log"
    if [ "$code" != 0 ] && [ "$project_failed" = 0 ]; then
        echo "  $name ended with exit code $code though no test failed."
        project_failed=1
    elif [ "$total" = 0 ] && [ ${#runner_arguments[@]} = 0 ]; then
        echo "  $name has no tests."
        project_failed=1
    fi

    passed=$((passed + project_passed)); failed=$((failed + project_failed)); skipped=$((skipped + project_skipped))
    echo "  $name: $project_passed passed, $project_failed failed, $project_skipped skipped ($((SECONDS - started)) s)"
}

run_project() {
    local name found=false assembly framework program
    name=$(basename "$1" .csproj)
    for assembly in "$(dirname "$1")/bin/$configuration"/*/"$name.dll"; do
        [ -e "$assembly" ] || continue
        found=true
        framework=$(basename "$(dirname "$assembly")")
        program="./${assembly%.dll}"
        [ -e "$program" ] || program="$program.exe"
        run_program "$name" "$program" "$name.$framework"
    done

    if [ "$found" = false ]; then
        echo "  $name has not been built for $configuration."
        failed=$((failed + 1))
    fi
}

# ---- The run ------------------------------------------------------------------------------------------------------------------------------

rm -rf "$results"
mkdir -p "$results"
require_sdk
require_linker

projects=$(list_projects)
[ -n "$projects" ] || stop "No test project under tests/ has '$project_filter' in its name."
choose_projects
servers=false
if [ -n "$projects" ] && [ "$with_servers" = true ] && needs_servers $projects; then
    servers=true
    require_servers
fi

if [ "$build" = true ]; then
    echo "Building ($configuration)"
    code=0
    run_limited "$build_limit" "$results/build.log" dotnet build DistributedLock.Generators.sln -c "$configuration" -nodeReuse:false || code=$?
    if [ "$code" != 0 ]; then
        # MSBuild repeats every error in its summary.
        grep -E ': (error|warning) ' "$results/build.log" | sort -u | head -60 || tail -40 "$results/build.log"
        if [ "$code" = 124 ]; then echo "The build was killed after $build_limit s."; else echo "The build failed: $results/build.log"; fi
        echo "0 passed, 1 failed, 0 skipped"
        exit 1
    fi
    echo "  built in $SECONDS s"
fi

if [ "$servers" = true ]; then
    start_servers
fi

echo "Testing"
for project in $projects; do
    run_project "$project"
done

if [ $((passed + failed)) = 0 ]; then
    echo "No test ran."
    failed=1
fi

echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
