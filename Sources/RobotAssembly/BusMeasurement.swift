internal import LinuxHAL
public import RobotConfiguration
internal import RobotHAL
internal import RobotRuntime
internal import RobotUnits

/// A bus of the board whose adapter was timed.
public struct BusMeasurement: Sendable, Hashable {
  /// The robot file's name for the bus.
  public let bus: String
  /// The board file's.
  public let boardBus: String
  /// The device that was read.
  public let device: String
  /// Its address.
  public let address: UInt8
  /// The figures.
  public let figures: OverheadMeasurement

  /// Why nothing was measured.
  public struct Failure: Error, Hashable, Sendable {
    /// Whether the question was wrong, not the hardware.
    public let isUsage: Bool
    /// What is wrong, and what to do.
    public let text: BilingualText
  }

  /// What the board file is to say about the bus.
  public var boardLine: String {
    // Whole microseconds, rounded up.
    "\(boardBus): { overhead: \((figures.most.nanoseconds + 999) / 1000) us }"
  }

  /// Times the adapter of the bus `name` of `loaded`, on the machine that it is called on, with `count`
  /// transfers of each length. Nothing but reads; no daemon may run, which would read in between.
  public static func run(
    _ name: String, of loaded: LoadedRobot, count: Int
  ) throws(Failure) -> BusMeasurement {
    try run(
      name, of: loaded.model.robot, count: count,
      open: { bus throws(Failure) in
        guard let board = loaded.board, board.status != .simulated else {
          throw Failure(
            isUsage: true,
            text: BilingualText(
              "there is nothing to measure on a simulated bus; give --board the board's own file",
              "仿真总线无可测量；请用 --board 指定实际主板的文件"))
        }
        return try adapter(bus, loaded.model.robot, board)
      }, now: { SystemClock.now() })
  }

  /// The same on the adapter that `open` gives, by the clock `now`.
  static func run(
    _ name: String, of robot: RobotDescription, count: Int,
    open: (Int) throws(Failure) -> any I2CAdapter, now: () -> MonotonicInstant
  ) throws(Failure) -> BusMeasurement {
    guard let bus = robot.buses.firstIndex(where: { $0.name == name }) else {
      let names = robot.buses.map(\.name).joined(separator: ", ")
      throw Failure(
        isUsage: true,
        text: BilingualText(
          "the robot has no bus \"\(name)\"; it has \(names)",
          "机器人没有总线 \"\(name)\"；现有：\(names)"))
    }
    let adapter = try open(bus)
    // Muxes first: their one register is the same however often it is read.
    let reachable = robot.devices.filter { $0.bus == bus && $0.via == nil }
    let devices = reachable.filter { DriverCatalog.kind(of: $0) == .mux } + reachable
    for device in devices where isThere(device.i2cAddress, on: adapter, now) {
      return BusMeasurement(
        bus: name, boardBus: robot.buses[bus].boardBus, device: device.name,
        address: device.address,
        figures: try timed(
          adapter, device.i2cAddress, robot.buses[bus].speed, count: count, now, name))
    }
    let names = reachable.map { "\($0.name) (\($0.i2cAddress))" }.joined(separator: ", ")
    throw Failure(
      isUsage: false,
      text: BilingualText(
        "no device of bus \"\(name)\" answers: \(names); look at the wires and the supply",
        "总线 \"\(name)\" 上没有器件应答：\(names)；请检查接线和电源"))
  }

  private static func isThere(
    _ address: I2CAddress, on adapter: any I2CAdapter, _ now: () -> MonotonicInstant
  ) -> Bool {
    do throws(BusError) {
      _ = try OverheadMeasurement.run(
        on: adapter, address: address, speed: Frequency(unchecked: 400e3), count: 2, now: now)
      return true
    } catch {
      return false
    }
  }

  private static func timed(
    _ adapter: any I2CAdapter, _ address: I2CAddress, _ speed: Frequency, count: Int,
    _ now: () -> MonotonicInstant, _ name: String
  ) throws(Failure) -> OverheadMeasurement {
    do throws(BusError) {
      return try OverheadMeasurement.run(
        on: adapter, address: address, speed: speed, count: count, now: now)
    } catch {
      throw Failure(
        isUsage: false,
        text: BilingualText(
          "\(address) on bus \"\(name)\" answered at first and then no more: \(error.kind) "
            + "(errno \(error.errno)); stop the daemon, or look for a loose wire",
          "总线 \"\(name)\" 上的 \(address) 先有应答、随后中断：\(error.kind)（errno \(error.errno)）；"
            + "请停止守护进程，或检查接线是否松动"))
    }
  }

  private static func adapter(
    _ bus: Int, _ robot: RobotDescription, _ board: BoardDescription
  ) throws(Failure) -> any I2CAdapter {
    do {
      return try Hardware.adapter(bus, of: robot, on: board)
    } catch {
      let text = "\(error.device): \(error.problem). \(error.remedy)"
      throw Failure(isUsage: false, text: BilingualText(text, text))
    }
  }
}
