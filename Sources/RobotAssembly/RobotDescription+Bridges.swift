internal import RobotConfiguration
internal import RobotDrivers
internal import RobotHAL

extension RobotDescription {
  /// The lines that are active while the robot is powered: output enables, and STBY of bridges.
  var enableLines: [Int] {
    Set(devices.compactMap(\.outputEnable) + joints.compactMap(\.actuator.standby)).sorted()
  }

  /// The request of `burst`, which begins with channel `first` of `device`, that opens every bridge: full OFF
  /// everywhere, and a bridge with direction inputs on channels open under PWM.
  func safeBurst(of device: Int, _ burst: Exchange, first: Int) -> [UInt8] {
    var request = burst.request
    for joint in joints {
      guard case .directedBridge(let bridge) = joint.actuator.drive, bridge.pwm.device == device,
        let offsets = bridge.offsets(from: first)
      else { continue }
      var span = request.mutableSpan
      TB6612.encode(TB6612.coast(), at: offsets, into: &span)
    }
    return request
  }

  /// Whether every bridge behind the PWM device has a standby line, which a dead host lets go of.
  func isOpenedByStandby(_ device: DeviceDescription) -> Bool {
    let own = joints.filter { joint in
      joint.actuator.device.map { devices[$0].name == device.name } ?? false
    }
    return !own.isEmpty && own.allSatisfy { $0.actuator.standby != nil }
  }

  /// The PWM devices that no pin switches off when the host dies, for people.
  var pwmWithoutEnable: [BilingualText] {
    devices.filter {
      DriverCatalog.kind(of: $0) == .pwm && $0.outputEnable == nil && !isOpenedByStandby($0)
    }.map { device in
      BilingualText(
        "\(device.name) goes on driving its last PWM when the host dies: wire its OE pin to a line "
          + "with a pull-up, and name it as output_enable",
        "主机失效后 \(device.name) 会继续输出最后的 PWM：请把它的 OE 引脚接到带上拉的信号线，"
          + "并写为 output_enable")
    }
  }

  /// The chips that go on driving their motor when the host dies, for people.
  var bridgesWithoutWatchdog: [BilingualText] {
    devices.filter { DriverCatalog.kind(of: $0) == .motor }.map { device in
      BilingualText(
        "\(device.name) (\(device.driver)) goes on driving its motor when the host dies, and no pin opens "
          + "it: let the emergency stop cut its VCC",
        "主机失效后 \(device.name)（\(device.driver)）会继续驱动电机，且没有引脚可关断：请让急停切断其 VCC")
    }
  }
}
