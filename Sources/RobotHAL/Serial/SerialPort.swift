public import RobotUnits

/// The owner of one serial line: a kernel device node, or a simulated line. Raw bytes, 8 data bits, no
/// parity, one stop bit.
///
/// Conformers are non-generic final classes, as those of `I2CAdapter` are. One thread uses a port at a
/// time.
public protocol SerialPort: AnyObject, Sendable {
  /// Bits per second on the wire [Hz].
  var speed: Frequency { get }

  /// The present of the clock that deadlines are of. Real-time: yes.
  func now() -> MonotonicInstant

  /// Writes all of `bytes`. Returns when the line has taken them, which may be before the last has left.
  ///
  /// Throws `timeout` when it did not take them until `deadline`, and `unavailable` when the line is gone.
  /// Real-time: yes, blocks for the transfer.
  func write(_ bytes: UnsafeBufferPointer<UInt8>, until deadline: MonotonicInstant)
    throws(BusError)

  /// Reads what is there into `bytes`; when there is nothing, waits for the first byte until `deadline`.
  /// Returns how many there were, 0 at the deadline; what is there is read even when that has passed.
  ///
  /// Throws `unavailable` when the line is gone. Real-time: yes, blocks until bytes come.
  func read(into bytes: UnsafeMutableBufferPointer<UInt8>, until deadline: MonotonicInstant)
    throws(BusError) -> Int

  /// Discards what was received and not read. Real-time: yes.
  func discardInput() throws(BusError)

  /// Lets at least `span` pass. For set-up only. Real-time: no.
  func pause(_ span: TimeSpan)
}

#if !hasFeature(Embedded)
  // Arrays are on the heap.
  extension SerialPort {
    /// Writes `bytes`, for set-up. Real-time: no.
    public func write(_ bytes: [UInt8], until deadline: MonotonicInstant) throws(BusError) {
      try bytes.withUnsafeBufferPointer { (bytes) throws(BusError) in
        try write(bytes, until: deadline)
      }
    }

    /// What `read(into:until:)` reads, at most `count` bytes, for set-up. Real-time: no.
    public func read(atMost count: Int, until deadline: MonotonicInstant) throws(BusError)
      -> [UInt8]
    {
      var bytes = [UInt8](repeating: 0, count: count)
      let filled = try bytes.withUnsafeMutableBufferPointer { (bytes) throws(BusError) -> Int in
        try read(into: bytes, until: deadline)
      }
      return Array(bytes[..<filled])
    }
  }
#endif

/// The time that bytes take on a serial line.
public enum SerialTime {
  /// Bits on the wire for each byte: start, eight of data, stop.
  public static var bitsPerByte: Int {
    @_noAllocation @_noLocks
    get { 10 }
  }

  /// What `bytes` without gaps take at `speed` bits per second, rounded up to whole nanoseconds.
  /// Real-time: yes.
  @_noAllocation @_noLocks
  public static func span(bytes: Int, speed: Frequency) -> TimeSpan {
    TimeSpan(nanoseconds: Int64(Double(bytes * bitsPerByte) / speed.hertz * 1e9 + 0.999))
  }
}
