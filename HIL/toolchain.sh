# shellcheck shell=bash
# Sourced by HIL/run: Swift for ARM64 boards, on this machine.
#
# Debian's newest Swift for this machine compiles against Debian's newest for ARM64. They are one version, so that
# either knows the modules of the other. A test vehicle, not the release path: Documentation/hil.md.

swift_suite=sid
# The Debian of the boards: the programs run on its C library, and on none that is older.
board_suite=trixie
board_triple=aarch64-unknown-linux-gnu

# toolchain: sets `toolchain` to a folder with the compiler and the Swift SDK `board`.
toolchain() {
  local host gcc swift=./usr/libexec/swift members=() key
  host=$(dpkg --print-architecture)
  gcc=$(depends "$board_suite" arm64 gcc:arm64 'gcc-[0-9]+') ||
    fail "Debian $board_suite has no gcc:arm64 that names its version"
  # What the compiler loads, and what the programs are linked with.
  local loaded=(libc6 libgcc-s1 libncurses6 libsqlite3-0 libstdc++6 libswiftlang libtinfo6 libuuid1 libzstd1 zlib1g)
  local linked=(libc6 libc6-dev libgcc-s1 "libgcc-${gcc#gcc-}-dev" libi2c0 libi2c-dev libmd0 libmd-dev libstdc++6
    "libstdc++-${gcc#gcc-}-dev" libyaml-0-2 libyaml-dev)
  loaded=("${loaded[@]/%/:$host}")
  linked=("${linked[@]/%/:arm64}" linux-libc-dev)

  key=$({
    within "$swift_suite" arm64 apt-get download --print-uris -qq "swiftlang:$host" swiftlang:arm64 "${loaded[@]}" &&
      within "$board_suite" arm64 apt-get download --print-uris -qq "${linked[@]}"
  } | awk '{ print $2 }' | cat - "$hil/toolchain.sh" | sha256sum | cut -c 1-16) ||
    fail "Debian $swift_suite and $board_suite have not all that HIL/toolchain.sh names"
  toolchain=$cache/toolchains/$key
  [[ ! -d $toolchain ]] || return 0

  # Of 2 GB each what compiles, and what is imported and linked.
  local roots=()
  members=("$swift"/bin/swift-{autolink-extract,driver,frontend} "$swift/bin/swiftc"
    "$swift/lib/swift/host/compiler" "$swift/lib/swift/host/*.so")
  roots+=("$(fetched "$swift_suite" arm64 "swiftlang:$host")")
  members=("$swift/lib/swift_static" "$swift/lib/clang")
  roots+=("$(fetched "$swift_suite" arm64 swiftlang:arm64)")
  members=()
  roots+=("$(fetched "$swift_suite" arm64 "${loaded[@]}")" "$(fetched "$board_suite" arm64 "${linked[@]}")")

  say "Making a toolchain for ARM64 boards of them"
  mkdir -p "$cache/toolchains"
  local work
  work=$(mktemp -d "$cache/toolchains/.new.XXXXXX")
  make_compiler "$work/compiler" "${roots[0]}" "${roots[2]}"
  make_sdk "$work/board.artifactbundle" "${roots[1]}" "${roots[3]}"
  rm -rf "$cache"/toolchains/[!.]*
  mv -T "$work" "$toolchain"
  rm -r "${roots[@]}"
}

# make_compiler FOLDER PROGRAMS LIBRARIES: the compiler runs on the libraries that it was built with, whatever this
# machine's are.
make_compiler() {
  local folder=$1 libraries patchelf program
  mkdir "$folder"
  cp -r "$2/." "$3/." "$folder"
  # shellcheck disable=SC2016
  libraries='$ORIGIN/../../../lib/'$(cc -print-multiarch)
  patchelf=$(fetched "$(release)" "$(dpkg --print-architecture)" patchelf)/usr/bin/patchelf
  for program in swift-driver swift-frontend; do
    # shellcheck disable=SC2016
    "$patchelf" --set-interpreter "$toolchain/compiler/usr/lib/$(cc -print-multiarch)/$(loader)" --force-rpath \
      --set-rpath '$ORIGIN/../lib/swift/linux:$ORIGIN/../lib/swift/host/compiler:'"$libraries" \
      "$folder/usr/libexec/swift/bin/$program"
  done
}

# The name of this machine's dynamic loader.
loader() { basename "$(readelf --program-headers --wide "$(type -P bash)" | sed -n 's/.*interpreter: \(.*\)\]/\1/p')"; }

# make_sdk BUNDLE SWIFT SYSROOT: a Swift SDK, as `swift build --swift-sdk board` takes it.
# Source: SE-0387, https://github.com/swiftlang/swift-evolution/blob/main/proposals/0387-cross-compilation-destinations.md
make_sdk() {
  local sdk=$1/$board_triple
  mkdir -p "$sdk/sysroot"
  cp -r "$3/." "$sdk/sysroot"
  cp -r "$2/usr/libexec/swift/lib/." "$sdk/sysroot/usr/lib"
  ln -s usr/lib "$sdk/sysroot/lib"
  cat >"$1/info.json" <<JSON
{"schemaVersion": "1.0",
 "artifacts": {"board": {"type": "swiftSDK", "version": "1", "variants": [{"path": "$board_triple"}]}}}
JSON
  cat >"$sdk/swift-sdk.json" <<JSON
{"schemaVersion": "4.0",
 "targetTriples": {"$board_triple": {
   "sdkRootPath": "sysroot", "swiftStaticResourcesPath": "sysroot/usr/lib/swift_static", "toolsetPaths": ["toolset.json"]}}}
JSON
  cat >"$sdk/toolset.json" <<JSON
{"schemaVersion": "1.0", "swiftCompiler": {"extraCLIOptions": ["-use-ld=lld"]}}
JSON
}
