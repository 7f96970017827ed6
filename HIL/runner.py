#!/usr/bin/env python3
"""Boots guests whose buses and lines a backend serves, and judges what their suites print.

    HIL/runner.py --machine x86_64 --kernel FILE --backend COMMAND --sockets NAME,NAME --logs FOLDER [--limit SECONDS] \\
        NAME=INITRAMFS...

Prints the results of every guest as `ok N NAME`, `FAILED N NAME: WHY` and `skipped N NAME: WHY`, and at the end how
many there were. A guest may have sockets of its own: NAME=INITRAMFS=NAME,NAME. A
guest that does not come to its end and a backend that ends before the guest are failures, with the reason. Exit
code: 0 when there were results and none failed.

The backend is started as `COMMAND --directory FOLDER`, `{guest}` in it is the guest's name. There it serves `i2c-NAME.sock` for each of the sockets, in
the order in which the guest is to number them, `gpio.sock`, and `control.sock`: a line each way, which the guest
reaches through its port `hil`. One request is done here: `after LINE LEVEL LINE LEVEL`.
"""

import argparse
import json
import os
import pathlib
import re
import selectors
import shlex
import socket
import subprocess
import sys
import tempfile
import time

MACHINES = {
    # A processor that is late for its first ticks would be taken for one whose timer does not work. What the kernel does
    # against leaks of a real processor costs an emulated one a tenth of its time.
    "x86_64": ["qemu-system-x86_64", "-M", "q35", "-cpu", "qemu64", "console=ttyS0 no_timer_check mitigations=off"],
    "arm64": ["qemu-system-aarch64", "-M", "virt,gic-version=3", "-cpu", "cortex-a72", "console=ttyAMA0"],
}
START = 20  # seconds that a backend may take to serve its sockets


class Broken(Exception):
    """Why a guest's run came to no end."""


def first():
    """Before whatever else this machine does, where that is allowed: a guest that waits for a processor is late."""
    try:
        os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(1))
    except PermissionError:
        pass


class Results:
    def __init__(self):
        self.passed = self.failed = self.skipped = 0

    @property
    def count(self):
        return self.passed + self.failed + self.skipped

    def ok(self, name):
        self.passed += 1
        print(f"ok {self.count} {name}", flush=True)

    def fail(self, name, why):
        self.failed += 1
        print(f"FAILED {self.count} {name}: {why}", flush=True)

    def skip(self, name, why):
        self.skipped += 1
        print(f"skipped {self.count} {name}: {why}", flush=True)

    def __str__(self):
        return f"{self.passed} passed, {self.failed} failed" + (f", {self.skipped} skipped" if self.skipped else "")


class Control:
    """The backend's control channel."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(10)
        self.socket.connect(str(path))
        self.lines = self.socket.makefile("rw")

    def answer(self, request):
        words = request.split()
        if words[:1] == ["after"] and len(words) == 5:
            return self.reaction(*words[1:])
        return self.ask(request)

    def reaction(self, cause, cause_level, effect, effect_level):
        """Sets a line, and says how many ms later another one has its level. The guest's clock runs as fast."""
        state = self.state()
        begin = state["time_ns"]
        if state["lines"][effect] == int(effect_level):
            return f"error {effect} is {effect_level} before {cause} becomes {cause_level}"
        reply = self.ask(f"line {cause} {cause_level}")
        while reply == "ok":
            state = self.state()
            elapsed = (state["time_ns"] - begin) / 1e6
            if state["lines"][effect] == int(effect_level):
                return f"ok {elapsed:.1f}"
            if elapsed > 5000:
                return f"error {effect} is not {effect_level} 5 s after {cause} became {cause_level}"
            time.sleep(0.001)
        return reply

    def state(self):
        return json.loads(self.ask("state").removeprefix("ok "))

    def ask(self, request):
        self.lines.write(request + "\n")
        self.lines.flush()
        return self.lines.readline().rstrip("\n") or "error the backend closed its control channel"


