# shellcheck shell=bash
# Sourced by HIL/run for SCENARIOS=1: Scenarios/faults in the guest, on the robots whose buses a guest can have. Each has
# a backend and a machine of its own.

# How late times may be there: for 200 ms a robot bears to be blind (HIL/patience.py), and the emulated processor is late.
tolerance='450 ms'

# sockets ROBOT: its I2C buses, in the order of the board's adapters.
sockets() {
  case $1 in
    bench) echo main ;;
    arm6) echo left,right ;;
    hand) echo radial,ulnar ;;
  esac
}

# scenarios: plays those of the robots in $ROBOTS.
scenarios() {
  local robot file name why folder major guests=() skipped=()
  major=$(installed_major)
  userland "$major" "$architecture"
  programs "$major"
  for robot in ${ROBOTS:-bench arm6 hand}; do
    folder=$work/$robot
    mkdir -p "$folder/scenarios"
    cp -r HIL/guest/. "Robots/$robot/." Scenarios/*.motion.yaml "$folder"
    rm "$folder"/steps/*
    { cat HIL/guest/steps/30-daemon HIL/play; } >"$folder/steps/10-scenarios"
    printf '%s' "$tolerance" >"$folder/tolerance"
    cp Boards/qemu.yaml "$folder/board.yaml"
    HIL/patience.py "Robots/$robot/robot.yaml" >"$folder/robot.yaml"
    while read -r file; do
      name=$(basename "$file" .yaml)
      if why=$(grep -m 1 "^$name: " HIL/scenarios.skip); then
        skipped+=(--skip "$robot: $why")
      else
        cp "$file" "$folder/scenarios"
      fi
    done < <(grep -lx "robot: $robot" Scenarios/faults/*.yaml | grep "${ONLY:-}")
    initramfs "$work/$robot.cpio" "$kernel" "$folder" "$programs"/{cerebellumd,cerebellum}
    guests+=("$robot=$work/$robot.cpio=$(sockets "$robot")")
  done
  for file in $(grep -lx 'robot: so101' Scenarios/faults/*.yaml); do
    skipped+=(--skip "so101: $(basename "$file" .yaml): serial lines are not served to a guest")
  done
  say "Playing Scenarios/faults on Linux $(basename "$kernel"/lib/modules/*) ($machine, emulated); logs in $logs"
  HIL/runner.py --machine "$machine" --kernel "$(image "$kernel")" --sockets '' --logs "$logs" --limit 3000 \
    --backend "$scratch/release/cerebellum hil-backend --robot $work/{guest}/robot.yaml --board Boards/qemu.yaml" \
    "${skipped[@]}" "${guests[@]}"
}
