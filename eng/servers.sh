# Sourced by test.sh: one Redis and one PostgreSQL for all test programs, on free loopback ports, with folders that are thrown away.
# Expects: stop (says why and exits with 2), install_or_stop of prerequisites.sh, $results (where the logs go), and job control ("set -m").
#
# Sets DISTRIBUTEDLOCK_TEST_REDIS, DISTRIBUTEDLOCK_TEST_POSTGRES and DISTRIBUTEDLOCK_TEST_POSTGRES_BIN. A connection string that is set already is
# used as it is, and no server is started for it. Servers that run on this machine for other purposes are never touched: not even asked.

server_seconds=60      # for one server to come up
server_pids=""         # what is to be ended, and nothing else
server_folder=""
server_guard=""
postgres_bin=""
postgres_user=""       # when root; otherwise everything runs as oneself
as_postgres=()         # what a command line is led by to run as a user that PostgreSQL accepts

# needs_servers PROJECT_FILE...: whether one of them uses the library that talks to servers.
needs_servers() {
    grep -q 'DistributedLock\.TestServers' "$@"
}

# ---- What the machine needs ---------------------------------------------------------------------------------------------------------------

require_redis() {
    command -v redis-server >/dev/null && return 0
    install_or_stop redis-server "redis-server is missing: install it (Debian: redis-server, Fedora: redis, macOS: brew install redis), or set
DISTRIBUTEDLOCK_TEST_REDIS to the host:port of a server that tests may use."
    command -v redis-server >/dev/null || stop "The package redis-server was installed, but there is no redis-server on the PATH."
}

# The one on the PATH, otherwise the newest: distributions keep initdb and postgres off the PATH.
find_postgres() {
    local folder
    for folder in "${DISTRIBUTEDLOCK_TEST_POSTGRES_BIN:-}" "$(dirname "$(command -v initdb || echo /nowhere/initdb)")" \
        $(ls -d /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /opt/homebrew/opt/postgresql*/bin /usr/local/opt/postgresql*/bin 2>/dev/null | sort -r -V 2>/dev/null) \
        /usr/local/pgsql/bin /usr/local/bin; do
        if [ -n "$folder" ] && [ -x "$folder/initdb" ] && [ -x "$folder/postgres" ]; then
            postgres_bin=$folder
            return 0
        fi
    done
    return 1
}

require_postgres() {
    find_postgres && return 0
    install_or_stop postgresql "PostgreSQL's initdb and postgres are missing: install them (Debian: postgresql, Fedora: postgresql-server, macOS: brew install
postgresql@17) or say in DISTRIBUTEDLOCK_TEST_POSTGRES_BIN in which folder they are, or set DISTRIBUTEDLOCK_TEST_POSTGRES to the Npgsql connection
string of a server that tests may use."
    find_postgres || stop "The package postgresql was installed, but its initdb and postgres were not found."
}

require_servers() {
    [ -n "${DISTRIBUTEDLOCK_TEST_REDIS:-}" ] || require_redis
    [ -n "${DISTRIBUTEDLOCK_TEST_POSTGRES:-}" ] || require_postgres
    # Tests that kill servers start their own, also when the shared one is given.
    if [ -n "$postgres_bin" ] || find_postgres; then
        export DISTRIBUTEDLOCK_TEST_POSTGRES_BIN=$postgres_bin
    fi
}

