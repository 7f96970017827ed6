# shellcheck shell=bash
# Sourced by HIL/run: the shipped programs for the guest's architecture, one build for each major of libgpiod.
#
# Only CGPIOD sees libgpiod's header, so that the other major costs one C file and two links.

# The major of the libgpiod that is installed.
installed_major() {
  printf '#include <gpiod.h>\n#ifdef GPIOD_API\nmajor 1\n#else\nmajor 2\n#endif\n' | cc -E -P - 2>/dev/null | sed -n 's/^major //p'
}

# libgpiod MAJOR ARCHITECTURE: a folder with that one, unpacked.
libgpiod() {
  local suite=bookworm library=libgpiod2
  [[ $1 == 1 ]] || suite=trixie library=libgpiod3
  fetched "$suite" "$2" "libgpiod-dev:$2" "$library:$2"
}

build() {
  scripts/swift-build --scratch-path "$scratch" -c release --static-swift-stdlib --product "$1" ||
    fail "$1 does not build; see the compiler's words above"
}

# programs MAJOR: sets `programs` to a folder with both, for this machine. The build folder is left as it was.
programs() {
  local major=$1 root key program
  root=installed
  [[ $major == "$(installed_major)" ]] || root=$(libgpiod "$major" "$(dpkg --print-architecture)")
  key=$({
    cat "$scratch"/release/{cerebellumd,cerebellum}
    printf '%s\n' "$root"
  } | sha256sum | cut -c 1-16)
  programs=$cache/programs/$major-$key
  [[ ! -d $programs ]] || return 0

  rm -rf "$cache/programs/$major-"* "$programs.new"
  mkdir -p "$programs.new"
  if [[ $root != installed ]]; then
    say "Linking the programs with libgpiod $major"
    ln -s "$root/usr/include" "$programs.new/include"
    ln -s "$root/usr/lib/$(cc -print-multiarch)" "$programs.new/lib"
    for program in cerebellumd cerebellum; do CEREBELLUM_LIBGPIOD=$programs.new build "$program"; done
  fi
  take "$major" "$scratch/release"
  if [[ $root != installed ]]; then
    for program in cerebellumd cerebellum; do build "$program"; done
  fi
  mv -T "$programs.new" "$programs"
}

# take MAJOR FOLDER [PREFIX]: both programs of a build, and whether they need the libgpiod that is meant.
take() {
  local program library=libgpiod.so.$(($1 + 1))
  for program in cerebellumd cerebellum; do
    "${3:-}strip" -o "$programs.new/$program" "$2/$program"
    needed "$programs.new/$program" | grep -qx "$library" ||
      fail "$program needs $(needed "$programs.new/$program" | grep gpiod), not $library"
  done
}

# board_programs MAJOR: sets `programs` to a folder with both, for an ARM64 board. They are built again when a source
# or the toolchain has changed.
board_programs() {
  local major=$1 key program
  key=$(board_key "$major")
  programs=$cache/programs/arm64-$major-$key
  [[ ! -d $programs ]] || return 0

  say "Building cerebellumd and cerebellum for ARM64 with libgpiod $major (minutes the first time)"
  rm -rf "$cache/programs/arm64-$major-"* "$programs.new"
  mkdir -p "$programs.new"
  for program in cerebellumd cerebellum; do board_build "$program" "$major"; done
  take "$major" "$scratch/board/release" aarch64-linux-gnu-
  mv -T "$programs.new" "$programs"
}

# board_key MAJOR: what a build for the board is made of.
board_key() {
  {
    find Package.swift Sources -type f -print0 | sort -z | xargs -0 cat
    printf '%s\n' "$toolchain" "$(libgpiod "$1" arm64)"
  } | sha256sum | cut -c 1-16
}

# board_build PRODUCT MAJOR: the compiler of `toolchain` for what runs on the board, and this machine's for the rest.
board_build() {
  local board=$scratch/board/libgpiod-$2 root
  root=$(libgpiod "$2" arm64)
  mkdir -p "$board"
  ln -sfn "$root/usr/include" "$board/include"
  ln -sfn "$root/usr/lib/aarch64-linux-gnu" "$board/lib"
  CEREBELLUM_LIBGPIOD=$(realpath "$board") SWIFT_EXEC=$toolchain/compiler/usr/libexec/swift/bin/swiftc \
    SWIFT_EXEC_MANIFEST=$(type -P swiftc) quietly scripts/swift-build --scratch-path "$scratch/board" -c release \
    --static-swift-stdlib --swift-sdks-path "$toolchain" --swift-sdk board --product "$1" ||
    fail "$1 does not build for ARM64; see the compiler's words above"
}
