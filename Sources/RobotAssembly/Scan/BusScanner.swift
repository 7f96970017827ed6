internal import RobotConfiguration
internal import RobotDrivers
internal import RobotHAL

/// Scans a bus: the same for the kernel's and for simulated ones.
///
/// Nobody else may use the bus meanwhile. What it writes are pointers of registers that it then reads, and the control
/// registers of muxes, which it leaves as they were. Real-time: no.
struct BusScanner {
  private var probe: BusProbe
  /// The robot file's devices of this bus: where, and of which driver.
  private let expected: [ExpectedDevice]
  private let searchesMuxes: Bool
  private var scan = BusScan()
  /// What the control registers of the muxes held, in the order in which they were found.
  private var muxes: [(address: I2CAddress, control: UInt8)] = []

  init(
    _ bus: SharedI2CBus, claimed: Set<I2CAddress> = [], expected: [ExpectedDevice] = [],
    searchesMuxes: Bool = true
  ) {
    probe = BusProbe(bus, claimed: claimed)
    self.expected = expected
    self.searchesMuxes = searchesMuxes
  }

  /// Who answers, and what it is.
  mutating func run() -> BusScan {
    scan.hasSearchedMuxes = searchesMuxes
    do throws(BusTrouble) {
      try openMuxes()
      try search(nil, leavingOut: [])
      explainEchoes(nil)
      let trunk = Set(scan.devices.map(\.address))
      for mux in muxes {
        for channel in 0..<TCA9548A.channelCount {
          try search(FoundChannel(mux: mux.address, channel: channel), leavingOut: trunk)
        }
        try select(TCA9548A.deselectMask, of: mux.address)
      }
    } catch {
      scan.trouble = error
    }
    restore()
    scan.warnings += probe.odd.sorted { $0.key < $1.key }.map(Self.oddity)
    return scan
  }

  // MARK: Addresses

  /// UM10204 section 3.1.12 reserves the others; a robot file may have devices there all the same.
  private func addresses(_ via: FoundChannel?) -> [I2CAddress] {
    let usual = (UInt8(0)...0x7F).compactMap { I2CAddress($0) }.filter { !$0.isReserved }
    let others = expected.filter { $0.address.isReserved && $0.via == via }.map(\.address)
    return usual + others
  }

  /// Asks and names everybody on the bus itself, or on the channel `via`.
  private mutating func search(
    _ via: FoundChannel?, leavingOut trunk: Set<I2CAddress>
  ) throws(BusTrouble) {
    do throws(BusTrouble) {
      if let via { try select(1 << UInt8(via.channel), of: via.mux) }
      let asked = addresses(via).filter { !trunk.contains($0) }
      for address in try probe.answers(among: asked) {
        scan.devices.append(try named(address, via))
      }
      if via != nil { explainEchoes(via) }
    } catch {
      if case .stuck(let cause) = error, let via { throw .stuckChannel(via, cause) }
      throw error
    }
  }

  private mutating func named(
    _ address: I2CAddress, _ via: FoundChannel?
  ) throws(BusTrouble) -> FoundDevice {
    var device = FoundDevice(address: address, via: via)
    let control = try muxControl(&device)
    guard device.drivers.isEmpty else { return device }
    let here = expected.filter { $0.address == address && $0.via == via }.map(\.driver)
    let candidates = ChipNaming.candidates(at: address, expected: here)
    device =
      try probe.attempt { [device] bus throws(BusError) in
        var device = device
        try ChipNaming.name(&device, candidates, on: &bus)
        return device
      } ?? device
    // In case that a mux is there all the same, beside another chip.
    if let control { try write(control, to: address) }
    return device
  }

  /// Looks whether `device` is a mux before anything that is no pointer to one is written, and names it then. Gives what
  /// is to be written when others have been asked for: they might be a mux beside another chip.
  private mutating func muxControl(_ device: inout FoundDevice) throws(BusTrouble) -> UInt8? {
    let address = device.address
    guard TCA9548ADevice.usualAddresses.contains(address.rawValue) else { return nil }
    let isOpened = device.via == nil && muxes.contains { $0.address == address }
    var control: UInt8?
    if !isOpened {
      control = try singleRegister(of: address)
      guard let control else { return nil }
      if searchesMuxes {
        let isMux = try takesSelections(address)
        try write(control, to: address)
        guard isMux else { return control }
      }
    }
    device.drivers = [TCA9548ADevice.schema.name]
    device.registers = TCA9548ADevice.identity.registers
    device.isCertain = searchesMuxes
    return control
  }

  // MARK: Muxes

  /// Finds the muxes on the bus itself and opens all their channels, so that only what is on the bus itself answers.
  private mutating func openMuxes() throws(BusTrouble) {
    guard searchesMuxes else { return }
    for number in TCA9548ADevice.usualAddresses {
      guard let address = I2CAddress(number), try probe.isThere(address),
        let control = try singleRegister(of: address)
      else { continue }
      // Listed before it is told anything, so that it is restored whatever happens.
      muxes.append((address, control))
      if try takesSelections(address) {
        try write(TCA9548A.deselectMask, to: address)
      } else {
        try write(control, to: address)
        muxes.removeLast()
      }
    }
  }

