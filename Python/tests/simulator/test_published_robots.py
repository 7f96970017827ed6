"""Published robots in MuJoCo behind the shipped daemon: the programs of Robots, where their models are."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROBOTS = Path(__file__).resolve().parents[3] / "Robots"


@pytest.mark.parametrize("robot", ["g1", "gr1"])
def test_it_bears_a_push(robot: str) -> None:
    """Within 0.02 rad of the posture while it holds, and after 50 N for 0.1 s; half a minute of simulated time."""
    play(f"{robot}.urdf", "stand.py", robot)


def test_it_feels_what_touches_it() -> None:
    """Each pad of the Shadow hand what presses on its fingertip, and nothing else."""
    play("shadow.xml", "touch.py")


def play(model: str, *command: str) -> None:
    if not (ROBOTS / "models" / model).exists():
        pytest.skip(f"Robots/models/{model} is missing: make robots")
    program, *arguments = command
    run = subprocess.run(
        [sys.executable, str(ROBOTS / program), *arguments], check=False, capture_output=True, text=True, timeout=300
    )
    assert run.returncode == 0, run.stdout + run.stderr
