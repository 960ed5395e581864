# Shared by the scripts of this folder: `. "$(dirname "$0")/common.sh"`.
set -euo pipefail
# Without this, a command that fails inside "$(...)" does not end the script.
shopt -s inherit_errexit
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Builds and downloads outlive a clone: everything slow is kept here.
export SGDR_CACHE="${SGDR_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/sgdr}"
if ! mkdir -p "$SGDR_CACHE" 2>/dev/null; then
    SGDR_CACHE="$PWD/target/cache"
    mkdir -p "$SGDR_CACHE"
fi
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$SGDR_CACHE/target}"

# Cargo cannot tell the packages of two checkouts apart: it compares the times of the sources with those of the last build, which
# another checkout may have made.
if [ "$(cat "$CARGO_TARGET_DIR/checkout" 2>/dev/null)" != "$PWD" ]; then
    mkdir -p "$CARGO_TARGET_DIR"
    find . \( -name .git -o -name target \) -prune -o -type f -exec touch -c {} +
    printf '%s\n' "$PWD" >"$CARGO_TARGET_DIR/checkout"
fi

say() {
    printf '\n== %s\n' "$*"
}

# run DESCRIPTION COMMAND...: prints the description, runs the command, prints the time it took.
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

# install PACKAGE: installs a Debian package if possible.
install() {
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        say "installing $1"
        apt-get update -qq && apt-get install -y -qq "$1" >/dev/null && return 0
    fi
    echo "error: Debian's package $1 is missing and cannot be installed here" >&2
    return 1
}

# requirements FILE: its lines, and those of the files that it includes.
requirements() {
    cat "$1"
    local included
    sed -n 's/^-r //p' "$1" | while read -r included; do
        requirements "${1%/*}/$included"
    done
}

# env_of REQUIREMENTS: prints the path of the virtual environment with these packages, which may not exist yet.
env_of() {
    printf '%s/python-%s\n' "$SGDR_CACHE" "$(cat <(requirements "$1") <(python3 --version) | sha256sum | cut -c1-16)"
}

# python_env REQUIREMENTS: makes a virtual environment with these packages, once, and prints its python. If pip fails, the
# environment is removed.
python_env() {
    local env
    env="$(env_of "$1")"
    if [ ! -e "$env/complete" ]; then
        rm -rf "$env"
        # Debian keeps venv in a package of its own.
        python3 -c 'import ensurepip' 2>/dev/null || install python3-venv >&2
        local begin=$SECONDS
        # Without pip's cache: a second copy of 3 GB of packages may be more than the disk has.
        if ! { python3 -m venv "$env" && "$env/bin/pip" install --quiet --disable-pip-version-check --no-cache-dir -r "$1"; } >&2; then
            rm -rf "$env"
            return 1
        fi
        touch "$env/complete"
        say "installed $1 ($((SECONDS - begin)) s, $(du -sh "$env" | cut -f1))" >&2
    fi
    printf '%s\n' "$env/bin/python"
}

# The frameworks take 8 GB, and pip unpacks them from 3 GB of downloads.
all_frameworks_mb=14000

# frameworks_env: prints the python of the frameworks that the tests compare with: SGDR_PEERS_PYTHON if set; with CI=true
# or SGDR_ALL_PEERS=1 one with all of them; otherwise, or if those cannot be installed, one with Keras, JAX and Optax.
frameworks_env() {
    if [ -n "${SGDR_PEERS_PYTHON:-}" ]; then
        printf '%s\n' "$SGDR_PEERS_PYTHON"
        return
    fi
    if [ "${CI:-}" = true ] || [ "${SGDR_ALL_PEERS:-}" = 1 ]; then
        local all=scripts/peers/requirements-all.txt free
        free="$(df -Pm "$SGDR_CACHE" | awk 'NR == 2 { print $4 }')"
        if [ -e "$(env_of "$all")/complete" ] || [ "$free" -ge "$all_frameworks_mb" ]; then
            python_env "$all" && return
            skip "all frameworks: pip could not install them (its message is above)" >&2
        else
            skip "all frameworks: they need $all_frameworks_mb MB of disk, $free MB are free" >&2
        fi
    fi
    python_env scripts/peers/requirements.txt
}

# wheel_env FRAMEWORKS: builds the wheel of bindings/python, installs it in a fresh environment that sees these frameworks, and prints the
# python of that.
wheel_env() {
    local tools="$1" wheels="$SGDR_CACHE/python-wheels" env="$SGDR_CACHE/python-wheel"
    [ -x "${tools%/*}/maturin" ] || tools="$(python_env scripts/peers/requirements.txt)"
    rm -rf "$wheels" "$env"
    run "wheel" "${tools%/*}/maturin" build --quiet --release --locked --manifest-path bindings/python/Cargo.toml --out "$wheels" >&2
    "$1" -m venv "$env" >&2
    # The frameworks are not installed again: this environment finds those of the other one.
    "$1" -c 'import site; print("\n".join(site.getsitepackages()))' \
        >"$("$env/bin/python" -c 'import site; print(site.getsitepackages()[0])')/frameworks.pth"
    "$env/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps "$wheels"/*.whl >&2
    printf '%s\n' "$env/bin/python"
}

# has_module PYTHON NAME: whether this python can import this module.
has_module() {
    "$1" -c "import importlib.util, sys; sys.exit(importlib.util.find_spec('$2') is None)" 2>/dev/null
}
