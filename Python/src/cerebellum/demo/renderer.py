"""What draws without a display here. MuJoCo is not imported: it looks at MUJOCO_GL once."""

from __future__ import annotations

import os
import subprocess
import sys

_WAYS = ("egl", "osmesa")
_PROBE = "import mujoco; mujoco.Renderer(mujoco.MjModel.from_xml_string('<mujoco/>'), 8, 8).render()"

_REMEDY = """
  apt-get install libegl1 libgl1-mesa-dri      (or libosmesa6)
  pip install pyopengl
"""


def has_display() -> bool:
    """Whether MuJoCo's viewer opens here. Tried in a process of its own: without a display MuJoCo ends it."""
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return False
    return _succeeds("import glfw, mujoco.viewer; raise SystemExit(not glfw.init())", {})


def choose() -> str | None:
    """Sets MUJOCO_GL to what draws without a display here, where it is not set. Returns why there will be no pictures,
    and what to do, where nothing draws. MuJoCo looks at it once, so that each is tried in a process of its own; call it
    before MuJoCo is imported.
    """
    given = os.environ.get("MUJOCO_GL")
    for way in [given] if given else _WAYS:
        if _succeeds(_PROBE, {"MUJOCO_GL": way}):
            os.environ["MUJOCO_GL"] = way
            return None
    # Where the library of a way that is named is missing, MuJoCo cannot even be imported.
    os.environ["MUJOCO_GL"] = "disabled"
    if given:
        return (
            f"no pictures: nothing draws here with MUJOCO_GL={given}. Unset it, or install what it needs:{_REMEDY}"
            f"没有图片：MUJOCO_GL={given} 在此无法绘图。请取消该变量，或安装所需的库（命令如上）。"
        )
    return (
        f"no pictures: neither EGL nor OSMesa draws here. Install one, and PyOpenGL:{_REMEDY}"
        "没有图片：此处 EGL 与 OSMesa 均不可用。请安装其中之一以及 PyOpenGL（命令如上）。"
    )


def _succeeds(program: str, environment: dict[str, str]) -> bool:
    command = [sys.executable, "-c", program]
    return subprocess.run(command, env=os.environ | environment, capture_output=True, check=False).returncode == 0
