import RobotAssembly
import RobotConfiguration
import RobotUnits
import RobotWire
import Testing

@testable import cerebellum

@Suite struct TareCommandTests {
  private func daemon() throws -> FakeDaemon {
    let daemon = try FakeDaemon()
    daemon.change { $0.sensors.addSkins() }
    return daemon
  }

  private func lines(_ listener: Listener) -> [String] {
    listener.output.split(separator: "\n").map(String.init)
  }

  @Test func showsTheTaxelsBelowTheSensors() throws {
    let listener = Listener()
    try run(["sensors"], on: try daemon(), listener.console())
    let expected = [
      "battery: taxel  beyond baseline V  baseline V  drift V/s    touch  state",
      "0                         2.00000      10.000    0.50000  touched     ok",
      "1                               0      10.000    0.50000              ok",
      "0                          0.25000 0.25000 0.25000  10.000 10.000 10.000"
        + "  0.50000 0.50000 0.50000            ok",
    ]
    let found = Set(lines(listener).map { $0 })
    for line in expected.prefix(3) { #expect(found.contains(line), "\(listener.output)") }
    #expect(listener.output.contains("0.25000 0.25000 0.25000"))
  }

  @Test func waitsUntilEveryBaselineIsTaken() throws {
    let daemon = try daemon()
    let listener = Listener()
    try run(["tare"], on: daemon, listener.console())
    #expect(lines(listener) == ["battery: 2 baselines taken", "skin: 1 baselines taken"])
    let asked = daemon.requests.filter { if case .tare = $0 { true } else { false } }
    #expect(asked == [.tare(skin: 0), .tare(skin: 1)])
  }

  @Test func oneSkinAloneIsAskedByItsName() throws {
    let daemon = try daemon()
    let listener = Listener()
    try run(["tare", "skin", "--json"], on: daemon, listener.console(.chinese))
    #expect(
      listener.output
        == "{\"skins\": [{\"name\": \"skin\", \"taxels\": 1, \"failed\": [], \"refused\": null}]}\n"
    )
    let asked = daemon.requests.filter { if case .tare = $0 { true } else { false } }
    #expect(asked == [.tare(skin: 1)])
  }

  @Test func namesTheTaxelsWithoutABaseline() throws {
    let daemon = try daemon()
    daemon.change { $0.sensors.deadTaxel = 1 }
    let listener = Listener()
    let error = #expect(throws: ToolFailure.self) {
      try run(["tare", "battery"], on: daemon, listener.console())
    }
    #expect(error?.exit == .refused)
    #expect(
      lines(listener) == [
        "battery: 1 of 2 baselines taken; too few good readings of taxel 1"
      ])
  }

  @Test func saysWhatTheDaemonRefused() throws {
    let daemon = try daemon()
    daemon.change {
      $0.sensors.tareRefusal = RequestResult(.refused, english: "it moves", chinese: "正在运动")
    }
    let listener = Listener()
    let error = #expect(throws: ToolFailure.self) {
      try run(["tare", "skin"], on: daemon, listener.console(.chinese))
    }
    #expect(error?.exit == .refused)
    #expect(lines(listener) == ["skin：被拒绝：正在运动"])
  }

  @Test func aDeviceThatIsNoSkinIsRefused() throws {
    let listener = Listener()
    let error = #expect(throws: ToolFailure.self) {
      try run(["tare", "nose"], on: try daemon(), listener.console())
    }
    #expect(error?.message.english == "no skin is named \"nose\"; there are: battery, skin")
    let none = #expect(throws: ToolFailure.self) {
      try run(["tare"], on: try FakeDaemon(), listener.console())
    }
    #expect(none?.message.english.hasPrefix("the robot has no skin") == true)
  }
}
