public import RobotHAL
public import RobotUnits

/// A bus that passes everything on to another one and writes down what happened.
public struct TracingI2CBus<Base: I2CBus>: I2CBus {
  /// The bus that does the work.
  public private(set) var base: Base
  /// One line per transfer or pause: `0x36 write 07 read 2 -> 00 00`.
  public private(set) var lines: [String] = []

  /// Traces `base`.
  public init(_ base: Base) { self.base = base }

  /// Passes the transfer on and notes it with its answer.
  public mutating func transfer(to address: I2CAddress, write bytes: [UInt8], read count: Int)
    throws(BusError) -> [UInt8]
  {
    let request = Self.text(address, write: bytes, read: count)
    do {
      let reply = try base.transfer(to: address, write: bytes, read: count)
      lines.append(reply.isEmpty ? request : "\(request) -> \(Self.hexadecimal(reply))")
      return reply
    } catch {
      lines.append("\(request) -> \(error.kind) (errno \(error.errno))")
      throw error
    }
  }

  /// Passes the pause on and notes it.
  public mutating func pause(_ span: TimeSpan) {
    base.pause(span)
    lines.append("pause \(span.microseconds) us")
  }

  static func text(_ address: I2CAddress, write bytes: [UInt8], read count: Int) -> String {
    var text = "\(address)"
    if !bytes.isEmpty { text += " write \(hexadecimal(bytes))" }
    if count > 0 { text += " read \(count)" }
    return bytes.isEmpty && count == 0 ? text + " probe" : text
  }

  private static func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined(separator: " ")
  }
}
