import RobotDrivers
import RobotHAL
import RobotUnits
import Testing

/// A failure names the device, the step, the cause and a remedy.
@Suite("Failure texts")
struct FailureTextTests {
  @Test func aBusFailure() {
    let failure = AS5600.Failure.bus(BusError(.noAcknowledge, errno: 121), step: .configure)
    #expect(
      "\(failure)"
        == "AS5600: writing CONF failed: nobody acknowledged (errno 121); check its power, its "
        + "wiring, its address pins and the mux channel")
  }

  @Test(arguments: [
    BusError.Kind.noAcknowledge, .arbitrationLost, .timeout, .busFault, .unsupported, .unavailable,
    .other,
  ])
  func everyKindHasACauseAndARemedy(_ kind: BusError.Kind) {
    let text = "\(TCA9548A.Failure.bus(BusError(kind, errno: 5), step: .verify))"
    #expect(text.hasPrefix("TCA9548A: reading back the control register failed: "))
    #expect(text.contains(" (errno 5); "))
  }

  @Test func aValueThatDoesNotStay() {
    let failure = PCA9685.Failure.readBack(register: .preScale, wrote: 0x79, read: 0x1E)
    #expect("\(failure)".hasPrefix("PCA9685: PRE_SCALE was written as 0x79 but reads 0x1E; "))
  }

  @Test func anotherChip() {
    let failure = INA226.Failure.identity(manufacturer: 0x5449, die: 0x2270)
    #expect("\(failure)".hasPrefix("INA226: manufacturer 0x5449 and die 0x2270 instead of "))
  }

  @Test func aBoundIsNamed() {
    let address = "\(TCA9548A.ConfigurationError.address(0x60))"
    #expect(address.contains("0x60 is outside 0x70...0x77"))
    let frequency = PCA9685.ConfigurationError.frequency(Frequency(unchecked: 2000))
    #expect("\(frequency)".contains("2000.0 Hz is outside 24...1526 Hz"))
  }
}
