import LinuxHAL
import RobotHAL
import Synchronization
import Testing

// The sizes are those of <linux/i2c.h>: 0 quick, 1 byte, 2 byte data, 3 word data, 8 I2C block. For
// writes of a block, and for reads of all 32 bytes, libi2c uses the older 6; the kernel takes it for 8.
@Suite("An adapter that speaks SMBus only")
struct SMBusTests {
  /// The functions of the kernel's i2c-stub.
  let stub: UInt = 0x0C7F_0000

  @Test("A transfer becomes the SMBus call with the same bytes on the wire")
  func calls() throws {
    let table: [(parts: [Part], call: FakeI2CDevice.Call, reply: [UInt8])] = [
      ([.write(0x40, [])], .smbus(isRead: false, command: 0, size: 0, data: []), []),
      ([.write(0x40, [6])], .smbus(isRead: false, command: 6, size: 1, data: []), []),
      ([.write(0x40, [6, 7])], .smbus(isRead: false, command: 6, size: 2, data: [7]), []),
      ([.write(0x40, [6, 7, 8])], .smbus(isRead: false, command: 6, size: 3, data: [7, 8]), []),
      (
        [.write(0x40, [6, 7, 8, 9])],
        .smbus(isRead: false, command: 6, size: 6, data: [3, 7, 8, 9]), []
      ),
      (
        [.write(0x40, [UInt8](0...32))],
        .smbus(isRead: false, command: 0, size: 6, data: [32] + [UInt8](1...32)), []
      ),
      ([.read(0x40, 1)], .smbus(isRead: true, command: 0, size: 1, data: []), [0xA0]),
      (
        [.write(0x40, [6]), .read(0x40, 1)],
        .smbus(isRead: true, command: 6, size: 2, data: []), [0xA0]
      ),
      (
        [.write(0x40, [6]), .read(0x40, 2)],
        .smbus(isRead: true, command: 6, size: 3, data: []), [0xA0, 0xA1]
      ),
      (
        [.write(0x40, [6]), .read(0x40, 3)],
        .smbus(isRead: true, command: 6, size: 8, data: []), [0xA0, 0xA1, 0xA2]
      ),
      (
        [.write(0x40, [6]), .read(0x40, 32)],
        .smbus(isRead: true, command: 6, size: 6, data: []), [UInt8](0xA0...0xBF)
      ),
    ]
    for row in table {
      let device = FakeI2CDevice(functions: stub)
      let adapter = try LinuxI2CAdapter(path: device.path)
      #expect(try transfer(adapter, row.parts) == row.reply)
      #expect(device.traffic == [.address(0x40), row.call])
    }
  }

  @Test("What SMBus cannot say never reaches the bus")
  func unsupported() throws {
    let device = FakeI2CDevice(functions: stub)
    let adapter = try LinuxI2CAdapter(path: device.path)
    #expect(adapter.maximumMessages == 2)
    let table: [[Part]] = [
      [.read(0x40, 2)],
      [.write(0x40, [UInt8](0...33))],
      [.write(0x40, [1, 2]), .read(0x40, 1)],
      [.write(0x40, [1]), .read(0x41, 1)],
      [.write(0x40, [1]), .read(0x40, 33)],
      [.write(0x40, [1]), .write(0x40, [2])],
      [.write(0x40, [1], flags: 0x8000)],
      [.write(0x40, [1]), .read(0x40, 1), .read(0x40, 1)],
    ]
    for parts in table {
      #expect(throws: BusError(.unsupported, errno: 95)) { try transfer(adapter, parts) }
    }
    #expect(device.traffic.isEmpty)
  }

  @Test("The address is set only when it changes, and again after it was refused")
  func address() throws {
    let device = FakeI2CDevice(functions: stub, refusedAddresses: [0x48])
    let adapter = try LinuxI2CAdapter(path: device.path)
    _ = try transfer(adapter, [.write(0x40, [1])])
    _ = try transfer(adapter, [.write(0x40, [2])])
    #expect(throws: BusError(.busFault, errno: 16)) { try transfer(adapter, [.write(0x48, [3])]) }
    _ = try transfer(adapter, [.write(0x40, [4])])
    #expect(
      device.traffic == [
        .address(0x40), .smbus(isRead: false, command: 1, size: 1, data: []),
        .smbus(isRead: false, command: 2, size: 1, data: []),
        .address(0x48),
        .address(0x40), .smbus(isRead: false, command: 4, size: 1, data: []),
      ])
  }

  @Test(
    "A failed call has the kind of its errno",
    arguments: [(6, .noAcknowledge), (11, .arbitrationLost), (110, .timeout), (95, .unsupported)]
      as [(Int32, BusError.Kind)])
  func kinds(errno: Int32, kind: BusError.Kind) throws {
    let device = FakeI2CDevice(functions: stub, results: Array(repeating: -Int(errno), count: 9))
    let adapter = try LinuxI2CAdapter(path: device.path)
    let each: [[Part]] = [
      [.write(0x40, [])], [.write(0x40, [1])], [.write(0x40, [1, 2])], [.write(0x40, [1, 2, 3])],
      [.write(0x40, [1, 2, 3, 4])], [.read(0x40, 1)], [.write(0x40, [1]), .read(0x40, 1)],
      [.write(0x40, [1]), .read(0x40, 2)], [.write(0x40, [1]), .read(0x40, 3)],
    ]
    for parts in each {
      #expect(throws: BusError(kind, errno: errno)) { try transfer(adapter, parts) }
    }
  }

  @Test("A block of another length than asked for is no reply", arguments: [2, 4, 32])
  func shortBlock(count: Int) throws {
    let device = FakeI2CDevice(functions: stub, results: [count])
    let adapter = try LinuxI2CAdapter(path: device.path)
    #expect(throws: BusError(.noAcknowledge)) {
      try transfer(adapter, [.write(0x40, [6]), .read(0x40, 3)])
    }
  }

  @Test("A second transfer at the same time is refused: the address belongs to the first")
  func oneAtATime() throws {
    let device = FakeI2CDevice(functions: stub)
    let adapter = try LinuxI2CAdapter(path: device.path)
    let second = Mutex<Result<[UInt8], BusError>?>(nil)
    device.duringNextCall {
      let result = Result { () throws(BusError) in try transfer(adapter, [.write(0x41, [2])]) }
      second.withLock { $0 = result }
    }
    _ = try transfer(adapter, [.write(0x40, [1])])
    #expect(second.withLock { $0 } == .failure(BusError(.busFault, errno: 16)))
    #expect(
      device.traffic == [.address(0x40), .smbus(isRead: false, command: 1, size: 1, data: [])])
    _ = try transfer(adapter, [.write(0x41, [2])])
  }
}
