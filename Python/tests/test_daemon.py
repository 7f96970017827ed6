"""Starting and ending daemons."""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from conftest import ARM

from cerebellum import DaemonFailure, Lifecycle, SimulatedDaemon
from cerebellum.clock import Deadline
from cerebellum.daemon import find_program


def is_running(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False
    # A zombie is none: whoever should wait for it is gone, or slow.
    return status.rsplit(")", 1)[1].split()[0] != "Z"


def test_it_is_ready_to_be_armed_and_ends_with_the_with() -> None:
    with SimulatedDaemon(ARM) as daemon:
        assert daemon.process is not None
        with daemon.connect(timeout=20) as robot:
            assert robot.state().lifecycle is Lifecycle.DISARMED
            assert robot.examine() == ()
        assert Path(daemon.socket).is_socket()
    assert daemon.process.returncode == 0
    assert not Path(daemon.socket).parent.exists()
    assert "stopped; the outputs are off" in daemon.log
    assert daemon.end() == 0


def test_a_daemon_that_hangs_is_ended_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cerebellum.daemon.PATIENCE", 0.2)
    daemon = SimulatedDaemon(ARM)
    assert daemon.process is not None
    # Stopped instead: it does not hear of SIGTERM.
    pid = daemon.process.pid

    def stop_instead(number: int) -> None:
        os.kill(pid, number if number == signal.SIGKILL else signal.SIGSTOP)

    monkeypatch.setattr(daemon.process, "send_signal", stop_instead)
    assert daemon.end() == -signal.SIGKILL
    assert not is_running(pid)
    assert not Path(daemon.socket).parent.exists()


def test_a_robot_file_that_is_wrong_is_told_with_its_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    robot = tmp_path / "robot.yaml"
    robot.write_text("robot: broken\nrate: 500 kg\n")
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    with pytest.raises(DaemonFailure) as caught:
        SimulatedDaemon(robot)
    assert caught.value.code == "daemon_ended"
    assert "robot.yaml:2:7" in caught.value.log
    assert caught.value.log in str(caught.value)
    assert "以状态 3 结束" in caught.value.chinese
    assert list(folder.iterdir()) == []


def test_programs_are_found_by_argument_environment_and_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    places = {name: tmp_path / name for name in ("argument", "environment", "path")}
    for place in places.values():
        place.mkdir()
        (place / "cerebellumd").touch(mode=0o755)
    monkeypatch.setenv("PATH", str(places["path"]))
    monkeypatch.setenv("CEREBELLUM_PROGRAMS", str(places["environment"]))
    assert find_program(places["argument"]) == places["argument"] / "cerebellumd"
    assert find_program() == places["environment"] / "cerebellumd"
    monkeypatch.delenv("CEREBELLUM_PROGRAMS")
    assert find_program() == places["path"] / "cerebellumd"
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DaemonFailure, match=r"not on PATH.*make build.*CEREBELLUM_PROGRAMS"):
        find_program()
    with pytest.raises(DaemonFailure, match="not in"):
        find_program(tmp_path)


def test_it_ends_with_a_program_that_is_killed() -> None:
    script = f"""
import sys, time
from cerebellum import SimulatedDaemon
daemon = SimulatedDaemon({str(ARM)!r})
print(daemon.process.pid, daemon.socket, flush=True)
time.sleep(600)
"""
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        pid, path = program.stdout.readline().split()
        assert is_running(int(pid))
        program.kill()
    deadline = Deadline(20)
    while is_running(int(pid)) and not deadline.has_passed:
        pass
    assert not is_running(int(pid))
    # The directory is what is left, as the class says.
    folder = Path(path).parent
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()
