"""What draws without a display here. MuJoCo is not imported: it looks at MUJOCO_GL once."""

from __future__ import annotations

import os
import subprocess
import sys

_WAYS = ("egl", "osmesa")
_PROBE = "import mujoco; mujoco.Renderer(mujoco.MjModel.from_xml_string('<mujoco/>'), 8, 8).render()"

NONE = """no pictures: neither EGL nor OSMesa draws here. Install one, and PyOpenGL:
  apt-get install libegl1 libgl1-mesa-dri      (or libosmesa6)
  pip install pyopengl
没有图片：此处 EGL 与 OSMesa 均不可用。请安装其中之一以及 PyOpenGL（命令如上）。"""


def has_display() -> bool:
    """Whether MuJoCo's viewer opens here. Tried in a process of its own: without a display MuJoCo ends it."""
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return False
    return _succeeds("import glfw, mujoco.viewer; raise SystemExit(not glfw.init())", {})


def choose() -> bool:
    """Sets MUJOCO_GL to what draws without a display here, where it is not set; says whether anything does. MuJoCo
    looks at it once, so that each is tried in a process of its own; call it before MuJoCo is imported.
    """
    given = os.environ.get("MUJOCO_GL")
    for way in [given] if given else _WAYS:
        if _succeeds(_PROBE, {"MUJOCO_GL": way}):
            os.environ["MUJOCO_GL"] = way
            return True
    return False


def _succeeds(program: str, environment: dict[str, str]) -> bool:
    command = [sys.executable, "-c", program]
    return subprocess.run(command, env=os.environ | environment, capture_output=True, check=False).returncode == 0
