#!/usr/bin/env python3
"""Sends millions of random and crafted commands to a release build of the control cycle.

    Tests/Mutants/adversary.py --scratch .build --commands 10000000 --seed 20260
"""

import argparse
import os
import pathlib
import sys

from cycle_package import build, copy


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scratch", default=".build", help="where to build")
    parser.add_argument("--commands", type=int, default=10_000_000, help="how many")
    parser.add_argument("--seed", type=int, default=20_260, help="of which")
    arguments = parser.parse_args()
    root = pathlib.Path(__file__).resolve().parents[2]
    package = pathlib.Path(arguments.scratch).resolve() / "mutants"
    copy(root, package)
    if not build(package, "-c", "release", "-Xswiftc", "-enable-testing"):
        sys.exit("error: it does not compile")
    program = package / ".build/release/mutantsPackageTests.xctest"
    environment = dict(
        os.environ, CEREBELLUM_ADVERSARY_COMMANDS=str(arguments.commands),
        CEREBELLUM_ADVERSARY_SEED=str(arguments.seed))
    os.execve(program, [
        program, "--testing-library", "swift-testing", "--filter", "noCommandGetsPastABound"], environment)


if __name__ == "__main__":
    main()
