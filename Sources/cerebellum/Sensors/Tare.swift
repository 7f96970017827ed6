import RobotAssembly
import RobotConfiguration
import RobotUnits
import RobotWire

/// Taking the baselines of skins anew.
struct Tare {
  /// What came of one skin.
  struct Outcome {
    let name: String
    let taxels: Int
    /// The taxels that gave no good readings and have no baseline now.
    var failed: [Int] = []
    /// Why nothing was done.
    var refusal: Message?

    var isDone: Bool { refusal == nil && failed.isEmpty }
  }

  /// The good readings of a baseline; a taxel may take twice as many, and a device up to eight turns for
  /// each.
  private static let mostTurns = 2.0 * 16 * 8

  /// Asks for the baselines of all skins, or of `device`, and waits until they stand.
  static func run(
    of device: String?, in session: DaemonSession, console: Console
  ) throws(ToolFailure) -> [Outcome] {
    let catalogue = try session.sensorCatalogue()
    let skins = try session.skins().frames
    let wanted = skins.indices.filter {
      device == nil || catalogue[Int(skins[$0].sensor)].name == device
    }
    guard !wanted.isEmpty else {
      throw noSkin(device, skins.map { catalogue[Int($0.sensor)].name })
    }
    var outcomes: [Outcome] = []
    var seconds = 2.0
    for index in wanted {
      let sensor = catalogue[Int(skins[index].sensor)]
      var outcome = Outcome(name: sensor.name, taxels: skins[index].taxels.count)
      do throws(ToolFailure) {
        try session.perform(.tare(skin: UInt16(index)))
        seconds = max(seconds, 2 + mostTurns * Double(sensor.every) / session.info.rate.hertz)
      } catch {
        outcome.refusal = error.message
      }
      outcomes.append(outcome)
    }
    let asked = zip(wanted, outcomes).filter { $0.1.refusal == nil }.map(\.0)
    let frames = try wait(for: asked, in: session, seconds: seconds, console: console)
    for (place, index) in wanted.enumerated() where outcomes[place].refusal == nil {
      let taxels = frames[index].taxels
      outcomes[place].failed = taxels.indices.filter { !taxels[$0].isTared }
    }
    return outcomes
  }

  /// The skins, once none of those with the numbers `asked` is at it any more.
  private static func wait(
    for asked: [Int], in session: DaemonSession, seconds: Double, console: Console
  ) throws(ToolFailure) -> [SkinFrame] {
    var (cycle, frames) = try session.skins()
    guard !asked.isEmpty else { return frames }
    // The subscription sets the pace.
    try session.subscribe(hertz: 50)
    // The loop takes the request in the cycle after the one that runs at the latest.
    let first = cycle + 2
    let deadline = Environment.now() + seconds
    while true {
      let isOver = !asked.contains { frames[$0].taxels.contains(where: \.isTaring) }
      if cycle >= first, isOver { return frames }
      if console.isInterrupted() { throw ToolFailure.interrupted }
      guard Environment.now() < deadline else {
        throw ToolFailure(
          .hardware,
          "the baselines were not taken within \(Figures.fixed(seconds, 0)) s: see \"cerebellum sensors\"",
          "未能在 \(Figures.fixed(seconds, 0)) 秒内完成去皮：请查看 \"cerebellum sensors\"")
      }
      _ = try session.newestState()
      let count = frames.count
      (cycle, frames) = try session.skins()
      guard frames.count == count else { throw DaemonSession.unexpected }
    }
  }

  private static func noSkin(_ device: String?, _ names: [String]) -> ToolFailure {
    guard let device, !names.isEmpty else {
      return ToolFailure(
        .refused,
        "the robot has no skin: in the robot file, tare: at_start makes a tactile sensor one",
        "机器人没有触觉皮肤：在机器人文件中为触觉传感器加上 tare: at_start")
    }
    let list = names.joined(separator: ", ")
    return ToolFailure(
      .usage, "no skin is named \"\(device)\"; there are: \(list)",
      "没有名为 \"\(device)\" 的皮肤；可用：\(list)")
  }
}

extension Tare.Outcome {
  /// What a person reads.
  var text: Message {
    if let refusal {
      return Message("\(name): refused: \(refusal.english)", "\(name)：被拒绝：\(refusal.chinese)")
    }
    guard !failed.isEmpty else {
      return Message(
        "\(name): \(taxels) baselines taken", "\(name)：已完成 \(taxels) 个触点的去皮")
    }
    let list = failed.map(String.init).joined(separator: ", ")
    return Message(
      "\(name): \(taxels - failed.count) of \(taxels) baselines taken; too few good readings of "
        + "taxel \(list)",
      "\(name)：\(taxels) 个触点中 \(taxels - failed.count) 个完成去皮；有效读数不足的触点：\(list)")
  }

  /// The object that Documentation/command-line.md describes.
  var json: JSONValue {
    .object([
      ("name", .text(name)), ("taxels", .integer(taxels)),
      ("failed", .array(failed.map { .integer($0) })),
      ("refused", refusal.map { .text($0.english) } ?? .null),
    ])
  }
}
