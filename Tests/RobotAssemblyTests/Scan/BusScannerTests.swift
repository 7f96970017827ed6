import RobotConfiguration
import RobotHAL
import RobotUnits
import SimulatedHAL
import Testing

@testable import RobotAssembly

/// A simulated bus, as a person wires it.
private struct Bench {
  let bus: SimulatedI2CBus

  init(_ capabilities: I2CCapabilities = .combinedMessages) {
    bus = SimulatedI2CBus(
      speed: Frequency(unchecked: 400e3), clock: SimulationClock(.virtual),
      capabilities: capabilities)
  }

  func scan(claimed: Set<I2CAddress> = [], expected: [ExpectedDevice] = [], muxes: Bool = true)
    -> BusScan
  {
    var scanner = BusScanner(
      SharedI2CBus(bus), claimed: claimed, expected: expected, searchesMuxes: muxes)
    return scanner.run()
  }
}

@Suite struct BusScannerTests {
  private let shaft = FixedShaft(radians: 1)

  private func encoder(_ address: I2CAddress = 0x36) -> AS5600Model {
    AS5600Model(address: address, shaft: shaft)
  }

  private func places(_ scan: BusScan) -> [String] {
    scan.devices.map { "\($0.place) \($0.drivers.joined(separator: "/"))" }
  }

