import Glibc
import RobotHAL
import Synchronization

/// A file that answers the I2C ioctls, so that `LinuxI2CAdapter`, CI2C and the installed libi2c run
/// as they are on a machine without I2C. Numbers and layouts are those of `<linux/i2c-dev.h>`.
final class FakeI2CDevice: Sendable {
  /// What the kernel was asked for.
  enum Call: Equatable {
    case timeout(UInt)
    case retries(UInt)
    case address(UInt)
    case transfer([Message])
    case smbus(isRead: Bool, command: UInt8, size: UInt32, data: [UInt8])
  }

  /// A message of a transfer. `bytes` is empty for a read.
  struct Message: Equatable {
    var address: UInt16
    var flags: UInt16
    var length: UInt16
    var bytes: [UInt8] = []
  }

  private struct State {
    var calls: [Call] = []
    /// The next results: messages done in a transfer, bytes in a block, or -errno. Then: success.
    var results: [Int]
    var meanwhile: (@Sendable () -> Void)?
  }

  /// Reads answer 0xA0, 0xA1, ….
  let path: String
  private let functions: UInt
  private let refusedAddresses: Set<UInt>
  private let refusesSettings: Bool
  /// What hangs on the device; without it every transfer succeeds.
  private let bus: (any I2CAdapter)?
  private let state: Mutex<State>

  /// An adapter with the `I2C_FUNC_*` bits of `functions`; a kernel driver owns `refusedAddresses`.
  init(
    functions: UInt = 0x0000_0001, results: [Int] = [], refusedAddresses: Set<UInt> = [],
    refusesSettings: Bool = false, bus: (any I2CAdapter)? = nil
  ) {
    self.bus = bus
    self.functions = functions
    self.refusedAddresses = refusedAddresses
    self.refusesSettings = refusesSettings
    state = Mutex(State(results: results))
    path = temporaryPath("i2c-")
    writeFile(path, "")
    devices.withLock { [path] in $0[path] = Unretained(device: self) }
  }

  deinit {
    devices.withLock { [path] in $0[path] = nil }
    unlink(path)
  }

  /// All calls since the device was made.
  var calls: [Call] { state.withLock { $0.calls } }
  /// The calls after the adapter's own settings.
  var traffic: [Call] { Array(calls.dropFirst(2)) }

  /// Does `action` while the next SMBus call is under way.
  func duringNextCall(_ action: @escaping @Sendable () -> Void) {
    state.withLock { $0.meanwhile = action }
  }

  fileprivate func answer(_ request: UInt, _ argument: UnsafeMutableRawPointer?) -> Int {
    let number = UInt(bitPattern: argument)
    switch request {
    case 0x0701: return refusesSettings ? -Int(ENOTTY) : record(.retries(number))
    case 0x0702: return refusesSettings ? -Int(EINVAL) : record(.timeout(number))
    case 0x0703:
      let result = record(.address(number))
      return refusedAddresses.contains(number) ? -Int(EBUSY) : result
    case 0x0705:
      argument?.storeBytes(of: functions, as: UInt.self)
      return 0
    case 0x0707: return argument.map(transfer) ?? -Int(EFAULT)
    case 0x0720: return argument.map(smbus) ?? -Int(EFAULT)
    default: return -Int(ENOTTY)
    }
  }

  private func record(_ call: Call) -> Int {
    state.withLock { $0.calls.append(call) }
    return 0
  }

  /// `struct i2c_rdwr_ioctl_data { struct i2c_msg *msgs; __u32 nmsgs; }`
  private func transfer(_ argument: UnsafeMutableRawPointer) -> Int {
    let first = argument.load(as: UnsafeMutableRawPointer.self)
    let count = Int(argument.load(fromByteOffset: 8, as: UInt32.self))
    if let bus {
      // `I2CMessage` has the layout of `struct i2c_msg`; a layout test says so.
      let messages = first.bindMemory(to: I2CMessage.self, capacity: count)
      return play(UnsafeMutableBufferPointer(start: messages, count: count), on: bus) ?? count
    }
    return state.withLock { state in
      let result = state.results.isEmpty ? count : state.results.removeFirst()
      var messages: [Message] = []
      for index in 0..<count {
        let raw = first + index * 16
        var message = Message(
          address: raw.load(as: UInt16.self), flags: raw.load(fromByteOffset: 2, as: UInt16.self),
          length: raw.load(fromByteOffset: 4, as: UInt16.self))
        let buffer = UnsafeMutableRawBufferPointer(
          start: raw.load(fromByteOffset: 8, as: UnsafeMutableRawPointer.self),
          count: Int(message.length))
        if message.flags & 1 == 0 {
          message.bytes = Array(buffer)
        } else if result == count {
          for place in buffer.indices { buffer[place] = 0xA0 + UInt8(place) }
        }
        messages.append(message)
      }
      state.calls.append(.transfer(messages))
      return result
    }
  }

