/// A message together with its header: what one frame carries.
public struct Envelope<Message: Sendable>: Sendable {
  /// Sequence numbers and time of sending.
  public var header: FrameHeader
  /// What is said.
  public var message: Message

  /// `message`, to be sent with or come with `header`.
  public init(header: FrameHeader, message: Message) {
    self.header = header
    self.message = message
  }
}

extension Envelope: Equatable where Message: Equatable {}
extension Envelope: Hashable where Message: Hashable {}

extension Envelope where Message == Request {
  /// The request in `frame`. Total: throws for anything else, and never traps. Real-time: no.
  public init(frame: [UInt8]) throws(WireError) { self = try FrameCodec.decode(frame) }

  /// The bytes to send.
  ///
  /// Throws `badPayload` for a value that the receiver would refuse, and `tooLong` beyond
  /// `FrameHeader.maximumFrameSize`. Real-time: no.
  public func frame() throws(WireError) -> [UInt8] { try FrameCodec.encode(self) }
}

extension Envelope where Message == Reply {
  /// The reply in `frame`. Total: throws for anything else, and never traps. Real-time: no.
  public init(frame: [UInt8]) throws(WireError) { self = try FrameCodec.decode(frame) }

  /// The bytes to send.
  ///
  /// Throws `badPayload` for a value that the receiver would refuse, and `tooLong` beyond
  /// `FrameHeader.maximumFrameSize`. Real-time: no.
  public func frame() throws(WireError) -> [UInt8] { try FrameCodec.encode(self) }
}
