/// Why bytes are not a frame of this protocol, or a message cannot become one.
public enum WireError: Error, Hashable, Sendable {
  /// The bytes end before the header, the payload or a field does.
  case truncated
  /// More bytes than the header or the message declares, or than a frame may have.
  case tooLong
  /// The first four bytes are not `CBL1`.
  case badMagic
  /// A frame of another protocol version.
  case unsupportedVersion(UInt8)
  /// The checksum does not fit the bytes.
  case badChecksum
  /// No message of the expected direction has this type code.
  case unknownType(UInt8)
  /// A field holds a value that it may not hold.
  case badPayload(field: String)
}

extension WireError: CustomStringConvertible {
  /// What is wrong with the frame, for people.
  public var description: String {
    switch self {
    case .truncated: "frame ends too early"
    case .tooLong: "frame is longer than it declares or than \(FrameHeader.maximumFrameSize) bytes"
    case .badMagic: "not a Cerebellum frame (it does not begin with CBL1)"
    case .unsupportedVersion(let version):
      "protocol version \(version), this program speaks \(FrameHeader.version): "
        + "use the tool and the daemon of one release"
    case .badChecksum: "frame checksum does not match: the frame was damaged or written wrongly"
    case .unknownType(let type):
      "unknown message type 0x\(String(type, radix: 16)): the peer is newer, or on the wrong side"
    case .badPayload(let field): "field \"\(field)\" holds a value that it may not hold"
    }
  }
}
