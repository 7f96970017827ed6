import numpy as np
import pytest
from numpy.typing import NDArray

from cerebellum import Trajectory, UnsuitableTrajectory, wire
from cerebellum.trajectory import MOST_KNOTS, shortest

ARM = (
    wire.JointInfo("pan", -2.0, 2.0, 3.0, 20.0, 2.5),
    wire.JointInfo("lift", -1.0, 1.0, 1.0, 5.0, 2.5),
)
FREE = (wire.JointInfo("free", float("-inf"), float("inf"), float("nan"), float("nan"), float("nan")),) * 2


def path(seed: int = 3) -> Trajectory:
    generator = np.random.default_rng(seed)
    times = np.concatenate(([0], np.cumsum(generator.uniform(0.05, 1, 12))))
    return Trajectory.through(times, generator.normal(size=(13, 2)))


def polynomials(trajectory: Trajectory) -> list[list[np.polynomial.Polynomial]]:
    """Of each segment and joint, in seconds from its start: the quintic that meets both ends, solved anew."""
    result = []
    for knot, length in enumerate(np.diff(trajectory.times)):
        rows = []
        for time in (0.0, length):
            for order in range(3):
                basis = [np.polynomial.Polynomial.basis(power).deriv(order)(time) for power in range(6)]
                rows.append(basis)
        ends = [
            (trajectory.positions[k], trajectory.velocities[k], trajectory.accelerations[k]) for k in (knot, knot + 1)
        ]
        values = np.array([value for end in ends for value in end])
        solved: NDArray[np.float64] = np.linalg.solve(np.array(rows), values)
        result.append([np.polynomial.Polynomial(column) for column in solved.T])
    return result


def test_a_path_through_points_is_at_rest_at_its_ends_and_smooth_between() -> None:
    trajectory = path()
    for end in (0, -1):
        assert not trajectory.velocities[end].any()
        assert not trajectory.accelerations[end].any()
    segments = polynomials(trajectory)
    for joint in range(2):
        for order in range(5):
            for before, after, length in zip(segments, segments[1:], np.diff(trajectory.times), strict=False):
                left, right = before[joint].deriv(order)(length), after[joint].deriv(order)(0)
                assert left == pytest.approx(right, rel=1e-6, abs=1e-6 * 100**order)


def test_it_passes_its_points_and_at_says_where_it_is_between() -> None:
    trajectory = path()
    for time, position in zip(trajectory.times, trajectory.positions, strict=True):
        assert trajectory.at(time) == pytest.approx(position, abs=1e-9)
    segments = polynomials(trajectory)
    middle = (trajectory.times[4] + trajectory.times[5]) / 2
    expected = [segments[4][joint](middle - trajectory.times[4]) for joint in range(2)]
    assert trajectory.at(middle) == pytest.approx(expected, abs=1e-9)
    assert trajectory.at(-1) == pytest.approx(trajectory.positions[0])
    assert trajectory.at(1e9) == pytest.approx(trajectory.positions[-1])


def test_two_points_make_the_known_quintic() -> None:
    # 10 s^3 - 15 s^4 + 6 s^5 at s = 1/4.
    assert Trajectory.through([0, 2], [[0.0], [1.0]]).at(0.5) == pytest.approx([0.103515625])


def test_the_frames_carry_every_knot() -> None:
    generator = np.random.default_rng(1)
    times = np.arange(1500.0)
    trajectory = Trajectory.through(times, generator.normal(size=(1500, 6)))
    begin, *parts = trajectory.requests()
    assert begin == wire.TrajectoryBegin(1500, 6)
    # (65536 - 40) / (8 + 6 * 24) knots fit in a frame.
    assert [(part.first, len(part.times)) for part in parts if isinstance(part, wire.TrajectoryKnots)] == [
        (0, 430),
        (430, 430),
        (860, 430),
        (1290, 210),
    ]
    decoded = [wire.decode_request(bytes(wire.encode(part, 1, 0, 0))).message for part in parts]
    knots = [message for message in decoded if isinstance(message, wire.TrajectoryKnots)]
    assert (np.concatenate([k.joints["position"] for k in knots]) == trajectory.positions).all()
    assert (np.concatenate([k.joints["velocity"] for k in knots]) == trajectory.velocities).all()
    assert (np.concatenate([k.joints["acceleration"] for k in knots]) == trajectory.accelerations).all()


