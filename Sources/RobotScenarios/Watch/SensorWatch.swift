import RobotAssembly
import RobotConfiguration
import RobotCore
import RobotDrivers
import RobotRuntime
import RobotUnits

/// Compares every number that a sensor calls valid with what it said before anything went wrong: around
/// simulated sensors nothing changes.
///
/// Where a fault changes bytes in a way that no check of a reply can see, a number must at least be within the
/// range of its channel. Supply monitors are left out: they see what the motors take.
struct SensorWatch {
  private struct Sensor {
    let index: Int
    let description: SensorDescription
    /// From when on its replies may be wrong unseen [s]; a written register stays wrong.
    let tainted: Double?
    var usual: [Double?]
  }

  private var sensors: [Sensor] = []

  /// What noise and quantisation may change, as a part of a channel's range.
  private static let tolerance = 1e-3

  init(_ system: RobotSystem, _ model: RobotModel, _ scenario: FaultScenario) {
    let robot = model.robot
    for (index, description) in system.sensors.enumerated() {
      guard let device = robot.devices.firstIndex(where: { $0.name == description.name }),
        let driver = DriverCatalog.schemas.first(where: { $0.name == robot.devices[device].driver }
        ),
        driver.kind == .sensor
      else { continue }
      let unseen = scenario.faults.filter { fault in
        (fault.kind.isUnseen || fault.kind.isMeasured) && robot.isAffected(device, by: fault.place)
      }
      sensors.append(
        Sensor(
          index: index, description: description, tainted: unseen.map(\.start).min(),
          usual: description.channels.map { _ in nil }))
    }
  }

  /// Keeps what the sensors say while all is well.
  mutating func learn(from snapshot: borrowing RobotSnapshot) {
    for place in sensors.indices {
      let sample = snapshot.sensors[sensors[place].index]
      for channel in sensors[place].usual.indices where sample.health.contains(channel) {
        sensors[place].usual[channel] =
          snapshot.sensorValues[sensors[place].description.firstValue + channel]
      }
    }
  }

  /// What is wrong `time` seconds after the start of the scenario.
  func look(at snapshot: borrowing RobotSnapshot, time: Double) -> [String] {
    var found: [String] = []
    for sensor in sensors {
      let sample = snapshot.sensors[sensor.index]
      for (place, channel) in sensor.description.channels.enumerated()
      where sample.health.contains(place) {
        let value = snapshot.sensorValues[sensor.description.firstValue + place]
        let isUsual =
          sensor.usual[place].map { usual in
            abs(value - usual)
              <= Self.tolerance * (channel.range.upperBound - channel.range.lowerBound)
          } ?? false
        let isTainted = sensor.tainted.map { $0 <= time } ?? false
        if isTainted ? channel.range.contains(value) : isUsual { continue }
        found.append(
          "cycle \(snapshot.cycle.index), \(sensor.description.name) \(channel.name): "
            + "takes \(value) for valid")
      }
    }
    return found
  }
}

extension FaultScenario.Kind {
  /// Whether its device measures just that.
  fileprivate var isMeasured: Bool {
    if case .overheated = self { true } else { false }
  }
}

extension RobotDescription {
  /// Whether what happens at `place` happens to `device`: it is there, or behind it.
  func isAffected(_ device: Int, by place: FaultScenario.Place) -> Bool {
    switch place.target {
    case .bus: buses[devices[device].bus].name == place.name
    case .device:
      devices[device].name == place.name
        || devices[device].via.map { devices[$0.mux].name == place.name } ?? false
    case .line, .serial, .joint, .robot: false
    }
  }
}
