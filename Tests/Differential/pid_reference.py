#!/usr/bin/env python3
"""Writes what an independent implementation of the PID law makes of seeded runs, as JSON.

usage: pid_reference.py OUTPUT.json

Run it with the python that setup.sh prints. The test PIDDifferentialTests compares with the result, sample
by sample. The equations are those in the comment of Sources/RobotControl/PID.swift. `open` runs have every
feature: the derivative is scipy.signal.lfilter's, the scheduled gains are numpy.interp's, what depends on
limits is a plain loop. `closed` runs have no limit in reach: scipy.signal.dlsim simulates law and plant as
one linear system, made discrete by scipy.signal.cont2discrete.
"""

import json
import sys

import numpy
from scipy import signal

SAMPLES = 500
OPEN_RUNS = 90
CLOSED_RUNS = 20
KINDS = ("clamp", "backCalculation", "conditional")


def random_walk(random, scale):
    """A smooth signal and its first three derivatives, roughly; consistency is not needed."""
    phase = random.uniform(0, 6, 3)
    rate = random.uniform(0.5, 40, 3)
    time = numpy.arange(SAMPLES) * 0.002
    return [
        scale * sum(numpy.sin(w * time + p + 1.57 * order) * w**order for w, p in zip(rate, phase))
        for order in range(4)
    ]


def configuration(random, period, index):
    lower, upper = -random.uniform(0.5, 5), random.uniform(0.5, 5)
    points = random.integers(1, 9)
    variables = numpy.sort(random.uniform(-2, 2, points))
    return {
        "schedule": [
            {
                "variable": float(variable),
                "kp": random.uniform(0, 30),
                "ki": random.uniform(0, 60) if index % 5 else 0.0,
                "kd": random.uniform(0, 0.6),
            }
            for variable in variables
        ],
        "proportionalWeight": random.uniform(0, 1.2),
        "derivativeWeight": random.uniform(0, 1.2),
        "filterTime": random.choice([0.0, random.uniform(0, 0.05)]),
        "ff": list(random.uniform(-1, 1, 4) * [1, 0.2, 0.01, 0.0002]),
        "kind": KINDS[index % 3],
        "trackingTime": period * random.uniform(1, 60),
        "integralLimit": random.uniform(0.05, 4),
        "lower": lower,
        "upper": upper,
        "outputRate": random.choice([1e9, random.uniform(10, 800)]),
        "deadband": random.choice([0.0, random.uniform(0, 0.05)]),
        "transferTime": period * random.uniform(1, 200),
    }


def interpolated(points, variable, name):
    return numpy.interp(variable, [p["variable"] for p in points], [p[name] for p in points])


def rates(measured, filter_time, period):
    """Backward difference, first order filter; the sample before the first is the first."""
    pole, slope = filter_time / (filter_time + period), 1 / (filter_time + period)
    return signal.lfilter([slope, -slope], [1, -pole], measured, zi=[-slope * measured[0]])[0]


