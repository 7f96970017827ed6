# shellcheck shell=bash
# Sourced by the tests of this folder: a machine whose PATH holds only the fakes that a test puts there
# and the real tools it names.

machine=$(mktemp -d)
trap 'rm -rf "$machine"' EXIT
failures=0

empty_machine() {
  rm -rf "$machine"
  mkdir "$machine"
  real bash dirname
}

# real COMMAND...: the machine has these as they are here.
real() {
  local tool
  for tool in "$@"; do ln -s "$(type -P "$tool")" "$machine/$tool"; done
}

# fake COMMAND BODY: the machine has a COMMAND that does BODY, also in the place of a real one: never written through its
# link.
fake() {
  rm -f "$machine/$1"
  printf '#!/bin/bash\n%s\n' "$2" >"$machine/$1"
  chmod +x "$machine/$1"
}

failed() {
  printf 'FAILED %s\n' "$1" >&2
  failures=$((failures + 1))
}

# expect NAME STATUS TEXT COMMAND...: on the machine, COMMAND exits with STATUS and says TEXT.
expect() {
  local name=$1 wanted=$2 text=$3 status=0 said
  shift 3
  said=$(PATH=$machine "$@" 2>&1 </dev/null) || status=$?
  [[ $status == "$wanted" && $said == *"$text"* ]] ||
    failed "$name: exit $status (expected $wanted), expected to read \"$text\", read: $said"
}

verdict() { ((failures == 0)) || exit 1; }
