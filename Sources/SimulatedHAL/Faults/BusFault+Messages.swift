import RobotHAL
import RobotUnits

extension BusFault {
  /// Whether message `number` of a transfer is one that the fault can strike.
  func applies(to message: I2CMessage, isReading: Bool, number: Int) -> Bool {
    switch self {
    case .noAddressAcknowledge, .stretch, .arbitrationLost, .unpowered, .stranger: true
    case .noDataAcknowledge(let byte): !isReading && byte < Int(message.length)
    case .stuckData(let byte): byte < Int(message.length)
    case .shortTransfer(let messages): number >= messages
    case .flippedBits(_, let direction):
      message.length > 0 && isReading == (direction == .read)
    case .constantReply, .frozenReply: isReading && message.length > 0
    case .tornReply(let bytes): isReading && bytes < Int(message.length)
    case .reset, .swappedChannels, .slowAdapter: false
    }
  }
}

extension MessageEffect {
  /// What `fault`, the entry `index`, adds to the others.
  mutating func add(_ fault: BusFault, _ index: Int) {
    switch fault {
    case .noAddressAcknowledge, .unpowered: isRefused = true
    case .noDataAcknowledge(let byte): refusedByte = byte
    case .stuckData(let byte): (stuckByte, stuckBy) = (byte, index)
    case .stretch(let span): stretch += span.nanoseconds
    case .arbitrationLost: losesArbitration = true
    case .shortTransfer: endsBefore = true
    case .flippedBits(let perBit, _): flips = perBit
    case .constantReply(let byte): constant = Int(byte)
    case .frozenReply: frozenBy = index
    case .tornReply(let bytes): (tornBy, tornBytes) = (index, bytes)
    case .stranger: stranger = index
    case .reset, .swappedChannels, .slowAdapter: break
    }
  }
}
