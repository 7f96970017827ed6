import RobotConfiguration
import Testing

@Suite struct StateDirectoryTests {
  @Test func isTheServicesOrTheUsersOwn() {
    let home = ["HOME": "/home/ada"]
    let service = ["HOME": "/home/ada", "STATE_DIRECTORY": "/var/lib/arm:/var/lib/other"]
    #expect(path(service, true) == "/var/lib/arm")
    #expect(path(home, true) == "/var/lib/cerebellum")
    #expect(path(home, false) == "/home/ada/.local/state/cerebellum")
    #expect(path(["HOME": "", "STATE_DIRECTORY": ""], false) == "/var/lib/cerebellum")
  }

  private func path(_ environment: [String: String], _ hasServiceFolder: Bool) -> String {
    StateDirectory.standard(
      environment: { environment[$0] }, hasServiceFolder: hasServiceFolder)
  }
}
