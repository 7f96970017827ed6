/// The requests of the vhost-user protocol that this back-end knows. Source: QEMU, docs/interop/vhost-user.rst.
enum VhostRequest: UInt32 {
  case getFeatures = 1
  case setFeatures = 2
  case setOwner = 3
  case resetOwner = 4
  case setMemoryTable = 5
  case setRingSize = 8
  case setRingAddress = 9
  case setRingBase = 10
  case getRingBase = 11
  case setRingKick = 12
  case setRingCall = 13
  case setRingError = 14
  case getProtocolFeatures = 15
  case setProtocolFeatures = 16
  case getQueueCount = 17
  case setRingEnable = 18
  case getConfiguration = 24
  case resetDevice = 34

  /// The protocol features behind them: several queues, answers on demand, reset.
  static let protocolFeatures: UInt64 = 1 << 0 | 1 << 3 | 1 << 13
  /// That of a configuration space: QEMU warns where it knows none of the device.
  static let configurationFeature: UInt64 = 1 << 9

  /// How many bytes of payload it has; `nil` where that varies.
  var payloadSize: Int? {
    switch self {
    case .getFeatures, .setOwner, .resetOwner, .getProtocolFeatures, .getQueueCount, .resetDevice: 0
    case .setFeatures, .setProtocolFeatures: 8
    case .setRingSize, .setRingBase, .getRingBase, .setRingEnable: 8
    case .setRingKick, .setRingCall, .setRingError: 8
    case .setRingAddress: 40
    case .setMemoryTable, .getConfiguration: nil
    }
  }
}

/// One message of the front-end, with the descriptors that came along.
struct VhostMessage {
  /// Request, flags and length of the payload, 32 bits each.
  static let headerSize = 12
  /// Longer than any message: eight regions are 264 bytes, the configuration space at most 256.
  static let longestPayload: UInt32 = 4096
  static let mostDescriptors = 8

  let request: UInt32
  let needsReply: Bool
  let payload: [UInt8]
  var descriptors: [OwnedDescriptor]

  func word(_ offset: Int) -> UInt32 { UInt32(payload.littleEndian(offset, 4)) }

  func double(_ offset: Int) -> UInt64 { payload.littleEndian(offset, 8) }

  func failure(_ problem: VhostFailure.MessageProblem) -> VhostFailure {
    .message(request: request, problem)
  }
}

extension RandomAccessCollection<UInt8> where Index == Int {
  /// The number in the `count` bytes (1...8) from `offset` on; what is not there counts as 0.
  func littleEndian(_ offset: Int, _ count: Int) -> UInt64 {
    var value: UInt64 = 0
    for index in 0..<count where offset + index < self.count {
      value |= UInt64(self[startIndex + offset + index]) << UInt64(8 * index)
    }
    return value
  }
}

extension [UInt8] {
  /// Appends `value` as the wire has it.
  mutating func append<Number: FixedWidthInteger>(littleEndian value: Number) {
    for index in 0..<(Number.bitWidth / 8) {
      append(UInt8(truncatingIfNeeded: value >> Number(8 * index)))
    }
  }
}
