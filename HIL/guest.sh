# shellcheck shell=bash
# Sourced by HIL/run: the guest's file system, an initramfs of one Debian user space, our programs and the suite.

# userland MAJOR ARCHITECTURE: sets `userland` to folders with the tools and the library of libgpiod MAJOR, and with
# the rest of the Debian that brings it. The programs need no older libc than that of the machine that built them, or
# the one that the toolchain for boards links with.
userland() {
  local tools=bookworm library=libgpiod2 rest=bookworm
  [[ $1 == 1 ]] || tools=trixie library='libgpiod3 libedit2 libbsd0 libtinfo6' rest=trixie
  [[ $(release) == bookworm ]] || rest=$(release)
  [[ $2 == "$(dpkg --print-architecture)" ]] || rest=$board_suite
  local base=(busybox-static i2c-tools libc6 libgcc-s1 libi2c0 libmd0 libstdc++6 libyaml-0-2)
  # shellcheck disable=SC2206
  local lines=(gpiod $library)
  userland=("$(fetched "$tools" "$2" "${lines[@]/%/:$2}")" "$(fetched "$rest" "$2" "${base[@]/%/:$2}")")
}

# Modules that the guest loads; modprobe brings what they need.
loaded=(virtio_pci virtio_console i2c-dev "${modules[@]}")

# initramfs OUT KERNEL PROGRAM_OR_FOLDER...: programs go to /usr/bin, folders to /hil.
initramfs() {
  local out=$1 kernel=$2 root version program entry
  shift 2
  root=$(mktemp -d "$work/root.XXXXXX")
  version=$(basename "$kernel"/lib/modules/*)
  mkdir -p "$root"/{bin,dev,etc,hil,proc,run,sys,tmp,usr/bin,usr/lib}
  cp "$(program busybox)" "$root/bin/"
  for entry in "$@"; do
    if [[ -d $entry ]]; then cp -r "$entry/." "$root/hil/"; else add_program "$root" "$entry"; fi
  done
  for program in i2c{detect,get,set,transfer} gpio{detect,get,info,mon,set}; do
    add_program "$root" "$(program "$program")"
  done
  add_modules "$root" "$kernel" "$version"
  ln -s hil/init "$root/init"
  (cd "$root" && find . | cpio --create --format=newc --quiet) >"$out"
  rm -r "$root"
}

# add_program ROOT FILE: the program, the libraries that it names, and theirs.
add_program() {
  local root=$1 file=$2 loader
  cp -L "$file" "$root/usr/bin/"
  loader=$(readelf --program-headers --wide "$file" | sed -n 's/.*interpreter: \(.*\)\]/\1/p')
  add_libraries "$root" "$file"
  mkdir -p "$root/$(dirname "$loader")"
  cp -Ln "$(library "$(basename "$loader")")" "$root$loader"
}

add_libraries() {
  local name found
  while read -r name; do
    [[ ! -e $1/usr/lib/$name ]] || continue
    found=$(library "$name")
    [[ -n $found ]] || fail "$(basename "$2") needs $name, which no package of the guest holds; see userland in HIL/guest.sh"
    cp -L "$found" "$1/usr/lib/"
    add_libraries "$1" "$found"
  done < <(needed "$2")
}

needed() { readelf --dynamic --wide "$1" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p'; }

# The file of that name in the user space: Debian moved them from /lib to /usr/lib, and from sbin to bin.
program() { find "${userland[@]}" -name "$1" -path '*bin/*' ! -type d -print -quit; }
library() { find "${userland[@]}" -name "$1" ! -type d -print -quit; }

add_modules() {
  local root=$1 kernel=$2 version=$3 module path
  mkdir -p "$root/lib/modules/$version"
  for module in "${loaded[@]}"; do
    while read -r _ path _; do
      [[ $path == "$kernel"/* ]] || continue # built in
      mkdir -p "$root$(dirname "${path#"$kernel"}")"
      cp -n "$path" "$root${path#"$kernel"}"
    done < <(modprobe --dirname "$kernel" --set-version "$version" --show-depends "$module")
  done
  find "$root/lib/modules" -name '*.ko.xz' -exec xz --decompress {} +
  cp "$kernel/lib/modules/$version"/modules.{order,builtin,builtin.modinfo} "$root/lib/modules/$version/"
  depmod --basedir "$root" "$version"
}
