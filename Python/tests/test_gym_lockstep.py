"""The environment in lock-step: its own time, and the same bits again."""

import time
import warnings
from pathlib import Path
from typing import Any

import gymnasium
import numpy as np
import pytest
from conftest import ARM
from gymnasium.utils.env_checker import check_env

import cerebellum.gym
from cerebellum import Lifecycle
from cerebellum.gym import LockStepBackend, RobotEnv

MODEL = ARM.with_name("arm6.urdf")


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """MuJoCo writes its warnings into the folder that it is in."""
    monkeypatch.chdir(tmp_path)


def make(**arguments: Any) -> tuple[RobotEnv, LockStepBackend]:
    """As a user makes it."""
    arguments |= {"robot": ARM, "model": MODEL, "disable_env_checker": True}
    env = gymnasium.make("cerebellum/LockStep-v0", **arguments).unwrapped
    assert isinstance(env, RobotEnv)
    assert isinstance(env.backend, LockStepBackend)
    return env, env.backend


def episode(env: RobotEnv, seed: int | None, dawdle: float = 0) -> list[bytes]:
    """All bits of an episode of 30 random steps."""
    observation, _ = env.reset(seed=seed)
    seen = [b"".join(np.asarray(value).tobytes() for value in observation.values())]
    actions = np.random.default_rng(5)
    for _ in range(30):
        action = np.clip(observation["position"] + actions.uniform(-0.05, 0.05, 6), *bounds(env))
        time.sleep(dawdle)
        observation, _, terminated, truncated, _ = env.step(action)
        assert not terminated
        assert not truncated
        seen.append(b"".join(np.asarray(value).tobytes() for value in observation.values()))
    return seen


def bounds(env: RobotEnv) -> tuple[Any, Any]:
    assert isinstance(env.action_space, gymnasium.spaces.Box)
    return env.action_space.low, env.action_space.high


def test_it_is_a_deterministic_environment_of_gymnasium() -> None:
    env, _ = make()
    assert env.spec is not None
    assert not env.spec.nondeterministic
    with warnings.catch_warnings():
        # That actions should be within -1 and 1: ours are in rad.
        warnings.simplefilter("error")
        warnings.filterwarnings("ignore", message=".*symmetric and normalized space.*")
        check_env(env, skip_render_check=True)
    env.close()


def test_a_seed_and_the_actions_say_everything() -> None:
    env, _ = make(home=[0.0] * 6)
    first = episode(env, 1)
    # However long a policy thinks.
    assert episode(env, 1, dawdle=0.01) == first
    # Without a seed the robot goes on from where it was: not the same, but again the same of a second environment.
    third = episode(env, None)
    assert third != first
    env.close()
    other, _ = make(home=[0.0] * 6)
    assert episode(other, 1) == first
    assert episode(other, None) == third
    other.close()


def test_a_step_is_one_of_the_robots_time() -> None:
    env, backend = make(hertz=50, home=[0.0] * 6)
    _, info = env.reset(seed=1)
    before, cycle = backend.world.time, info["state"].cycle
    for _ in range(100):
        _, _, _, _, info = env.step(np.zeros(6))
        assert info["state"].cycle == cycle + 10
        assert backend.world.time == pytest.approx(before + 0.02, abs=1e-9)
        before, cycle = backend.world.time, info["state"].cycle
    # Nobody waits for the next step.
    time.sleep(0.3)
    _, _, terminated, truncated, _ = env.step(np.zeros(6))
    assert (terminated, truncated) == (False, False)
    env.close()


def test_a_fault_ends_the_episode() -> None:
    env, backend = make()
    observation, _ = env.reset(seed=1)
    backend.world.robot.set_line("estop", True)
    _, _, terminated, truncated, info = env.step(observation["position"])
    assert (terminated, truncated) == (True, False)
    assert info["state"].lifecycle is Lifecycle.FAULTED
    # A seed begins anew: with a stop that is not pressed.
    _, info = env.reset(seed=2)
    assert info["state"].lifecycle is Lifecycle.ACTIVE
    with pytest.raises(ValueError, match="must have shape"):
        env.step(np.zeros(5))
    env.close()
    assert cerebellum.gym.Backend is not None
