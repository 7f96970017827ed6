#!/usr/bin/env python3
"""Switches off one limiter of the control cycle after the other, and sees that the tests notice.

    Tests/Mutants/run.py --scratch .build [--only NAME]

mutants.toml says what is changed where, and which tests must fail then. Each mutant is built and tested in a
package of its own that holds nothing but the control cycle, its layers below and their tests, so that it takes a
minute and not ten. Ends with 1 if a mutant survives, or if its text is not where it should be.
"""

import argparse
import pathlib
import shutil
import subprocess
import sys
import tomllib

MANIFEST = """// swift-tools-version: 6.2
import PackageDescription
let swift: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]
let package = Package(
  name: "mutants",
  targets: [
    .target(name: "CRealtime", cSettings: [.define("_GNU_SOURCE")]),
    .target(name: "RobotUnits", dependencies: ["CRealtime"], swiftSettings: swift),
    .target(name: "RobotControl", dependencies: ["RobotUnits"], swiftSettings: swift),
    .target(name: "RobotDynamics", dependencies: ["RobotUnits"], swiftSettings: swift),
    .target(
      name: "RobotCore", dependencies: ["RobotControl", "RobotDynamics", "RobotUnits"],
      swiftSettings: swift),
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: swift),
    .testTarget(
      name: "RobotCoreTests",
      dependencies: ["RobotControl", "RobotCore", "RobotDynamics", "RobotUnits", "TestSupport"],
      swiftSettings: swift),
  ],
  swiftLanguageModes: [.v6]
)
"""
SOURCES = ["CRealtime", "RobotUnits", "RobotControl", "RobotDynamics", "RobotCore"]


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


def copy(root, package):
    """The sources of the control cycle with its tests, in a package of their own."""
    for name in SOURCES:
        replace_tree(root / "Sources" / name, package / "Sources" / name)
    for name in ["RobotCoreTests", "TestSupport"]:
        replace_tree(root / "Tests" / name, package / "Tests" / name)
    # The one test that reads the repository.
    (package / "Tests/RobotCoreTests/LifecycleDocumentationTests.swift").unlink(missing_ok=True)
    manifest = package / "Package.swift"
    if not manifest.exists() or manifest.read_text() != MANIFEST:
        manifest.write_text(MANIFEST)


def replace_tree(source, target):
    """Files that did not change keep their times, so that they are not compiled again."""
    wanted = {path.relative_to(source) for path in source.rglob("*") if path.is_file()}
    for path in list(target.rglob("*")):
        if path.is_file() and path.relative_to(target) not in wanted:
            path.unlink()
    for name in wanted:
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = (source / name).read_bytes()
        if not path.exists() or path.read_bytes() != text:
            path.write_bytes(text)


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


def build(package):
    result = subprocess.run(
        ["swift", "build", "--build-tests", "--package-path", package],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if result.returncode:
        print("\n".join(line for line in result.stdout.splitlines() if "error" in line)[:2000])
    return result.returncode == 0


def passes(package, tests):
    program = next((package / ".build").glob("*-linux-gnu/debug/mutantsPackageTests.xctest"))
    result = subprocess.run(
        [program, "--testing-library", "swift-testing", "--filter", "|".join(tests)],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=1200)
    return result.returncode == 0


if __name__ == "__main__":
    main()
