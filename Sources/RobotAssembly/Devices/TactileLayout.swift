internal import RobotConfiguration
public import RobotDrivers

/// Which of a device's channels are taxels.
struct TactileLayout: BitwiseCopyable {
  /// How many taxels it has, in the channels from 0 on.
  var taxels: Int
  /// The channels of a taxel: 1, or 3.
  var components = 1
}

/// A skin: a sensor with a baseline.
struct SkinDescription {
  /// Its number among the sensors.
  var sensor: Int
  var layout: TactileLayout
  var unit: SensorUnit
  var tracking: TactileTracking
  var isTaredAtStart: Bool
  /// Where its taxels are, of a pad; of another sensor they are its channels.
  var pad: PadTaxels?
}

/// A skin of the robot.
public struct SkinInfo: Sendable, Hashable {
  /// Its number among the sensors.
  public let sensor: Int
  /// How many taxels it has.
  public let taxels: Int
  /// The numbers of a taxel: 1, or 3.
  public let components: Int
  /// What they are in.
  public let unit: SensorUnit

  init(_ description: SkinDescription) {
    sensor = description.sensor
    taxels = description.layout.taxels
    components = description.layout.components
    unit = description.unit
  }
}

extension [SkinDescription] {
  /// Adds `device`, whose number among the sensors is `sensor`, where it is a skin.
  mutating func add(_ device: DeviceDescription, _ driver: any DeviceDriver, sensor: Int) {
    guard let tactile = device.tactile, let layout = driver.taxels else { return }
    append(
      SkinDescription(
        sensor: sensor, layout: layout, unit: driver.channels[0].unit,
        tracking: TactileTracking(tactile), isTaredAtStart: tactile.tare == .atStart))
  }
}

extension TactileTracking {
  /// As the robot file has it. A baseline moves by `release` in the drift's time at most: what is
  /// faster is no drift, and ends as a touch.
  init(_ tactile: TactileDescription) {
    do throws(TactileTrackingError) {
      try self.init(
        touch: tactile.touch, release: tactile.release, timeConstant: tactile.drift,
        maximumRate: tactile.release / tactile.drift)
    } catch {
      preconditionFailure("the robot file's reader let pass: \(error)")
    }
  }
}
