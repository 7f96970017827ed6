/// Frames of serial servo buses: FF FF, id, length, instruction or error, parameters, checksum. The
/// length counts all that follows it; the checksum is the complement of the sum of all bytes between
/// header and checksum.
///
/// One half-duplex line, on which servos speak only when asked. Feetech's SCS and STS series use it;
/// it is Dynamixel's protocol 1.0. Source: Feetech "Communication Protocol Manual" V1.0, section 1;
/// Robotis e-Manual, "DYNAMIXEL Protocol 1.0".
public enum ServoFrame {
  /// What a servo is asked to do.
  public enum Instruction: UInt8, Sendable, BitwiseCopyable {
    /// Answer.
    case ping = 0x01
    /// Send registers.
    case read = 0x02
    /// Take registers.
    case write = 0x03
    /// Keep registers until `action`.
    case registerWrite = 0x04
    /// Take what `registerWrite` brought.
    case action = 0x05
    /// Send registers, one servo after the other, in the order of the ids asked.
    case syncRead = 0x82
    /// Take registers, each servo its own. Nobody answers.
    case syncWrite = 0x83
  }

  /// The longest frame. Feetech's own SDK sends and takes no longer ones.
  public static var capacity: Int {
    @_noAllocation @_noLocks
    get { 250 }
  }

  /// The id of everybody; only `ping` is answered then.
  public static var broadcast: UInt8 {
    @_noAllocation @_noLocks
    get { 0xFE }
  }

  /// The bytes of an answer beside its parameters: header, id, length, error, checksum.
  public static var overhead: Int {
    @_noAllocation @_noLocks
    get { 6 }
  }

  /// The most servos that a `syncWrite` of `count` registers each fits.
  public static func mostServos(writing count: Int) -> Int { (capacity - 8) / (count + 1) }
}

/// Writes frames, one behind the other, into memory of the caller's. Real-time: yes.
public struct ServoFrameWriter: BitwiseCopyable {
  private let memory: UnsafeMutablePointer<UInt8>
  private let capacity: Int
  /// How many bytes there are by now.
  public private(set) var count: Int
  private var start: Int

  /// A writer to the `capacity` bytes at `memory`, which the caller keeps for as long.
  @_noAllocation @_noLocks
  public init(_ memory: UnsafeMutablePointer<UInt8>, capacity: Int) {
    self.memory = memory
    self.capacity = capacity
    // Here and not beside the declaration: a release build of another module does not see that those neither
    // allocate nor lock.
    count = 0
    start = 0
  }

  /// Begins a frame to `id`, which may be `ServoFrame.broadcast`.
  @_noAllocation @_noLocks
  public mutating func begin(_ instruction: ServoFrame.Instruction, to id: UInt8) {
    start = count
    append(0xFF)
    append(0xFF)
    append(id)
    append(0)
    append(instruction.rawValue)
  }

  /// Appends a parameter.
  @_noAllocation @_noLocks
  public mutating func append(_ byte: UInt8) {
    precondition(count < capacity)
    memory[count] = byte
    count += 1
  }

  /// Ends the frame: fills in its length and appends its checksum.
  @_noAllocation @_noLocks
  public mutating func end() {
    precondition(count - start < ServoFrame.capacity)
    memory[start + 3] = UInt8(truncatingIfNeeded: count - start - 3)
    var sum: UInt8 = 0
    for index in start + 2..<count { sum &+= memory[index] }
    append(~sum)
  }
}

extension ServoFrameWriter {
  /// A `read` of `count` registers of servo `id` from `address` on.
  @_noAllocation @_noLocks
  public mutating func read(_ count: Int, from id: ServoID, address: UInt8) {
    begin(.read, to: id.rawValue)
    append(address)
    append(UInt8(truncatingIfNeeded: count))
    end()
  }
}
