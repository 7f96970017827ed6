"""What happens to the daemon during the counted run."""
import struct
import time

import wire
from process import Failure, Process


class Run(Process):
    """A daemon that is moved, disturbed and visited while it is counted."""

    def conduct(self):
        self.start()
        self.wait(lambda: self.control().state >= 1, 60, "the end of the warm-up")
        self.nominal(0.2)
        self.failing(0.4)
        self.limiting(0.6)
        self.overrunning(0.75)
        self.visited(0.95)
        self.everything()
        self.end()

    # The phases. Each goes on until the control thread has come to `until` of the span.

    def bring_up(self):
        """A controlling client, and an armed robot."""
        if self.client is None:
            self.client = wire.Client(self.socket)
            self.client.ask(wire.HELLO, wire.hello())
            self.client.do(wire.SUBSCRIBE, struct.pack("<I", 20))
        end, refusal = time.monotonic() + 10, b""
        while time.monotonic() < end:
            self.client.drain()
            state = self.client.state
            if state is not None and state.lifecycle == "active":
                return
            if state is not None and state.lifecycle == "faulted":
                self.client.do(wire.CLEAR)
            elif state is not None and state.lifecycle in ("disarmed", "degraded"):
                refusal = self.client.ask(wire.ARM)[1]
            elif state is not None and state.lifecycle == "holding":
                self.client.do(wire.DISARM)
            self.tick()
        raise Failure(f"the robot cannot be armed; it is {self.client.state.lifecycle}; last "
                      f"answer: {wire.text(refusal)}")

    def stream(self, positions, kp=20.0, kd=0.8):
        """One command for all joints."""
        self.client.do(wire.COMMAND, wire.command([(q, 0.0, kp, kd, 0.0) for q in positions]))

    def nominal(self, until):
        self.bring_up()
        turns = 0
        while turns == 0 or self.progress() < until:
            for joint in range(3):
                self.client.do(wire.JOG, wire.jog(joint, 0.2 if turns % 2 == 0 else -0.2, 0.5))
            turns += 1
            self.rest(until, 0.5)
        self.note("nominal", f"{turns} jogs of three joints", turns > 0)

    def failing(self, until):
        first, second = self.shared.buses
        faults = attempts = 0
        before = first.refused + second.refused
        begin = self.progress()
        while (faults == 0 and attempts < 10) or self.progress() < until:
            attempts += 1
            first.refuse_every, second.refuse_every = 37, 53
            self.rest(begin + (until - begin) * 0.6, 0.2)
            # Long enough for the encoder to be given up: a latched fault, then again from the start.
            second.is_dead = 1
            self.pause(0.05)
            second.is_dead = first.refuse_every = second.refuse_every = 0
            self.pause(0.05)
            faults += self.client.state.lifecycle == "faulted"
            self.bring_up()
        refused = first.refused + second.refused - before
        self.note("bus failing", f"{refused} transfers failed, {faults} faults latched, cleared "
                  "and armed again", refused > 0 and faults > 0)

    def limiting(self, until):
        self.bring_up()
        self.client.limits.clear()
        sign, attempts, wanted = 1, 0, {"position", "velocity"}
        while (not wanted <= self.client.limits and attempts < 10) or self.progress() < until:
            attempts += 1
            end = time.monotonic() + 0.8
            while time.monotonic() < end:
                self.stream([sign * 3.0] * 3, kp=200.0)
                self.tick()
                self.client.drain()
            sign = -sign
            self.bring_up()
        acted = self.client.limits
        self.note("limits active", ", ".join(sorted(acted)) or "none",
                  wanted <= acted)

    def overrunning(self, until):
        self.bring_up()
        before = self.client.statistics()
        for bus in self.shared.buses:
            bus.slow_every, bus.slow_ns = 97, 2_500_000
        self.shared.stall_every, self.shared.stall_ns = 83, 1_700_000
        self.rest(until, 1e9)
        if not self.shared.stalled:
            self.pause(1)
        for bus in self.shared.buses:
            bus.slow_every = 0
        self.shared.stall_every = 0
        self.pause(0.02)
        after = self.client.statistics()
        slow = sum(bus.slowed for bus in self.shared.buses)
        self.note("overruns", f"{slow} slow transfers, {self.shared.stalled} stalls: "
                  f"{after.overruns - before.overruns} overruns and {after.skipped - before.skipped} "
                  "skipped cycles of the control thread",
                  slow > 0 and after.overruns > before.overruns)

    def visited(self, until):
        """Clients that come, misbehave and go."""
        self.bring_up()
        deaf = []
        while self.sessions == 0 or self.progress() < until:
            for kind in range(8):
                client = wire.Client(self.socket)
                self.sessions += 1
                try:
                    self.misbehave(client, kind)
                except (ConnectionError, BlockingIOError):
                    pass  # Hung up on, or its queue is full: as it should be.
                if kind == 1 and len(deaf) < 8:
                    deaf.append(client)
                else:
                    client.close()
            self.client.drain()
            self.tick()
        for client in deaf:
            client.close()
        self.note("clients", f"{self.sessions} sessions came and went", self.sessions >= 8)

    def misbehave(self, client, kind):
        if kind == 0:
            client.ask(wire.HELLO, wire.hello())
        elif kind == 1:  # Wants every state and reads none.
            client.send(wire.SUBSCRIBE, struct.pack("<I", 1))
        elif kind == 2:  # Half a frame, and gone.
            client.socket.send(wire.frame(wire.ARM)[:17])
        elif kind == 3:  # No frames.
            for _ in range(20):
                client.socket.send(b"\xff" * 64)
        elif kind == 4:  # A flood.
            client.socket.setblocking(False)
            for _ in range(200):
                client.send(wire.STATISTICS)
        elif kind == 5:  # Wants what another has.
            client.ask(wire.ARM)
        elif kind == 6:
            client.ask(wire.STATISTICS)
        # 7: says nothing.

    def everything(self):
        for bus in self.shared.buses:
            bus.refuse_every, bus.slow_every, bus.slow_ns = 211, 307, 1_500_000
        self.shared.stall_every, self.shared.stall_ns = 401, 1_200_000
        deadline = time.monotonic() + 60
        while not all(thread.state == 2 for thread in self.threads()):
            if time.monotonic() > deadline:
                raise Failure("the threads do not come to the end of the span")
            client = wire.Client(self.socket)
            client.close()
            self.sessions += 1
            self.client.drain()
            self.tick()
        for bus in self.shared.buses:
            bus.refuse_every = bus.slow_every = 0
        self.shared.stall_every = 0

    def rest(self, until, seconds):
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.progress() < until:
            self.tick()
            self.client.drain()

    def pause(self, seconds):
        self.rest(2, seconds)

    def note(self, phase, text, is_met):
        self.evidence[phase] = (text, is_met)
