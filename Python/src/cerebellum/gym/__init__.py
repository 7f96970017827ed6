"""A robot as an environment of gymnasium: `pip install cerebellum[gym]`.

import gymnasium
import cerebellum.gym

env = gymnasium.make("cerebellum/Robot-v0", hertz=50)                                   # real time
env = gymnasium.make("cerebellum/LockStep-v0", robot="robot.yaml", model="robot.urdf")  # the simulator's
"""

import gymnasium

from .backend import Backend, DaemonBackend
from .environment import Observation, RobotEnv
from .lockstep import LockStepBackend, lock_step_env

# Physics in real time never repeats itself to the last bit.
gymnasium.register("cerebellum/Robot-v0", entry_point="cerebellum.gym:RobotEnv", nondeterministic=True)
gymnasium.register("cerebellum/LockStep-v0", entry_point="cerebellum.gym:lock_step_env")

__all__ = ["Backend", "DaemonBackend", "LockStepBackend", "Observation", "RobotEnv", "lock_step_env"]
