"""Starts `cerebellumd` on simulated hardware, for tests and experiments, and ends it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType

from .client import TIMEOUT
from .clock import Deadline
from .errors import ConnectionFailure, DaemonFailure, Text
from .robot import Robot
from .wire import Lifecycle

PROGRAM = "cerebellumd"
PATIENCE = 3.0
"""So many seconds a daemon has to end by itself."""

# Between fork and exec, in a program of its own: the daemon ends with the thread that started it, however
# that ends, and although it may be stopped itself (prctl(2), PR_SET_PDEATHSIG).
_TIED = """
import ctypes, os, signal, sys
ctypes.CDLL(None).prctl(1, signal.SIGKILL)
if os.getppid() == int(sys.argv[1]):
    os.execv(sys.argv[2], sys.argv[2:])
"""


class SimulatedDaemon:
    """A daemon on simulated hardware, in a directory of its own.

        with SimulatedDaemon("Robots/arm6/robot.yaml") as daemon, daemon.connect() as robot:
            ...

    It ends with the `with`, with this program, and with the thread that started it. Nothing is left behind, unless
    this program is killed by a signal that cannot be caught: then its directory in /tmp.
    """

    def __init__(
        self,
        robot: str | os.PathLike[str],
        *,
        board: str | os.PathLike[str] | None = None,
        programs: str | os.PathLike[str] | None = None,
        patient: bool = True,
        priority: int | None = None,
        timeout: float = 10.0,
        environment: Mapping[str, str] | None = None,
        options: Sequence[str] = (),
    ) -> None:
        """Starts the daemon with the robot file `robot`, and waits up to `timeout` seconds until it can be armed or
        says why not. Throws `DaemonFailure` with its log where it ends instead.

        `programs` is the folder of `cerebellumd`; else that of `$CEREBELLUM_PROGRAMS`, else the first on PATH.
        `patient`: it bears a machine that takes the processor away for up to half a second. `priority`: of its
        control thread, 0 for none; the robot file's where it is not given. `environment`: variables besides ours;
        `options`: of the daemon, besides ours.
        """
        program = find_program(programs)
        arguments = [str(program), "--simulate", "--robot", os.fspath(robot)]
        arguments += ["--board", os.fspath(board)] if board is not None else []
        arguments += ["--patient"] if patient else []
        arguments += ["--priority", str(priority)] if priority is not None else []
        arguments += options
        self._directory = tempfile.TemporaryDirectory(prefix="cerebellum.", ignore_cleanup_errors=True)
        self.socket = f"{self._directory.name}/control.sock"
        """Where it listens."""
        self._log = Path(self._directory.name, "log")
        self._arguments = [*arguments, "--socket", self.socket]
        self._environment = {**os.environ, **(environment or {})}
        self._timeout = timeout
        try:
            self._start()
        except BaseException:
            self.end()
            raise

    def connect(self, *, name: str = "python", timeout: float = TIMEOUT) -> Robot:
        """Another client of it."""
        return Robot.connect(self.socket, name=name, timeout=timeout)

    @property
    def log(self) -> str:
        """What it has said; after its end what it had said."""
        return self._log.read_text(errors="replace") if self._log.exists() else self._last_words

    def end(self) -> int:
        """Ends it with SIGTERM, as systemd does, after `PATIENCE` seconds with SIGKILL; removes what it left. Returns
        its exit status, below 0 for a signal's. Called again, it does nothing.
        """
        status = self._end_process()
        self._last_words = self.log
        self._directory.cleanup()
        return status

    def restart(self) -> None:
        """Ends it, and starts it again at the same place. Throws as `SimulatedDaemon`."""
        self._end_process()
        self._start()

    def __enter__(self) -> SimulatedDaemon:
        """Itself; ended at the end."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Ends it."""
        self.end()

    process: subprocess.Popen[bytes] | None = None
    """The daemon, once it was started."""
    _last_words = ""

    def _start(self) -> None:
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-I", "-S", "-c", _TIED, str(os.getpid()), *self._arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=self._environment,
                # Ctrl-C in the terminal reaches only us: we stop the robot before we end the daemon.
                start_new_session=True,
            )
        self._wait_until_ready(self.process, self._timeout)

    def _end_process(self) -> int:
        process = self.process
        if process is None:
            return 0
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            # It may be stopped.
            process.send_signal(signal.SIGCONT)
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
        return process.wait()

    def _wait_until_ready(self, process: subprocess.Popen[bytes], seconds: float) -> None:
        deadline = Deadline(seconds)
        while not self._is_ready():
            if (status := process.poll()) is not None:
                raise self._failure(f"ended with status {status}", f"以状态 {status} 结束")
            if deadline.has_passed:
                raise self._failure(f"was not ready within {seconds:g} s", f"未在 {seconds:g} 秒内就绪")
            time.sleep(0.01)

    def _is_ready(self) -> bool:
        """Whether it has seen its encoders, and arming is forbidden by something that stays, if at all."""
        try:
            with self.connect(name="launcher") as robot:
                if robot.state().lifecycle is Lifecycle.UNCONFIGURED:
                    return False
                settled = Deadline(0.3)
                while robot.examine() and not settled.has_passed:
                    time.sleep(0.01)
                return True
        except ConnectionFailure:
            return False

    def _failure(self, english: str, chinese: str) -> DaemonFailure:
        return DaemonFailure(
            "daemon_ended",
            Text(f"{PROGRAM} {english}", f"{PROGRAM} {chinese}"),
            Text("its log says why", "原因见其日志"),
            self.log,
        )


def find_program(programs: str | os.PathLike[str] | None = None) -> Path:
    """The daemon's program: in the folder `programs`, else in that of `$CEREBELLUM_PROGRAMS`, else the first on PATH.
    Throws `DaemonFailure`.
    """
    folder = programs if programs is not None else os.environ.get("CEREBELLUM_PROGRAMS")
    found = shutil.which(PROGRAM, path=os.fspath(folder) if folder else None)
    if found is None:
        where = f'in "{os.fspath(folder)}"' if folder else "on PATH"
        raise DaemonFailure(
            "no_program",
            Text(
                f"{PROGRAM} is not {where}",
                f"{'“' + os.fspath(folder) + '”' if folder else 'PATH'} 中没有 {PROGRAM}",
            ),
            Text(
                'build it with "make build", and name the folder .build/release in CEREBELLUM_PROGRAMS',
                "请用 “make build” 构建，并在 CEREBELLUM_PROGRAMS 中给出 .build/release 文件夹",
            ),
        )
    return Path(found).resolve()
