# Sourced by test.sh: what the build needs on this machine. Expects: stop (says why and exits with 2) and $results (where the logs go).

require_sdk() {
    local wanted
    wanted=$(sed -n 's/.*"version": *"\([^"]*\)".*/\1/p' global.json)
    command -v dotnet >/dev/null || stop "The .NET SDK is missing: install version $wanted or newer from https://dot.net/download."
    # dotnet itself compares the installed SDKs with global.json.
    dotnet --version >/dev/null 2>&1 || stop "No installed .NET SDK satisfies global.json: install version $wanted or newer (same major version) from https://dot.net/download.
Installed: $(dotnet --list-sdks 2>/dev/null | tr '\n' ' ')"
    # Test programs are started directly, and find a runtime in an unusual place only when told.
    if [ -z "${DOTNET_ROOT:-}" ]; then
        DOTNET_ROOT=$(dotnet --list-sdks | sed -n '$s/.*\[\(.*\)[\/\\]sdk\]$/\1/p')
        export DOTNET_ROOT
    fi
}

# install_or_stop PACKAGES MESSAGE: with apt-get where that is possible; otherwise the message says what to install.
install_or_stop() {
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
        stop "$2"
    fi

    echo "Installing $1"
    # shellcheck disable=SC2086 # several packages are several words
    { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $1; } >"$results/apt-get.log" 2>&1 </dev/null \
        || { tail -20 "$results/apt-get.log" >&2; stop "apt-get could not install $1."; }
}

# NativeAOT links with the platform's own tools.
require_linker() {
    [ "$(uname -s)" = Linux ] || return 0 # macOS and Windows name the missing tool themselves, and well
    if command -v clang >/dev/null || command -v gcc >/dev/null; then
        return 0
    fi

    install_or_stop "gcc libc6-dev" \
        "A C compiler is missing, which NativeAOT links with: install clang, or gcc and the C library's headers (Debian: gcc libc6-dev)."
}
