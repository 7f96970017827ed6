"""One daemon under the preloaded library of the counted run."""
import collections
import ctypes
import glob
import hashlib
import mmap
import os
import platform
import shutil
import signal
import subprocess
import time

from shared import BUSES, MAGIC, PERIOD_NS, THREADS, Shared

SOURCES = os.path.dirname(os.path.abspath(__file__))


class Failure(Exception):
    """The run cannot go on; says what to do."""


def sanitizer():
    """RealtimeSanitizer's archive in the Swift toolchain; None where there is none."""
    swift = shutil.which("swift")
    found = swift and glob.glob(
        f"{os.path.dirname(os.path.realpath(swift))}/../lib/clang/*/lib/linux/"
        f"libclang_rt.rtsan-{platform.machine()}.a")
    return found[0] if found else None


class Process:
    """One daemon under the preloaded library, from its start to its end."""

    def __init__(self, arguments, folder):
        self.arguments, self.folder = arguments, folder
        self.socket = f"{folder}/control.sock"
        self.evidence = collections.OrderedDict()
        self.limits = set()
        self.sessions = 0
        self.client = None
        self.library = f"{folder}/libcounted.so"
        sources = [name for name in sorted(os.listdir(SOURCES)) if name.endswith(".c")]
        options = []
        if arguments.rtsan:
            # Its interceptors stand where heap.c does.
            sources.remove("heap.c")
            options = ["-DCOUNTED_RTSAN", sanitizer()]
        subprocess.run(
            [shutil.which("cc") or "clang", "-std=gnu17", "-O2", "-Wall", "-Wextra", "-Werror",
             "-D_GNU_SOURCE", "-shared", "-fPIC", "-o", self.library, *(f"{SOURCES}/{name}" for name in sources), *options,
             "-lpthread", "-lm", "-ldl"], check=True)

    def start(self):
        sysfs = f"{self.folder}/sysfs"
        for number in (71, 72):
            os.makedirs(f"{sysfs}/i2c-{number}")
            with open(f"{sysfs}/i2c-{number}/name", "w") as name:
                name.write(f"counted {number}\n")
        path = f"{self.folder}/shared"
        with open(path, "w+b") as file:
            file.truncate(ctypes.sizeof(Shared))
            self.memory = mmap.mmap(file.fileno(), 0)
        self.shared = shared = Shared.from_buffer(self.memory)
        shared.magic = MAGIC
        shared.warm_up, shared.span = self.arguments.warm_up, self.arguments.cycles
        shared.is_trap = 0 if self.arguments.count else 1
        shared.counts_calls = 0 if self.arguments.strace or self.arguments.rtsan else 1
        shared.period_ns = PERIOD_NS
        self.approve()
        self.errors = open(f"{self.folder}/errors", "w+")
        self.process = subprocess.Popen(
            [self.arguments.binary, "--robot", f"{SOURCES}/robot.yaml", "--board",
             f"{SOURCES}/board.yaml", "--socket", self.socket,
             "--priority", str(self.arguments.priority)],
            env={**os.environ, "LD_PRELOAD": self.library, "CEREBELLUM_COUNTED": path,
                 "CEREBELLUM_COUNTED_SYSFS": sysfs, "STATE_DIRECTORY": self.folder,
                 "RTSAN_OPTIONS": "halt_on_error=0"}, stderr=self.errors)
        self.wait(lambda: len(self.threads()) == 1 + BUSES, 10, "its three threads")
        if self.arguments.strace:
            self.trace()

    def approve(self):
        """What `cerebellum approve` does: hardware is not armed without it."""
        with open(f"{self.folder}/approved.sha256", "w") as record:
            for name in ("robot.yaml", "board.yaml"):
                with open(f"{SOURCES}/{name}", "rb") as file:
                    digest = hashlib.sha256(file.read()).hexdigest()
                record.write(f"{digest}  {os.path.realpath(f'{SOURCES}/{name}')}\n")

    def trace(self):
        """Lets strace count from the library's marks on."""
        command = ["strace", "-ff", "-o", f"{self.folder}/trace"]
        for thread in self.threads():
            command += ["-p", str(thread.tid)]
        self.tracer = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        self.wait(lambda: all(os.path.exists(f"{self.folder}/trace.{thread.tid}")
                              for thread in self.threads()), 5, "strace to attach")
        if any(thread.state != 0 for thread in self.threads()):
            raise Failure("strace attached too late: give a longer --warm-up")

    def threads(self):
        return [self.shared.threads[index]
                for index in range(min(self.shared.thread_count, THREADS))]

    def control(self):
        return next(thread for thread in self.threads() if thread.name == b"cbl-control")

    def progress(self):
        """The fraction of the span that the control thread has behind it."""
        return (self.control().cycles - self.shared.warm_up) / self.shared.span

    def wait(self, is_reached, seconds, what):
        end = time.monotonic() + seconds
        while not is_reached():
            if self.process.poll() is not None:
                raise Failure(f"the daemon ended with {self.process.returncode} before {what}")
            if time.monotonic() > end:
                raise Failure(f"no {what} after {seconds:.0f} s")
            time.sleep(0.002)

    def alive(self):
        return self.process.poll() is None

    def tick(self):
        time.sleep(0.01)
        if not self.alive():
            raise Failure(f"the daemon ended with {self.process.returncode}")

    def end(self):
        if self.arguments.strace:
            self.tracer.send_signal(signal.SIGINT)
            self.tracer.wait(10)
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(15)
        said = self.log()
        self.note("SIGTERM", f"exit code {code}, \"stopped; the outputs are off\"",
                  code == 0 and "stopped; the outputs are off" in said)

    def log(self):
        self.errors.flush()
        with open(f"{self.folder}/errors") as text:
            return text.read()

    def kill(self):
        if hasattr(self, "process") and self.alive():
            self.process.kill()
            self.process.wait()
