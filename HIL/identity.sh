# shellcheck shell=bash
# Sourced by HIL/run: whether the build for ARM64 boards computes the same bits as this machine's.

# identity: plays every fault scenario on the virtual clock with both builds, that for boards by QEMU's emulation of
# user programs, robot by robot. Both have to print the same matrix and the same fingerprint: of every bit of the joints'
# references and positions, and of the efforts and duties that are applied, in each cycle.
identity() {
  local sysroot=$toolchain/board.artifactbundle/$board_triple/sysroot robot folder same=0 robots here board
  say "Building the fault scenarios' player for both processors"
  build ScenarioSuite
  board_build ScenarioSuite 2
  mapfile -t robots < <(sed -n 's/^robot: *//p' Scenarios/faults/*.yaml | sort -u)
  # Some name a motion beside their folder.
  mkdir "$work/scenarios"
  cp Scenarios/*.motion.yaml "$work/scenarios"
  say "Playing the fault scenarios on both: the same input, and the same bits"
  for robot in "${robots[@]}"; do
    folder=$work/scenarios/$robot
    mkdir "$folder"
    grep -lxE "robot: *$robot" Scenarios/faults/*.yaml | xargs cp -t "$folder"
    here=$("$scratch/release/ScenarioSuite" --scenarios "$folder") ||
      fail "Scenarios of $robot fail; see them with: make scenarios"
    board=$("$(type -P qemu-aarch64-static || type -P qemu-aarch64)" -L "$sysroot" \
      -E LD_LIBRARY_PATH="$scratch/board/libgpiod-2/lib" "$scratch/board/release/ScenarioSuite" --scenarios "$folder") || true
    if [[ $here == "$board" ]]; then
      same=$((same + 1))
      printf '  identical: %-6s %s\n' "$robot" "$(tail -n 1 <<<"$here")"
    else
      diff <(printf '%s\n' "$here") <(printf '%s\n' "$board") >&2 || true
      printf '  DIFFERENT: %-6s %s on this machine, %s on ARM64\n' "$robot" "$(tail -n 1 <<<"$here")" "$(tail -n 1 <<<"$board")"
    fi
  done
  printf '%d of %d robots compute the same bits on x86_64 and ARM64\n' "$same" "${#robots[@]}"
  ((same == ${#robots[@]})) || fail "The builds compute different outputs, as above"
}
