"""The examples do what they say."""

import os
import subprocess
import sys
from pathlib import Path

from goldens import ROOT

import cerebellum
from cerebellum import Lifecycle, SimulatedDaemon

FIVE_LINES = ROOT / "Python/examples/five_lines.py"


def test_five_lines_move_the_demo_arm(daemon: SimulatedDaemon) -> None:
    with daemon.connect(timeout=20) as observer:
        environment = {**os.environ, "CEREBELLUM_SOCKET": daemon.socket}
        command = [sys.executable, str(FIVE_LINES)]
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as example:
            farthest = 0.0
            for state in observer.stream():
                assert state.fault is None
                farthest = max(farthest, state.measured_position[0])
                if example.poll() is not None:
                    break
            assert example.returncode == 0
            assert example.stdout is not None
            assert example.stdout.read().startswith("[ 0.4")
        assert farthest > 0.35
        assert observer.state().lifecycle is Lifecycle.DISARMED


def test_they_are_five_lines_and_those_of_the_manuals() -> None:
    code = [line for line in FIVE_LINES.read_text().split("\n") if line and not line.startswith('"""')]
    assert len(code) == 5
    for manual in ("README.md", "Documentation/python.md"):
        text = (ROOT / manual).read_text()
        assert all(line in text for line in code), manual


def test_its_types_are_for_its_users_too() -> None:
    # Without this file type checkers take nothing of an installed package (PEP 561).
    assert (Path(cerebellum.__file__).parent / "py.typed").exists()
