public import RobotHAL
import RobotUnits

extension MPL115A2 {
  /// A set-up that did not succeed.
  public enum Failure: Error, Hashable, Sendable, CustomStringConvertible {
    /// A transfer failed.
    case bus(BusError, step: Step)
    /// What answers is not an MPL115A2: its coefficients are none.
    case coefficients([UInt8])
    /// What answers is not an MPL115A2: the first measurement is outside the chip's range.
    case measurement([UInt8])

    /// What happened and what to do.
    public var description: String {
      switch self {
      case .bus(let error, let step):
        FailureText.bus(error, device: "MPL115A2", step: step.rawValue)
      case .coefficients(let bytes):
        "MPL115A2: the coefficients read \(Self.text(bytes)), which no MPL115A2 gives; 0x60 is also "
          + "the address of DRV8830 and VCNL4040: check the part"
      case .measurement(let bytes):
        "MPL115A2: the first measurement reads \(Self.text(bytes)), which is not 50...115 kPa; 0x60 "
          + "is also the address of DRV8830 and VCNL4040: check the part and that SHDN is high"
      }
    }

    private static func text(_ bytes: [UInt8]) -> String {
      bytes.map { FailureText.hexadecimal(Int($0)) }.joined(separator: " ")
    }
  }

  /// A step of the set-up.
  public enum Step: String, Sendable {
    /// The coefficients are read.
    case readCoefficients = "reading the coefficients"
    /// CONVERT is written.
    case convert = "starting a conversion"
    /// The measurement is read.
    case measure = "reading the first measurement"
  }

  /// Reads the coefficients and makes one measurement, which together are all that identifies the chip:
  /// it has no identity register. May be repeated at any time. Takes 5 ms. Real-time: no.
  public static func setUp(_ configuration: Configuration, on bus: inout some I2CBus)
    throws(Failure) -> Decoder
  {
    let address = configuration.address
    let bytes: [UInt8]
    do {
      bytes = try bus.read(8, from: address, register: Register.coefficients.rawValue)
    } catch { throw .bus(error, step: .readCoefficients) }
    var fixed = InlineArray<8, UInt8>(repeating: 0)
    for index in 0..<8 { fixed[index] = bytes[index] }
    guard let coefficients = Coefficients(bytes: fixed) else { throw .coefficients(bytes) }
    do {
      try bus.write([Register.convert.rawValue, 0x00], to: address)
    } catch { throw .bus(error, step: .convert) }
    bus.pause(conversionTime)
    let reply: [UInt8]
    do {
      reply = try bus.read(4, from: address, register: Register.data.rawValue)
    } catch { throw .bus(error, step: .measure) }
    let decoder = Decoder(coefficients: coefficients)
    var values = [0.0, 0.0]
    var health = ChannelMask()
    var span = values.mutableSpan
    _ = decoder.decode(Reply(reply), exchange: 1, into: &span, health: &health)
    guard health.contains(0) else { throw .measurement(reply) }
    return decoder
  }
}
