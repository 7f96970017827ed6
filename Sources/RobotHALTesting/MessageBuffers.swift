import RobotHAL

/// Messages with the memory they need, and a guard byte behind each buffer.
struct MessageBuffers {
  struct Message: CustomStringConvertible {
    let address: I2CAddress
    let isRead: Bool
    let bytes: [UInt8]
    var flags: I2CMessage.Flags

    static func write(_ address: I2CAddress, _ bytes: [UInt8]) -> Message {
      Message(address: address, isRead: false, bytes: bytes, flags: [])
    }

    static func read(_ address: I2CAddress, count: Int) -> Message {
      Message(
        address: address, isRead: true, bytes: [UInt8](repeating: 0xA5, count: count), flags: .read)
    }

    /// The message with a STOP behind it.
    var stopping: Message {
      var message = self
      message.flags.insert(.stop)
      return message
    }

    var description: String {
      isRead ? "read \(bytes.count) from \(address)" : "write \(bytes) to \(address)"
    }
  }

  private static let guardByte: UInt8 = 0xC3
  private let messages: [Message]
  private var storage: [UInt8]

  init(_ messages: [Message]) {
    self.messages = messages
    storage = messages.flatMap { $0.bytes + [Self.guardByte] }
  }

  /// The bytes of message `index` now.
  func bytes(_ index: Int) -> [UInt8] {
    let begin = start(index)
    return Array(storage[begin..<begin + messages[index].bytes.count])
  }

  /// Whether nothing was written behind a buffer.
  var guardsAreIntact: Bool {
    messages.indices.allSatisfy {
      storage[start($0) + messages[$0].bytes.count] == Self.guardByte
    }
  }

  private func start(_ index: Int) -> Int {
    messages[..<index].reduce(0) { $0 + $1.bytes.count + 1 }
  }

  /// Performs all messages as one transfer; the error, or nil.
  mutating func perform(on adapter: any I2CAdapter) -> BusError? {
    let starts = messages.indices.map { start($0) }
    let messages = messages
    return storage.withUnsafeMutableBufferPointer { storage -> BusError? in
      var raw: [I2CMessage] = []
      if let base = storage.baseAddress {
        raw = messages.indices.map { index in
          let message = messages[index]
          return I2CMessage(
            address: message.address, flags: message.flags, length: message.bytes.count,
            buffer: base + starts[index])
        }
      }
      return raw.withUnsafeMutableBufferPointer { all -> BusError? in
        do throws(BusError) {
          try adapter.transfer(all)
          return nil
        } catch { return error }
      }
    }
  }
}
