import RobotConfiguration
import RobotDrivers
import RobotHAL
import RobotUnits
import SimulatedHAL
import Testing

@testable import RobotAssembly

/// Every chip of the catalogue at every address that a scan asks it at, with every identity that is asked there.
@Suite struct ChipIdentityTests {
  static let drivers = DriverCatalog.drivers.filter { $0.schema.kind != .mux }

  /// A bus with a chip of `driver` at `address`, as it comes from its power-on or from its set-up.
  static func bus(
    _ driver: any DeviceDriver.Type, _ address: UInt8, isSetUp: Bool
  ) throws -> SharedI2CBus {
    let keys = driver.schema.keys.filter(\.isRequired).map { key in
      ", \(key.name): \(max(key.range.lowerBound, 0.01))"
    }.joined()
    let text = """
      robot: one
      rate: 1 Hz
      buses: { main: { i2c: header, speed: 100 kHz } }
      devices: { chip: { driver: \(driver.schema.name), bus: main, address: \(address)\(keys) } }
      joints: none

      """
    let folder = try RobotFolder(robot: text)
    let loaded = try LoadedRobot(robotPath: folder.robot, boardPath: nil)
    let world = SimulatedWorld(loaded.model, clock: SimulationClock(.virtual))
    var bus = SharedI2CBus(world.buses[0])
    if isSetUp { _ = try loaded.model.devices.drivers[0].setUp(on: &bus) }
    return bus
  }

  static var places: [(String, UInt8)] {
    drivers.flatMap { driver in
      driver.usualAddresses.filter { $0 <= 0x77 }.map { (driver.schema.name, $0) }
    }
  }

  @Test("A chip is named as itself, before its set-up and after", arguments: [false, true])
  func namesItself(isSetUp: Bool) throws {
    for (name, number) in Self.places {
      let driver = try #require(Self.drivers.first { $0.schema.name == name })
      let address = try #require(I2CAddress(number))
      var bus = try Self.bus(driver, number, isSetUp: isSetUp)
      var device = FoundDevice(address: address, via: nil)
      try ChipNaming.name(
        &device, ChipNaming.candidates(at: address, expected: []), on: &bus)
      #expect(device.drivers.contains(name), "\(name) at \(address): \(device.drivers)")
      if driver.identity.certainty == .proof {
        #expect(device.drivers == [name], "\(name) at \(address)")
        #expect(device.isCertain)
      } else {
        #expect(!device.isCertain)
      }
    }
  }

  @Test("No identity register is taken for that of another chip")
  func proofIsProof() throws {
    for (name, number) in Self.places {
      let driver = try #require(Self.drivers.first { $0.schema.name == name })
      let address = try #require(I2CAddress(number))
      for other in Self.drivers where other.identity.certainty == .proof {
        var bus = try Self.bus(driver, number, isSetUp: false)
        let holds = try other.identity.holds(at: address, on: &bus)
        #expect(holds == (other.schema.name == name), "\(other.schema.name) at a \(name)")
      }
    }
  }

  @Test("A line that is held low, or that nobody drives, is no chip", arguments: [0x00, 0xFF])
  func constantReplies(byte: UInt8) throws {
    for driver in Self.drivers {
      let address = try #require(I2CAddress(driver.usualAddresses[0]))
      var bus = ConstantBus(byte: byte)
      let holds = try driver.identity.holds(at: address, on: &bus)
      // FAULT of a DRV8830, and the angle of an MT6701, may read 0.
      let mayBeZero = ["drv8830", "mt6701", "mlx90393"].contains(driver.schema.name)
      #expect(holds == (mayBeZero && byte == 0), "\(driver.schema.name)")
    }
  }

  @Test("An identity writes nothing but pointers: one byte, of sixteen-bit registers two")
  func writesPointersOnly() {
    for driver in Self.drivers {
      let isWide = driver.schema.name == "vl6180x"
      #expect(driver.identity.longestPointer == (isWide ? 2 : 1), "\(driver.schema.name)")
      #expect(driver.identity.questions.allSatisfy { $0.count > 0 })
    }
  }
}

/// Everybody answers, always with the same byte.
private struct ConstantBus: I2CBus {
  let byte: UInt8
  mutating func transfer(to address: I2CAddress, write bytes: [UInt8], read count: Int)
    throws(BusError) -> [UInt8]
  {
    [UInt8](repeating: byte, count: count)
  }
  mutating func pause(_ span: TimeSpan) {}
}
