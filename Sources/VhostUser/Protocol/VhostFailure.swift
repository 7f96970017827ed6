internal import Glibc

/// Why a connection of a front-end (QEMU) was ended. The next one is served as if nothing had been.
public enum VhostFailure: Error, Hashable, Sendable {
  /// The front-end hung up: the guest was switched off, or QEMU ended.
  case hungUp
  /// A message that is none.
  case message(request: UInt32, MessageProblem)
  /// A ring that the guest's driver or the front-end left in disorder.
  case ring(queue: Int, RingProblem)
  /// A request of the guest's driver that the device cannot even refuse: there is no room for an answer.
  case request(queue: Int, readable: Int, writable: Int)
  /// A system call that failed.
  case system(call: String, errno: Int32)

  /// What is wrong with a message of the front-end.
  public enum MessageProblem: Hashable, Sendable {
    /// Flags of another version, or a payload longer than any message has [bytes].
    case header(flags: UInt32, size: UInt32)
    /// The payload has another length than the request says [bytes].
    case size(UInt32)
    /// Nobody offered this request.
    case unknown
    /// The number of descriptors that came along is not what the request needs, or control data was cut off.
    case descriptors(Int)
    /// A descriptor is no eventfd, so that waiting for it could hang.
    case noEventCounter
    /// A number in the payload is out of its range.
    case value(UInt64)
    /// A region of memory that is empty, wraps around, or is longer than its file.
    case region(Int)
    /// The front-end does not read its answers.
    case unread
  }

  /// What is wrong with a ring.
  public enum RingProblem: Hashable, Sendable {
    /// It was started without size, addresses or memory.
    case incomplete
    /// Not a power of two from 1 to 1024.
    case size(UInt32)
    /// An area of the ring is misaligned, or not wholly in one region of memory.
    case area(UInt64)
    /// The driver says that there are so many new entries: more than the ring has.
    case ranAway(UInt16)
    /// A descriptor that the table does not have.
    case index(UInt16)
    /// A chain of more descriptors than the ring has: a loop, perhaps.
    case endless
    /// A table of descriptors that is empty, torn, too long, or inside another one.
    case table(length: UInt32)
    /// A buffer that is not wholly in one region of memory.
    case buffer(UInt64, length: UInt32)
    /// A buffer to read from behind one to write to.
    case order
    /// More bytes in one chain than any request has.
    case tooLong
    /// The memory's file has become shorter since it was mapped.
    case shrunk
  }
}

extension VhostFailure: CustomStringConvertible {
  /// What happened.
  public var description: String {
    switch self {
    case .hungUp: "the front-end hung up"
    case .message(let request, let problem): "message \(request): \(problem)"
    case .ring(let queue, let problem): "queue \(queue): \(problem)"
    case .request(let queue, let readable, let writable):
      "queue \(queue): a request with \(readable) bytes to read and room for \(writable)"
    case .system(let call, let errno): "\(call) failed with errno \(errno)"
    }
  }
}

extension VhostFailure.MessageProblem: CustomStringConvertible {
  /// What is wrong.
  public var description: String {
    switch self {
    case .header(let flags, let size): "no header of version 1 (flags \(flags), size \(size))"
    case .size(let size): "a payload of \(size) bytes"
    case .unknown: "nobody offered this request"
    case .descriptors(let count): "came with \(count) descriptors"
    case .noEventCounter: "the descriptor is no eventfd"
    case .value(let value): "the value \(value) is out of its range"
    case .region(let index):
      "memory region \(index) is empty, wraps around or is longer than its file"
    case .unread: "the front-end does not read its answers"
    }
  }
}

extension VhostFailure.RingProblem: CustomStringConvertible {
  /// What is wrong.
  public var description: String {
    switch self {
    case .incomplete: "started without size, addresses or memory"
    case .size(let size): "\(size) entries, not a power of two from 1 to 1024"
    case .area(let address):
      "an area at \(hex(address)) that is misaligned or not in the guest's memory"
    case .ranAway(let count): "\(count) new entries, more than the ring has"
    case .index(let index): "descriptor \(index), which the table does not have"
    case .endless: "a chain of more descriptors than the ring has"
    case .table(let length): "an indirect table of \(length) bytes, or one inside another"
    case .buffer(let address, let length):
      "a buffer of \(length) bytes at \(hex(address)), not in the guest's memory"
    case .order: "a readable buffer behind a writable one"
    case .tooLong: "more bytes in one chain than any request has"
    case .shrunk: "the file of the guest's memory was cut off"
    }
  }

  private func hex(_ value: UInt64) -> String { "0x" + String(value, radix: 16) }
}
