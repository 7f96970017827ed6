import RobotAssembly
import RobotConfiguration
import RobotScenarios
import RobotUnits

/// What a run would do, for whoever wires the bench and clears the space around the robot. Touches nothing.
struct RunPlan {
  let loaded: LoadedRobot
  let files: [ScenarioFile]
  let skips: SkipRules
  let console: Console

  /// What belongs to each scenario beside its own time: the daemon's start, arming, its end [s].
  private static let overhead = 5.0

  private var robot: RobotDescription { loaded.model.robot }

  var lines: [String] {
    [console.text("Wire", "接线")] + buses + digitalLines + [""]
      + [console.text("Scenarios", "场景")] + files.flatMap(scenario) + ["", conclusion]
  }

  // MARK: Wiring

  private var buses: [String] {
    robot.buses.enumerated().flatMap { index, bus -> [String] in
      let board = loaded.board?.i2c.first { $0.name == bus.boardBus }
      let pins = board?.pins ?? []
      var head = "  I2C \(bus.name): \(bus.boardBus), \(Int(bus.speed.hertz / 1000)) kHz"
      if let adapter = board?.device ?? board?.adapterName { head += ", \(adapter)" }
      if !pins.isEmpty {
        head +=
          console.text(", header pins ", "，排针 ") + pins.map { "\($0)" }.joined(separator: ", ")
      }
      let devices = robot.devices.filter { $0.bus == index }.map { device in
        let address = String(device.address, radix: 16)
        var line =
          "    \(device.name): \(device.driver), 0x\(address.count < 2 ? "0" : "")\(address)"
        if let via = device.via {
          line += console.text(
            ", behind \(robot.devices[via.mux].name) channel \(via.channel)",
            "，位于 \(robot.devices[via.mux].name) 通道 \(via.channel)")
        }
        return line
      }
      return [head] + devices
    }
      + robot.serialBuses.map { console.text("  serial line \($0.name)", "  串口 \($0.name)") }
  }

  private var digitalLines: [String] {
    let enables = Set(robot.devices.compactMap(\.outputEnable))
    return robot.lines.enumerated().map { index, line in
      let pin = loaded.board?.gpio.lines.first { $0.value == line.boardLine }?.key
      var text = "  \(line.name): \(line.boardLine)"
      if let pin { text += console.text(", header pin \(pin)", "，排针 \(pin)") }
      switch line.role {
      case .input(let normallyClosed):
        if line.isEmergencyStop {
          text += console.text(
            ", the emergency stop\(normallyClosed ? ", a contact that opens when it is pressed" : "")",
            "，急停\(normallyClosed ? "（按下时断开的触点）" : "")")
        } else {
          text += console.text(", input", "，输入")
        }
      case .output(_, let safeHigh):
        let level = safeHigh ? 1 : 0
        text +=
          enables.contains(index)
          ? console.text(", output enable, safe at \(level)", "，输出使能，安全电平 \(level)")
          : console.text(", output, safe at \(level)", "，输出，安全电平 \(level)")
      case .edges: text += console.text(", edges of an encoder", "，编码器边沿")
      }
      return text
    }
  }

  // MARK: Scenarios

  private func scenario(_ file: ScenarioFile) -> [String] {
    let scenario = file.scenario
    if let reason = skips.reason(scenario) {
      return [
        console.text("  \(scenario.name): skipped, \(reason)", "  \(scenario.name)：跳过，\(reason)")
      ]
    }
    let seconds = Decimals.text(scenario.duration + skips.tolerance, places: 1)
    let head = console.text("  \(scenario.name): \(seconds) s", "  \(scenario.name)：\(seconds) s")
    return [head] + faults(scenario) + motion(scenario)
  }

  private func faults(_ scenario: FaultScenario) -> [String] {
    scenario.faults.map { fault in
      let place = fault.place.name.isEmpty ? "" : " \(fault.place.name)"
      let length = fault.duration.map { console.text(" for \($0) s", "，持续 \($0) s") } ?? ""
      return "    \(fault.start) s: \(words(fault.kind))\(place)\(length)"
    }
  }

  private func words(_ kind: FaultScenario.Kind) -> String {
    switch kind {
    case .pressed: console.text("somebody presses", "按下")
    case .asked(let ask, let isRefused):
      console.text(
        "asked to \(ask.rawValue)\(isRefused ? ", which must be refused" : "")",
        "请求 \(ask.rawValue)\(isRefused ? "（必须被拒绝）" : "")")
    case .silentClient: console.text("the client falls silent", "客户端停止发送")
    default: "\(kind)"
    }
  }

  /// How far each joint is led, from where a robot at 0 starts.
  private func motion(_ scenario: FaultScenario) -> [String] {
    guard scenario.beginning != .arming else {
      return [console.text("    holds still", "    保持静止")]
    }
    let knots: [TrajectoryKnot]
    do throws(ConfigurationErrors) {
      knots = try ScenarioMotion.of(scenario, loaded.model, longer: skips.tolerance).knots(
        from: loaded.model.startPositions)
    } catch {
      return ["    \(error)"]
    }
    return robot.joints.enumerated().compactMap { index, joint in
      let positions = knots.map { $0.joints[index].position }
      guard let low = positions.min(), let high = positions.max(), high - low > 1e-6 else {
        return nil
      }
      let unit = JointUnitNames(joint.kind).position
      return console.text(
        "    \(joint.name): \(Decimals.text(low, places: 2)) to \(Decimals.text(high, places: 2)) \(unit), from 0",
        "    \(joint.name)：\(Decimals.text(low, places: 2)) 至 \(Decimals.text(high, places: 2)) \(unit)（从 0 开始）"
      )
    }
  }

  private var conclusion: String {
    let played = files.map(\.scenario).filter { skips.reason($0) == nil }
    let seconds = played.reduce(0) { $0 + $1.duration + skips.tolerance + Self.overhead }
    let minutes = Decimals.text(seconds / 60, places: 1)
    let skipped = files.count - played.count
    return console.text(
      "\(played.count) would be played, \(skipped) skipped; about \(minutes) min. Nothing was touched.",
      "将播放 \(played.count) 个，跳过 \(skipped) 个；约 \(minutes) 分钟。未接触任何硬件。")
  }
}
