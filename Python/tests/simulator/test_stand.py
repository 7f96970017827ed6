"""The published humanoids stand in MuJoCo behind the shipped daemon: Robots/stand.py, where their models are."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROBOTS = Path(__file__).resolve().parents[3] / "Robots"


@pytest.mark.parametrize("robot", ["g1", "gr1"])
def test_it_bears_a_push(robot: str) -> None:
    """Within 0.02 rad of the posture while it holds, and after 50 N for 0.1 s; half a minute of simulated time."""
    if not (ROBOTS / "models" / f"{robot}.urdf").exists():
        pytest.skip(f"Robots/models/{robot}.urdf is missing: make robots")
    run = subprocess.run(
        [sys.executable, str(ROBOTS / "stand.py"), robot], check=False, capture_output=True, text=True, timeout=300
    )
    assert run.returncode == 0, run.stdout + run.stderr
