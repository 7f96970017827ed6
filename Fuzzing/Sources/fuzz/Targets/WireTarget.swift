import RobotUnits
import RobotWire

/// Frames: as they are, or the bytes of a payload behind a header that is right, or many of them as clients send them. What is decoded makes the same bytes
/// again.
final class WireTarget: FuzzTarget {
  func run(_ input: [UInt8]) {
    guard let kind = input.first else { return }
    var reader = InputReader(Array(input.dropFirst()))
    switch kind {
    case 0: decode(reader.rest())
    case 255:
      var session = WireSession()
      session.run(&reader)
    default:
      let header = reader.bytes(16)
      decode(Self.frame(type: kind, header: header, payload: reader.rest()))
    }
  }

  private func decode(_ frame: [UInt8]) {
    do throws(WireError) {
      let request = try Envelope<Request>(frame: frame)
      expectSame(frame) { () throws(WireError) in try request.frame() }
    } catch { require(!error.description.isEmpty, "no words") }
    do throws(WireError) {
      let reply = try Envelope<Reply>(frame: frame)
      expectSame(frame) { () throws(WireError) in try reply.frame() }
    } catch { require(!error.description.isEmpty, "no words") }
  }

  private func expectSame(_ frame: [UInt8], _ encode: () throws(WireError) -> [UInt8]) {
    require(Self.checksum(frame) == 0, "a wrong checksum was taken")
    do throws(WireError) {
      let again = try encode()
      // A state without a fault says nothing where its joint, value and limit are; what is made of it stays.
      let isLoose = frame[5] == 0x83 && again.count == frame.count
      require(again == frame || isLoose, "decoded and encoded, the frame is another")
    } catch {
      require(false, "decoded, and cannot be encoded: \(error.description)")
    }
  }

  /// A frame of `type` with sequence, answers and time of sending from `header`; all else is right.
  static func frame(type: UInt8, header: [UInt8], payload: [UInt8]) -> [UInt8] {
    let length = payload.count
    var frame: [UInt8] = [0x43, 0x42, 0x4C, 0x31, 1, type, 0, 0]
    frame += (0..<4).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) }
    frame += header[0..<8] + [0, 0, 0, 0] + header[8..<16] + payload
    let check = crc(frame)
    for index in 0..<4 {
      frame[20 + index] = UInt8(truncatingIfNeeded: check >> (8 * UInt32(index)))
    }
    return frame
  }

  /// 0 when the frame carries the check value of its bytes.
  private static func checksum(_ frame: [UInt8]) -> UInt32 {
    var bytes = frame
    var carried: UInt32 = 0
    for index in 0..<4 {
      carried |= UInt32(bytes[20 + index]) << UInt32(8 * index)
      bytes[20 + index] = 0
    }
    return crc(bytes) ^ carried
  }

  /// CRC-32C bit by bit (RFC 3720, appendix B.4), not with the code under test.
  private static func crc(_ bytes: [UInt8]) -> UInt32 {
    var register: UInt32 = .max
    for byte in bytes {
      register ^= UInt32(byte)
      for _ in 0..<8 { register = register & 1 == 1 ? register >> 1 ^ 0x82F6_3B78 : register >> 1 }
    }
    return ~register
  }
}