  /// `struct i2c_smbus_ioctl_data { __u8 read_write, command; __u32 size; union *data; }`
  private func smbus(_ argument: UnsafeMutableRawPointer) -> Int {
    let isRead = argument.load(as: UInt8.self) == 1
    let command = argument.load(fromByteOffset: 1, as: UInt8.self)
    let size = argument.load(fromByteOffset: 4, as: UInt32.self)
    let data = argument.load(fromByteOffset: 8, as: UnsafeMutablePointer<UInt8>?.self)
    // 0 quick, 1 byte, 2 byte data, 3 word data, 6 and 8 I2C block (first its length)
    let isBlock = size == 8 || size == 6
    let count = isBlock ? data.map { Int($0[0]) + 1 } ?? 0 : [0, 1, 1, 2][Int(size)]
    if let bus {
      let skipped = isBlock ? 1 : 0
      let payload = UnsafeMutableBufferPointer(
        start: data.map { $0 + skipped }, count: size == 0 || data == nil ? 0 : count - skipped)
      return smbus(on: bus, isRead: isRead, command: command, size: size, payload)
    }
    let meanwhile = state.withLock { state in
      defer { state.meanwhile = nil }
      return state.meanwhile
    }
    meanwhile?()
    return state.withLock { state in
      let result = state.results.isEmpty ? 0 : state.results.removeFirst()
      let sent = isRead ? 0 : (size == 1 ? 0 : count)
      state.calls.append(
        .smbus(
          isRead: isRead, command: command, size: size,
          data: Array(UnsafeBufferPointer(start: data, count: sent))))
      guard isRead, result >= 0, let data else { return result }
      if result > 0 { data[0] = UInt8(result) }
      for place in (isBlock ? 1 : 0)..<max(count, 1) {
        data[place] = 0xA0 + UInt8(isBlock ? place - 1 : place)
      }
      return 0
    }
  }

  /// Plays an SMBus call as the bus transfer that it stands for (SMBus 3.1, section 6.5).
  private func smbus(
    on bus: any I2CAdapter, isRead: Bool, command: UInt8, size: UInt32,
    _ payload: UnsafeMutableBufferPointer<UInt8>
  ) -> Int {
    let selected = state.withLock { state in
      state.calls.reversed().lazy.compactMap { call -> UInt8? in
        if case .address(let address) = call { return UInt8(address) }
        return nil
      }.first
    }
    guard let selected, let address = I2CAddress(selected) else { return -Int(EINVAL) }
    var sent: [UInt8] = size == 0 || (size == 1 && isRead) ? [] : [command]
    if !isRead && size > 1 { sent += payload }
    var shared = SharedI2CBus(bus)
    do throws(BusError) {
      let reply = try shared.transfer(
        to: address, write: sent, read: isRead && size > 0 ? payload.count : 0)
      for (place, byte) in reply.enumerated() { payload[place] = byte }
      return 0
    } catch {
      return -Int(error.errno)
    }
  }

  /// Plays `messages`; the failure as -errno, or nothing.
  private func play(
    _ messages: UnsafeMutableBufferPointer<I2CMessage>, on bus: any I2CAdapter
  ) -> Int? {
    do throws(BusError) {
      try bus.transfer(messages)
      return nil
    } catch {
      return -Int(error.errno)
    }
  }
}

/// A device that is alive as long as it is in the table, because `deinit` takes it out.
private struct Unretained: @unchecked Sendable {
  unowned(unsafe) let device: FakeI2CDevice
}

private let devices = Mutex<[String: Unretained]>([:])

/// The test binary's `ioctl` stands before the C library's, for its own code and for libi2c. Only I2C
/// requests (0x07xx) on the file of a fake go to the fake. Public, or libi2c would not see it.
@_cdecl("ioctl")
public func interposedIoctl(
  _ descriptor: Int32, _ request: UInt, _ argument: UnsafeMutableRawPointer?
)
  -> Int32
{
  if request >> 8 == 0x07, let path = openPath(descriptor) {
    if let fake = devices.withLock({ $0[path]?.device }) {
      let result = fake.answer(request, argument)
      guard result < 0 else { return Int32(result) }
      errno = Int32(-result)
      return -1
    }
  }
  return realIoctl(descriptor, request, argument)
}

private typealias Ioctl =
  @convention(c) (Int32, UInt, UnsafeMutableRawPointer?) -> Int32

private let realIoctl: Ioctl = {
  let next = UnsafeMutableRawPointer(bitPattern: -1)  // RTLD_NEXT
  return unsafeBitCast(dlsym(next, "ioctl"), to: Ioctl.self)
}()

private func openPath(_ descriptor: Int32) -> String? {
  var path = [CChar](repeating: 0, count: 4096)
  let count = readlink("/proc/self/fd/\(descriptor)", &path, path.count)
  return count < 0 ? nil : String(decoding: path.prefix(count).map(UInt8.init), as: UTF8.self)
}

/// The descriptors that this process holds on `path`.
func descriptors(on path: String) -> Int {
  (3..<256).count { openPath(Int32($0)) == path }
}
