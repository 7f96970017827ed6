"""A joint path at times, as the quintic polynomials between knots that the daemon plays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .errors import CerebellumError, Text
from .wire import KNOT_JOINT, JointInfo, Request, TrajectoryBegin, TrajectoryKnots

MOST_KNOTS = 4096
"""The most knots that the daemon takes."""

COMFORT = 0.8
"""Moves whose time is not given use this share of the limits, as the tool's do."""

# Peaks of a quintic from rest to rest over distance d in time T: velocity 15/8 d/T, acceleration
# 10/sqrt(3) d/T^2 (Biagiotti and Melchiorri, "Trajectory Planning for Automatic Machines and Robots", 2.1.7).
_PEAK_VELOCITY = 1.875
_PEAK_ACCELERATION = 10 / np.sqrt(3)
_SHORTEST = 0.02
# At how many places peaks are looked for in the whole, and at least and at most between two knots; and what
# rounding may add to them.
_SAMPLES, _LEAST_SAMPLES, _MOST_SAMPLES = 65_536, 33, 1025
_ROUNDING = 1e-6


class UnsuitableTrajectory(CerebellumError):
    """A trajectory leaves the limits of its joints, or is none. `reasons` has everything that is wrong."""

    def __init__(self, reasons: Sequence[Text], remedy: Text | None = None) -> None:
        """All that is wrong."""
        super().__init__(
            "unsuitable_trajectory",
            Text("; ".join(r.english for r in reasons), "；".join(r.chinese for r in reasons)),
            remedy or Text("change its positions, or give it more time", "请修改位置，或给予更多时间"),
        )
        self.reasons = tuple(reasons)


