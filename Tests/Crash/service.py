"""The daemon as systemd runs it, after the words of the unit: told of its notifications, aborted when the watchdog's time is
over, killed when that does not help, its outputs driven (ExecStopPost=), started anew."""
import os
import re
import signal
import socket
import subprocess
import threading
import time

from world import Broken

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def unit(name):
    """A span of the unit [s]."""
    with open(f"{ROOT}/systemd/cerebellumd.service", encoding="utf-8") as file:
        number, scale = re.search(rf"(?m)^{name}=(\d+)(ms|s)$", file.read()).groups()
    return int(number) / (1000 if scale == "ms" else 1)


WATCHDOG, ABORT, STOP = unit("WatchdogSec"), unit("TimeoutAbortSec"), unit("TimeoutStopSec")


class Service:
    def __init__(self, programs, robot, board, folder, library, speaks_smbus=False):
        self.programs, self.robot, self.board, self.folder = programs, robot, board, folder
        self.socket = f"{folder}/d.sock"
        self.environment = dict(
            os.environ, LD_PRELOAD=library, STATE_DIRECTORY=f"{folder}/state", CEREBELLUM_CRASH_ROOT=f"{folder}/root",
            CEREBELLUM_CRASH_WIRES=f"{folder}/wires.sock", CEREBELLUM_CRASH_ORDERS=f"{folder}/orders",
            # A debug build's runtime would write backtraces, for longer than the watchdog waits.
            SWIFT_BACKTRACE="enable=no")
        if speaks_smbus:
            self.environment["CEREBELLUM_CRASH_SMBUS"] = "1"
        self.process = None
        # The memory cgroup of the daemon, where it has one of its own.
        self.memory = None
        self.log = ""
        self.result = "success"
        self.ended_at = None

    def start(self):
        """Starts the daemon and waits for READY=1; False when it ends before."""
        self.log, self.result, self.ended_at = "", "success", None
        self.leave_memory()
        self.notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        path = f"{self.folder}/notify"
        if os.path.exists(path):
            os.unlink(path)
        self.notify.bind(path)
        self.notify.settimeout(0.02)
        self.process = subprocess.Popen(
            [f"{self.programs}/cerebellumd", "--robot", self.robot, "--board", self.board, "--socket", self.socket],
            env=dict(self.environment, NOTIFY_SOCKET=path, WATCHDOG_USEC=str(int(WATCHDOG * 1e6))), text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        self.ready = threading.Event()
        self.ended = threading.Event()
        # Of standard error nothing is left out: it ends when the last of the process does.
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.manager = threading.Thread(target=self._manage, daemon=True)
        self.reader.start()
        self.manager.start()
        deadline = time.monotonic() + 30
        while not self.ready.wait(0.02):
            if self.ended.is_set() or time.monotonic() > deadline:
                return False
        return True

    def _read(self):
        for line in self.process.stderr:
            self.log += line

    def _manage(self):
        last, aborted = None, None
        while self.process.poll() is None:
            try:
                text = self.notify.recv(4096).decode()
            except TimeoutError:
                text = ""
            now = time.monotonic()
            if "READY=1" in text:
                self.ready.set()
                last = now
            if "WATCHDOG=1" in text and last is not None:
                last = now
            if "STOPPING=1" in text:
                last = None
            # As systemd.service(5) has it: SIGABRT, and SIGCONT for one that is stopped; then SIGKILL.
            if last is not None and aborted is None and now - last > WATCHDOG:
                aborted, self.result = now, "watchdog"
                self.process.send_signal(signal.SIGABRT)
                self.process.send_signal(signal.SIGCONT)
            if aborted is not None and now - aborted > ABORT:
                aborted = now
                self.process.send_signal(signal.SIGKILL)
        self.ended_at = time.monotonic_ns()
        self.notify.close()
        if self.process.returncode != 0 and self.result == "success":
            self.result = "signal" if self.process.returncode < 0 else "exit-code"
        # As systemd learns it of the kernel's count (OOMPolicy= in systemd.service(5)).
        if self.memory and self.memory.kills > 0:
            self.result = "oom-kill"
        self.ended.set()

    def leave_memory(self):
        """Once the daemon is gone."""
        if self.memory:
            self.memory.end()
        self.memory = None

    def wait(self, seconds):
        if not self.ended.wait(seconds):
            return False
        self.reader.join(5)
        return True

    @property
    def end(self):
        code = self.process.returncode
        if code is None:
            return "runs"
        return signal.Signals(-code).name if code < 0 else f"exit {code}"

    def stop_post(self):
        """What ExecStopPost= runs."""
        code = self.process.returncode
        how = {"EXIT_CODE": "killed" if code < 0 else "exited",
               "EXIT_STATUS": signal.Signals(-code).name[3:] if code < 0 else str(code), "SERVICE_RESULT": self.result}
        return self.safe_outputs(how)

    def safe_outputs(self, environment=None):
        return subprocess.run(
            [f"{self.programs}/cerebellumd", "--safe-outputs", "--robot", self.robot, "--board", self.board, "--socket",
             self.socket], env=dict(self.environment, **(environment or {})), capture_output=True, text=True, timeout=30)

    def thread(self, name):
        """The first thread of that name; the main one is the daemon's."""
        for task in sorted(os.listdir(f"/proc/{self.process.pid}/task"), key=int):
            with open(f"/proc/{self.process.pid}/task/{task}/comm", encoding="utf-8") as file:
                if file.read().strip() == name:
                    return int(task)
        raise Broken(f"no thread {name}")

    def tool(self, *words):
        return subprocess.run(
            [f"{self.programs}/cerebellum", *words], env=dict(os.environ, CEREBELLUM_SOCKET=self.socket, LC_ALL="C"),
            capture_output=True, text=True, timeout=30)

    def begin(self, *words):
        return subprocess.Popen(
            [f"{self.programs}/cerebellum", *words], env=dict(os.environ, CEREBELLUM_SOCKET=self.socket, LC_ALL="C"),
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
