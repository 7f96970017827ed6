/// Finds the answers of servos in what a line brings, byte by byte.
///
/// It is told how long the answers are that are awaited, so that it needs to believe no length: a bit that
/// flipped in one costs that answer and not those behind it. What is no such answer is noise, counted and
/// skipped byte by byte: an answer may begin within it. The echo of a half-duplex line is noise, too: requests
/// to everybody have an id that no answer has, and others are of another length than their answers (a
/// `read` of two registers and a `ping` are not: do without them where a line may echo). Real-time: yes.
public struct ServoFrameParser: BitwiseCopyable, Sendable {
  private var bytes: InlineArray<256, UInt8>
  private var count: Int
  /// Parameters of the answers that are awaited, 0...`ServoFrame.capacity` - 6.
  public private(set) var parameterCount: Int
  /// Bytes so far that belonged to no answer.
  public private(set) var noise: Int

  /// A parser of answers with `parameterCount` parameters.
  @_noAllocation @_noLocks
  public init(parameterCount: Int) {
    bytes = InlineArray(repeating: 0)
    count = 0
    noise = 0
    precondition(parameterCount >= 0 && parameterCount <= ServoFrame.capacity - ServoFrame.overhead)
    self.parameterCount = parameterCount
  }

  /// Forgets the answer that has begun: what comes next belongs to another request.
  @_noAllocation @_noLocks
  public mutating func restart() {
    if count < total { noise += count }
    count = 0
  }

  /// Takes the next byte; says whether an answer is complete. It can be looked at until the next byte.
  @_noAllocation @_noLocks
  public mutating func push(_ byte: UInt8) -> Bool {
    if count == total { count = 0 }
    bytes[count] = byte
    count += 1
    while count > 0, !mayBegin() { drop() }
    return count == total
  }

  /// Who answers.
  public var id: ServoID {
    @_noAllocation @_noLocks
    get { ServoID(unchecked: bytes[2]) }
  }

  /// The error bits of the answer.
  public var error: UInt8 {
    @_noAllocation @_noLocks
    get { bytes[4] }
  }

  /// A parameter of the answer, 0..<`parameterCount`.
  @_noAllocation @_noLocks
  public func parameter(_ index: Int) -> UInt8 {
    precondition(UInt(bitPattern: index) < UInt(bitPattern: parameterCount))
    return bytes[5 + index]
  }

  private var total: Int {
    @_noAllocation @_noLocks
    get { ServoFrame.overhead + parameterCount }
  }

  /// Whether what is there is the beginning of an answer, or all of it.
  @_noAllocation @_noLocks
  private func mayBegin() -> Bool {
    if bytes[0] != 0xFF { return false }
    if count > 1, bytes[1] != 0xFF { return false }
    // A third 0xFF: the header begins one byte later. 0xFE is everybody, who does not answer.
    if count > 2, bytes[2] > 0xFD { return false }
    if count > 3, Int(bytes[3]) != parameterCount + 2 { return false }
    if count < total { return true }
    var sum: UInt8 = 0
    for index in 2..<total { sum &+= bytes[index] }
    return sum == 0xFF
  }

  /// Gives up the first byte, and moves on to where the next 0xFF is.
  @_noAllocation @_noLocks
  private mutating func drop() {
    var first = 1
    while first < count, bytes[first] != 0xFF { first += 1 }
    noise += first
    for index in first..<count { bytes[index - first] = bytes[index] }
    count -= first
  }
}
