# shellcheck shell=bash
# Sourced by HIL/run: Debian packages of any suite and architecture, through an apt state of our own. Nothing is
# installed, and the machine's own package lists stay as they are.

cache=${CEREBELLUM_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/cerebellum}/hil

# The name of this machine's Debian.
release() { sed -n 's/^VERSION_CODENAME=//p' /etc/os-release; }

# The machine's first Debian mirror whose path ends in $1 (`debian` or `debian-security`).
mirror() {
  local found
  found=$(cat /etc/apt/sources.list.d/*.sources /etc/apt/sources.list 2>/dev/null |
    grep -oE "https?://[^ ]+/$1/?( |\$)" | head -n 1 | tr -d ' ' || true)
  printf '%s\n' "${found:-http://deb.debian.org/$1}"
}

# within SUITE ARCHITECTURE COMMAND...: an apt command that sees the packages of one suite.
within() {
  local suite=$1 architecture=$2 state=$cache/apt/$1-$2
  shift 2
  [[ -n $(find "$state/fresh" -mtime -1 2>/dev/null) ]] || refresh "$suite" "$architecture" "$state"
  APT_CONFIG=$state/apt.conf "$@"
}

refresh() {
  local suite=$1 architecture=$2 state=$3 host keys=/usr/share/keyrings/debian-archive-keyring.gpg
  host=$(dpkg --print-architecture)
  [[ -r $keys ]] || fail "$keys is missing; run: sudo apt-get install debian-archive-keyring"
  mkdir -p "$state/lists/partial" "$state/cache/archives/partial" "$state/none"
  : >"$state/status"
  local options="signed-by=$keys arch=$host,$architecture"
  # Unstable has neither of the others; and a mirror of it that is some weeks old is good enough to compile with.
  [[ $suite != sid ]] || options+=" check-valid-until=no"
  printf 'deb [%s] %s %s main\n' "$options" "$(mirror debian)" "$suite" >"$state/sources.list"
  [[ $suite == sid ]] || printf 'deb [%s] %s %s main\n' \
    "$options" "$(mirror debian)" "$suite-updates" \
    "$options" "$(mirror debian-security)" "$suite-security" >>"$state/sources.list"
  cat >"$state/apt.conf" <<CONF
Dir::State "$state"; Dir::State::lists "$state/lists"; Dir::State::status "$state/status";
Dir::Cache "$state/cache"; Dir::Etc::sourcelist "$state/sources.list";
Dir::Etc::sourceparts "$state/none"; Dir::Etc::preferences "$state/no-preferences";
Dir::Etc::preferencesparts "$state/none"; Dir::Etc::parts "$state/none"; Dir::Etc::main "$state/no-main";
APT::Architecture "$host"; APT::Architectures { "$host"; "$architecture"; };
APT::Sandbox::User ""; APT::Update::Error-Mode "any"; Acquire::Retries "2"; Acquire::Languages "none";
CONF
  say "Reading the package lists of Debian $suite ($architecture)"
  if APT_CONFIG=$state/apt.conf quietly apt-get update -qq; then
    touch "$state/fresh"
  elif [[ -e $state/fresh ]]; then
    say "Going on with the package lists of $(date -r "$state/fresh" +%F): the archive cannot be reached"
  else
    fail "The package lists of Debian $suite cannot be read; check the network and /etc/apt/sources.list"
  fi
}

# fetched SUITE ARCHITECTURE PACKAGE...: a folder with these packages unpacked, and nothing run of them.
# Keyed by their versions; a folder that is there is complete. `members`: only these files (patterns of tar).
fetched() {
  local suite=$1 architecture=$2 files key folder work
  shift 2
  files=$(within "$suite" "$architecture" apt-get download --print-uris -qq "$@" | awk '{ print $2 }') ||
    fail "Debian $suite has not all of: $*"
  key=$(sha256sum <<<"$files${members:+ ${members[*]}}" | cut -c 1-16)
  folder=$cache/packages/$suite-$architecture-$key
  if [[ ! -d $folder ]]; then
    mkdir -p "$cache/packages"
    work=$(mktemp -d "$cache/packages/.new.XXXXXX")
    say "Fetching $# packages of Debian $suite ($architecture)"
    mkdir "$work/archives" "$work/root"
    (cd "$work/archives" && within "$suite" "$architecture" quietly apt-get download -qq "$@") ||
      fail "The packages could not be fetched; check the network and run this again"
    local archive
    for archive in "$work"/archives/*.deb; do
      dpkg-deb --fsys-tarfile "$archive" | tar --extract --directory "$work/root" ${members:+--wildcards "${members[@]}"} ||
        fail "$(basename "$archive") does not have all of: ${members[*]:-its files}"
    done
    mv -T "$work/root" "$folder"
    rm -r "$work"
  fi
  printf '%s\n' "$folder"
}

# depends SUITE ARCHITECTURE PACKAGE PATTERN: the first package that PACKAGE depends on and that matches. One for all
# architectures is named in the line behind, as what provides that of another.
depends() {
  within "$1" "$2" apt-cache depends "$3" |
    sed -n 's/^ *\(Depends: \)\{0,1\}\([^ :<>]*\)\(:[a-z0-9]*\)\{0,1\}$/\2/p' | grep -Ex -m 1 "$4"
}
