internal import CI2C
internal import RobotHAL

/// The SMBus call that puts the same bytes on the wire as a transfer of one or two messages, for
/// adapters without `I2C_RDWR`. Real-time: yes.
///
/// SMBus sends no more than a command and 32 bytes, and reads without a command a single byte.
/// Source: System Management Bus Specification 2.0 section 5.5; the kernel's
/// `Documentation/i2c/smbus-protocol.rst`.
enum SMBusCall {
  case quick
  case sendByte(UInt8)
  case writeByte(command: UInt8, UInt8)
  case writeWord(command: UInt8, UInt16)
  case writeBlock(command: UInt8, count: UInt8, UnsafeMutablePointer<UInt8>)
  case receiveByte(UnsafeMutablePointer<UInt8>)
  case readByte(command: UInt8, UnsafeMutablePointer<UInt8>)
  case readWord(command: UInt8, UnsafeMutablePointer<UInt8>)
  case readBlock(command: UInt8, count: UInt8, UnsafeMutablePointer<UInt8>)

  /// `nil` where SMBus has no call for `messages`.
  @_noAllocation @_noLocks
  init?(_ messages: UnsafeMutableBufferPointer<I2CMessage>) {
    if messages.count == 1 {
      self.init(messages[0])
    } else if messages.count == 2 {
      self.init(write: messages[0], read: messages[1])
    } else {
      return nil
    }
  }

  private init?(_ message: I2CMessage) {
    let bytes = message.buffer
    if message.flags.rawValue == I2CMessage.Flags.read.rawValue {
      guard message.length == 1 else { return nil }
      self = .receiveByte(bytes)
      return
    }
    guard message.flags.rawValue == 0 else { return nil }
    switch message.length {
    case 0: self = .quick
    case 1: self = .sendByte(bytes[0])
    case 2: self = .writeByte(command: bytes[0], bytes[1])
    case 3: self = .writeWord(command: bytes[0], UInt16(bytes[1]) | UInt16(bytes[2]) << 8)
    case 4...33:
      self = .writeBlock(command: bytes[0], count: UInt8(message.length - 1), bytes + 1)
    default: return nil
    }
  }

  private init?(write: I2CMessage, read: I2CMessage) {
    guard write.address == read.address, write.flags.rawValue == 0, write.length == 1,
      read.flags.rawValue == I2CMessage.Flags.read.rawValue
    else { return nil }
    let command = write.buffer[0]
    switch read.length {
    case 1: self = .readByte(command: command, read.buffer)
    case 2: self = .readWord(command: command, read.buffer)
    case 3...32:
      self = .readBlock(command: command, count: UInt8(read.length), read.buffer)
    default: return nil
    }
  }

  /// Executes the call with the address that `descriptor` is set to.
  @_noAllocation @_noLocks
  func run(on descriptor: Int32) throws(BusError) {
    switch self {
    case .quick: _ = try value(ci2c_write_quick(descriptor))
    case .sendByte(let byte): _ = try value(ci2c_write_byte(descriptor, byte))
    case .writeByte(let command, let byte):
      _ = try value(ci2c_write_byte_data(descriptor, command, byte))
    case .writeWord(let command, let word):
      _ = try value(ci2c_write_word_data(descriptor, command, word))
    case .writeBlock(let command, let count, let bytes):
      _ = try value(ci2c_write_block(descriptor, command, count, bytes))
    case .receiveByte(let byte):
      byte.pointee = UInt8(truncatingIfNeeded: try value(ci2c_read_byte(descriptor)))
    case .readByte(let command, let byte):
      byte.pointee = UInt8(
        truncatingIfNeeded: try value(ci2c_read_byte_data(descriptor, command)))
    case .readWord(let command, let bytes):
      let word = try value(ci2c_read_word_data(descriptor, command))
      bytes[0] = UInt8(truncatingIfNeeded: word)
      bytes[1] = UInt8(truncatingIfNeeded: word >> 8)
    case .readBlock(let command, let count, let bytes):
      guard try value(ci2c_read_block(descriptor, command, count, bytes)) == Int32(count) else {
        throw BusError(.noAcknowledge)
      }
    }
  }

  private func value(_ result: Int32) throws(BusError) -> Int32 {
    if result < 0 { throw BusError(errno: -result) }
    return result
  }
}