class Guest:
    """One run: a backend, a machine, and the lines that the machine prints."""

    def __init__(self, options, name, initramfs, sockets, folder):
        self.options, self.name, self.initramfs = options, name, initramfs
        self.folder = pathlib.Path(folder)
        self.log = pathlib.Path(options.logs) / f"{re.sub('[^a-z0-9.]+', '-', name.lower())}.log"
        self.backend_log = self.log.with_suffix(".backend.log")
        self.sockets = [f"i2c-{bus}.sock" for bus in sockets.split(",")] + ["gpio.sock"]
        self.backend = self.machine = self.port = self.control = None
        self.lines = []
        self.asked = b""
        self.panic = None

    def run(self, results):
        try:
            self.start_backend()
            self.start_machine()
            self.follow(results)
        except Broken as broken:
            results.fail(f"{self.name}: comes to its end", broken)
        finally:
            for process in (self.machine, self.backend):
                if process and process.poll() is None:
                    process.kill()
                    process.wait()

    def start_backend(self):
        with open(self.backend_log, "wb") as log:
            self.backend = subprocess.Popen(
                [*shlex.split(self.options.backend.replace("{guest}", self.name)), "--directory", str(self.folder)],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, preexec_fn=first,
            )
        deadline = time.monotonic() + START
        while not all((self.folder / name).exists() for name in [*self.sockets, "control.sock"]):
            self.require_backend()
            if time.monotonic() > deadline:
                there = ", ".join(sorted(path.name for path in self.folder.iterdir()))
                raise Broken(f"the backend serves after {START} s only: {there or 'nothing'}")
            time.sleep(0.05)

    def require_backend(self):
        code = self.backend.poll()
        if code is not None:
            how = f"was killed by signal {-code}" if code < 0 else f"ended with exit code {code}"
            words = self.backend_log.read_text(errors="replace").splitlines()[-4:]
            raise Broken(f"the backend {how} before the guest's end; its last lines: {quoted(words)}")

    def start_machine(self):
        *command, arguments = MACHINES[self.options.machine]
        command += ["-smp", "2", "-m", self.options.memory, "-accel", "tcg,thread=multi", "-nic", "none"]
        command += ["-display", "none", "-monitor", "none", "-serial", "stdio", "-no-reboot"]
        command += ["-object", f"memory-backend-memfd,id=memory,size={self.options.memory},share=on"]
        command += ["-machine", "memory-backend=memory"]
        command += ["-kernel", self.options.kernel, "-initrd", self.initramfs]
        command += ["-append", f"{arguments} loglevel=1 oops=panic panic=-1 {self.options.append}"]
        # The slots give the order in which the guest finds them, and so their numbers.
        for slot, name in enumerate(self.sockets, start=0x10):
            device = "vhost-user-gpio-pci" if name == "gpio.sock" else "vhost-user-i2c-pci"
            command += ["-chardev", f"socket,id=c{slot},path={self.folder / name}"]
            command += ["-device", f"{device},chardev=c{slot},addr={slot:#x}"]
        command += ["-chardev", f"socket,id=port,path={self.folder / 'port.sock'},server=on,wait=off"]
        command += ["-device", "virtio-serial-pci,addr=0x1c"]
        command += ["-device", "virtserialport,chardev=port,name=hil"]
        self.machine = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, preexec_fn=first,
        )

    def follow(self, results):
        """Reads what the guest prints until it says END, and answers what it asks."""
        deadline = time.monotonic() + self.options.limit
        selector = selectors.DefaultSelector()
        selector.register(self.machine.stdout, selectors.EVENT_READ, "console")
        text = b""
        with open(self.log, "wb") as log:
            while True:
                if time.monotonic() > deadline:
                    raise Broken(f"no END within {self.options.limit:g} s; its last lines: {self.last()}")
                self.require_backend()
                if self.port is None:
                    self.port = connected(self.folder / "port.sock")
                    if self.port:
                        selector.register(self.port, selectors.EVENT_READ, "port")
                for key, _ in selector.select(0.1):
                    if key.data == "port":
                        self.answer(selector)
                        continue
                    chunk = self.machine.stdout.read1()
                    if not chunk:
                        raise Broken(self.ending())
                    log.write(chunk)
                    log.flush()
                    *whole, text = (text + chunk).split(b"\n")
                    for line in whole:
                        if self.take(line.decode(errors="replace").strip(), results):
                            return

    def take(self, line, results):
        """Judges one line; whether it was the last."""
        if not line:
            return False
        self.lines = [*self.lines[-7:], line]
        if "Kernel panic" in line:
            self.panic = line
        if line.startswith("ok "):
            results.ok(f"{self.name}: {line[3:]}")
        elif line.startswith("FAILED "):
            name, _, why = line[7:].partition(": ")
            results.fail(f"{self.name}: {name}", why or "it does not say why")
        elif line.startswith("skipped "):
            name, _, why = line[8:].partition(": ")
            results.skip(f"{self.name}: {name}", why)
        elif line.startswith(("GUEST ", "NOTE ")):
            print(f"# {self.name}: {line.split(' ', 1)[1]}", flush=True)
        return line.startswith("END ")

    def answer(self, selector):
        request = self.port.recv(65536)
        if not request:
            selector.unregister(self.port)
            return
        # A long request comes in pieces.
        *whole, self.asked = (self.asked + request).split(b"\n")
        for line in map(bytes.decode, whole):
            try:
                if self.control is None:
                    self.control = Control(self.folder / "control.sock")
                reply = self.control.answer(line)
            except (KeyError, OSError, ValueError) as error:
                reply = f"error the backend's control channel: {error!r}"
            self.port.sendall((reply + "\n").encode())

    def ending(self):
        code = self.machine.wait()
        why = f"the kernel died: {self.panic}" if self.panic else f"QEMU ended with exit code {code} without the guest's END"
        return f"{why}; its last lines: {self.last()}"

    def last(self):
        return quoted(self.lines[-4:])


def connected(path):
    """A connection to the socket at `path`, or None where nobody listens yet."""
    port = socket.socket(socket.AF_UNIX)
    try:
        port.connect(str(path))
    except (FileNotFoundError, ConnectionRefusedError):
        port.close()
        return None
    return port


def quoted(lines):
    return " | ".join(lines) or "none"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--machine", choices=MACHINES, required=True)
    parser.add_argument("--kernel", required=True)
    parser.add_argument("--append", default="", help="more of the kernel's command line")
    parser.add_argument("--backend", required=True)
    parser.add_argument("--sockets", required=True)
    parser.add_argument("--logs", required=True)
    parser.add_argument("--memory", default="512M")
    parser.add_argument("--limit", type=float, default=180)
    parser.add_argument("--skip", action="append", default=[], metavar="ROBOT: NAME: WHY", help="what no guest plays")
    parser.add_argument("guests", nargs="+")
    options = parser.parse_args()
    results = Results()
    for guest in options.guests:
        name, initramfs, sockets = (guest.split("=") + [options.sockets])[:3]
        before = results.passed
        # Paths of sockets are short.
        with tempfile.TemporaryDirectory(prefix="hil-", dir="/tmp") as folder:
            Guest(options, name, initramfs, sockets, folder).run(results)
        if results.passed == before:
            results.fail(f"{name}: has results", "nothing passed")
    for skipped in options.skip:
        robot, name, why = skipped.split(": ", 2)
        name = f"{robot}: {name}"
        results.skip(name, why)
    print(results)
    sys.exit(1 if results.failed else 0)


if __name__ == "__main__":
    main()
