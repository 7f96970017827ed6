import RobotAssembly
import RobotConfiguration
import RobotCore
import RobotDrivers
import RobotRuntime
import RobotUnits
import RobotWire

/// What clients ask about skins.
extension ServiceLoop {
  mutating func tactileFrames(
    from first: UInt16, _ session: Session, _ sequence: UInt32, _ now: MonotonicInstant
  ) {
    _ = snapshots.update()
    let cycle = snapshots.slot.pointee.cycle
    guard
      let frames = TactileFrames(
        cycle: cycle.index, time: cycle.time, robot.skinFrames(snapshots.slot.pointee), from: first)
    else {
      refuse(.invalid, noSkin(first), session, sequence, now)
      return
    }
    send(.tactileFrames(frames), to: session, answers: sequence, now)
  }

  /// Takes a baseline anew where that makes sense: nothing moves, and the sensor says something.
  mutating func tare(
    _ skin: UInt16, _ session: Session, _ sequence: UInt32, _ now: MonotonicInstant
  ) {
    guard Int(skin) < robot.system.skins.count else {
      refuse(.invalid, noSkin(skin), session, sequence, now)
      return
    }
    if let text = tareRefusal(session) {
      refuse(
        text.code, text.words, session, sequence, now, for: text.code == .busy ? .controlled : nil)
      return
    }
    guard hasReadings(Int(skin)), tares.push(Int32(skin)) else {
      let name = robot.system.sensors[robot.system.skins[Int(skin)].sensor].name
      let text = BilingualText(
        "no baseline can be taken of \(name): nothing valid is read there; see \"cerebellum sensors\"",
        "无法对 \(name) 去皮：没有有效读数；请查看 \"cerebellum sensors\"")
      refuse(.refused, text, session, sequence, now)
      return
    }
    accept(session, sequence, now)
  }

  /// Why no baseline may be taken now; `nil` when it may.
  private mutating func tareRefusal(
    _ session: Session
  ) -> (code: RobotWire.RequestResult.Code, words: BilingualText)? {
    guard control.isOpen(to: session.number) else { return (.busy, whoControls) }
    _ = snapshots.update()
    // What moves may touch something, and a baseline that was taken of a touch hides it.
    let isMoving = snapshots.slot.pointee.source != .rest
    guard !isMoving else {
      return (
        .refused,
        BilingualText(
          "the robot moves: a baseline is taken at rest; stop it first",
          "机器人正在运动：请先停止，再在静止时去皮")
      )
    }
    return nil
  }

  /// Whether one taxel of skin `number` at least is worth something.
  private func hasReadings(_ number: Int) -> Bool {
    let health = snapshots.slot.pointee.tactile[number].health
    return (0..<robot.system.skins[number].taxels).contains { health.contains($0) }
  }

  private func noSkin(_ number: UInt16) -> BilingualText {
    let count = robot.system.skins.count
    guard count > 0 else {
      return BilingualText(
        "the robot has no skin: in the robot file, tare: at_start makes a tactile sensor one",
        "机器人没有触觉皮肤：在机器人文件中为触觉传感器加上 tare: at_start")
    }
    return BilingualText(
      "there is no skin \(number): the robot has \(count), from 0 on",
      "没有皮肤 \(number)：机器人有 \(count) 个，从 0 开始")
  }
}

extension RunningSystem {
  func skinFrames(_ snapshot: borrowing RobotSnapshot) -> [SkinFrame] {
    var frames: [SkinFrame] = []
    var place = 0
    for (index, skin) in system.skins.enumerated() {
      let sample = snapshot.tactile[index]
      var taxels: [Taxel] = []
      for taxel in 0..<skin.taxels {
        var numbers: [Taxel.Component] = []
        for _ in 0..<skin.components {
          numbers.append(
            Taxel.Component(
              value: snapshot.taxelValues[place], baseline: snapshot.taxelBaselines[place],
              drift: snapshot.taxelDrifts[place]))
          place += 1
        }
        taxels.append(
          Taxel(
            isValid: sample.health.contains(taxel), isTared: sample.tared.contains(taxel),
            isTouched: sample.touched.contains(taxel), isTaring: sample.taring.contains(taxel),
            components: numbers))
      }
      frames.append(
        SkinFrame(
          sensor: UInt16(clamping: skin.sensor), unit: skin.unit.rawValue,
          components: UInt8(skin.components),
          validAt: readTime(of: snapshot.sensors[skin.sensor], snapshot), taxels: taxels))
    }
    return frames
  }
}
