import LinuxHAL
import RobotHAL

/// A message of a test's transfer.
enum Part {
  case write(UInt8, [UInt8], flags: UInt16 = 0)
  case read(UInt8, Int)
}

/// Executes `parts` as one transfer; the bytes of the reads, one after the other.
func transfer(_ adapter: LinuxI2CAdapter, _ parts: [Part]) throws(BusError) -> [UInt8] {
  var buffers: [UnsafeMutableBufferPointer<UInt8>] = []
  defer { for buffer in buffers { buffer.deallocate() } }
  var messages: [I2CMessage] = []
  for part in parts {
    let (rawAddress, bytes, flags) =
      switch part {
      case .write(let address, let bytes, let flags): (address, bytes, flags)
      case .read(let address, let count): (address, [UInt8](repeating: 0xEE, count: count), 1)
      }
    let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(bytes.count, 1))
    buffers.append(buffer)
    _ = buffer.initialize(from: bytes)
    guard let address = I2CAddress(rawAddress), let base = buffer.baseAddress else { continue }
    messages.append(
      I2CMessage(
        address: address, flags: I2CMessage.Flags(rawValue: flags), length: bytes.count,
        buffer: base))
  }
  try messages.withUnsafeMutableBufferPointer { (all) throws(BusError) in
    try adapter.transfer(all)
  }
  return messages.filter { $0.flags.contains(.read) }.flatMap {
    Array(UnsafeBufferPointer(start: $0.buffer, count: Int($0.length)))
  }
}
