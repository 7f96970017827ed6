"""Makes `Robots/models`, the models of robots that others publish, from their wheels on PyPI: `make robots`.

    python Robots/fetch.py [MODEL…]        all of them, unless some are named

A model is what its publisher says of links, joints, masses and limits; shapes and meshes are left out, which neither
Cerebellum nor MuJoCo needs to move it. Nothing of it is part of this repository. Wheels are kept in
~/.cache/cerebellum/robots (or $CEREBELLUM_ROBOTS): run again, it needs no network; for a machine without one, carry
that folder over. MJCF is converted: with MuJoCo, from the compiled model. Of a hand with touch sensors there is an MJCF
too, with the shapes that are no meshes.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
import zipfile
from dataclasses import dataclass
from pathlib import Path

MODELS = Path(__file__).resolve().parent / "models"
CACHE = Path(os.environ.get("CEREBELLUM_ROBOTS") or Path.home() / ".cache/cerebellum/robots")

#: Version and SHA-256 of each package's only wheel.
WHEELS = {
    "example-robot-data": ("6.0.0", "424092a8093411ac2cd4ccc0572382bfc6b5eb4833aa984ef5e671dd67cd0a6e"),
    "fourier-robot-descriptions": ("0.2.7", "795fd084b94bd6058c187e327f3891259ae952be52e4d7c45d3c45ef96ec1885"),
    "robosuite": ("1.5.2", "b9e02df55de8949739de6ba1d196d2ba59cf33c51a76efcfbe5c2f73cdcf99ce"),
    "gymnasium-robotics": ("1.4.2", "a1743530431cb377e6b3b956d284bc96436fc68bac1648ef205054c178e7dc4b"),
}


@dataclass(frozen=True)
class Source:
    """Where a model comes from."""

    package: str
    #: In the wheel.
    path: str
    licence: str
    #: Of an MJCF in parts: the file with its actuators, and that with its touch sensors.
    actuators: str | None = None
    touch: str | None = None


_ERD = "cmeel.prefix/share/example-robot-data/robots"
_HAND = "gymnasium_robotics/envs/assets/hand"
SOURCES = {
    "g1": Source("example-robot-data", f"{_ERD}/g1_description/urdf/g1_29dof_rev_1_0.urdf", "BSD-3-Clause"),
    "gr1": Source("fourier-robot-descriptions", "fourier_robot_descriptions/assets/urdf/gr1t2.urdf", "Apache-2.0"),
    "panda": Source("example-robot-data", f"{_ERD}/panda_description/urdf/panda.urdf", "BSD-3-Clause"),
    "so101": Source("example-robot-data", f"{_ERD}/so_arm_description/urdf/so101.urdf", "BSD-3-Clause"),
    "ur5e": Source("robosuite", "robosuite/models/assets/robots/ur5e/robot.xml", "MIT"),
    "shadow": Source(
        "gymnasium-robotics",
        f"{_HAND}/robot_touch_sensors_92.xml",
        "Apache-2.0",
        f"{_HAND}/shared.xml",
        f"{_HAND}/shared_touch_sensors_92.xml",
    ),
}


class Trouble(Exception):
    """Why a model could not be had, and what to do."""


def wheel(package: str) -> Path:
    """The wheel of `package`, which is fetched where it is not in the cache."""
    version, digest = WHEELS[package]
    pattern = f"{package.replace('-', '_')}-{version}-*.whl"
    if found := sorted(CACHE.glob(pattern)):
        return checked(found[0], digest)
    print(f"fetching {package} {version} from PyPI", file=sys.stderr)
    CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as requirements:
        requirements.write(f"{package}=={version} --hash=sha256:{digest}\n")
        requirements.flush()
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
        command += ["--require-hashes", "--dest", str(CACHE), "--requirement", requirements.name]
        if subprocess.run(command, check=False).returncode != 0:
            raise Trouble(
                f"pip could not fetch {package} {version}: check the network, or carry {CACHE} over from a machine "
                "that has one"
            )
    if found := sorted(CACHE.glob(pattern)):
        return checked(found[0], digest)
    raise Trouble(f"pip left no {pattern} in {CACHE}")


def checked(archive: Path, digest: str) -> Path:
    """`archive`, whose SHA-256 is `digest`, wherever it came from."""
    with archive.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != digest:
        raise Trouble(
            f"{archive} is not what was published: its SHA-256 is {found}, not {digest}; remove it and run this again"
        )
    return archive


def member(archive: Path, path: str) -> bytes:
    """The file `path` of the wheel `archive`."""
    try:
        with zipfile.ZipFile(archive) as files:
            return files.read(path)
    except (KeyError, zipfile.BadZipFile) as error:
        raise Trouble(f"{archive}: {error}; remove it and run this again") from error


def without_shapes(robot: ET.Element) -> ET.Element:
    """The links and joints of the URDF `robot`, without what they look like."""
    bare = ET.Element("robot", name=robot.get("name", "robot"))
    for element in robot:
        if element.tag in ("link", "joint"):
            for shape in [child for child in element if child.tag in ("visual", "collision")]:
                element.remove(shape)
            bare.append(element)
    return bare


def write(name: str) -> list[Path]:
    """Makes the model `name`: its URDF, and beside it, of a hand with touch sensors, an MJCF with them."""
    source = SOURCES[name]
    archive = wheel(source.package)
    text = member(archive, source.path)
    if source.path.endswith(".urdf"):
        return [save(f"{name}.urdf", without_shapes(ET.fromstring(text)), source, "shapes")]
    import mjcf

    shared = member(archive, source.actuators) if source.actuators else None
    files = [save(f"{name}.urdf", mjcf.urdf(text, name, shared), source, "shapes")]
    if shared is not None and source.touch is not None:
        hand = mjcf.with_touch(text, name, shared, member(archive, source.touch))
        files.append(save(f"{name}.xml", hand, source, "meshes"))
    return files


def save(file: str, model: ET.Element, source: Source, omitted: str) -> Path:
    """Writes `model`, which has no `omitted`, into `file` of Robots/models."""
    ET.indent(model)
    origin = f"{source.path.split('/')[-1]} of {source.package} {WHEELS[source.package][0]} ({source.licence})"
    text = f"<!-- {origin}, without {omitted}: make robots -->\n{ET.tostring(model, encoding='unicode')}\n"
    MODELS.mkdir(exist_ok=True)
    # In its place at once, or not at all.
    unfinished = MODELS / f"{file}.unfinished"
    unfinished.write_text(text, encoding="utf-8")
    return unfinished.replace(MODELS / file)


def main() -> int:
    """Makes the models that are asked for."""
    parser = argparse.ArgumentParser(description="Makes Robots/models from wheels on PyPI.")
    parser.add_argument("models", nargs="*", metavar="MODEL", help=", ".join(SOURCES))
    wanted = parser.parse_args().models or list(SOURCES)
    if unknown := [name for name in wanted if name not in SOURCES]:
        parser.error(f"no model is called {unknown[0]}; there are {', '.join(SOURCES)}")
    try:
        for name in wanted:
            for file in write(name):
                print(file)
    except Trouble as trouble:
        print(f"error: {trouble}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
