#!/bin/bash
# Compiles the C shims against every library version they support: CI2C against the installed libi2c,
# CGPIOD against the installed libgpiod and against the other generation (1.6 of Debian 12, 2.x of
# Debian 13). Any warning fails. The two builds of CGPIOD must export the same names and give the same
# answers.
#
#   Tests/Differential/compile-shims.sh
#   CEREBELLUM_CACHE=/path ...       keeps the other libgpiod elsewhere than ~/.cache/cerebellum
#
# The other generation is downloaded once, through an apt state of its own: nothing is installed and the
# machine's package lists stay as they are. Run again, it needs no network.
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
cache=${CEREBELLUM_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/cerebellum}/libgpiod
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0
failed=0

say() { echo "compile-shims.sh: $*" >&2; }
fail() {
  say "$1"
  say "remedy: $2"
  exit 1
}
check() { # WHAT COMMAND...: counts, and shows the output of a failure
  local what=$1
  shift
  if "$@" >"$work/output" 2>&1; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    say "FAILED: $what"
    cat "$work/output" >&2
  fi
}

# 1 or 2, by the header in the include folders that the options name
generation() {
  printf '#include <gpiod.h>\n#ifdef GPIOD_API\ngeneration 1\n#else\ngeneration 2\n#endif\n' |
    cc -E -P "$@" - 2>/dev/null | awk '$1 == "generation" { print $2 }'
}

