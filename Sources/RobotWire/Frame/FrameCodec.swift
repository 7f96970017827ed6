import RobotUnits

/// The messages of one direction.
protocol WireMessage: Sendable {
  /// The code of the message in the header.
  var type: UInt8 { get }
  func encodePayload(into writer: inout WireWriter)
  /// Takes the payload of a message of `type`.
  init(type: UInt8, from reader: inout WireReader) throws(WireError)
}

/// What frames of both directions have in common: header, checksum, length.
enum FrameCodec {
  static func encode(_ envelope: Envelope<some WireMessage>) throws(WireError) -> [UInt8] {
    let header = envelope.header
    guard isValid(header.sentAt) else { throw .badPayload(field: "sentAt") }
    var writer = WireWriter(reservingHeader: FrameHeader.size)
    envelope.message.encodePayload(into: &writer)
    if let failure = writer.failure { throw failure }
    guard writer.bytes.count <= FrameHeader.maximumFrameSize else { throw .tooLong }
    writer.replaceInteger(at: FrameHeader.Offset.magic, with: FrameHeader.magic)
    writer.replaceInteger(at: FrameHeader.Offset.version, with: FrameHeader.version)
    writer.replaceInteger(at: FrameHeader.Offset.type, with: envelope.message.type)
    writer.replaceInteger(
      at: FrameHeader.Offset.length, with: UInt32(writer.bytes.count - FrameHeader.size))
    writer.replaceInteger(at: FrameHeader.Offset.sequence, with: header.sequence)
    writer.replaceInteger(at: FrameHeader.Offset.answers, with: header.answers)
    writer.replaceInteger(at: FrameHeader.Offset.sentAt, with: header.sentAt.nanoseconds)
    writer.replaceInteger(at: FrameHeader.Offset.checksum, with: checksum(of: writer.bytes))
    return writer.bytes
  }

  static func decode<Message: WireMessage>(
    _ frame: [UInt8]
  ) throws(WireError) -> Envelope<Message> {
    guard frame.count >= FrameHeader.size else { throw .truncated }
    guard frame.count <= FrameHeader.maximumFrameSize else { throw .tooLong }
    var reader = WireReader(frame)
    guard try reader.integer(UInt32.self) == FrameHeader.magic else { throw .badMagic }
    let version = try reader.integer(UInt8.self)
    guard version == FrameHeader.version else { throw .unsupportedVersion(version) }
    let type = try reader.integer(UInt8.self)
    let reserved = try reader.integer(UInt16.self)
    let length = try reader.integer(UInt32.self)
    guard frame.count - FrameHeader.size >= length else { throw .truncated }
    guard frame.count - FrameHeader.size == length else { throw .tooLong }
    let sequence = try reader.integer(UInt32.self)
    let answers = try reader.integer(UInt32.self)
    guard try reader.integer(UInt32.self) == checksum(of: frame) else { throw .badChecksum }
    let sentAt = MonotonicInstant(nanoseconds: try reader.integer())
    guard reserved == 0 else { throw .badPayload(field: "reserved") }
    guard isValid(sentAt) else { throw .badPayload(field: "sentAt") }
    let message = try Message(type: type, from: &reader)
    guard reader.remaining == 0 else { throw .tooLong }
    return Envelope(
      header: FrameHeader(sequence: sequence, answers: answers, sentAt: sentAt), message: message)
  }

  private static func isValid(_ instant: MonotonicInstant) -> Bool {
    instant.nanoseconds >= 0 && instant.nanoseconds <= FrameHeader.latestInstant
  }

  /// The check value of `frame`, computed as if its checksum field were zero.
  private static func checksum(of frame: [UInt8]) -> UInt32 {
    let field = FrameHeader.Offset.checksum..<FrameHeader.Offset.checksum + 4
    var check = CRC32C()
    check.update(frame[..<field.lowerBound])
    check.update([0, 0, 0, 0])
    check.update(frame[field.upperBound...])
    return check.value
  }
}
