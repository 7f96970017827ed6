import Glibc
import RobotAssembly
import RobotConfiguration
import Testing

@Suite struct SpecialFileTests {
  /// Opening a FIFO waits for a writer; a robot file that is one is refused instead.
  @Test func refusesAFifo() throws {
    let path = "/tmp/cerebellum-fifo-\(getpid())"
    try #require(mkfifo(path, 0o600) == 0)
    defer { unlink(path) }
    let errors = #expect(throws: ConfigurationErrors.self) {
      try RobotFile.load(path: path, drivers: DriverCatalog.schemas)
    }
    #expect(errors?.description.contains("this is no regular file") == true)
  }
}
