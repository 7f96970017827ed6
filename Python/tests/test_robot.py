"""A robot that moves, on the daemon's simulated hardware."""

from contextlib import suppress

import numpy as np
import pytest

from cerebellum import (
    Busy,
    FrameError,
    Invalid,
    JointKind,
    Lifecycle,
    MotionEnded,
    Refused,
    Robot,
    RobotFault,
    SimulatedDaemon,
    State,
    Trajectory,
    UnsuitableTrajectory,
    wire,
)

JOINTS = ("shoulder_pan", "shoulder_lift", "elbow_flex", "wrist_flex", "wrist_roll", "gripper")


def test_it_says_what_it_is(robot: Robot) -> None:
    info = robot.info
    assert (info.name, info.rate, info.is_simulated) == ("arm6", 500, True)
    assert robot.joint_names == JOINTS
    # Robots/arm6/robot.yaml.
    assert info.joints[0] == wire.JointInfo("shoulder_pan", -1.91986, 1.91986, 3, 20, 2.5)
    assert robot.joint_kinds() == (JointKind.REVOLUTE,) * 6
    assert [bus.name for bus in info.buses] == ["left", "right"]
    assert robot.describe() == info
    with pytest.raises(KeyError, match="no joint 'elbow': it has shoulder_pan, shoulder_lift"):
        robot.joint_index("elbow")


def test_arming_and_disarming_wait_until_it_is_so(robot: Robot) -> None:
    assert robot.examine() == ()
    assert robot.state().lifecycle is Lifecycle.DISARMED
    assert robot.arm().lifecycle is Lifecycle.ACTIVE
    assert robot.state().outputs_enabled
    assert robot.stop().lifecycle is Lifecycle.HOLDING
    assert robot.arm().lifecycle is Lifecycle.ACTIVE
    assert robot.disarm().lifecycle is Lifecycle.DISARMED
    assert not robot.state().outputs_enabled


def test_a_refusal_to_arm_has_all_reasons(robot: Robot) -> None:
    with pytest.raises(RobotFault), robot.armed():
        robot.set_line("estop", True)
        while True:
            robot.command(kp=10, valid_for=5)
    with pytest.raises(Refused) as caught:
        robot.arm()
    assert len(caught.value.reasons) >= 2
    assert caught.value.reasons == robot.examine()
    assert any("emergency stop" in reason.english and "急停" in reason.chinese for reason in caught.value.reasons)
    assert all(
        reason.english in str(caught.value) and reason.chinese in str(caught.value) for reason in robot.examine()
    )
    assert all(reason.english in str(reason) and reason.chinese in str(reason) for reason in caught.value.reasons)
    assert (caught.value.code, caught.value.asked) == ("faulted", "arm")
    with pytest.raises(Refused, match="the cause of the fault is still there"):
        robot.clear()
    robot.set_line("estop", False)
    assert robot.clear().lifecycle is Lifecycle.DISARMED
    assert robot.arm().lifecycle is Lifecycle.ACTIVE


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit])
def test_leaving_armed_disarms_whatever_the_reason(
    daemon: SimulatedDaemon, robot: Robot, error: type[BaseException]
) -> None:
    with daemon.connect(timeout=20) as observer:
        with pytest.raises(error), robot.armed():
            robot.jog("wrist_roll", 2, 1)
            raise error
        state = observer.state()
        assert state.lifecycle is Lifecycle.DISARMED
        assert not state.outputs_enabled


def test_an_interruption_while_arming_disarms(robot: Robot, monkeypatch: pytest.MonkeyPatch) -> None:
    wait = robot._wait

    def interrupted(*arguments: object) -> None:
        monkeypatch.setattr(robot, "_wait", wait)
        raise KeyboardInterrupt

    monkeypatch.setattr(robot, "_wait", interrupted)
    with pytest.raises(KeyboardInterrupt), robot.armed():
        pytest.fail("not armed")
    assert robot.state().lifecycle is Lifecycle.DISARMED


def test_leaving_the_robot_stops_what_it_moves(daemon: SimulatedDaemon) -> None:
    with daemon.connect(timeout=20) as observer:
        with daemon.connect(timeout=20) as robot:
            robot.arm()
            robot.jog("wrist_roll", 2, 1)
            for state in robot.stream():
                if state.reference_velocity[4] > 0.9:
                    break
        # The daemon would stop it too, but later.
        state = observer.state()
        assert state.lifecycle is Lifecycle.HOLDING
        assert state.reference_velocity[4] == 0


