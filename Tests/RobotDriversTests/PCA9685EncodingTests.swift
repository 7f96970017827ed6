import RobotDrivers
import RobotHAL
import RobotUnits
import Testing

@Suite("PCA9685 encoding")
struct PCA9685EncodingTests {
  private func encoded(duty: Double) -> [UInt8] {
    var request = PCA9685.outputs(channels: 3...3, at: 0x40).request
    var span = request.mutableSpan
    PCA9685.encode(duty: duty, offset: 0, into: &span)
    return Array(request.dropFirst())
  }

  static let off: [UInt8] = [0x00, 0x00, 0x00, 0x10]
  static let on: [UInt8] = [0x00, 0x10, 0x00, 0x00]

  @Test(
    arguments: [
      0, -0.0, -1, -1e300, .nan, .infinity, -.infinity, .leastNonzeroMagnitude, 0.0001,
    ] as [Double])
  func offIsTheFullOffBit(_ duty: Double) {
    #expect(encoded(duty: duty) == Self.off)
  }

  @Test(arguments: [1, 1.5, 1e300, 0.99999] as [Double])
  func onIsTheFullOnBit(_ duty: Double) {
    #expect(encoded(duty: duty) == Self.on)
  }

  @Test(
    arguments: [
      (0.5, [0x00, 0x00, 0x00, 0x08]), (1.0 / 4096, [0x00, 0x00, 0x01, 0x00]),
      (4095.0 / 4096, [0x00, 0x00, 0xFF, 0x0F]), (0.075, [0x00, 0x00, 0x33, 0x01]),
    ] as [(Double, [UInt8])])
  func aDutyIsItsCounts(_ duty: Double, bytes: [UInt8]) {
    #expect(encoded(duty: duty) == bytes)
  }

  @Test func onAndOffCountsNeverMeet() {
    for step in 0...20_000 {
      let bytes = encoded(duty: Double(step) / 20_000)
      let on = Int(bytes[0]) | Int(bytes[1]) << 8
      let off = Int(bytes[2]) | Int(bytes[3]) << 8
      #expect(on != off)
    }
  }

  @Test func aBurstBeginsFullOffAndTouchesOnlyItsChannel() {
    var request = PCA9685.outputs(channels: 2...4, at: 0x40).request
    #expect(request == [0x0E] + Self.off + Self.off + Self.off)
    var span = request.mutableSpan
    PCA9685.encode(counts: 307, offset: 1, into: &span)
    #expect(request == [0x0E] + Self.off + [0x00, 0x00, 0x33, 0x01] + Self.off)
  }

  @Test func wholeBurstCosts596Clocks() {
    let exchange = PCA9685.outputs(channels: 0...15, at: 0x40)
    #expect(exchange.request.count == 65)
    #expect(exchange.clocks == 596)  // devices.md 0.1
    #expect(exchange.replyCount == 0)
  }

  @Test func stopAllIsOneBurst() {
    let stop = Exchange(address: 0x40, request: [0xFA, 0x00, 0x00, 0x00, 0x10], replyCount: 0)
    #expect(PCA9685.allOff(at: 0x40) == stop)
  }

  /// MODE2 0x04: totem pole. After a reset MODE1 reads 0x11 and, without auto-increment, comes twice.
  @Test(
    arguments: [
      ([0x20, 0x04], true), ([0xA0, 0x04], true), ([0x11, 0x11], false), ([0x91, 0x91], false),
      ([0x30, 0x04], false), ([0x20, 0x14], false), ([0xFF, 0xFF], false), ([0x00, 0x00], false),
    ] as [([UInt8], Bool)])
  func aResetChipIsNoticed(_ reply: [UInt8], agrees: Bool) throws {
    let watch = PCA9685.watch(
      for: try PCA9685.Configuration(address: 0x40, frequency: Frequency(unchecked: 50)))
    #expect(watch.exchange == Exchange(address: 0x40, request: [0x00], replyCount: 2))
    #expect(watch.agrees(reply) == agrees)
  }
}