  @Test("Behind a mux everything is listed at its channel, and the mux is left as it was")
  func behindMux() {
    let bench = Bench()
    let mux = TCA9548AModel(address: 0x71)
    bench.bus.attach(mux)
    bench.bus.attach(PCA9685Model(address: 0x41))
    mux.attach(encoder(), channel: 0)
    mux.attach(encoder(), channel: 5)
    mux.control = 0x20
    let scan = bench.scan()
    #expect(
      places(scan) == [
        "0x41 pca9685", "0x70 pca9685", "0x71 tca9548a",
        "0x36 behind mux 0x71 channel 0 as5600", "0x36 behind mux 0x71 channel 5 as5600",
      ])
    #expect(scan.devices[1].echoOf == 0x41)
    #expect(scan.devices[2].isCertain)
    #expect(scan.trouble == nil && scan.warnings.isEmpty)
    #expect(mux.control == 0x20)
  }

  @Test("Two muxes do not show each other's chips")
  func twoMuxes() {
    let bench = Bench()
    let muxes = [TCA9548AModel(address: 0x70), TCA9548AModel(address: 0x77)]
    for mux in muxes { bench.bus.attach(mux) }
    muxes[0].attach(encoder(), channel: 7)
    muxes[1].attach(encoder(), channel: 0)
    // A chip of the mux's range beside them.
    bench.bus.attach(
      BMP280Model(address: 0x76, air: FixedAir(AirReading(pascals: 101_325, celsius: 25))))
    let scan = bench.scan()
    #expect(
      places(scan) == [
        "0x70 tca9548a", "0x76 bmp280", "0x77 tca9548a",
        "0x36 behind mux 0x70 channel 7 as5600", "0x36 behind mux 0x77 channel 0 as5600",
      ])
  }

  @Test("A mux behind a mux is named, left as it was, and not searched")
  func nestedMux() {
    let bench = Bench()
    let outer = TCA9548AModel(address: 0x70)
    let inner = TCA9548AModel(address: 0x72)
    bench.bus.attach(outer)
    outer.attach(inner, channel: 3)
    inner.attach(encoder(), channel: 1)
    let scan = bench.scan()
    #expect(places(scan) == ["0x70 tca9548a", "0x72 behind mux 0x70 channel 3 tca9548a"])
    #expect(inner.control == 0)
    // Left with a channel closed, it shows what is behind it.
    inner.control = 0x02
    #expect(bench.scan().devices.count == 3)
    #expect(inner.control == 0x02)
  }

  @Test("Without leave no mux is switched, nor anything written at its addresses")
  func noMux() {
    let bench = Bench()
    let mux = TCA9548AModel(address: 0x71)
    bench.bus.attach(mux)
    mux.attach(encoder(), channel: 0)
    mux.control = 0x80
    let scan = bench.scan(muxes: false)
    #expect(places(scan) == ["0x71 tca9548a"])
    #expect(!scan.devices[0].isCertain && !scan.hasSearchedMuxes)
    #expect(mux.control == 0x80)
  }

  @Test(
    "A mux at the all-call address of a PCA9685 is a collision, and keeps its channels as they were"
  )
  func allCall() {
    let bench = Bench()
    let mux = TCA9548AModel(address: 0x70)
    bench.bus.attach(mux)
    bench.bus.attach(PCA9685Model(address: 0x41))
    let scan = bench.scan()
    #expect(
      scan.warnings.map(\.english).contains {
        $0.hasPrefix("0x70 is also what the pca9685 at 0x41")
      })
    #expect(scan.devices.first { $0.address == 0x70 }?.echoOf == nil)
    #expect(mux.control == 0)
  }

  @Test("A chip that no driver knows is listed as unknown")
  func unknown() {
    let bench = Bench()
    bench.bus.attach(MPU6050Model(address: 0x52, source: FixedMotion()))
    let scan = bench.scan()
    #expect(places(scan) == ["0x52 "])
  }

  @Test("An address that the kernel owns is not even asked")
  func claimed() {
    let bench = Bench()
    bench.bus.attach(encoder())
    let before = bench.bus.counters.bytes
    let scan = bench.scan(claimed: Set((UInt8(0)...0x7F).compactMap { I2CAddress($0) }))
    #expect(scan.devices.isEmpty && scan.trouble == nil)
    #expect(bench.bus.counters.bytes == before)
  }

  @Test("Reserved addresses are asked only where the robot file has a device")
  func reserved() {
    let bench = Bench()
    bench.bus.attach(MT6701Model(address: 0x06, shaft: shaft))
    #expect(bench.scan().devices.isEmpty)
    let scan = bench.scan(expected: [ExpectedDevice(address: 0x06, via: nil, driver: "mt6701")])
    #expect(places(scan) == ["0x06 mt6701"])
  }

  @Test("A driver is asked for at an unusual address where the robot file has it there")
  func programmedAddress() {
    let bench = Bench()
    bench.bus.attach(encoder(0x52))
    #expect(places(bench.scan()) == ["0x52 "])
    let scan = bench.scan(expected: [ExpectedDevice(address: 0x52, via: nil, driver: "as5600l")])
    #expect(places(scan) == ["0x52 as5600l"])
  }

  @Test("A bus that is held low ends after two transfers, and is explained")
  func heldLow() throws {
    let bench = Bench()
    bench.bus.attach(encoder())
    bench.bus.recoveryLines.data.drive(false)
    let scan = bench.scan()
    guard case .stuck = scan.trouble else {
      Issue.record("\(scan)")
      return
    }
    #expect(bench.bus.counters.transfers == 2)
    #expect(scan.trouble?.text.chinese.contains("SDA") == true)
  }

  @Test("A channel that is held low is named, and the mux told to let go of it")
  func heldChannel() {
    let bench = Bench()
    let mux = TCA9548AModel(address: 0x71)
    bench.bus.attach(mux)
    mux.attach(encoder(), channel: 0)
    mux.attach(encoder(), channel: 2)
    bench.bus.inject(
      FaultPlan(
        seed: 1,
        [
          PlannedFault(
            .stuckData(byte: 0), at: .behind(mux: 0x71, channel: 2, 0x36),
            from: MonotonicInstant(nanoseconds: 0))
        ]))
    let scan = bench.scan()
    guard case .stuckChannel(let channel, _) = scan.trouble else {
      Issue.record("\(scan)")
      return
    }
    #expect(channel == FoundChannel(mux: 0x71, channel: 2))
    #expect(places(scan).contains("0x36 behind mux 0x71 channel 0 as5600"))
  }

  @Test("A channel that is low before anybody on it is asked is named, too", arguments: [0, 1, 6])
  func brokenChannel(channel: Int) throws {
    let bench = Bench()
    let mux = TCA9548AModel(address: 0x74)
    bench.bus.attach(mux)
    mux.attach(encoder(), channel: channel)
    bench.bus.inject(
      FaultPlan(
        seed: 1,
        [
          PlannedFault(
            .stuckData(byte: 0), at: .behind(mux: 0x74, channel: channel, 0x36),
            from: MonotonicInstant(nanoseconds: 0))
        ]))
    mux.control = 1 << UInt8(channel)
    var bus = SharedI2CBus(bench.bus)
    #expect(throws: BusError.self) { try bus.read(1, from: 0x36, register: 0x0B) }
    // Its reset takes the broken channel off the bus.
    mux.powerCycle()
    let scan = bench.scan()
    guard case .stuckChannel(let found, _) = scan.trouble else {
      Issue.record("\(scan)")
      return
    }
    #expect(found == FoundChannel(mux: 0x74, channel: channel))
    #expect(scan.trouble?.text.english.contains("Reset the mux") == true)
  }

  @Test("A bus on which every address answers has no chips, but a line that is low")
  func everybody() {
    var scanner = BusScanner(SharedI2CBus(YesAdapter()), searchesMuxes: false)
    let scan = scanner.run()
    #expect(scan.trouble == .everyAddressAnswers)
    #expect(scan.devices.isEmpty)
  }

  @Test("One address that gets nowhere is told, and does not end the scan")
  func odd() {
    let bench = Bench()
    bench.bus.attach(encoder())
    var scanner = BusScanner(SharedI2CBus(OddAdapter(before: bench.bus)))
    let scan = scanner.run()
    #expect(places(scan) == ["0x36 as5600"])
    #expect(scan.trouble == nil)
    #expect(scan.warnings.map(\.english).first?.hasPrefix("0x28: ") == true)
  }
}

/// Whoever is addressed answers.
private final class YesAdapter: I2CAdapter {
  let capabilities: I2CCapabilities = .combinedMessages
  let maximumMessages = 42
  func transfer(_ messages: UnsafeMutableBufferPointer<I2CMessage>) throws(BusError) {}
  func pause(_ span: TimeSpan) {}
}

/// A bus of which 0x28 times out.
private final class OddAdapter: I2CAdapter {
  let capabilities: I2CCapabilities = .combinedMessages
  let maximumMessages = 42
  private let bus: SimulatedI2CBus
  init(before bus: SimulatedI2CBus) { self.bus = bus }
  func transfer(_ messages: UnsafeMutableBufferPointer<I2CMessage>) throws(BusError) {
    if messages[0].address == 0x28 { throw BusError(.timeout, errno: 110) }
    try bus.transfer(messages)
  }
  func pause(_ span: TimeSpan) {}
}