@dataclass(frozen=True, eq=False)
class Trajectory:
    """Knots at `times` [s] of shape (knots,), from 0 on and increasing, at least 2; `positions` [rad or m],
    `velocities` and `accelerations` of shape (knots, joints), in robot order. Between two knots the daemon plays
    the quintic polynomial that meets all three at both.
    """

    times: NDArray[np.float64]
    positions: NDArray[np.float64]
    velocities: NDArray[np.float64]
    accelerations: NDArray[np.float64]

    def __post_init__(self) -> None:
        """Throws `UnsuitableTrajectory` for what is no trajectory."""
        shape = self.positions.shape
        arrays = (self.velocities, self.accelerations)
        if len(shape) != 2 or self.times.shape != shape[:1] or any(a.shape != shape for a in arrays):
            raise _no_trajectory("the arrays' shapes do not fit each other", "数组形状不一致")
        if not 2 <= shape[0] <= MOST_KNOTS:
            raise _no_trajectory(
                f"it has {shape[0]} knots, not 2 to {MOST_KNOTS}",
                f"节点数为 {shape[0]}，应为 2 到 {MOST_KNOTS}",
            )
        if not all(np.isfinite(a).all() for a in (self.times, self.positions, *arrays)):
            raise _no_trajectory("a number is not finite", "含有非有限数")
        if self.times[0] != 0 or not (np.diff(self.times) > 0).all():
            raise _no_trajectory("times begin at 0 and increase", "时间必须从 0 开始并递增")

    @classmethod
    def through(cls, times: ArrayLike, positions: ArrayLike) -> Trajectory:
        """The path through `positions`, shape (knots, joints), at `times` that jerks least: at rest at both ends, and
        smooth up to the fourth derivative between. Throws `UnsuitableTrajectory`.
        """
        at = np.atleast_1d(np.asarray(times, dtype=np.float64))
        path = np.asarray(positions, dtype=np.float64)
        rest = np.zeros(path.shape)
        whole = cls(at, path, rest, rest)
        velocities, accelerations = _least_jerk(at, path)
        return cls(whole.times, whole.positions, velocities, accelerations)

    @property
    def duration(self) -> float:
        """From start to end [s]."""
        return float(self.times[-1])

    def at(self, time: float) -> NDArray[np.float64]:
        """The positions `time` seconds after the start, shape (joints,); before and after it those of its ends."""
        moment = min(max(time, 0.0), self.duration)
        segment = int(np.clip(np.searchsorted(self.times, moment, "right") - 1, 0, len(self.times) - 2))
        length = self.times[segment + 1] - self.times[segment]
        shares = np.array([(moment - self.times[segment]) / length])
        positions: NDArray[np.float64] = _sampled(self._coefficients()[:, segment], shares, 0)[0]
        return positions

    def check(self, joints: Sequence[JointInfo]) -> None:
        """Throws `UnsuitableTrajectory` with everything that leads beyond the limits of `joints`. A limit that is
        unspecified (NaN) or infinite is none.
        """
        if self.positions.shape[1] != len(joints):
            count = self.positions.shape[1]
            raise _no_trajectory(
                f"it has {count} joints, the robot {len(joints)}",
                f"它有 {count} 个关节，机器人有 {len(joints)} 个",
            )
        lengths = np.diff(self.times)[None, :, None]
        coefficients = self._coefficients()
        shares = np.linspace(0, 1, int(np.clip(_SAMPLES // lengths.size, _LEAST_SAMPLES, _MOST_SAMPLES)))
        position = _sampled(coefficients, shares, 0)
        velocity = np.abs(_sampled(coefficients, shares, 1) / lengths).max(axis=(0, 1))
        acceleration = np.abs(_sampled(coefficients, shares, 2) / lengths**2).max(axis=(0, 1))
        lowest, highest = position.min(axis=(0, 1)), position.max(axis=(0, 1))
        reasons: list[Text] = []
        slower = 1.0
        for index, joint in enumerate(joints):
            if lowest[index] < joint.lower - _ROUNDING or highest[index] > joint.upper + _ROUNDING:
                reasons.append(_beyond(joint.name, lowest[index], highest[index], joint.lower, joint.upper))
            peaks = (
                ("velocity", "速度", velocity, joint.velocity),
                ("acceleration", "加速度", acceleration, joint.acceleration),
            )
            for order, (english, chinese, peak, limit) in enumerate(peaks, 1):
                if peak[index] > limit * (1 + _ROUNDING):
                    reasons.append(_too_much(joint.name, english, chinese, peak[index], limit))
                    slower = max(slower, float(peak[index] / limit) ** (1 / order))
        if slower > 1:
            seconds = f"{self.duration * slower * 1.001:.3g}"
            raise UnsuitableTrajectory(reasons, Text(f"give it {seconds} s at least", f"请至少给予 {seconds} 秒"))
        if reasons:
            raise UnsuitableTrajectory(reasons)

    def requests(self) -> list[Request]:
        """The frames that carry it."""
        knots, joints = self.positions.shape
        rows = np.empty((knots, joints), dtype=KNOT_JOINT)
        rows["position"], rows["velocity"], rows["acceleration"] = (
            self.positions,
            self.velocities,
            self.accelerations,
        )
        size = max(TrajectoryKnots.capacity(joints), 1)
        parts = [
            TrajectoryKnots(start, self.times[start : start + size], rows[start : start + size])
            for start in range(0, knots, size)
        ]
        return [TrajectoryBegin(knots, joints), *parts]

    def _coefficients(self) -> NDArray[np.float64]:
        """Those of the quintics in the share of each segment that has passed, shape (6, segments, joints)."""
        length = np.diff(self.times)[:, None]
        start, end = self.positions[:-1], self.positions[1:]
        v0, v1 = self.velocities[:-1] * length, self.velocities[1:] * length
        a0, a1 = self.accelerations[:-1] * length**2, self.accelerations[1:] * length**2
        way = end - start
        return np.stack(
            (
                start,
                v0,
                a0 / 2,
                10 * way - 6 * v0 - 4 * v1 - 1.5 * a0 + 0.5 * a1,
                -15 * way + 8 * v0 + 7 * v1 + 1.5 * a0 - a1,
                6 * way - 3 * (v0 + v1) - 0.5 * (a0 - a1),
            )
        )


def shortest(distances: NDArray[np.float64], joints: Sequence[JointInfo]) -> float:
    """How long a move from rest to rest by `distances` takes within `COMFORT` of the limits [s]."""
    seconds = _SHORTEST
    for distance, joint in zip(np.abs(distances), joints, strict=True):
        if distance > 0 and joint.velocity > 0 and joint.acceleration > 0:
            of_velocity = _PEAK_VELOCITY * distance / (COMFORT * joint.velocity)
            of_acceleration = np.sqrt(_PEAK_ACCELERATION * distance / (COMFORT * joint.acceleration))
            seconds = max(seconds, float(of_velocity), float(of_acceleration))
    return seconds


def _sampled(coefficients: NDArray[np.float64], shares: NDArray[np.float64], order: int) -> NDArray[np.float64]:
    """The derivative of this order by the share that has passed, a row for each of `shares`."""
    powers = np.arange(6)
    factors = np.ones(6)
    for step in range(order):
        factors = factors * (powers - step)
    exponents = np.maximum(powers - order, 0)
    basis = factors * shares[:, None] ** exponents
    sampled: NDArray[np.float64] = np.tensordot(basis, coefficients, axes=1)
    return sampled


def _least_jerk(
    times: NDArray[np.float64], path: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Velocities and accelerations at the knots of the path that jerks least.

    It is the one whose third and fourth derivatives are continuous too (Flash and Hogan, "The coordination of arm
    movements", 1985, on points that are passed): two equations for each inner knot in its velocity and acceleration
    and those of its neighbours, solved block by block (Thomas).
    """
    knots, joints = path.shape
    speeds = np.diff(path, axis=0) / np.diff(times)[:, None]
    lengths = np.diff(times)
    upper = np.zeros((knots, 2, 2))
    right = np.zeros((knots, 2, joints))
    for knot in range(1, knots - 1):
        # The equations are multiplied with l^2 and l^3, so that their numbers are of one size.
        l, r = lengths[knot - 1], lengths[knot]  # noqa: E741
        q = l / r
        before = np.array([[-24, -3 * l], [-168, -24 * l]])
        here = np.array([[36 * (q**2 - 1), 9 * l * (1 + q)], [-192 * (1 + q**3), 36 * l * (1 - q**2)]])
        after = np.array([[24 * q**2, -3 * l * q], [-168 * q**3, 24 * l * q**2]])
        wanted = np.array(
            [
                60 * (q**2 * speeds[knot] - speeds[knot - 1]),
                -360 * (speeds[knot - 1] + q**3 * speeds[knot]),
            ]
        )
        here = here - before @ upper[knot - 1]
        upper[knot] = np.linalg.solve(here, after)
        right[knot] = np.linalg.solve(here, wanted - before @ right[knot - 1])
    found = np.zeros((knots, 2, joints))
    for knot in range(knots - 2, 0, -1):
        found[knot] = right[knot] - upper[knot] @ found[knot + 1]
    return found[:, 0], found[:, 1]


def _no_trajectory(english: str, chinese: str) -> UnsuitableTrajectory:
    return UnsuitableTrajectory([Text(english, chinese)], Text("correct the arrays", "请改正数组"))


def _beyond(name: str, low: float, high: float, lower: float, upper: float) -> Text:
    return Text(
        f"{name} goes from {low:.4g} to {high:.4g}, beyond {lower:.4g} to {upper:.4g}",
        f"{name} 的范围为 {low:.4g} 到 {high:.4g}，超出 {lower:.4g} 到 {upper:.4g}",
    )


def _too_much(name: str, english: str, chinese: str, peak: float, limit: float) -> Text:
    return Text(
        f"{name} needs a peak {english} of {peak:.4g}, more than {limit:.4g}",
        f"{name} 需要的峰值{chinese}为 {peak:.4g}，超过 {limit:.4g}",
    )