@pytest.mark.parametrize(
    ("times", "positions", "part"),
    [
        ([0.0], [[0.0]], "1 knots"),
        (np.arange(MOST_KNOTS + 1.0), np.zeros((MOST_KNOTS + 1, 1)), "4097 knots"),
        ([0.0, 1.0], [0.0, 1.0], "shapes"),
        ([0.0, 1.0, 2.0], [[0.0], [1.0]], "shapes"),
        ([0.1, 1.0], [[0.0], [1.0]], "times begin at 0"),
        ([0.0, 1.0, 1.0], [[0.0], [1.0], [2.0]], "times begin at 0"),
        ([0.0, 1.0], [[0.0], [np.nan]], "not finite"),
        ([0.0, np.inf], [[0.0], [0.0]], "not finite"),
    ],
)
def test_what_is_no_trajectory_is_told(times: object, positions: object, part: str) -> None:
    with pytest.raises(UnsuitableTrajectory, match=part):
        Trajectory.through(times, positions)  # type: ignore[arg-type]


def test_all_that_leads_beyond_the_limits_is_told_at_once() -> None:
    with pytest.raises(UnsuitableTrajectory) as caught:
        Trajectory.through([0, 1], [[0.0, 0.0], [2.5, 0.9]]).check(ARM)
    words = [reason.english for reason in caught.value.reasons]
    assert [word.split(" ")[0] for word in words] == ["pan", "pan", "lift", "lift"]
    # Peaks 15/8 d/T and 10/sqrt(3) d/T^2.
    assert "from 0 to 2.5, beyond -2 to 2" in words[0]
    assert "velocity of 4.688, more than 3" in words[1]
    assert "velocity of 1.688, more than 1" in words[2]
    assert "acceleration of 5.196, more than 5" in words[3]
    assert "give it 1.69 s" in caught.value.remedy.english
    assert "至少给予 1.69 秒" in caught.value.chinese


def test_the_time_that_is_needed_is_enough_and_not_much_more() -> None:
    # The acceleration asks for more here: 10/sqrt(3) 0.02/T^2 = 5.
    with pytest.raises(UnsuitableTrajectory, match=r"Give it 0\.152 s") as caught:
        Trajectory.through([0, 0.1], [[0.0, 0.0], [0.0, 0.02]]).check(ARM)
    assert [reason.english.split(" ")[4] for reason in caught.value.reasons] == ["acceleration"]
    Trajectory.through([0, 0.152], [[0.0, 0.0], [0.0, 0.02]]).check(ARM)


def test_it_looks_between_the_knots() -> None:
    # At rest at 0.9 of the way, and back: without its velocity it stays inside, with it it does not.
    ends = np.zeros((2, 2))
    speeds = np.array([[0.0, 2.0], [0.0, -2.0]])
    trajectory = Trajectory(np.array([0.0, 4.0]), ends + np.array([0.0, 0.5]), speeds, ends)
    with pytest.raises(UnsuitableTrajectory, match=r"lift goes from 0\.5 to"):
        trajectory.check(ARM)


def test_limits_that_nobody_gave_are_none() -> None:
    Trajectory.through([0, 0.1], [[0.0, 0.0], [50.0, -50.0]]).check(FREE)
    with pytest.raises(UnsuitableTrajectory, match="2 joints, the robot 1"):
        Trajectory.through([0, 1], [[0.0, 0.0], [0.0, 0.0]]).check(FREE[:1])


def test_the_shortest_move_uses_four_fifths_of_the_limits() -> None:
    for distances in ([1.5, 0.0], [0.0, 0.01], [-1.0, 0.3]):
        seconds = shortest(np.array(distances), ARM)
        segment = polynomials(Trajectory.through([0, seconds], [[0.0, 0.0], distances]))[0]
        shares = np.linspace(0, seconds, 2001)
        used = [
            max(np.abs(p.deriv(1)(shares)).max() / j.velocity, np.abs(p.deriv(2)(shares)).max() / j.acceleration)
            for p, j in zip(segment, ARM, strict=True)
        ]
        by_velocity = [np.abs(p.deriv(1)(shares)).max() / j.velocity for p, j in zip(segment, ARM, strict=True)]
        assert max(used) == pytest.approx(0.8, rel=1e-3), (distances, by_velocity)
    assert shortest(np.zeros(2), ARM) == 0.02
