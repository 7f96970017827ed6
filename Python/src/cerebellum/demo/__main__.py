"""Moves a MuJoCo arm through the daemon, in lock-step: `python -m cerebellum.demo`."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

from ..errors import CerebellumError, DaemonFailure
from ..wire import Reply
from . import story

WHERE_PROGRAMS_ARE = """\
The demo starts cerebellumd: that of the folder in CEREBELLUM_PROGRAMS, else the first on PATH, else .build/release of
the repository that this is run in. `make build` makes it.
演示程序会启动 cerebellumd：先查找 CEREBELLUM_PROGRAMS 指定的文件夹，然后是 PATH，
最后是所在仓库的 .build/release；用 `make build` 构建。"""
NEEDS_SIM = 'The demo needs MuJoCo and PyYAML: pip install "./Python[sim]"  演示需要 MuJoCo 与 PyYAML（命令如左）'
FILMED = 25
"""So many times in a second of the robot's the bodies' places are kept."""


def main(arguments: list[str] | None = None) -> int:
    """Plays the demonstration; returns the exit code: 0, 2 for wrong arguments, 3 for files or packages, 4 for the
    daemon, 130 for Ctrl-C.
    """
    parser = argparse.ArgumentParser(prog="python -m cerebellum.demo", description=__doc__)
    parser.add_argument(
        "--output", type=Path, default=Path("cerebellum-demo"), help="folder for what is written [%(default)s]"
    )
    parser.add_argument("--seconds", type=float, default=18.0, help="of the robot's time, 14 or more [%(default)s]")
    parser.add_argument("--robot", type=Path, help="robot file; its urdf: is the model [arm6]")
    parser.add_argument("--model", type=Path, help="MJCF or URDF in the place of the robot file's")
    parser.add_argument("--no-viewer", action="store_true", help="pictures also where there is a display")
    options = parser.parse_args(arguments)
    try:
        return _play(options)
    except KeyboardInterrupt:
        print(
            "\nended; the robot was stopped and the daemon ended  已结束：机器人已停止，守护进程已退出", file=sys.stderr
        )
        return 130
    except ImportError as error:
        print(f"cerebellum.demo: {error}\n{NEEDS_SIM}", file=sys.stderr)
        return 3
    except DaemonFailure as error:
        print(f"cerebellum.demo: {error}\n{WHERE_PROGRAMS_ARE if error.code == 'no_program' else ''}", file=sys.stderr)
        return 4
    except CerebellumError as error:
        print(f"cerebellum.demo: {error}", file=sys.stderr)
        return 4
    except (OSError, ValueError) as error:
        print(f"cerebellum.demo: {error}", file=sys.stderr)
        return 3


def _play(options: argparse.Namespace) -> int:
    from . import renderer

    shows = not options.no_viewer and renderer.has_display()
    hindrance = None if shows else renderer.choose()
    from ..lockstep import LockStep
    from ..simulator import Mapping
    from ..simulator.bodies import MujocoBodies
    from ..simulator.viewer import Viewer
    from . import film, plot, scene
    from .record import Record, Shot

    robot = options.robot or _arm()
    model = scene.load(options.model or _model_of(robot), film.WIDTH, film.HEIGHT)
    bodies = MujocoBodies(model, Mapping(timestep=0.001, substeps=2))
    show: Callable[[], None] | None = None
    frames = 0
    record: Record | None = None
    told: story.Story | None = None

    def each() -> None:
        nonlocal frames
        if record is None or told is None or bodies.data.time * FILMED < frames:
            return
        frames += 1
        part = record.parts[-1][1] if record.parts else ""
        record.shots.append(Shot(world.time, bodies.data.qpos.copy(), part, record.colour, told.push))
        if show is not None:
            scene.paint(model, record.colour)
            show()

    def hear(message: Reply) -> None:
        if record is not None:
            record.hear(message)

    begun = time.monotonic()
    with ExitStack() as stack:
        if shows:
            show = _pace(stack.enter_context(closing(Viewer(bodies.model, bodies.data))), bodies)
        world = stack.enter_context(LockStep(robot, bodies, programs=_programs(), each=each, heard=hear))
        print(f"{world.robot.info.name}: {', '.join(world.robot.joint_names)}; in lock-step with MuJoCo", flush=True)
        record = Record(world.robot.joint_names, world.robot.info.rate)
        told = story.Story(world, options.seconds, record.enter)
        told.run()
        record.lines.append(f"# exchanged {world.digest()}")
        simulated = world.time
    wall = time.monotonic() - begun
    print(f"{simulated:.2f} s of the robot's time in {wall:.2f} s")
    options.output.mkdir(parents=True, exist_ok=True)
    digest = record.write(options.output / "log.csv")
    plot.write_tracking(options.output / "tracking.svg", record)
    written = [options.output / "log.csv", options.output / "tracking.svg"]
    if hindrance:
        print(hindrance, file=sys.stderr)
    elif not shows:
        written += film.write(options.output, record, model, told.pushed)
    print(f"written: {', '.join(str(path) for path in written)}")
    print(f"sha256 of log.csv: {digest}")
    return 0


def _pace(viewer: Any, bodies: Any) -> Callable[[], None]:
    """Shows the model, in real time, as long as the window is open."""
    begun, first = time.monotonic(), bodies.data.time

    def show() -> None:
        if viewer.is_open:
            viewer.show()
            time.sleep(max(begun + bodies.data.time - first - time.monotonic(), 0))

    return show


def _arm() -> Path:
    """arm6: beside this file where it was installed, else of the repository."""
    installed = Path(__file__).parent / "arm6/robot.yaml"
    return installed if installed.exists() else Path(__file__).parents[4] / "Robots/arm6/robot.yaml"


def _model_of(robot: Path) -> Path:
    """The file that is named in the robot file."""
    import yaml  # type: ignore[import-untyped, unused-ignore]

    description = yaml.safe_load(robot.read_text())
    urdf = description.get("urdf") if isinstance(description, dict) else None
    path = urdf.get("path") if isinstance(urdf, dict) else urdf
    if not isinstance(path, str):
        raise ValueError(f"{robot} names no urdf: give the model with --model")
    return robot.parent / path


def _programs() -> Path | None:
    """Where `make build` puts the daemon, where nothing else says where it is."""
    from ..daemon import find_program

    try:
        find_program()
        return None
    except DaemonFailure:
        for folder in (Path.cwd(), *Path.cwd().parents):
            if (folder / ".build/release/cerebellumd").exists():
                return folder / ".build/release"
        raise


if __name__ == "__main__":
    sys.exit(main())
