"""A robot as an environment of gymnasium: `pip install cerebellum[gym]`.

import gymnasium
import cerebellum.gym

env = gymnasium.make("cerebellum/Robot-v0", hertz=50)
"""

import gymnasium

from .backend import Backend, DaemonBackend
from .environment import Observation, RobotEnv

# Physics in real time never repeats itself to the last bit.
gymnasium.register("cerebellum/Robot-v0", entry_point="cerebellum.gym:RobotEnv", nondeterministic=True)

__all__ = ["Backend", "DaemonBackend", "Observation", "RobotEnv"]