# Unpacks libgpiod of Debian SUITE (header and library PACKAGE) at FOLDER.
fetch() {
  local suite=$1 package=$2 folder=$3 state=$work/apt
  local keys=/usr/share/keyrings/debian-archive-keyring.gpg
  [ -r "$keys" ] || fail "$keys is missing" "apt-get install debian-archive-keyring"
  local mirror
  mirror=$(cat /etc/apt/sources.list.d/*.sources /etc/apt/sources.list 2>/dev/null |
    grep -oE 'https?://[^ ]+/debian/?( |$)' | head -1 | tr -d ' ' || true)
  mirror=${mirror:-http://deb.debian.org/debian}
  say "fetching libgpiod of Debian $suite from $mirror (once, about 10 MB with the package list)"
  mkdir -p "$state/lists/partial" "$state/cache/archives/partial" "$state/none"
  : >"$state/status"
  echo "deb [signed-by=$keys] $mirror $suite main" >"$state/sources.list"
  cat >"$state/apt.conf" <<CONF
Dir::State "$state"; Dir::State::lists "$state/lists"; Dir::State::status "$state/status";
Dir::Cache "$state/cache"; Dir::Etc::sourcelist "$state/sources.list";
Dir::Etc::sourceparts "$state/none"; Dir::Etc::preferences "$state/no-preferences";
Dir::Etc::preferencesparts "$state/none"; APT::Sandbox::User ""; APT::Update::Error-Mode "any";
Acquire::Retries "2"; Acquire::Languages "none";
CONF
  (
    cd "$work"
    export APT_CONFIG=$state/apt.conf
    apt-get update -qq && apt-get download -qq libgpiod-dev "$package"
  ) >&2 || fail "the Debian archive $mirror cannot be reached" \
    "check the network and run this again, or carry $folder over from a machine that has one"
  mkdir "$work/unpacked"
  local archive
  for archive in "$work"/*.deb; do dpkg-deb -x "$archive" "$work/unpacked"; done
  mkdir -p "$(dirname "$folder")"
  rm -rf "$folder"
  mv "$work/unpacked" "$folder"
}

# A user of the shim: which version it met, and how the shim tells what is not a chip.
cat >"$work/user.c" <<'C'
#include <cgpiod.h>
#include <stdio.h>

int main(void) {
  struct cgpiod_chip *chip = NULL;
  struct cgpiod_line *line = NULL;
  fprintf(stderr, "%s\n", cgpiod_version());
  printf("no chip %d\n", cgpiod_chip_open("/dev/gpiochip99", &chip));
  printf("no input %d\n",
         cgpiod_request_input("/dev/gpiochip99", 1, "user", CGPIOD_BIAS_PULL_UP, &line));
  printf("no output %d\n", cgpiod_request_output("/dev/gpiochip99", 1, "user", true, &line));
  const uint32_t offset = 1;
  printf("no edges %d\n", cgpiod_request_edges("/dev/gpiochip99", &offset, 1, "user",
                                               CGPIOD_BIAS_PULL_UP, 64));
  printf("untouched %d\n", chip == NULL && line == NULL);
  return 0;
}
C

warnings=(-std=gnu11 -D_GNU_SOURCE -Wall -Wextra -Werror)

# The shim and its user with libgpiod of GENERATION; further options lead to its header and library.
build_gpiod() {
  local generation=$1 library=$work/libcgpiod-$1.so
  shift
  local soname=libgpiod.so.$((generation + 1))  # 1.6 has libgpiod.so.2, and 2.x libgpiod.so.3
  local options=("${warnings[@]}" -I "$root/Sources/CGPIOD/include" "$@")
  check "CGPIOD compiles and links with libgpiod $generation" cc "${options[@]}" -shared -fPIC \
    -Wl,-z,defs -o "$library" "$root"/Sources/CGPIOD/*.c -lgpiod
  check "CGPIOD of generation $generation needs $soname" sh -c \
    "readelf -d '$library' | grep NEEDED | tee /dev/stderr | grep -q '\[$soname\]'"
  nm -D --defined-only "$library" | awk '{ print $3 }' | sort >"$work/names-$generation" || true
  check "a program runs with libgpiod $generation" sh -c "
    cc ${options[*]@Q} -o '$work/user-$generation' '$work/user.c' \
      '$root'/Sources/CGPIOD/*.c -lgpiod &&
    LD_LIBRARY_PATH='${library_path:-}' '$work/user-$generation' \
      >'$work/answers-$generation' 2>'$work/version' && grep -q '^[12]\.' '$work/version'"
  say "libgpiod $(cat "$work/version")"
}

command -v cc >/dev/null || fail "there is no C compiler" "apt-get install gcc"
here=$(generation)
[ -n "$here" ] || fail "gpiod.h is missing" "apt-get install libgpiod-dev"
if [ "$here" = 1 ]; then
  other=2 suite=trixie package=libgpiod3
else
  other=1 suite=bookworm package=libgpiod2
fi
folder=$cache/$suite-$(dpkg --print-architecture)
if [ "$(generation -I "$folder/usr/include")" != "$other" ]; then
  fetch "$suite" "$package" "$folder"
  [ "$(generation -I "$folder/usr/include")" = "$other" ] ||
    fail "libgpiod of Debian $suite is not of generation $other" "tell the maintainers"
fi

check "CI2C compiles and links" cc "${warnings[@]}" -I "$root/Sources/CI2C/include" -shared -fPIC \
  -Wl,-z,defs -o "$work/libci2c.so" "$root/Sources/CI2C/ci2c.c" -li2c
check "CSerial compiles and links" cc "${warnings[@]}" -I "$root/Sources/CSerial/include" -shared \
  -fPIC -Wl,-z,defs -o "$work/libcserial.so" "$root/Sources/CSerial/cserial.c"
build_gpiod "$here"
library_path=$folder/usr/lib/$(cc -print-multiarch)
build_gpiod "$other" -I "$folder/usr/include" -L "$library_path"
check "both generations export the same names" diff "$work/names-1" "$work/names-2"
printf 'no chip -2\nno input -2\nno output -2\nno edges -2\nuntouched 1\n' >"$work/expected"
check "libgpiod 1 answers as expected" diff "$work/expected" "$work/answers-1"
check "libgpiod 2 answers as expected" diff "$work/expected" "$work/answers-2"

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
