import CI2C
import Glibc
import RobotHAL
import RobotUnits
import Testing

@testable import LinuxHAL

@Suite("An I2C bus of the kernel")
struct LinuxI2CAdapterTests {
  @Test("A message lies in memory as the kernel's struct i2c_msg")
  func layout() throws {
    #expect(MemoryLayout<I2CMessage>.size == 16)
    #expect(MemoryLayout<I2CMessage>.stride == MemoryLayout<i2c_msg>.stride)
    #expect(MemoryLayout<I2CMessage>.offset(of: \.address) == 0)
    #expect(MemoryLayout<I2CMessage>.offset(of: \.flags) == 2)
    #expect(MemoryLayout<I2CMessage>.offset(of: \.length) == 4)
    #expect(MemoryLayout<I2CMessage>.offset(of: \.buffer) == 8)
    #expect(MemoryLayout<i2c_msg>.offset(of: \.buf) == 8)
    #expect(I2CMessage.Flags.read.rawValue == UInt16(I2C_M_RD))
    #expect(I2CMessage.Flags.stop.rawValue == UInt16(I2C_M_STOP))
  }

  @Test("A write and the read behind it are one system call")
  func oneCall() throws {
    let device = FakeI2CDevice()
    let adapter = try LinuxI2CAdapter(path: device.path)
    let angle = try transfer(adapter, [.write(0x36, [0x0C]), .read(0x36, 2)])
    #expect(angle == [0xA0, 0xA1])
    #expect(
      device.traffic == [
        .transfer([
          .init(address: 0x36, flags: 0, length: 1, bytes: [0x0C]),
          .init(address: 0x36, flags: 1, length: 2),
        ])
      ])
  }

  @Test("42 messages are one system call; 43 and none are refused before it")
  func mostMessages() throws {
    let device = FakeI2CDevice()
    let adapter = try LinuxI2CAdapter(path: device.path)
    #expect(adapter.maximumMessages == 42)
    _ = try transfer(adapter, Array(repeating: .read(0x36, 1), count: 42))
    #expect(device.traffic.count == 1)
    #expect(throws: BusError(.unsupported, errno: 95)) {
      try transfer(adapter, Array(repeating: .read(0x36, 1), count: 43))
    }
    #expect(throws: BusError(.unsupported, errno: 95)) { try transfer(adapter, []) }
    #expect(device.traffic.count == 1)
  }

  // 0x8000 I2C_M_STOP, 0x0400 I2C_M_RECV_LEN (which makes the kernel write beyond the buffer)
  @Test("A flag that the adapter does not offer is refused, not ignored")
  func flags() throws {
    let device = FakeI2CDevice(functions: 0x0EFF_0009)
    let adapter = try LinuxI2CAdapter(path: device.path)
    for flags: UInt16 in [0x8000, 0x0400] {
      #expect(throws: BusError(.unsupported, errno: 95)) {
        try transfer(adapter, [.write(0x71, [1], flags: flags), .read(0x36, 2)])
      }
    }
    #expect(device.traffic.isEmpty)
    let mangling = FakeI2CDevice(functions: 0x0FFF_801F)
    _ = try transfer(
      LinuxI2CAdapter(path: mangling.path), [.write(0x71, [1], flags: 0x8000), .read(0x36, 2)])
    #expect(
      mangling.traffic == [
        .transfer([
          .init(address: 0x71, flags: 0x8000, length: 1, bytes: [1]),
          .init(address: 0x36, flags: 1, length: 2),
        ])
      ])
  }

  @Test(
    "An errno tells the kind of failure",
    arguments: [
      (6, .noAcknowledge), (121, .noAcknowledge), (5, .noAcknowledge), (11, .arbitrationLost),
      (110, .timeout), (16, .busFault), (71, .busFault), (95, .unsupported), (19, .unavailable),
      (2, .unavailable), (13, .unavailable), (9, .unavailable), (22, .other), (4, .other),
    ] as [(Int32, BusError.Kind)])
  func kinds(errno: Int32, kind: BusError.Kind) throws {
    let device = FakeI2CDevice(results: [-Int(errno)])
    let adapter = try LinuxI2CAdapter(path: device.path)
    #expect(throws: BusError(kind, errno: errno)) { try transfer(adapter, [.read(0x36, 1)]) }
    // No retry behind our back, and the next transfer is not affected.
    #expect(device.traffic.count == 1)
    #expect(try transfer(adapter, [.read(0x36, 1)]) == [0xA0])
  }

  @Test("A transfer that ended early was not acknowledged", arguments: [0, 1])
  func shortTransfer(done: Int) throws {
    let device = FakeI2CDevice(results: [done])
    let adapter = try LinuxI2CAdapter(path: device.path)
    #expect(throws: BusError(.noAcknowledge)) {
      try transfer(adapter, [.write(0x36, [0x0C]), .read(0x36, 2)])
    }
  }

  @Test(
    "The time limit is rounded up to the kernel's steps of 10 ms",
    arguments: [(50, 5), (15, 2), (10, 1), (0, 1), (-1, 1)])
  func timeout(milliseconds: Int64, steps: UInt) throws {
    let device = FakeI2CDevice()
    _ = try LinuxI2CAdapter(path: device.path, timeout: .milliseconds(milliseconds), retries: 2)
    #expect(device.calls == [.timeout(steps), .retries(2)])
  }

  @Test("An adapter that does not take its timeout and retries works all the same, and says so")
  func refusedSettings() throws {
    let device = FakeI2CDevice(refusesSettings: true)
    let adapter = try LinuxI2CAdapter(path: device.path)
    #expect(adapter.refusal?.errno == 22)
    #expect(adapter.refusal?.device == device.path)
    #expect(try transfer(adapter, [.read(0x36, 1)]) == [0xA0])
    let good = FakeI2CDevice()
    #expect(try LinuxI2CAdapter(path: good.path).refusal == nil)
    #expect(good.calls == [.timeout(5), .retries(0)])
  }

  @Test("Capabilities are those of I2C_FUNCS")
  func capabilities() throws {
    func opened(_ functions: UInt) throws -> LinuxI2CAdapter {
      let device = FakeI2CDevice(functions: functions)
      return try LinuxI2CAdapter(path: device.path)
    }
    // The kernel's i2c-virtio, i2c-gpio and i2c-stub, which is a test device.
    #expect(try opened(0x0EFF_0009).capabilities == .combinedMessages)
    #expect(try opened(0x0FFF_801F).capabilities == [.combinedMessages, .stopBetweenMessages])
    #expect(try opened(0x0C7F_0000).capabilities == .smbusOnly)
  }

  @Test("The descriptor is closed with the adapter, and after a failed start")
  func closes() throws {
    let device = FakeI2CDevice()
    var adapter: LinuxI2CAdapter? = try LinuxI2CAdapter(path: device.path)
    #expect(adapter != nil && descriptors(on: device.path) == 1)
    adapter = nil
    #expect(descriptors(on: device.path) == 0)

    let plain = temporaryPath("plain-")
    writeFile(plain, "")
    defer { unlink(plain) }
    #expect(throws: LinuxDeviceError.self) { try LinuxI2CAdapter(path: plain) }
    #expect(descriptors(on: plain) == 0)
  }

  @Test("A missing bus says how to enable it")
  func missing() {
    let error = #expect(throws: LinuxDeviceError.self) {
      try LinuxI2CAdapter(path: "/dev/i2c-99")
    }
    #expect(error?.kind == .missing && error?.errno == 2)
    #expect(
      error?.description
        == "/dev/i2c-99: no such device (ENOENT). Enable the bus (the board's file in Boards/ says"
        + " how) and load its driver: sudo modprobe i2c-dev")
  }

  @Test("Another device is not taken for a bus")
  func wrongDevice() {
    let error = #expect(throws: LinuxDeviceError.self) { try LinuxI2CAdapter(path: "/dev/null") }
    #expect(error?.kind == .wrongDevice)
    #expect(
      error?.description
        == "/dev/null: not a device of this kind (ENOTTY). Name an I2C bus, like /dev/i2c-1;"
        + " i2cdetect -l lists them")
  }

  // Root, as whom tests may run, has every permission, so the error is made here.
  @Test("A bus without permission says which group to join")
  func notPermitted() {
    let error = LinuxDeviceError(.i2c, device: "/dev/i2c-1", errno: 13)
    #expect(error.kind == .notPermitted)
    #expect(
      error.description
        == "/dev/i2c-1: permission denied (EACCES). Add the user to the group i2c and log in"
        + " again: sudo usermod -aG i2c $USER")
  }

  @Test("A pause takes at least its time")
  func pause() throws {
    let device = FakeI2CDevice()
    let adapter = try LinuxI2CAdapter(path: device.path)
    var start = timespec()
    var end = timespec()
    clock_gettime(CLOCK_MONOTONIC, &start)
    adapter.pause(.milliseconds(2))
    clock_gettime(CLOCK_MONOTONIC, &end)
    #expect((end.tv_sec - start.tv_sec) * 1_000_000_000 + end.tv_nsec - start.tv_nsec >= 2_000_000)
  }
}
