import Glibc
import RobotConfiguration
import RobotHAL
import RobotUnits
import SimulatedHAL
import Testing

@testable import LinuxHAL
@testable import RobotAssembly

/// A machine whose sysfs is a folder and whose I2C devices answer the ioctls with simulated chips behind them.
@Suite("Scanning the buses of a machine")
struct RobotScanTests {
  let tree = TemporaryTree()
  let shaft = FixedShaft(radians: 1)
  var machine: LinuxI2CBuses { LinuxI2CBuses(root: tree.root) }

  /// The header's bus, on which the kernel drives a fan controller and a mux with two channels, and the mainboard's.
  init() {
    add(0, "SMBus I801 adapter at efa0")
    add(1, "Synopsys DesignWare I2C adapter", node: "axi/pcie@120000/rp1/i2c@74000")
    writeFile(
      "\(tree.root)/sys/firmware/devicetree/base/axi/pcie@120000/rp1/i2c@74000/clock-frequency",
      "\u{0}\u{F}B@")
    own("1-0040", "emc2305")
    own("1-0070", "pca954x")
    for channel in 0..<2 {
      add(5 + channel, "i2c-1-mux (chan_id \(channel))")
      tree.makeLink(
        "sys/devices/i2c-\(5 + channel)/mux_device", to: "sys/bus/i2c/devices/1-0070")
    }
  }

  func add(_ number: Int, _ name: String, node: String? = nil) {
    let device = "sys/devices/i2c-\(number)"
    tree.makeFile("\(device)/i2c-dev/i2c-\(number)/name", name)
    tree.makeLink("\(device)/i2c-dev/i2c-\(number)/device", to: device)
    tree.makeLink("sys/class/i2c-dev/i2c-\(number)", to: "\(device)/i2c-dev/i2c-\(number)")
    tree.makeFile("dev/i2c-\(number)", "")
    guard let node else { return }
    tree.makeFolder("sys/firmware/devicetree/base/\(node)")
    tree.makeLink("\(device)/of_node", to: "sys/firmware/devicetree/base/\(node)")
  }

  func own(_ device: String, _ driver: String) {
    tree.makeFolder("sys/bus/i2c/drivers/\(driver)")
    tree.makeFolder("sys/bus/i2c/devices/\(device)")
    tree.makeLink("sys/bus/i2c/devices/\(device)/driver", to: "sys/bus/i2c/drivers/\(driver)")
  }

  func device(_ chips: [any SimulatedChip], functions: UInt = 0x0EFF_0009) -> FakeI2CDevice {
    let bus = SimulatedI2CBus(
      speed: Frequency(unchecked: 400e3), clock: SimulationClock(.virtual))
    for chip in chips { bus.attach(chip) }
    return FakeI2CDevice(functions: functions, bus: bus)
  }

  /// Scans the machine, whose buses are `devices`.
  func scan(_ scan: RobotScan, _ devices: [Int: FakeI2CDevice]) throws -> ScanReport {
    try scan.linux(machine) { bus throws(LinuxDeviceError) in
      try LinuxI2CAdapter(path: devices[bus.number]?.path ?? bus.path)
    }
  }

  func places(_ bus: ScannedBus?) -> [String] {
    (bus?.scan?.devices ?? []).map { "\($0.place) \($0.drivers.joined(separator: "/"))" }
  }

