"""A hand that feels in MuJoCo behind the shipped daemon: a ball is pressed onto one fingertip after the other.

    python Robots/touch.py [--programs .build/release]

The clock is MuJoCo's (lock-step), the daemon and the robot file are those that are shipped. Exit status: 0 when each
pad felt the ball, within 0.15 N of what MuJoCo's own sensor says, and the other pads nothing; 1 when not; 77 where the
model or MuJoCo is missing.
"""

from __future__ import annotations

import argparse
import queue
import sys
import threading
from pathlib import Path
from typing import Any

import numpy as np
from stage import SKIPPED, armed, bodies, missing, programs, wait

ROBOT = "shadow"
#: How long a ball is pressed on [s].
PRESS = 0.5
#: How far before a fingertip's site the ball begins [m], and what keeps it in line with the tip [N/m].
AHEAD, STIFFNESS = 0.016, 200.0
#: A count of the board is 0.1 N.
TOLERANCE = 0.15
#: Pads of the robot file; the fingertips in the names of the model's sites and sensors; what presses there [N].
TIPS = {
    "thumb_tip": ("thtip_tip", 0.4),
    "first_tip": ("fftip_tip", 0.6),
    "middle_tip": ("mftip_tip", 0.8),
    "ring_tip": ("rftip_tip", 1.0),
    "little_tip": ("lftip_tip", 1.2),
}


class Ball:
    """The model's ball: pressed onto one site after the other."""

    def __init__(self, simulator: Any) -> None:
        """Free, where the model has it."""
        self.forces, self.model, self.data = simulator.forces, simulator.model, simulator.data
        self.body = self.model.body("ball").id
        joint = self.model.joint("ball")
        self.place = slice(int(joint.qposadr[0]), int(joint.qposadr[0]) + 3)
        self.motion = slice(int(joint.dofadr[0]), int(joint.dofadr[0]) + 6)
        self.orders: queue.SimpleQueue[tuple[int, float]] = queue.SimpleQueue()
        self.pressed: tuple[int, float] | None = None
        self.until = 0.0
        self.done = threading.Event()

    def press(self, site: str, force: float) -> None:
        """Presses onto `site` with `force` [N] from now on; returns when it did for `PRESS`."""
        self.orders.put((self.model.site(site).id, force))
        wait(self.done)

    def step(self) -> None:
        """Called after every step of the simulator, in its thread."""
        data = self.data
        if not self.orders.empty():
            site, _ = self.pressed = self.orders.get()
            self.until = data.time + PRESS
            data.qpos[self.place] = data.site_xpos[site] + AHEAD * self.outward(site)
            data.qvel[self.motion] = 0
        if self.pressed is None:
            return
        site, force = self.pressed
        outward = self.outward(site)
        sideways = data.qpos[self.place] - data.site_xpos[site]
        sideways -= outward * (sideways @ outward)
        self.forces[self.body] = -force * outward - STIFFNESS * sideways
        if data.time >= self.until:
            self.until = np.inf
            self.done.set()

    def outward(self, site: int) -> np.ndarray:
        """Where the finger that ends at `site` points."""
        return np.array(self.data.site_xmat[site]).reshape(3, 3)[:, 2]


def main() -> int:
    """Presses, prints what was felt, and says whether that is right."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--programs", type=Path, default=programs())
    options = parser.parse_args()
    if reason := missing(ROBOT):
        print(f"SKIPPED: {reason}", file=sys.stderr)
        return SKIPPED
    simulator = bodies(ROBOT)
    ball = Ball(simulator)
    good = True
    with armed(ROBOT, simulator, ball.step, options.programs) as (client, _):
        names = [sensor.name for sensor in client.sensors()]
        for pressed, (tip, pressing) in TIPS.items():
            ball.press(f"T_{tip}", pressing)
            readings = dict(zip(names, client.sensor_samples().sensors, strict=True))
            felt = {pad: force(readings[pad]) for pad in TIPS}
            truth = float(simulator.data.sensor(f"TS_{tip}").data[0])
            others = [felt[pad] for pad in TIPS if pad != pressed]
            right = truth > pressing / 2 and abs(felt[pressed] - truth) <= TOLERANCE and not any(others)
            good = good and right
            print(
                f"{pressed}: {felt[pressed]:.2f} N, MuJoCo {truth:.2f} N, other pads {max(others):.2f} N: "
                f"{'ok' if right else 'FAILED'}"
            )
    return 0 if good else 1


def force(readings: Any) -> float:
    """What a pad feels [N]; not a number where that is worth nothing."""
    return float(np.linalg.norm(readings.values)) if readings.valid.all() else float("nan")


if __name__ == "__main__":
    sys.exit(main())