def test_who_only_looks_stops_nobody(daemon: SimulatedDaemon, robot: Robot) -> None:
    robot.arm()
    robot.jog("wrist_roll", 2, 0.5)
    with daemon.connect(timeout=20) as observer:
        assert observer.state().lifecycle is Lifecycle.ACTIVE
        with pytest.raises(Busy), observer.armed():
            pytest.fail("not armed")
    assert robot.state().lifecycle is Lifecycle.ACTIVE
    assert robot.state().reference_velocity[4] > 0


def test_a_move_reaches_its_goal(robot: Robot) -> None:
    with robot.armed():
        before = robot.state().reference_position.copy()
        state = robot.move(shoulder_pan=0.4, elbow_flex=-0.3)
        assert state.motion.state is wire.MotionState.FINISHED
        expected = before.copy()
        expected[0], expected[2] = 0.4, -0.3
        assert state.reference_position == pytest.approx(expected, abs=1e-6)
        assert state.measured_position[0] == pytest.approx(0.4, abs=0.05)
        robot.move({"wrist_roll": 0.2}, seconds=0.5)
        robot.move(np.zeros(6))
        assert robot.state().reference_position == pytest.approx(np.zeros(6), abs=1e-6)


def test_a_move_begins_when_joints_that_were_at_their_stops_are_inside(robot: Robot) -> None:
    robot.push("wrist_roll", 2.5)
    for state in robot.stream():
        if state.measured_position[4] > robot.info.joints[4].upper + 0.005 and abs(state.measured_velocity[4]) < 0.01:
            break
    robot.push("wrist_roll", 0)
    with robot.armed():
        assert robot.move(wrist_roll=2.5).reference_position[4] == pytest.approx(2.5)


def test_a_path_is_followed_at_its_times(robot: Robot) -> None:
    with robot.armed():
        robot.move(np.zeros(6))
        trajectory = Trajectory.through([0, 0.5, 1], np.outer([0, 0.3, 0.1], [0, 0, 0, 0, 1, 0]))
        states = list(robot.play(trajectory))
        running = [s for s in states if s.motion.state is wire.MotionState.RUNNING]
        assert len(running) > 3
        for state in running:
            assert state.reference_position == pytest.approx(trajectory.at(state.motion.progress), abs=1e-3)
        assert robot.follow([0.5, 1], {"wrist_roll": [0.3, 0.2]}).reference_position[4] == pytest.approx(0.2)
        ended = robot.follow([0.6], [np.full(6, 0.05)])
        assert ended.reference_position == pytest.approx(np.full(6, 0.05))


def test_what_leads_beyond_the_limits_moves_nothing(robot: Robot) -> None:
    with robot.armed():
        before = robot.state().cycle, robot.state().reference_position.copy()
        with pytest.raises(UnsuitableTrajectory, match="elbow_flex"):
            robot.move(elbow_flex=9)
        with pytest.raises(UnsuitableTrajectory, match="velocity"):
            robot.move(elbow_flex=1, seconds=0.1)
        assert robot.state().reference_position == pytest.approx(before[1])
        assert robot.state().motion.state is wire.MotionState.NONE


def test_ctrl_c_in_a_motion_stops_the_robot(robot: Robot, monkeypatch: pytest.MonkeyPatch) -> None:
    robot.arm()
    next_state = robot._next_state

    def interrupted(newest: bool) -> State:
        state = next_state(newest)
        if state.motion.state is wire.MotionState.RUNNING and state.motion.progress > 0.1:
            monkeypatch.setattr(robot, "_next_state", next_state)
            raise KeyboardInterrupt
        return state

    monkeypatch.setattr(robot, "_next_state", interrupted)
    with pytest.raises(KeyboardInterrupt):
        robot.move(wrist_roll=2, seconds=10)
    state = robot.state()
    assert state.lifecycle is Lifecycle.HOLDING
    assert not state.reference_velocity.any()


def test_a_motion_that_is_left_before_its_end_is_stopped(robot: Robot) -> None:
    robot.arm()
    start = robot.state().reference_position
    goal = start.copy()
    goal[4] += 1
    for state in robot.play(Trajectory.through([0, 5], [start, goal])):
        if state.motion.progress > 0.1:
            break
    assert robot.state().lifecycle is Lifecycle.HOLDING


