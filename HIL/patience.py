#!/usr/bin/env python3
"""Writes a robot file as an emulated processor carries it, and says on standard error what it changed.

    HIL/patience.py ROBOT.yaml >OUT

The one place for that change. An emulated processor is slow, and now and then away for tens of milliseconds: the
robot is to be told so, not stopped by it. Joints, devices, buses and lines stay as they are.
"""

import pathlib
import re
import sys

# What an emulated processor carries; the guest looks for a lower rate when it does not.
CHANGES = {
    "rate": "100 Hz",
    "loop": None,  # cycles that are lost are skipped, and cost no credits
    "safety": "{ stale: 200 ms, stall: 2 s, over_speed: 3, following_error_time: 200 ms }",
}


def patient(text):
    """The changed text, and what was changed."""
    told = []
    for key, value in CHANGES.items():
        line = re.search(rf"^{key}:.*\n(?:[ \t]+.*\n)*", text, re.MULTILINE)
        before = " ".join(line.group().split()) if line else f"{key}: -"
        new = f"{key}: {value}\n" if value else ""
        if line:
            text = text[: line.start()] + new + text[line.end() :]
        elif value:
            text = text.rstrip("\n") + "\n" + new
        told.append(f"{before} -> {value or '-'}")
    return text, told


def main():
    path = pathlib.Path(sys.argv[1])
    text, told = patient(path.read_text())
    for change in told:
        print(f"# {path}: {change}", file=sys.stderr)
    print(text, end="")


if __name__ == "__main__":
    main()
