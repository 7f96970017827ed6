public import RobotHAL

/// How a chip is recognised by reading alone, for a scan that does not know yet what is at an address.
///
/// Nothing is written but the pointers of registers that are then read; set-up looks again, and more closely.
/// Real-time: no.
public struct ChipIdentity: Sendable {
  /// How much the answers say.
  public enum Certainty: Int, Sendable, Comparable {
    /// The chip could have given them, as others could.
    case plausible
    /// Bits that are fixed in the chip, or that nobody changes, are as they must be.
    case fixedBits
    /// A register that was made to tell the chip tells it.
    case proof

    public static func < (left: Certainty, right: Certainty) -> Bool {
      left.rawValue < right.rawValue
    }
  }

  /// A register, and what it must hold.
  public struct Question: Sendable {
    /// What is written first: the register's pointer, or nothing.
    public let pointer: [UInt8]
    /// How many bytes are read.
    public let count: Int
    /// Whether the chip can have given these bytes.
    public let accepts: @Sendable ([UInt8]) -> Bool

    /// `count` bytes from the pointer `pointer` on.
    public init(
      _ pointer: [UInt8], count: Int, accepts: @escaping @Sendable ([UInt8]) -> Bool
    ) {
      self.pointer = pointer
      self.count = count
      self.accepts = accepts
    }

    /// One byte at `register`.
    public static func byte(
      _ register: UInt8, _ accepts: @escaping @Sendable (UInt8) -> Bool
    ) -> Question {
      Question([register], count: 1) { accepts($0[0]) }
    }

    /// Two bytes at `register`, the most significant first.
    public static func word(
      _ register: UInt8, _ accepts: @escaping @Sendable (UInt16) -> Bool
    ) -> Question {
      Question([register], count: 2) { accepts(UInt16($0[0]) << 8 | UInt16($0[1])) }
    }
  }

  /// The registers that are looked at, as the datasheet names them.
  public let registers: String
  /// How much the answers say.
  public let certainty: Certainty
  /// In this order: the first answer that the chip cannot have given ends it, so that a stranger is asked least.
  public let questions: [Question]

  /// What `registers` must answer.
  public init(_ registers: String, _ certainty: Certainty, _ questions: [Question]) {
    self.registers = registers
    self.certainty = certainty
    self.questions = questions
  }

  /// The most bytes that are written before one reading.
  public var longestPointer: Int { questions.map(\.pointer.count).max() ?? 0 }

  /// Whether what is at `address` answers as the chip does. Nobody who acknowledges, or an adapter that cannot ask,
  /// is a no; other errors are thrown.
  public func holds(at address: I2CAddress, on bus: inout some I2CBus) throws(BusError) -> Bool {
    for question in questions {
      do {
        let reply = try bus.transfer(to: address, write: question.pointer, read: question.count)
        guard question.accepts(reply) else { return false }
      } catch {
        guard error.kind == .noAcknowledge || error.kind == .unsupported else { throw error }
        return false
      }
    }
    return true
  }
}