def test_a_motion_that_somebody_stops_is_told(daemon: SimulatedDaemon, robot: Robot) -> None:
    with daemon.connect(timeout=20) as other, robot.armed():
        start = robot.state().reference_position
        goal = start.copy()
        goal[4] += 1
        with pytest.raises(MotionEnded, match="stopped before its end"):
            for state in robot.play(Trajectory.through([0, 5], [start, goal])):
                if state.motion.progress > 0.1:
                    with pytest.raises(Busy, match="another client controls the robot"):
                        other.jog("gripper", 0.1, 0.1)
                    other.stop()


def test_a_fault_in_a_motion_is_told_in_both_languages(robot: Robot) -> None:
    with pytest.raises(RobotFault) as caught, robot.armed():
        start = robot.state().reference_position
        goal = start.copy()
        goal[4] += 1
        for state in robot.play(Trajectory.through([0, 5], [start, goal])):
            if state.motion.progress > 0.1:
                robot.set_line("estop", True)
    fault = caught.value
    # Documentation/faults.md: 501 is the emergency stop.
    assert fault.event.fault.code == 501
    assert "emergency stop" in fault.english.lower()
    assert "急停" in fault.chinese
    assert '"cerebellum explain 501"' in fault.remedy.english
    assert [event.fault.code for event in robot.events()] == [501]
    assert robot.events() == ()
    while True:
        # It comes 0.05 s later.
        with suppress(Invalid):
            evidence = robot.evidence()
            break
    assert evidence.event == fault.event
    assert len(evidence.cycles.elements) == evidence.cycles.total > 10


def test_a_fault_from_before_we_came_is_told_too(daemon: SimulatedDaemon, robot: Robot) -> None:
    robot.arm()
    robot.set_line("estop", True)
    with pytest.raises(RobotFault):
        while True:
            robot.command(kp=10, valid_for=5)
    with daemon.connect(timeout=20) as late, pytest.raises(RobotFault, match="emergency stop"):
        late.disarm()


def test_commands_move_the_joints_that_they_name(robot: Robot) -> None:
    with robot.armed():
        robot.move(np.zeros(6))
        states = robot.stream()
        for state in states:
            robot.command(q={"wrist_roll": 0.3}, valid_for=5)
            if abs(state.measured_position[4] - 0.3) < 0.05:
                break
        states.close()
        assert state.reference_position[:4] == pytest.approx(np.zeros(4), abs=1e-6)
        # Limp: no gain, no feed-forward, so nothing but gravity's compensation is applied.
        robot.command(kp=0, kd=0, tau_ff=0, valid_for=5)


def test_commands_that_are_none_are_refused(robot: Robot) -> None:
    with pytest.raises(Refused, match="arm it"):
        robot.command(q=0)
    with robot.armed():
        with pytest.raises(ValueError, match=r"q has shape \(5,\): a number or shape \(6,\) is needed"):
            robot.command(q=np.zeros(5))
        with pytest.raises(FrameError, match="position"):
            robot.command(q=np.inf)
        with pytest.raises(Invalid, match="gains of at least 0"):
            robot.command(kp=-1)
        with pytest.raises(KeyError, match="elbow"):
            robot.command(q={"elbow": 1})
        robot.command(valid_for=5)


def test_a_command_that_is_not_repeated_ends(robot: Robot) -> None:
    with robot.armed():
        # On a busy machine it may come too late.
        for _ in range(100):
            with suppress(Refused):
                robot.command(dq={"wrist_roll": 0.3}, valid_for=0.05)
                break
        for state in robot.stream():
            if state.lifecycle is Lifecycle.HOLDING:
                break
        assert robot.state().reference_velocity[4] == 0


def test_jogs_move_one_joint(robot: Robot) -> None:
    with robot.armed():
        start = robot.state().reference_position[4]
        robot.jog("wrist_roll", 0.1, 0.5)
        for state in robot.stream():
            if state.reference_position[4] > start + 0.0999:
                break


def test_arrays_are_of_the_robots_order_and_read_only(robot: Robot) -> None:
    state = robot.state()
    for name in ("reference_position", "measured_position", "measured_velocity", "effort_applied", "limiting", "age"):
        array = getattr(state, name)
        assert array.shape == (6,)
        assert not array.flags.writeable
    assert state.reference_velocity.dtype == np.float64
    assert state.joints["measured_position"][2] == state.measured_position[2]
