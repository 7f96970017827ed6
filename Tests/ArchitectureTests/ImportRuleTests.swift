import FoundationEssentials
import Testing

@Suite struct ImportRuleTests {
  @Test(
    arguments: [
      ("Sources/RobotHAL", "import RobotCore"),
      ("Sources/RobotUnits", "public import RobotHAL"),
      ("Sources/RobotControl", "import RobotDynamics"),
      ("Sources/RobotCore", "import Foundation"),
      ("Sources/RobotRuntime", "@preconcurrency import FoundationEssentials"),
      ("Sources/RobotUnits", "import Glibc"),
      ("Sources/RobotConfiguration", "import struct Foundation.URL"),
      ("Sources/LinuxHAL", "import CRealtime"),
      ("Sources/RobotAssembly", "import CI2C"),
      ("Sources/RobotAssembly", "import RobotHALTesting"),
      ("Sources/cerebellumd", "internal import FoundationEssentials"),
      ("Sources/cerebellumd", "import cerebellum"),
      ("Sources/cerebellumd", "import ArgumentParser"),
      ("Sources/cerebellum", "import Foundation"),
      ("Sources/Unheard", ""),
      ("Tests/RobotCoreTests", "import Foundation"),
      ("Tests/RobotCoreTests", "@testable import RobotWireTests"),
    ])
  func refuses(folder: String, code: String) {
    #expect(findings(folder, code, declared: LayerTable.rows.map(\.name)).count == 1)
  }

  @Test(
    arguments: [
      ("Sources/RobotHAL", "public import RobotUnits"),
      ("Sources/RobotControl", "import func Glibc.sin"),
      ("Sources/RobotRuntime", "import CRealtime"),
      ("Sources/RobotAssembly", "import LinuxHAL"),
      ("Sources/cerebellum", "import ArgumentParser"),
      ("Sources/cerebellum", "import FoundationEssentials"),
      ("Sources/RobotHALTesting", "public import RobotHAL"),
      ("Sources/RobotHAL", "// import Foundation"),
      ("Sources/RobotHAL", "let important = \"import Foundation\""),
      ("Tests/RobotCoreTests", "@testable import RobotCore"),
    ])
  func allows(folder: String, code: String) {
    #expect(findings(folder, code, declared: LayerTable.rows.map(\.name)).count == 0)
  }

  @Test func refusesWhatPackageSwiftDoesNotDeclare() throws {
    let found = findings("Sources/RobotDrivers", "import RobotHAL", declared: ["RobotUnits"])
    #expect(try #require(found.first).message.contains("no dependency of RobotDrivers"))
  }

  @Test func refusesATargetThatDependsUpward() throws {
    let json = """
      {"name": "RobotUnits", "type": "regular", "dependencies": [
        {"byName": ["RobotHAL", null]}, {"product": ["ArgumentParser", "swift-argument-parser", null]}]}
      """
    let target = try JSONDecoder().decode(PackageTarget.self, from: Data(json.utf8))
    #expect(target.dependencies == ["RobotHAL", "ArgumentParser"])
    #expect(ImportRule.findings(in: target).count == 2)
  }

  @Test func refusesATargetWithoutALayer() throws {
    let target = PackageTarget(name: "RobotMagic", type: "regular", dependencies: [])
    #expect(try #require(ImportRule.findings(in: target).first).message.contains("has no layer"))
  }

  @Test func theTableItselfPointsDownward() {
    for row in LayerTable.rows {
      for name in row.mayImport {
        let imported = LayerTable.row(name)
        #expect(imported != nil, "\(row.name) may import \(name), which has no row")
        #expect((imported?.level ?? 0) <= row.level, "\(row.name) may import \(name) above it")
        #expect(imported?.mayImport.contains(row.name) != true, "\(row.name) and \(name): a cycle")
      }
    }
  }

  private func findings(_ folder: String, _ code: String, declared: [String]) -> [Finding] {
    let file = SourceFile(path: "\(folder)/A.swift", text: code)
    return ImportRule.findings(in: file, declared: Set(declared))
  }
}