  /// What `address` answers three times in a row, as a chip with a single register does; `nil` if it does not.
  private mutating func singleRegister(of address: I2CAddress) throws(BusTrouble) -> UInt8? {
    try probe.attempt { bus throws(BusError) in
      var replies: Set<[UInt8]> = []
      for _ in 0..<3 { replies.insert(try bus.transfer(to: address, write: [], read: 1)) }
      return replies.count == 1 ? replies.first?.first : nil
    } ?? nil
  }

  /// Whether `address` gives back two selections that it is told: to another chip they are pointers.
  private mutating func takesSelections(_ address: I2CAddress) throws(BusTrouble) -> Bool {
    for channel in 0..<2 {
      do throws(BusTrouble) {
        if try isSelected(1 << UInt8(channel), of: address) { continue }
      } catch {
        guard case .stuck(let cause) = error else { throw error }
        throw .stuckChannel(FoundChannel(mux: address, channel: channel), cause)
      }
      guard let cause = probe.stall else { return false }
      throw .stuckChannel(FoundChannel(mux: address, channel: channel), cause)
    }
    return true
  }

  private mutating func isSelected(
    _ mask: UInt8, of mux: I2CAddress
  ) throws(BusTrouble) -> Bool {
    try probe.attempt { bus throws(BusError) in
      try bus.write([mask], to: mux)
      return try bus.transfer(to: mux, write: [], read: 1) == [mask]
    } ?? false
  }

  private mutating func select(_ mask: UInt8, of mux: I2CAddress) throws(BusTrouble) {
    guard try isSelected(mask, of: mux) else {
      scan.warnings.append(
        BilingualText(
          "the mux at \(mux) did not take a selection; what is listed behind it may be elsewhere",
          "多路复用器 \(mux) 未接受通道选择；其后列出的器件可能在别处"))
      return
    }
  }

  private mutating func write(_ byte: UInt8, to address: I2CAddress) throws(BusTrouble) {
    _ = try probe.attempt { bus throws(BusError) in try bus.write([byte], to: address) }
  }

  /// Leaves the muxes as they were.
  private mutating func restore() {
    for mux in muxes {
      do throws(BusError) {
        try probe.bus.write([mux.control], to: mux.address)
      } catch {
        scan.warnings.append(
          BilingualText(
            "the mux at \(mux.address) could not be left as it was found (\(error.kind)); reset it",
            "多路复用器 \(mux.address) 未能恢复原状（\(error.kind)）；请将其复位"))
      }
    }
  }

  private static func oddity(_ address: I2CAddress, _ error: BusError) -> BilingualText {
    BilingualText(
      "\(address): neither an answer nor none (\(error.kind), errno \(error.errno)): a chip that stretches the clock, or one "
        + "that a kernel driver owns on an adapter that speaks SMBus only",
      "\(address)：既非应答也非无应答（\(error.kind)，errno \(error.errno)）：该芯片延展时钟，或在仅支持 SMBus 的适配器上"
        + "被内核驱动占用")
  }

  // MARK: Further addresses

  /// A PCA9685 answers its all-call address, too, until its set-up turns that off.
  private mutating func explainEchoes(_ via: FoundChannel?) {
    for driver in DriverCatalog.drivers {
      for number in driver.schema.powerOnAddresses {
        guard let address = I2CAddress(number) else { continue }
        explainEcho(address, of: driver.schema.name, via)
      }
    }
  }

  private mutating func explainEcho(
    _ address: I2CAddress, of driver: String, _ via: FoundChannel?
  ) {
    let source = scan.devices.first { device in
      device.via == via && device.address != address && device.drivers.contains(driver)
    }
    guard let source else { return }
    for index in scan.devices.indices where scan.devices[index].address == address {
      guard scan.devices[index].via == nil || scan.devices[index].via == via else { continue }
      // Without leave to write a mux is not told from it.
      let isUnasked = !searchesMuxes && scan.devices[index].drivers == [TCA9548ADevice.schema.name]
      if scan.devices[index].drivers.contains(driver) || isUnasked {
        scan.devices[index].echoOf = scan.devices[index].echoOf ?? source.address
      } else {
        scan.warnings.append(Self.collision(address, driver, source.address))
      }
    }
  }

  private static func collision(
    _ address: I2CAddress, _ driver: String, _ source: I2CAddress
  ) -> BilingualText {
    BilingualText(
      "\(address) is also what the \(driver) at \(source) answers after power-on (all-call), until its set-up turns that "
        + "off: another chip at \(address) answers at the same time. Give that one another address by its pins",
      "\(address) 也是 \(source) 处 \(driver) 上电后的应答地址（all-call），直到初始化将其关闭：\(address) 处的另一芯片"
        + "会同时应答。请用引脚给它另设地址")
  }
}

/// A device of the robot file, as a scan looks for it.
struct ExpectedDevice: Sendable, Hashable {
  let address: I2CAddress
  let via: FoundChannel?
  let driver: String
}
