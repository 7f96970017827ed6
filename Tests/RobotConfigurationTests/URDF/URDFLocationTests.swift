import FoundationEssentials
import RobotConfiguration
import Testing

struct URDFLocationTests {
  /// Calls `body` with a new directory that holds `files`, and removes it.
  private func withDirectory(
    _ name: String, _ files: [String], _ body: (String) throws -> Void
  ) throws {
    let root = FileManager.default.temporaryDirectory.path + "/urdf-\(UUID().uuidString)"
    let directory = "\(root)/\(name)"
    for file in files {
      let path = "\(directory)/\(file)"
      try FileManager.default.createDirectory(
        atPath: String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)]),
        withIntermediateDirectories: true)
      try Data("<robot/>".utf8).write(to: URL(filePath: path))
    }
    defer { try? FileManager.default.removeItem(atPath: root) }
    try body(directory)
  }

  /// Where ROS, plain wheels and cmeel wheels put the files of a package.
  @Test(arguments: [
    ("arm_description", "urdf/arm.urdf", "arm_description/urdf/arm.urdf"),
    ("dexmate-urdf", "robots/v.urdf", "dexmate_urdf/robots/v.urdf"),
    (
      "example-robot-data", "robots/so/so.urdf",
      "cmeel.prefix/share/example-robot-data/robots/so/so.urdf"
    ),
    ("example-robot-data", "so/so.urdf", "cmeel.prefix/share/example-robot-data/robots/so/so.urdf"),
  ])
  func layouts(package: String, path: String, file: String) throws {
    try withDirectory("site-packages", [file]) { directory in
      let found = try URDF.locate(
        package: package, path: path, searchPath: ["/nowhere", directory])
      #expect(found == "\(directory)/\(file)")
    }
  }

  @Test func anEntryMayBeThePackageItself() throws {
    try withDirectory("arm_description", ["urdf/arm.urdf"]) { directory in
      let found = try URDF.locate(
        package: "arm_description", path: "urdf/arm.urdf", searchPath: [directory])
      #expect(found == "\(directory)/urdf/arm.urdf")
    }
  }

  @Test func aDirectoryIsNoFile() throws {
    try withDirectory("share", ["p/a.urdf/x"]) { directory in
      #expect(throws: URDFLocationError.self) {
        try URDF.locate(package: "p", path: "a.urdf", searchPath: [directory])
      }
    }
  }

  @Test func theFirstDirectoryWins() throws {
    try withDirectory("one", ["p/a.urdf"]) { one in
      try withDirectory("two", ["p/a.urdf"]) { two in
        let found = try URDF.locate(package: "p", path: "a.urdf", searchPath: [two, one])
        #expect(found == "\(two)/p/a.urdf")
      }
    }
  }

  @Test func aMissingFileListsEveryPlaceAndTheRemedy() {
    let error = #expect(throws: URDFLocationError.self) {
      try URDF.locate(package: "my-arm", path: "a.urdf", searchPath: ["/nowhere", "/there/my-arm"])
    }
    #expect(
      error?.tried == [
        "/nowhere/my-arm/a.urdf", "/nowhere/my_arm/a.urdf",
        "/nowhere/cmeel.prefix/share/my-arm/a.urdf",
        "/nowhere/cmeel.prefix/share/my-arm/robots/a.urdf",
        "/there/my-arm/my-arm/a.urdf", "/there/my-arm/my_arm/a.urdf", "/there/my-arm/a.urdf",
        "/there/my-arm/cmeel.prefix/share/my-arm/a.urdf",
        "/there/my-arm/cmeel.prefix/share/my-arm/robots/a.urdf",
      ])
    let text = error?.description ?? ""
    #expect(text.hasPrefix("no package 'my-arm' with a file 'a.urdf' in /nowhere, /there/my-arm\n"))
    #expect(text.contains("\n  tried /nowhere/my_arm/a.urdf\n"))
    #expect(text.contains("set CEREBELLUM_URDF_PATH"))
    #expect(text.contains("pip download --no-deps --dest wheels my-arm"))
  }

  @Test func anEmptySearchPathIsSaid() {
    let error = #expect(throws: URDFLocationError.self) {
      try URDF.locate(package: "p", path: "a.urdf", searchPath: [])
    }
    #expect(error?.message == "package 'p' was not looked for: the search path is empty")
  }

  /// A robot file from elsewhere must not name files outside the packages.
  @Test(arguments: [
    ("p", ""), ("p", "/etc/passwd"), ("p", "../x.urdf"), ("p", "a/../../x"), ("", "a.urdf"),
    ("..", "a.urdf"), ("a/b", "a.urdf"),
  ])
  func pathsStayInsideThePackage(package: String, path: String) {
    let error = #expect(throws: URDFLocationError.self) {
      try URDF.locate(package: package, path: path, searchPath: ["/"])
    }
    #expect(error?.tried == [])
  }

  @Test func theSearchPathComesFromTwoVariables() {
    let variables = ["CEREBELLUM_URDF_PATH": "/a::/b", "ROS_PACKAGE_PATH": "/b:/c:"]
    #expect(URDF.searchPath { variables[$0] } == ["/a", "/b", "/c"])
    #expect(URDF.searchPath { _ in nil } == [])
  }
}
