# shellcheck shell=bash
# Sourced by HIL/run: Debian's newest kernel of a suite, and the modules that Debian does not build.

# Those that Debian's own kernels lack differ between kernels and architectures.
modules=(gpio-virtio i2c-virtio i2c-stub i2c-mux-pca954x)

# kernel SUITE ARCHITECTURE: a folder with boot/vmlinu[xz]* and lib/modules/*, all modules of the rig among them.
kernel() {
  local suite=$1 architecture=$2 image headers common kbuild source
  image=$(depends "$suite" "$architecture" "linux-image-$architecture:$architecture" 'linux-image-[0-9].*') ||
    fail "Debian $suite has no linux-image-$architecture that names a kernel"
  local version=${image#linux-image-}
  headers=linux-headers-$version
  common=$(depends "$suite" "$architecture" "$headers:$architecture" 'linux-headers-.*-common.*') &&
    kbuild=$(depends "$suite" "$architecture" "$headers:$architecture" 'linux-kbuild-.*') &&
    source=$(depends "$suite" "$architecture" linux-source 'linux-source-.*') ||
    fail "Debian $suite has no $headers or linux-source in the form that HIL/kernel.sh knows"

  local packages=("$image:$architecture" "$headers:$architecture" "$common" "$kbuild:$(dpkg --print-architecture)" "$source")
  local key folder work
  key=$( (
    within "$suite" "$architecture" apt-get download --print-uris -qq "${packages[@]}" | awk '{ print $2 }'
    cat "$hil/kernel.sh" "$hil/modules.py" "$hil/vmlinux.py"
  ) | sha256sum | cut -c 1-16)
  folder=$cache/kernels/$version-$key
  if [[ ! -d $folder ]]; then
    local root
    root=$(fetched "$suite" "$architecture" "${packages[@]}")
    mkdir -p "$cache/kernels"
    work=$(mktemp -d "$cache/kernels/.new.XXXXXX")
    say "Building the modules of Linux $version that Debian leaves out"
    build_modules "$root" "$work" "$version" "$architecture" "$source"
    rm -rf "$cache"/kernels/*-"$architecture"-*
    mv -T "$work/kernel" "$folder"
    rm -r "$work" "$root"
  fi
  printf '%s\n' "$folder"
}

# image KERNEL: what QEMU boots of such a folder.
image() { find "$1/boot" -name 'vmlinu[xz]*' | sort | head -n 1; }

build_modules() {
  local root=$1 work=$2 version=$3 architecture=$4 source=$5
  local tree=$root/usr/src/linux-headers-$version prefix=''
  [[ $architecture == "$(dpkg --print-architecture)" ]] || prefix=$(dpkg-architecture -a"$architecture" -qDEB_HOST_GNU_TYPE 2>/dev/null)-

  mkdir "$work/kernel" "$work/build"
  cp -r "$root/boot" "$root/lib" "$work/kernel/"
  # An emulated processor takes seconds to unpack it, at each boot.
  if [[ $architecture == amd64 ]]; then
    "$hil/vmlinux.py" "$work/kernel/boot/vmlinuz-$version" "$work/kernel/boot/vmlinux" ||
      say "So it is booted as it is"
  fi
  # tar ends as soon as it has all of them; what feeds it then breaks off.
  local files=(drivers/gpio/gpio-virtio.c drivers/gpio/gpiolib.h drivers/i2c/i2c-stub.c
    drivers/i2c/busses/i2c-virtio.c drivers/i2c/muxes/i2c-mux-pca954x.c)
  (
    set +o pipefail
    xz --decompress --stdout --threads 0 "$root/usr/src/$source.tar.xz" 2>/dev/null |
      tar --extract --occurrence=1 --directory "$work/build" --strip-components 1 "${files[@]/#/$source/}"
  ) || fail "$source does not have all of: ${files[*]}"
  "$hil/modules.py" "$work/build" || exit 1

  sed -i "s#^include /usr/src/#include $root/usr/src/#" "$tree/Makefile"
  quietly nice make -C "$tree" -j 2 M="$work/build" CC="${prefix}gcc" CROSS_COMPILE="$prefix" modules ||
    fail "The modules do not compile against $version; their text may have changed: see HIL/modules.py"
  "${prefix}strip" --strip-debug "$work"/build/*.ko
  mkdir "$work/kernel/lib/modules/$version/updates"
  cp "$work"/build/*.ko "$work/kernel/lib/modules/$version/updates/"
  rm -f "$work/kernel/lib/modules/$version"/{build,source}
  depmod --basedir "$work/kernel" "$version"
  local module
  for module in "${modules[@]}"; do
    modinfo --basedir "$work/kernel" --set-version "$version" "$module" >/dev/null ||
      fail "$module is neither in $version nor was it built"
  done
}