  @Test("sysfs tells speed, kernel's muxes and owners, as seen from every bus")
  func sysfs() throws {
    let all = machine.all()
    #expect(all.map(\.speedHertz) == [nil, 1_000_000, nil, nil])
    #expect(
      all.map(\.branch) == [
        nil, nil, LinuxI2CBus.Branch(parent: 1, mux: 0x70, channel: 0),
        LinuxI2CBus.Branch(parent: 1, mux: 0x70, channel: 1),
      ])
    own("5-0052", "at24")
    #expect(machine.claims(on: all[0]) == [:])
    #expect(machine.claims(on: all[1]) == [0x40: "emc2305", 0x52: "at24", 0x70: "pca954x"])
    #expect(machine.claims(on: all[2]) == [0x40: "emc2305", 0x52: "at24", 0x70: "pca954x"])
    #expect(machine.claims(on: all[3]) == [0x40: "emc2305", 0x70: "pca954x"])
  }

  @Test("Every bus is listed once with what is on it, and what the kernel owns is never asked")
  func everything() throws {
    let encoder = AS5600Model(shaft: shaft)
    let pwm = PCA9685Model(address: 0x41)
    let fan = AS5600Model(address: 0x40, shaft: shaft)
    // The kernel left channel 0 closed.
    let devices = [
      1: device([pwm, fan, encoder]), 5: device([pwm, fan, encoder]), 6: device([pwm, fan]),
    ]
    let report = try scan(RobotScan(), devices)
    #expect(report.buses.map(\.path) == [0, 1, 5, 6].map { "\(tree.root)/dev/i2c-\($0)" })
    #expect(report.buses[0].scan == nil && report.buses[0].isLeftOut)
    #expect(report.buses[1].deviceTreePath == "/axi/pcie@120000/rp1/i2c@74000")
    #expect(report.buses[1].isSMBusOnly == false)
    #expect(places(report.buses[1]) == ["0x41 pca9685"])
    #expect(places(report.buses[2]) == ["0x36 as5600"])
    #expect(places(report.buses[3]) == [])
    #expect(report.buses[2].branch?.channel == 0)
    #expect(report.isWell)
    // 0x40 and 0x70 are the kernel's.
    #expect(fan.pointer == 0 && report.buses[1].claimed[0x40] == "emc2305")
  }

  @Test(
    "A bus is chosen by board name, device-tree path, adapter name or node, and by nothing else")
  func chosen() throws {
    let board = try BoardFile.load(
      text: Array(
        """
        board: bench
        compatible: []
        status: unverified
        i2c: { header: { of_path: /axi/pcie@120000/rp1/i2c@74000, speed: 1 MHz, overhead: 50 us } }
        gpio: { on_release: keeps }

        """.utf8), file: "board.yaml")
    let devices = [1: device([PCA9685Model(address: 0x41)])]
    for name in [
      "header", "/axi/pcie@120000/rp1/i2c@74000", "Synopsys DesignWare I2C adapter",
      "\(tree.root)/dev/i2c-1",
    ] {
      let report = try scan(RobotScan(board: board, names: [name]), devices)
      #expect(report.buses.map(\.name) == ["header"])
      #expect(places(report.buses.first) == ["0x41 pca9685"])
    }
    let failure = #expect(throws: RobotScan.Failure.self) {
      try scan(RobotScan(board: board, names: ["1"]), devices)
    }
    #expect(failure?.text.english.hasPrefix("no single bus is called \"1\"; there are: ") == true)
    // The board's own buses only, unless told.
    let report = try scan(RobotScan(board: board), devices)
    #expect(report.buses.map(\.isLeftOut) == [true, false, true, true])
  }

  @Test("A bus that a daemon holds is left alone, and its holder told")
  func held() throws {
    let fake = device([])
    let daemon = try LinuxI2CAdapter(path: fake.path)
    let report = try scan(RobotScan(names: ["\(tree.root)/dev/i2c-1"]), [1: fake])
    let refusal = try #require(report.buses.first?.refusal)
    #expect(refusal.english.contains("in use by"))
    #expect(refusal.english.contains("Stop that program"))
    #expect(!report.isWell)
    withExtendedLifetime(daemon) {}
  }

  @Test("A robot's devices on the kernel's channels are found there, though all channels have one")
  func kernelMux() throws {
    let robot = try RobotFile.load(
      text: Array(
        """
        robot: bench
        rate: 10 Hz
        buses:
          main: { i2c: Synopsys, speed: 400 kHz }
          one: { i2c: one, speed: 400 kHz }
          two: { i2c: two, speed: 400 kHz }
        devices:
          pwm: { driver: pca9685, bus: main, address: 0x41 }
          fan: { driver: as5600l, bus: main, address: 0x40 }
          left: { driver: as5600, bus: one }
          right: { driver: as5600, bus: two }
        joints: none

        """.utf8), file: "robot.yaml", drivers: DriverCatalog.schemas)
    let board = try BoardFile.load(
      text: Array(
        """
        board: bench
        compatible: []
        status: unverified
        i2c:
          Synopsys: { adapter: Synopsys DesignWare I2C adapter, speed: 1 MHz, overhead: 50 us }
          one: { adapter: i2c-1-mux (chan_id 0), speed: 1 MHz, overhead: 50 us }
          two: { adapter: i2c-1-mux (chan_id 1), speed: 1 MHz, overhead: 50 us }
        gpio: { on_release: keeps }

        """.utf8), file: "board.yaml")
    let pwm = PCA9685Model(address: 0x41)
    let encoders = (0..<2).map { _ in AS5600Model(shaft: shaft) }
    let devices = [
      1: device([pwm, encoders[1]]), 5: device([pwm, encoders[0]]), 6: device([pwm, encoders[1]]),
    ]
    let report = try scan(RobotScan(robot: robot, board: board), devices)
    #expect(report.verdicts.map(\.state) == [.found, .owned, .found, .found])
    #expect(
      report.buses.map(places) == [["0x41 pca9685"], ["0x36 as5600"], ["0x36 as5600"]])
  }

  @Test("A bus of the board that is not there is told with the line that enables it")
  func missing() throws {
    func board(_ keys: String) throws -> BoardDescription {
      try BoardFile.load(
        text: Array(
          """
          board: bench
          compatible: []
          status: unverified
          i2c: { header: { device: /dev/i2c-9, \(keys)speed: 1 MHz, overhead: 50 us } }
          gpio: { on_release: keeps }

          """.utf8), file: "board.yaml")
    }
    func remedy(_ keys: String) throws -> String? {
      let board = try board(keys)
      let error = #expect(throws: LinuxDeviceError.self) {
        try Hardware.bus("header", of: board, on: machine)
      }
      #expect(error?.kind == .missing)
      return error?.remedy
    }
    #expect(
      try remedy("enable: dtparam=i2c_arm=on, enable_file: /boot/config.txt, ")?.hasSuffix(
        ". bench has it with the line \"dtparam=i2c_arm=on\" in /boot/config.txt, from the next boot on"
      )
        == true)
    #expect(
      try remedy("enable: dtparam=i2c_arm=on, ")?.hasSuffix(
        ". bench has it with the line \"dtparam=i2c_arm=on\", from the next boot on") == true)
    #expect(try remedy("")?.contains("bench") == false)
  }

  @Test(
    "On an adapter that speaks SMBus only words are read, and an address that is refused is told")
  func smbus() throws {
    let bus = SimulatedI2CBus(
      speed: Frequency(unchecked: 400e3), clock: SimulationClock(.virtual))
    bus.attach(
      INA226Model(
        address: 0x44, shuntOhms: 0.002,
        supply: FixedSupply(busVolts: 12, amperes: 1)))
    bus.attach(TMP102Model(address: 0x4A, body: FixedTemperature(celsius: 25)))
    let fake = FakeI2CDevice(
      functions: 0x0EFF_0008, refusedAddresses: [0x48], bus: bus)
    let report = try scan(RobotScan(names: ["\(tree.root)/dev/i2c-0"]), [0: fake])
    #expect(report.buses[0].isSMBusOnly == true)
    #expect(places(report.buses[0]) == ["0x44 ina226", "0x4A tmp102"])
    #expect(report.buses[0].scan?.warnings.first?.english.hasPrefix("0x48: ") == true)
  }
}
