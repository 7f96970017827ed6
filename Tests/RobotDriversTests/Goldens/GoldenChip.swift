import RobotHAL
import SimulatedHAL

/// A chip of a transcript: a place in the bus tree, and what the replay knows of it.
struct GoldenChip {
  let path: String
  let address: UInt8
  let device: any GoldenDevice

  init?(path: String, address: UInt8, registers: [String: String], device: String) {
    guard let bus = I2CAddress(address),
      let made = GoldenCatalog.make(
        GoldenPlace(address: bus, registers: registers, device: device))
    else { return nil }
    self.path = path
    self.address = address
    self.device = made
  }
}
