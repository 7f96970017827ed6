import RobotWire
import Testing

@Suite struct SocketPathTests {
  @Test(arguments: [
    (["CEREBELLUM_SOCKET": "/a/b"], true, "/a/b"),
    (["CEREBELLUM_SOCKET": ""], true, "/run/cerebellum/control.sock"),
    (["XDG_RUNTIME_DIR": "/run/user/7"], true, "/run/cerebellum/control.sock"),
    (["XDG_RUNTIME_DIR": "/run/user/7"], false, "/run/user/7/cerebellum.sock"),
    ([:], false, "/tmp/cerebellum-7.sock"),
  ])
  func isFound(environment: [String: String], hasServiceFolder: Bool, path: String) {
    let found = SocketPath.standard(
      environment: { environment[$0] }, hasServiceFolder: hasServiceFolder, user: 7)
    #expect(found == path)
  }
}
