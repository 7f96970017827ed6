"""Looking at a robot that stands still: one daemon for all of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ARM
from goldens import ROOT

from cerebellum import Invalid, Robot, SimulatedDaemon, wire


@pytest.fixture(scope="module")
def resting() -> Iterator[Robot]:
    with SimulatedDaemon(ARM, priority=0) as daemon, daemon.connect(timeout=20) as robot:
        yield robot


def test_a_state_is_newer_than_the_call(resting: Robot) -> None:
    cycles = [resting.state().cycle for _ in range(5)]
    assert cycles == sorted(set(cycles))


def test_every_state_comes_or_is_missed_visibly(resting: Robot) -> None:
    stream = resting.stream(every=2, newest=False)
    cycles = [next(stream).cycle]
    # 20 of them lie in our queue and in the socket.
    while resting.statistics().control.cycles < cycles[0] + 40:
        pass
    cycles += [next(stream).cycle for _ in range(19)]
    stream.close()
    assert cycles == sorted(set(cycles))
    # The daemon's own loop may have been late for some of them.
    assert cycles[-1] - cycles[0] < 80


def test_the_newest_state_is_given_to_whoever_is_slow(resting: Robot) -> None:
    for newest, comes in ((True, False), (False, True)):
        stream = resting.stream(newest=newest)
        first = next(stream).cycle
        # Waits for 50 cycles, whose states lie in the socket meanwhile.
        with_others = [resting.statistics().control.cycles]
        while with_others[-1] < with_others[0] + 50:
            with_others.append(resting.statistics().control.cycles)
        second = next(stream).cycle
        assert (second < first + 20) == comes
        stream.close()


def test_a_stream_that_is_left_sends_nothing_more(resting: Robot) -> None:
    for _ in resting.stream():
        break
    resting._take()
    start = resting.statistics().control.cycles
    while resting.statistics().control.cycles < start + 20:
        pass
    assert resting._take() is None
    with pytest.raises(ValueError, match="1 or more"):
        next(resting.stream(0))


def test_a_question_within_a_stream_does_not_end_it(resting: Robot) -> None:
    cycles = []
    for state in resting.stream(every=3):
        cycles.append(state.cycle)
        assert resting.state().cycle >= state.cycle
        if len(cycles) == 5:
            break
    assert cycles == sorted(set(cycles))


def test_all_that_can_be_asked_is_answered(resting: Robot) -> None:
    assert resting.statistics().faults == 0
    histogram = resting.histogram(0, wire.Stage.EXECUTION)
    assert sum(bucket.count for bucket in histogram.buckets) > 10
    with pytest.raises(Invalid, match="no thread 9"):
        resting.histogram(9, wire.Stage.EXECUTION)
    assert resting.late_cycles().counts is not None
    sensors = resting.sensors()
    assert [sensor.driver for sensor in sensors].count("ina226") == 1
    samples = resting.sensor_samples()
    assert [len(s.values) for s in samples.sensors] == [len(sensor.channels) for sensor in sensors]
    assert [device.name for device in resting.devices()][:2] == ["left_mux", "left_pwm"]
    files = resting.files()
    assert files[0].path == str(ARM.resolve())
    assert resting.tactile_frames().skins == ()
    assert resting.death_before() is None
    with pytest.raises(Invalid):
        resting.tare(0)
    with pytest.raises(Invalid):
        resting.evidence()
    with pytest.raises(Invalid, match="no line"):
        resting.set_line("nothing", True)


def test_the_daemon_before_died(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As it does where a state directory is named, and the mark of the one before is in it."""
    monkeypatch.setenv("STATE_DIRECTORY", str(tmp_path))
    (tmp_path / "running").write_text("process 7  进程 7\nsystemd: signal, killed KILL  systemd：signal，killed KILL\n")
    with SimulatedDaemon(ARM, priority=0) as daemon, daemon.connect(timeout=20) as robot:
        death = robot.death_before()
    assert death is not None
    assert death.english == "process 7; systemd: signal, killed KILL"
    assert death.chinese == "进程 7；systemd：signal，killed KILL"


def test_a_hand_pushes(resting: Robot) -> None:
    start = resting.state().measured_position[4]
    resting.push("wrist_roll", 2.0)
    for state in resting.stream():
        if abs(state.measured_position[4] - start) > 0.05:
            break
    resting.push("wrist_roll", 0)


def test_skins_are_read_and_tared_on_a_robot_without_joints() -> None:
    robot_file = ROOT / "Robots/examples/ads1115.yaml"
    with SimulatedDaemon(robot_file, priority=0) as daemon, daemon.connect(timeout=20) as robot:
        assert robot.joint_names == ()
        assert robot.state().measured_position.shape == (0,)
        while not all(skin.valid.all() for skin in robot.tactile_frames().skins):
            pass
        robot.tare(0)
        while not (skin := robot.tactile_frames().skins[0]).taring.any():
            pass
        assert robot.sensors()[skin.sensor].name == "finger"
        assert skin.unit == "S"
        assert skin.values.shape == skin.baselines.shape == skin.drifts.shape == (4, 1)
        while (skin := robot.tactile_frames().skins[0]).taring.any():
            pass
        assert skin.tared.all()
        assert not skin.touched.any()
        with pytest.raises(Invalid):
            robot.tare(1)


def test_its_role_and_what_was_refused(resting: Robot) -> None:
    before = resting.access()
    # Who started the daemon maintains; nobody moves a robot that rests.
    assert (before.role, before.control) == (wire.Role.MAINTAIN, wire.Control.NOBODY)
    assert (before.process, before.user) == (0, 0)
    with pytest.raises(Invalid):
        resting.evidence(200)
    counts = {count.reason: count.count for count in resting.access().refusals}
    assert counts[wire.RefusalReason.INVALID] >= 1
