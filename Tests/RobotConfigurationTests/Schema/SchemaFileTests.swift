import FoundationEssentials
import RobotAssembly
import RobotConfiguration
import Testing

/// The schemas beside the files are what the reader's own tables say.
@Suite struct SchemaFileTests {
  @Test func robotSchemaIsCurrent() throws {
    try expectCurrent(
      "Robots/robot.schema.json", ConfigurationSchema.robot(drivers: DriverCatalog.schemas))
  }

  @Test func boardSchemaIsCurrent() throws {
    try expectCurrent("Boards/board.schema.json", ConfigurationSchema.board())
  }

  @Test func calibrationSchemaIsCurrent() throws {
    try expectCurrent("Robots/calibration.schema.json", ConfigurationSchema.calibration())
  }

  @Test func motionSchemaIsCurrent() throws {
    try expectCurrent("Scenarios/motion.schema.json", ConfigurationSchema.motion())
  }

  @Test func faultScenarioSchemaIsCurrent() throws {
    try expectCurrent("Scenarios/fault.schema.json", ConfigurationSchema.faultScenario())
  }

  @Test func faultCatalogueSchemaIsCurrent() throws {
    try expectCurrent("Faults/faults.schema.json", ConfigurationSchema.faultCatalogue())
  }

  private func expectCurrent(_ path: String, _ generated: String) throws {
    if ProcessInfo.processInfo.environment["CEREBELLUM_UPDATE_SCHEMAS"] == "1" {
      try Data(generated.utf8).write(to: URL(filePath: Repository.root + "/" + path))
    }
    let isCurrent = try Repository.text(path) == generated
    #expect(
      isCurrent,
      """
      \(path) is not what the tables of keys say. Regenerate it with:
      CEREBELLUM_UPDATE_SCHEMAS=1 swift test --filter SchemaFileTests
      """)
  }
}
