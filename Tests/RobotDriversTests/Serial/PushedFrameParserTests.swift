import RobotHAL
import Testing

/// Frames as `paxini-sdk` 0.1.0 lays them out: AA 56, reserved, length with the error byte, error, data, LRC.
@Suite struct PushedFrameParserTests {
  private static let frame: [UInt8] = [0xAA, 0x56, 0x00, 0x04, 0x00, 0x00, 0x01, 0x02, 0x03, 0xF6]

  private func found(_ bytes: [UInt8]) -> (frames: [[UInt8]], noise: Int) {
    var parser = PushedFrameParser(byteCount: 3)
    var frames: [[UInt8]] = []
    for byte in bytes where parser.push(byte) {
      frames.append([parser.error] + (0..<3).map { parser.data($0) })
    }
    return (frames, parser.noise)
  }

  @Test func frameIsFoundBetweenNoise() {
    let all = found([0x00, 0xAA] + Self.frame + [0xAA, 0x56, 0xAA] + Self.frame + [0xAA])
    #expect(all.frames == [[0, 1, 2, 3], [0, 1, 2, 3]])
    #expect(all.noise == 5)
  }

  @Test func wrongSumOrLengthIsNoFrame() {
    #expect(found(Self.frame.dropLast() + [0xF7]).frames.isEmpty)
    var long = Self.frame
    long[3] = 0x05
    long[9] = 0xF5
    #expect(found(long).frames.isEmpty)
    var high = Self.frame
    high[4] = 0x01
    high[9] = 0xF5
    #expect(found(high).frames.isEmpty)
    // The next one is not hit.
    #expect(found(long + Self.frame).frames.count == 1)
  }

  /// A frame that ends early does not take the one behind it along.
  @Test func frameBeginsWithinARefusedOne() {
    let all = found(Self.frame.dropLast(3) + Self.frame)
    #expect(all.frames == [[0, 1, 2, 3]])
    #expect(all.noise == 7)
  }

  @Test func errorOfTheBoardIsHandedOn() {
    var frame = Self.frame
    frame[5] = 0x11
    frame[9] = 0xE5
    #expect(found(frame).frames == [[0x11, 1, 2, 3]])
  }
}
