# shellcheck shell=bash
# Sourced by scripts: how they speak.
# Colour only in a terminal and only without NO_COLOR (https://no-color.org).

if [[ -t 2 && -z ${NO_COLOR:-} && ${TERM:-dumb} != dumb ]]; then
  bold=$'\e[1m' red=$'\e[31m' plain=$'\e[0m'
else
  bold='' red='' plain=''
fi

# say SENTENCE: announces a step.
say() { printf '%s==>%s %s\n' "$bold" "$plain" "$*" >&2; }

# fail SENTENCE: what is wrong and what to do about it, then exit 1.
fail() {
  printf '%serror:%s %s\n' "$red" "$plain" "$*" >&2
  exit 1
}

# quietly COMMAND...: in a terminal its output is the progress display; elsewhere it is shown only
# when the command fails.
quietly() {
  if [[ -t 1 ]]; then
    "$@"
    return
  fi
  local output status=0
  output=$("$@" 2>&1) || status=$?
  ((status == 0)) || printf '%s\n' "$output" >&2
  return "$status"
}
