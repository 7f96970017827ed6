import RobotAssembly
import RobotConfiguration
import RobotWire
import Testing

@testable import cerebellum

@Suite struct JogCommandTests {
  @Test(
    arguments: [
      (["10", "deg"], 0.174_532_925_199_432_95), (["-10deg"], -0.174_532_925_199_432_95),
      (["-0.2"], -0.2), (["-0.2", "rad"], -0.2),
    ])
  func readsTheDisplacement(words: [String], radians: Double) throws {
    let daemon = try FakeDaemon()
    let listener = Listener()
    try run(["jog", "lift"] + words + ["--speed", "30 deg/s"], on: daemon, listener.console())
    let jogs = daemon.requests.compactMap { request -> (UInt16, Double, Double)? in
      if case .jog(let joint, let displacement, let speed) = request {
        (joint, displacement, speed)
      } else {
        nil
      }
    }
    let jog = try #require(jogs.first)
    #expect(jog.0 == 1)
    #expect(abs(jog.1 - radians) < 1e-12)
    #expect(abs(jog.2 - 0.523_598_775_598_298_8) < 1e-12)
    #expect(listener.output.hasPrefix("lift: "))
  }

  @Test(
    arguments: [
      (["jog", "lift", "10", "lb"], "displacement: the unit \"lb\" is unknown"),
      (["jog", "lift"], "displacement: \"\" is not an angle"),
      (["jog", "lift", "1", "--speed", "3 rad"], "--speed: rad is the unit of an angle"),
      (["jog", "lift", "1", "--speed", "0"], "--speed: 0 is no speed"),
      (["jog", "neck", "1"], "no joint is named \"neck\"; there are: pan, lift"),
    ])
  func refuses(arguments: [String], expected: String) throws {
    let failure = try #require(throws: ToolFailure.self) {
      try run(arguments, on: try FakeDaemon(), Listener().console())
    }
    #expect(failure.exit == .usage)
    #expect(failure.message.english.hasPrefix(expected), "\(failure.message.english)")
  }
}
