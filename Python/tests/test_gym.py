"""The environment over the daemon, and over a backend of the test's own."""

import warnings
from typing import Any

import gymnasium
import numpy as np
import pytest
from gymnasium.utils.env_checker import check_env
from numpy.typing import NDArray

import cerebellum.gym
from cerebellum import Lifecycle, Refused, Robot, RobotFault, SimulatedDaemon, State, wire
from cerebellum.gym import DaemonBackend, RobotEnv


def make(daemon: SimulatedDaemon, **arguments: Any) -> RobotEnv:
    """As a user makes it, but that a step may take long."""
    arguments |= {"socket": daemon.socket, "valid_for": 5, "disable_env_checker": True}
    env = gymnasium.make("cerebellum/Robot-v0", **arguments).unwrapped
    assert isinstance(env, RobotEnv)
    assert isinstance(env.backend, DaemonBackend)
    env.backend.robot.timeout = 20
    return env


def test_it_is_an_environment_of_gymnasium(daemon: SimulatedDaemon) -> None:
    env = make(daemon)
    with warnings.catch_warnings():
        # That actions should be within -1 and 1: ours are in rad.
        warnings.simplefilter("error")
        warnings.filterwarnings("ignore", message=".*symmetric and normalized space.*")
        check_env(env, skip_render_check=True)
    env.close()
    with daemon.connect(timeout=20) as observer:
        assert observer.state().lifecycle is Lifecycle.DISARMED


def test_its_spaces_are_the_robots_limits(daemon: SimulatedDaemon) -> None:
    env = make(daemon)
    actions, observations = env.action_space, env.observation_space
    assert isinstance(actions, gymnasium.spaces.Box)
    # Robots/arm6/robot.yaml.
    assert actions.low[0] == -1.91986
    assert actions.high.tolist() == [1.91986, 1.74533, 1.69, 1.65806, 2.84121, 1.74533]
    assert isinstance(observations, gymnasium.spaces.Dict)
    assert set(observations) == {"position", "velocity", "effort"}
    position, velocity, effort = (observations[name] for name in ("position", "velocity", "effort"))
    assert isinstance(position, gymnasium.spaces.Box)
    assert isinstance(velocity, gymnasium.spaces.Box)
    assert isinstance(effort, gymnasium.spaces.Box)
    # A tenth of the range beyond it, and twice the velocity limit.
    assert position.high[0] == pytest.approx(1.91986 * 1.2)
    assert velocity.high.tolist() == [6.0] * 6
    assert effort.low.tolist() == [-2.5] * 6
    env.close()


def test_actions_move_the_robot_and_episodes_begin_at_home(daemon: SimulatedDaemon) -> None:
    home = np.zeros(6)
    env = make(daemon, hertz=100, home=home, reward=lambda state, action: -abs(state.measured_position[4] - 0.3))
    assert env.backend.step_seconds == 0.01
    for _ in range(2):
        observation, info = env.reset(seed=1)
        assert observation["position"] == pytest.approx(home, abs=0.1)
        assert info["state"].lifecycle is Lifecycle.ACTIVE
        goal = home.copy()
        goal[4] = 0.3
        rewards = []
        for _ in range(200):
            observation, reward, terminated, truncated, info = env.step(goal)
            rewards.append(reward)
            assert not terminated
            assert not truncated
            if reward > -0.02:
                break
        assert rewards[-1] > rewards[0] + 0.2
        assert env.observation_space.contains(observation)
    observation, _ = env.reset(options={"home": goal})
    assert observation["position"][4] == pytest.approx(0.3, abs=0.1)
    env.close()


def test_a_fault_ends_the_episode_and_a_reset_begins_anew(daemon: SimulatedDaemon, robot: Robot) -> None:
    env = make(daemon)
    observation, _ = env.reset()
    robot.set_line("estop", True)
    for _ in range(200):
        observation, _, terminated, truncated, info = env.step(observation["position"])
        if terminated:
            break
    assert terminated
    assert not truncated
    assert info["state"].fault.code == 501
    with pytest.raises((Refused, RobotFault)):
        env.reset()
    robot.set_line("estop", False)
    _, info = env.reset()
    assert info["state"].lifecycle is Lifecycle.ACTIVE
    env.close()


def test_a_robot_that_hears_nothing_holds_and_cuts_the_episode_off(daemon: SimulatedDaemon, robot: Robot) -> None:
    env = make(daemon)
    assert isinstance(env.backend, DaemonBackend)
    env.backend._valid_for = 0.06
    observation, _ = env.reset()
    for _ in range(100):
        observation, _, terminated, truncated, _ = env.step(observation["position"])
        if truncated:
            break
        # On a busy machine the command itself may have come too late; then the next one may not.
        for _, state in zip(range(200), robot.stream(), strict=False):
            if state.lifecycle is Lifecycle.HOLDING:
                break
    assert (terminated, truncated) == (False, True)
    env.close()


def test_a_stop_cuts_the_episode_off(daemon: SimulatedDaemon, robot: Robot) -> None:
    env = make(daemon)
    observation, _ = env.reset()
    robot.stop()
    _, _, terminated, truncated, info = env.step(observation["position"])
    assert (terminated, truncated) == (False, True)
    assert info["state"].lifecycle in (Lifecycle.HOLDING, Lifecycle.STOPPING)
    env.close()
    env.close()


def test_a_policy_that_diverged_is_told(daemon: SimulatedDaemon) -> None:
    env = make(daemon)
    with pytest.raises(RuntimeError, match=r"reset\(\) comes before"):
        env.step(np.zeros(6))
    env.reset()
    for action in (np.full(6, np.nan), np.full(6, np.inf), np.zeros(5)):
        with pytest.raises(ValueError, match=r"action must have shape \(6,\) and be finite"):
            env.step(action)
    env.close()


class OtherBackend:
    """A robot of one joint without limits that is where it is told to be."""

    info = wire.Welcome("other", 100, True, False, "", (wire.JointInfo("a", *[float("nan")] * 5),), (), ())
    step_seconds = 0.01

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.position = 0.0

    def reset(self, home: NDArray[np.float64] | None) -> State:
        self.calls.append(f"reset {home}")
        return self._state()

    def step(self, targets: NDArray[np.float64]) -> State:
        self.calls.append(f"step {targets}")
        self.position = targets[0]
        return self._state()

    def close(self) -> None:
        self.calls.append("close")

    def _state(self) -> State:
        joint = np.zeros(1, dtype=wire.JOINT_STATE)
        joint["measured_position"] = self.position
        joint["measured_velocity"] = np.nan
        motion = wire.Motion(wire.MotionState.NONE, 0)
        return State(1, 1, Lifecycle.ACTIVE, motion, None, 0, np.zeros(0, dtype=wire.SUPPLY), joint)


def test_another_backend_can_be_put_below() -> None:
    backend = OtherBackend()
    env = RobotEnv(backend)
    observation, _ = env.reset(options={"home": [0.5]})
    observation, *_ = env.step(np.array([70.0]))
    # Without a limit nothing is clipped; what is not known is 0.
    assert observation["position"].tolist() == [70.0]
    assert observation["velocity"].tolist() == [0.0]
    assert env.observation_space.contains(observation)
    env.close()
    assert backend.calls == ["reset [0.5]", "step [70.]", "close"]
    assert cerebellum.gym.Backend is not None
