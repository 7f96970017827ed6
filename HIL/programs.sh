# shellcheck shell=bash
# Sourced by HIL/run: the shipped programs for the guest's architecture, one build for each major of libgpiod.

# The major of the libgpiod that is installed.
installed_major() {
  printf '#include <gpiod.h>\n#ifdef GPIOD_API\nmajor 1\n#else\nmajor 2\n#endif\n' | cc -E -P - 2>/dev/null | sed -n 's/^major //p'
}

build() {
  local program
  for program in cerebellumd cerebellum; do
    scripts/swift-build --scratch-path "$scratch" -c release --static-swift-stdlib --product "$program" ||
      fail "$program does not build; see the compiler's words above"
  done
}

# programs MAJOR: sets `programs` to a folder with both, built with libgpiod MAJOR.
#
# Only CGPIOD sees libgpiod's header, so that the other major costs one C file and two links. The build folder is
# left as it was.
programs() {
  local major=$1 suite=bookworm library=libgpiod2 root key
  [[ $major == 1 ]] || suite=trixie library=libgpiod3
  if [[ $major == "$(installed_major)" ]]; then
    root=installed
  else
    root=$(fetched "$suite" "$(dpkg --print-architecture)" "libgpiod-dev:$(dpkg --print-architecture)" "$library:$(dpkg --print-architecture)")
  fi
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
    CEREBELLUM_LIBGPIOD=$programs.new build
  fi
  local program
  for program in cerebellumd cerebellum; do
    strip -o "$programs.new/$program" "$scratch/release/$program"
    needed "$programs.new/$program" | grep -qx "libgpiod.so.$((major + 1))" ||
      fail "$program needs $(needed "$programs.new/$program" | grep gpiod), not libgpiod.so.$((major + 1))"
  done
  [[ $root == installed ]] || build
  mv -T "$programs.new" "$programs"
}
