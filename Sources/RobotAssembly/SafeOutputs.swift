internal import LinuxHAL
public import RobotConfiguration
internal import RobotHAL

/// Drives the outputs of a robot that no daemon has to their safe levels, each by itself: what cannot be opened keeps
/// nothing else from being driven. Nothing is identified or configured, and nothing moves. Real-time: no.
public struct SafeOutputs: Sendable {
  /// What took its safe level, for people.
  public private(set) var done: [BilingualText] = []
  /// What did not, and why.
  public private(set) var problems: [BilingualText] = []

  /// Drives those of `model` on `board`. Lines first, which take microseconds; a bus that hangs costs its adapter's
  /// timeout for each device.
  public init(_ model: RobotModel, on board: BoardDescription) {
    let lines = driveLines(model.robot, board)
    switchOffDevices(model, board)
    switchOffServos(model)
    // Until here: what a released line does is the board's affair.
    withExtendedLifetime(lines) {}
  }

  private mutating func driveLines(
    _ robot: RobotDescription, _ board: BoardDescription
  ) -> [LinuxDigitalOutput] {
    var driven: [LinuxDigitalOutput] = []
    let outputs = robot.lines.compactMap { line -> (line: LineDescription, safeHigh: Bool)? in
      if case .output(_, let safeHigh) = line.role { (line, safeHigh) } else { nil }
    }
    guard !outputs.isEmpty else { return [] }
    let gpio: LinuxGPIO
    do throws(LinuxDeviceError) {
      gpio = try LinuxGPIO.look()
    } catch {
      complain("no output line was driven: \(error)", "未驱动任何输出线：\(error)")
      return []
    }
    for (line, safeHigh) in outputs {
      do throws(LinuxDeviceError) {
        let place = try gpio.line(.name(line.boardLine, chip: board.gpio.chipLabel))
        driven.append(
          try LinuxDigitalOutput(
            chipPath: place.chipPath, offset: place.offset, initial: safeHigh))
        let level = safeHigh ? ("high", "高电平") : ("low", "低电平")
        done.append(
          BilingualText("line \(line.name) is \(level.0)", "输出线 \(line.name) 为\(level.1)"))
      } catch {
        complain("line \(line.name): \(error)", "输出线 \(line.name)：\(error)")
      }
    }
    return driven
  }

  private mutating func switchOffDevices(_ model: RobotModel, _ board: BoardDescription) {
    let robot = model.robot
    for bus in robot.buses.indices {
      let devices = robot.devices.indices.filter {
        robot.devices[$0].bus == bus && model.devices.drivers[$0].off != nil
      }
      guard !devices.isEmpty else { continue }
      let adapter: LinuxI2CAdapter
      do throws(LinuxDeviceError) {
        adapter = try Hardware.adapter(bus, of: robot, on: board)
      } catch {
        complain(
          "bus \(robot.buses[bus].name): \(error)", "总线 \(robot.buses[bus].name)：\(error)")
        continue
      }
      for index in devices {
        let name = robot.devices[index].name
        do throws(BusError) {
          try model.switchOff(device: index, on: adapter)
          done.append(BilingualText("\(name) is off", "\(name) 已关断"))
        } catch {
          complain(
            "\(name) did not take its off command (\(error.kind))",
            "\(name) 未接受关断命令（\(error.kind)）")
        }
      }
    }
  }

  private mutating func switchOffServos(_ model: RobotModel) {
    let robot = model.robot
    for (bus, line) in robot.serialBuses.enumerated() {
      let servos = robot.servos.indices.filter { robot.servos[$0].bus == bus }
      guard !servos.isEmpty else { continue }
      do throws(LinuxDeviceError) {
        let port = try Hardware.serialPort(line)
        for index in servos {
          let name = robot.servos[index].name
          if ServoSetUp.switchOff(model.servos.servos[index], on: port) {
            done.append(BilingualText("\(name) has no torque", "\(name) 已卸力"))
          } else {
            complain("\(name) did not switch its torque off", "\(name) 未卸力")
          }
        }
      } catch {
        complain("serial line \(line.name): \(error)", "串口 \(line.name)：\(error)")
      }
    }
  }

  private mutating func complain(_ english: String, _ chinese: String) {
    problems.append(
      BilingualText("\(english): cut the motor supply", "\(chinese)：请切断电机电源"))
  }
}
