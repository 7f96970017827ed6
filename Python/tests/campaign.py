"""Campaigns for the tests: the built program, or one to which something happens."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from goldens import ROOT

from cerebellum.campaign.play import find

ARM = str(ROOT / "Robots/arm6/robot.yaml")
COUNT = 20
REPORTS = ("report.json", "report.md", "report.html")


def campaign(
    folder: Path, *options: str, robot: str = ARM, programs: Path | None = None, count: int | None = COUNT
) -> tuple[int, str]:
    """Runs the command as a person does; its status, and what it said."""
    arguments = [sys.executable, "-m", "cerebellum.campaign", "--robot", robot, *options]
    arguments += ["--count", str(count)] if count else []
    arguments += ["--report", str(folder)]
    arguments += ["--programs", str(programs)] if programs else []
    ended = subprocess.run(arguments, capture_output=True, text=True, timeout=300, check=False)
    return ended.returncode, ended.stdout + ended.stderr


def reports(folder: Path) -> dict[str, bytes]:
    """The reports of a campaign."""
    return {name: (folder / name).read_bytes() for name in REPORTS}


def results(folder: Path) -> list[dict[str, Any]]:
    """What was kept, in the order in which it came."""
    return [json.loads(line) for line in (folder / "results.ndjson").read_text().splitlines()]


def timing(folder: Path) -> dict[str, Any]:
    """What is of the machine."""
    facts: dict[str, Any] = json.loads((folder / "timing.json").read_text())
    return facts


def wrap(folder: Path, script: str) -> Path:
    """A folder with a `cerebellum` that runs `script`, in which `$real` is the built one and `$first` to `$last` the
    seeds that it is to play; `once NAME` succeeds once.
    """
    folder.mkdir()
    real = find(None)
    assert real, "build the programs, and name their folder in CEREBELLUM_PROGRAMS"
    program = folder / "cerebellum"
    program.write_text(
        f"""#!/bin/bash
real={real}
once() {{ mkdir "{folder}/$1" 2>/dev/null; }}
[[ " $* " =~ " --seeds "([0-9]+)..([0-9]+)" " ]]
first=${{BASH_REMATCH[1]}} last=${{BASH_REMATCH[2]}}
{script}
exec "$real" "$@"
"""
    )
    os.chmod(program, 0o755)
    return folder
