import LinuxHAL
import RobotHAL
import RobotHALTesting
import RobotUnits
import SimulatedHAL
import Testing

/// The suite that the simulated bus passes, on the Linux adapter: its calls reach the same chip through
/// the ioctls of a fake device node.
@Suite struct ConformanceTests {
  /// I2C_FUNC_I2C; with I2C_FUNC_PROTOCOL_MANGLING; and SMBus alone (quick, byte, byte data, word data,
  /// I2C block), as `<linux/i2c.h>` numbers them.
  @Test(arguments: [0x0000_0001, 0x0000_0005, 0x0C7F_0000] as [UInt])
  func passesTheSuite(functions: UInt) throws {
    let mangles = functions & 0x4 != 0
    let bus = SimulatedI2CBus(
      speed: Frequency(unchecked: 400_000), clock: SimulationClock(.virtual),
      capabilities: mangles ? [.combinedMessages, .stopBetweenMessages] : .combinedMessages)
    bus.attach(AS5600Model(shaft: FixedShaft(radians: 0)))
    let device = FakeI2CDevice(functions: functions, bus: bus)
    let adapter = try LinuxI2CAdapter(path: device.path)
    let findings = I2CAdapterConformance.run(
      adapter,
      chip: I2CAdapterConformance.Chip(
        address: 0x36, scratchRegister: 0x01, absentAddress: 0x23))
    #expect(findings == [])
  }
}
