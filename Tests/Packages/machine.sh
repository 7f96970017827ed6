# shellcheck shell=bash
# Sourced by the tests of this folder: a clean Debian, in a folder, and what is judged there.

cache=${CEREBELLUM_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/cerebellum}/deb
passed=0
failures=0

# check NAME COMMAND...: the command succeeds.
check() {
  local name=$1 said status=0
  shift
  said=$("$@" 2>&1 </dev/null) || status=$?
  if ((status == 0)); then
    passed=$((passed + 1))
    return
  fi
  failures=$((failures + 1))
  printf 'FAILED %s: exit %s\n%s\n' "$name" "$status" "$said" | head -n 30 >&2
}

# refused NAME COMMAND...: the command fails.
refused() { check "$1" not "${@:2}"; }
not() { if "$@"; then return 1; fi; }

# equal NAME EXPECTED COMMAND...: what the command prints.
equal() { check "$1" says "${@:2}"; }
says() {
  local wanted=$1 said
  shift
  said=$("$@") || printf 'it ended with %s\n' "$?"
  [[ $said == "$wanted" ]] || { printf 'expected:\n%s\nread:\n%s\n' "$wanted" "$said"; return 1; }
}

verdict() {
  printf '%s passed, %s failed\n' "$passed" "$failures"
  ((failures == 0))
}

# clean_root PACKAGE FOLDER: a minimal Debian of the package's release with systemd and what the package depends on,
# unpacked. It is fetched once a month, and then needs no network.
clean_root() {
  local suite packages base key
  suite=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)
  # Of alternatives the first.
  packages=$(dpkg-deb --field "$1" Depends | tr ',' '\n' | sed -E 's/^ *([a-z0-9.+-]+).*/\1/' | sort -u | paste -sd ,)
  key=$(sha256sum <<<"$suite $packages" | cut -c 1-12)
  base=$cache/$suite-$key.tar
  if [[ -z $(find "$base" -mtime -30 2>/dev/null) ]]; then
    say "Fetching a clean Debian $suite (minutes)"
    mkdir -p "$cache"
    quietly mmdebstrap --variant=minbase --include="systemd,systemd-sysv,$packages" "$suite" "$base.new.tar" ||
      fail "mmdebstrap could not make a clean Debian; check the network"
    mv "$base.new.tar" "$base"
  fi
  mkdir -p "$2"
  tar --extract --file "$base" --directory "$2"
}

# inside COMMAND...: in `root`, without a network, and without a running systemd.
inside() {
  systemd-nspawn --quiet --register=no --keep-unit --private-network --directory "$root" --setenv=DEBIAN_FRONTEND=noninteractive \
    --setenv=LC_ALL=C.UTF-8 --pipe --as-pid2 "$@" </dev/null
}

# boot: systemd in `root`; `on COMMAND...` then runs there, and `halt` ends it. No network. With cgroups of its own, and leave
# for what the unit is about: the programs with which systemd keeps a service from devices, locked memory, real time.
boot() {
  SYSTEMD_NSPAWN_UNIFIED_HIERARCHY=1 systemd-nspawn --quiet --register=no --keep-unit --private-network --capability=CAP_BPF \
    --system-call-filter='bpf @memlock @resources' --directory "$root" --boot --console=read-only >"$root.console" 2>&1 </dev/null &
  container=$!
  for ((attempt = 0; attempt < 300; attempt++)); do
    leader=$(cat "/proc/$container/task/$container/children" 2>/dev/null | tr -d ' ') || true
    # `degraded` is up as well: a container refuses some of systemd's own units.
    if [[ -n $leader && $(on systemctl is-system-running 2>/dev/null) == @(running|degraded) ]]; then return; fi
    sleep 0.1
  done
  cat "$root.console" >&2
  fail "systemd does not start in a container of this machine"
}
on() {
  nsenter --all --target "$leader" -- \
    env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@" </dev/null
}
halt() {
  [[ -n ${container:-} ]] || return 0
  kill -s RTMIN+4 "$leader" 2>/dev/null || true
  for ((attempt = 0; attempt < 100; attempt++)); do
    kill -0 "$container" 2>/dev/null || break
    sleep 0.1
  done
  kill -KILL "$container" 2>/dev/null || true
  container=''
}
