#!/usr/bin/env python3
"""Switches off one limiter of the control cycle after the other, and sees that the tests notice.

    Tests/Mutants/run.py --scratch .build [--only NAME]

mutants.toml says what is changed where, and which tests must fail then. Each mutant is built and tested in a
package of its own that holds nothing but the control cycle, its layers below and their tests, so that it takes a
minute and not ten. Ends with 1 if a mutant survives, or if its text is not where it should be.
"""

import argparse
import pathlib
import sys
import tomllib

from cycle_package import build, copy, passes


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scratch", default=".build", help="where to build")
    parser.add_argument("--only", help="the mutants whose names contain this")
    arguments = parser.parse_args()
    root = pathlib.Path(__file__).resolve().parents[2]
    mutants = tomllib.loads((root / "Tests/Mutants/mutants.toml").read_text())["mutant"]
    mutants = [m for m in mutants if not arguments.only or arguments.only in m["name"]]
    package = pathlib.Path(arguments.scratch).resolve() / "mutants"
    copy(root, package)
    tests = sorted({test for mutant in mutants for test in mutant["tests"]})
    if not build(package) or not passes(package, tests):
        sys.exit("error: without a mutation the tests must pass: mend that first")
    survivors = 0
    for mutant in mutants:
        verdict = judge(root, package, mutant)
        survivors += verdict != "caught"
        print(f"{verdict:>12}  {mutant['name']}", flush=True)
    print(f"{len(mutants)} mutants, {len(mutants) - survivors} caught", flush=True)
    sys.exit(1 if survivors else 0)


def judge(root, package, mutant):
    """Whether the tests notice."""
    original = (root / mutant["file"]).read_text()
    if original.count(mutant["find"]) != 1:
        return "NOT FOUND"
    target = package / mutant["file"]
    target.write_text(original.replace(mutant["find"], mutant["replace"]))
    try:
        if not build(package):
            return "NO BUILD"
        survivors = [test for test in mutant["tests"] if passes(package, [test])]
        return "SURVIVED " + " ".join(survivors) if survivors else "caught"
    finally:
        target.write_text(original)


if __name__ == "__main__":
    main()