# PostgreSQL refuses to run as root.
choose_postgres_user() {
    local user
    [ "$(id -u)" = 0 ] || return 0
    for user in postgres nobody; do
        id "$user" >/dev/null 2>&1 || continue
        # The last one for systems whose util-linux is small. Each is tried: BusyBox has programs of the same names with fewer options.
        postgres_user=$user
        as_postgres=(setpriv "--reuid=$user" "--regid=$(id -g "$user")" --clear-groups --)
        "${as_postgres[@]}" true 2>/dev/null && break
        as_postgres=(runuser -u "$user" --)
        "${as_postgres[@]}" true 2>/dev/null && break
        as_postgres=(su -s /bin/sh -c 'exec "$@"' -- "$user" sh)
        "${as_postgres[@]}" true 2>/dev/null && break
        as_postgres=()
    done
    [ ${#as_postgres[@]} != 0 ] || stop "PostgreSQL refuses to run as root, and there is no user postgres or nobody to run it as. Run the tests as another user."
}

# ---- Start --------------------------------------------------------------------------------------------------------------------------------

# await_server PID LOG TEXT: 0 when the log says it is ready, 1 when its port was taken, otherwise the end of the run.
# The log, and not a connection: who answers on a port may be somebody else's server.
await_server() {
    local deadline=$((SECONDS + server_seconds))
    while ! grep -q "$3" "$2"; do
        if ! kill -0 "$1" 2>/dev/null; then
            wait "$1" 2>/dev/null || true
            grep -q 'Address already in use' "$2" && return 1
            tail -20 "$2" >&2
            stop "A server ended at once; its log is $2."
        elif [ "$SECONDS" -ge "$deadline" ]; then
            tail -20 "$2" >&2
            stop "A server was not ready after $server_seconds s; its log is $2."
        fi
        sleep 0.1
    done
}

# start_server LOG READY_TEXT COMMAND...: the command is given a port as its last argument. Sets server_port.
# Any port may be taken between a look and the start, so nobody looks: the server tries, below the ports that systems hand out.
start_server() {
    local log=$1 ready=$2 tries=0 pid code
    shift 2
    while [ "$tries" -lt 20 ]; do
        tries=$((tries + 1))
        server_port=$((20000 + RANDOM % 12000))
        : >"$log" # now, and not when the job comes to it: the last try's text must be gone before anybody reads
        # In a folder that every user may be in: PostgreSQL asks for the current one.
        (cd / && exec "$@" "$server_port") >"$log" 2>&1 </dev/null &
        pid=$!
        server_pids="$server_pids $pid"
        code=0
        await_server "$pid" "$log" "$ready" || code=$?
        [ "$code" != 0 ] || return 0
        server_pids=${server_pids% "$pid"}
    done
    stop "No free port was found for a server in $tries tries; its log is $log."
}

start_redis() {
    mkdir "$server_folder/redis"
    start_server "$results/redis.log" 'Ready to accept connections' \
        redis-server --bind 127.0.0.1 --dir "$server_folder/redis" --daemonize no --save '' --appendonly no --port
    export DISTRIBUTEDLOCK_TEST_REDIS="127.0.0.1:$server_port"
    echo "  Redis at $DISTRIBUTEDLOCK_TEST_REDIS"
}

start_postgres() {
    local home="$server_folder/postgres" password postmaster
    mkdir "$home"
    chmod 700 "$home"
    password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
    (umask 077 && printf '%s\n' "$password" >"$home/password")
    choose_postgres_user
    [ -z "$postgres_user" ] || chown -R "$postgres_user" "$home"
    # From a folder that every user may be in.
    (cd / && ${as_postgres[@]+"${as_postgres[@]}"} "$postgres_bin/initdb" -D "$home/data" -U postgres --auth=scram-sha-256 --pwfile="$home/password" \
        --encoding=UTF8 --locale=C --no-sync) >"$results/initdb.log" 2>&1 </dev/null \
        || { tail -20 "$results/initdb.log" >&2; stop "PostgreSQL's initdb failed."; }
    start_server "$results/postgres.log" 'ready to accept connections' \
        ${as_postgres[@]+"${as_postgres[@]}"} "$postgres_bin/postgres" -D "$home/data" -c listen_addresses=127.0.0.1 -c unix_socket_directories= \
        -c fsync=off -c max_connections=200 -p
    # runuser and su stay before PostgreSQL as its parents; setpriv does not.
    postmaster=$(head -1 "$home/data/postmaster.pid")
    case "$server_pids " in *" $postmaster "*) ;; *) server_pids="$server_pids $postmaster" ;; esac
    export DISTRIBUTEDLOCK_TEST_POSTGRES="Host=127.0.0.1;Port=$server_port;Username=postgres;Password=$password;Database=postgres"
    echo "  PostgreSQL at 127.0.0.1:$server_port"
}

start_servers() {
    if [ -n "${DISTRIBUTEDLOCK_TEST_REDIS:-}" ] && [ -n "${DISTRIBUTEDLOCK_TEST_POSTGRES:-}" ]; then
        return 0
    fi

    echo "Starting servers"
    server_folder=$(mktemp -d "${TMPDIR:-/tmp}/distributedlock.XXXXXX")
    chmod 711 "$server_folder" # the user that PostgreSQL runs as has to pass through
    [ -n "${DISTRIBUTEDLOCK_TEST_REDIS:-}" ] || start_redis
    [ -n "${DISTRIBUTEDLOCK_TEST_POSTGRES:-}" ] || start_postgres
    guard_servers $$
}

# ---- Stop ---------------------------------------------------------------------------------------------------------------------------------

# A script that is killed with -9 runs no trap.
guard_servers() {
    (
        trap '' INT TERM HUP
        trap - EXIT
        while kill -0 "$1" 2>/dev/null; do sleep 1; done
        kill -KILL $server_pids 2>/dev/null
        sleep 1 # PostgreSQL's children notice that their parent is gone
        rm -rf "$server_folder"
    ) >/dev/null 2>&1 </dev/null &
    server_guard=$!
}

stop_servers() {
    local pid deadline
    if [ -n "$server_guard" ]; then
        kill -KILL -- "-$server_guard" 2>/dev/null || true
        wait "$server_guard" 2>/dev/null || true
        server_guard=""
    fi
    # For PostgreSQL, INT means at once and TERM when the last client has gone.
    for pid in $server_pids; do
        kill -INT "$pid" 2>/dev/null || true
    done
    deadline=$((SECONDS + 10))
    for pid in $server_pids; do
        while kill -0 "$pid" 2>/dev/null && [ "$SECONDS" -lt "$deadline" ]; do sleep 0.1; done
        kill -KILL "$pid" 2>/dev/null || true
        wait "$pid" 2>/dev/null || true
    done
    server_pids=""
    [ -z "$server_folder" ] || rm -rf "$server_folder"
    server_folder=""
}
