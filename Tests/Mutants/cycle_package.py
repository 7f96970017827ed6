"""The control cycle, its layers below and their tests, in a package of their own that builds within a minute."""

import subprocess

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


def build(package, *options):
    """Whether it compiles; prints what does not."""
    result = subprocess.run(
        ["swift", "build", "--build-tests", "--package-path", package, *options],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if result.returncode:
        print("\n".join(line for line in result.stdout.splitlines() if "error" in line)[:2000])
    return result.returncode == 0


def passes(package, tests):
    """Whether these tests of the debug build do."""
    program = package / ".build/debug/mutantsPackageTests.xctest"
    result = subprocess.run(
        [program, "--testing-library", "swift-testing", "--filter", "|".join(tests)],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=1200)
    return result.returncode == 0
