# Shared by the scripts of this folder: `. "$(dirname "$0")/common.sh"`.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# What is built and downloaded outlives a clone: everything slow lies here.
export SGDR_CACHE="${SGDR_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/sgdr}"
if ! mkdir -p "$SGDR_CACHE" 2>/dev/null; then
    SGDR_CACHE="$PWD/target/cache"
    mkdir -p "$SGDR_CACHE"
fi
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$SGDR_CACHE/target}"

# Cargo takes the packages of two checkouts for the same ones, and looks only whether a source is younger than what was
# built last: by another checkout, perhaps.
if [ "$(cat "$CARGO_TARGET_DIR/checkout" 2>/dev/null)" != "$PWD" ]; then
    mkdir -p "$CARGO_TARGET_DIR"
    find . \( -name .git -o -name target \) -prune -o -type f -exec touch -c {} +
    printf '%s\n' "$PWD" >"$CARGO_TARGET_DIR/checkout"
fi

say() {
    printf '\n== %s\n' "$*"
}

# run DESCRIPTION COMMAND...: says what it does and how long that took.
run() {
    say "$1"
    shift
    local begin=$SECONDS
    "$@"
    printf '   (%d s)\n' $((SECONDS - begin))
}

skip() {
    printf '\n!! SKIPPED: %s\n' "$*"
    if [ -n "${SGDR_SKIPPED:-}" ]; then
        printf '%s\n' "$*" >>"$SGDR_SKIPPED"
    fi
}

# install PACKAGE: installs a Debian package where that is possible.
install() {
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        say "installing $1"
        apt-get update -qq && apt-get install -y -qq "$1" >/dev/null && return 0
    fi
    echo "error: Debian's package $1 is missing and cannot be installed here" >&2
    return 1
}

# python_env REQUIREMENTS: makes a virtual environment with these packages, once, and prints its python.
python_env() {
    local key env
    key="$(cat "$1" <(python3 --version) | sha256sum | cut -c1-16)"
    env="$SGDR_CACHE/python-$key"
    if [ ! -e "$env/complete" ]; then
        rm -rf "$env"
        # Debian keeps venv in a package of its own.
        python3 -c 'import ensurepip' 2>/dev/null || install python3-venv >&2
        python3 -m venv "$env" >&2
        "$env/bin/pip" install --quiet --disable-pip-version-check -r "$1" >&2
        touch "$env/complete"
    fi
    printf '%s\n' "$env/bin/python"
}
