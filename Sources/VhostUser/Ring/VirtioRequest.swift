/// A request of the guest's driver: what it gave, and where the answer goes.
public struct VirtioRequest {
  /// The queue that it came by.
  public let queue: Int
  /// What the driver gave, in one piece: a copy, that the guest cannot change any more.
  public let readable: [UInt8]
  /// How many bytes of answer there is room for.
  public let writableCount: Int
  /// How many descriptors of the ring's own table it holds until it is answered.
  public let slots: Int
  let head: UInt16
  /// The run of the ring that it belongs to; its answer goes into no other.
  let run: RingRun
  /// Where `writable` is, for as long as somebody may write there.
  let memory: GuestMemory
  let writable: [UnsafeMutableRawBufferPointer]
}

/// A ring from its start to its stop.
final class RingRun {
  /// Requests without an answer.
  var outstanding = 0
}

/// The answer to a request: bytes for the driver, from the beginning of its room on.
public struct VirtioAnswer {
  /// The request.
  public let request: VirtioRequest
  /// The answer; what there is no room for is left out.
  public let bytes: [UInt8]

  /// An answer.
  public init(_ request: VirtioRequest, _ bytes: [UInt8]) {
    self.request = request
    self.bytes = bytes
  }
}
