// How the runtime numbers all that has a health of its own: the devices on I2C buses, behind them the pads, and
// behind those the servos.
extension RobotDescription {
  /// Their names.
  public var deviceNames: [String] {
    devices.map(\.name) + pads.map(\.name) + servos.map(\.name)
  }

  /// How often each of them may fail.
  public var errorBudgets: [ErrorBudgetDescription] {
    devices.map(\.errors) + pads.map(\.errors) + servos.map(\.errors)
  }

  /// The number of the servo `index` of `servos`.
  public func number(ofServo index: Int) -> Int { devices.count + pads.count + index }

  /// The serial line of the pad or servo with the number `number`; `nil` of a device on an I2C bus.
  public func line(ofDevice number: Int) -> Int? {
    guard number >= devices.count else { return nil }
    let pad = number - devices.count
    return pad < pads.count ? pads[pad].bus : servos[pad - pads.count].bus
  }
}