def open_run(seed, index):
    random = numpy.random.default_rng(seed)
    period = float(random.choice([0.001, 0.002, 0.005]))
    c = configuration(random, period, index)
    r, r1, r2, r3 = random_walk(random, 0.4)
    y = r * random.uniform(0.5, 1) + random.normal(0, 0.02, SAMPLES)
    extra = random.normal(0, 0.3, SAMPLES)
    # Jumps as well as slopes, beyond both ends.
    variable = numpy.cumsum(random.normal(0, 0.05, SAMPLES)) + 3 * (random.random(SAMPLES) < 0.01)
    manual = [None] * SAMPLES
    applied = [None] * SAMPLES
    for begin in random.integers(20, SAMPLES - 60, 2):
        for k in range(begin, begin + random.integers(1, 40)):
            manual[k] = random.uniform(-6, 6)
    for begin in random.integers(20, SAMPLES - 60, 3):
        for k in range(begin, begin + random.integers(1, 40)):
            applied[k] = random.uniform(c["lower"], c["upper"])

    gains = {name: interpolated(c["schedule"], variable, name) for name in ("kp", "ki", "kd")}
    d = rates(y, c["filterTime"], period)
    error = r - y
    error = numpy.sign(error) * numpy.maximum(numpy.abs(error) - c["deadband"], 0)
    x_p = error - (1 - c["proportionalWeight"]) * r
    x_d = c["derivativeWeight"] * r1 - d
    forward = numpy.array(c["ff"]) @ numpy.array([r, r1, r2, r3]) + extra
    bound = c["integralLimit"] if any(p["ki"] for p in c["schedule"]) else 0.0
    first = c["schedule"][0]
    kp, kd = first["kp"], first["kd"]
    integral = transfer = output = excess = growth = 0.0
    outputs = []
    for k in range(SAMPLES):
        def within(wanted):
            step = c["outputRate"] * period
            return numpy.clip(numpy.clip(wanted, output - step, output + step), c["lower"], c["upper"])

        if manual[k] is None:
            counted = growth
            if c["kind"] == "conditional" and excess * growth < 0:
                counted = 0.0
            if c["kind"] == "backCalculation":
                counted += period / c["trackingTime"] * excess
            integral = numpy.clip(integral + counted, -bound, bound)
            wanted = kp * x_p[k] + kd * x_d[k] + forward[k] + integral + transfer
            transfer *= 1 - period / c["transferTime"]
            transfer += (kp - gains["kp"][k]) * x_p[k] + (kd - gains["kd"][k]) * x_d[k]
            growth = gains["ki"][k] * period * error[k]
            output = within(wanted)
            excess = output - wanted
        else:
            output = within(manual[k])
            missing = output - gains["kp"][k] * x_p[k] - gains["kd"][k] * x_d[k] - forward[k]
            integral = numpy.clip(missing, -bound, bound)
            transfer = missing - integral
            growth = excess = 0.0
        kp, kd = gains["kp"][k], gains["kd"][k]
        outputs.append(float(output))
        if applied[k] is not None:
            excess += applied[k] - output
            output = applied[k]
    return {
        "seed": seed,
        "period": period,
        "configuration": c,
        "inputs": [list(map(float, row)) for row in zip(r, r1, r2, r3, y, extra, variable)],
        "manual": manual,
        "applied": applied,
        "outputs": outputs,
    }


def closed_run(seed):
    random = numpy.random.default_rng(seed)
    period = 0.002
    while True:
        kp, ki, kd = random.uniform(1, 30), random.uniform(0.1, 30), random.uniform(0.1, 2)
        b, c, ff1 = random.uniform(0, 1), random.uniform(0, 1), random.uniform(0, 0.5)
        filter_time = random.uniform(0.001, 0.01)
        inertia, friction = random.uniform(0.05, 0.5), random.uniform(0, 0.5)
        plant = [[0, 1], [0, -friction / inertia]], [[0], [1 / inertia]], [[1, 0]], [[0]]
        A, B, *_ = signal.cont2discrete([numpy.array(matrix) for matrix in plant], period)
        pole, slope = filter_time / (filter_time + period), 1 / (filter_time + period)
        # States: q, dq, I, d(k-1), q(k-1); inputs: r, r'.
        rate = numpy.array([slope, 0, 0, pole, -slope])
        u_x = numpy.array([-kp, 0, 1, 0, 0]) - kd * rate
        u_r = numpy.array([kp * b, kd * c + ff1])
        state = numpy.zeros((5, 5))
        drive = numpy.zeros((5, 2))
        state[:2, :2] = A
        state[:2] += B @ u_x[None]
        drive[:2] = B @ u_r[None]
        state[2] = [-ki * period, 0, 1, 0, 0]
        drive[2, 0] = ki * period
        state[3] = rate
        state[4, 0] = 1
        if numpy.abs(numpy.linalg.eigvals(state)).max() < 0.9999:
            break
    r, r1, *_ = random_walk(random, 0.4)
    system = (state, drive, u_x[None], u_r[None], period)
    _, outputs, _ = signal.dlsim(system, numpy.column_stack([r, r1]))
    return {
        "seed": seed,
        "period": period,
        "kp": kp,
        "ki": ki,
        "kd": kd,
        "proportionalWeight": b,
        "derivativeWeight": c,
        "ff1": ff1,
        "filterTime": filter_time,
        "plant": [*A.flatten(), *B.flatten()],
        "inputs": [[float(a), float(b)] for a, b in zip(r, r1)],
        "outputs": [float(value) for value in outputs[:, 0]],
    }


def main(path):
    runs = {
        "open": [open_run(seed, seed) for seed in range(OPEN_RUNS)],
        "closed": [closed_run(seed) for seed in range(1000, 1000 + CLOSED_RUNS)],
    }
    with open(path, "w") as file:
        json.dump(runs, file, allow_nan=False)
    print(f"{len(runs['open'])} open and {len(runs['closed'])} closed runs of {SAMPLES} samples")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__.split("\n\n")[1])
    main(sys.argv[1])
