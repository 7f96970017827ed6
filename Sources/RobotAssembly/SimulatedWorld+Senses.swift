internal import RobotConfiguration
internal import SimulatedHAL

/// What a simulator outside can feel for a device of a robot, by the robot file's name.
public enum Sense: Hashable, Sendable {
  /// An inertial sensor: specific force [m/s^2] and angular velocity [rad/s] in its axes, then the quaternion w, x, y, z
  /// from them to the world's: 10 numbers.
  case inertial(String)
  /// A pad: the force on it [N], 3 numbers.
  case pad(String)

  /// The device's name in the robot file.
  public var name: String {
    switch self {
    case .inertial(let name), .pad(let name): name
    }
  }
}

extension RobotModel {
  /// The devices that feel something a simulator can know: inertial sensors, then pads.
  public var senses: [Sense] {
    robot.devices.indices.filter { type(of: devices.drivers[$0]).isInertial }
      .map { .inertial(robot.devices[$0].name) } + robot.pads.map { .pad($0.name) }
  }
}

extension SimulatedWorld {
  /// From now on the device of `sense` feels `values`, as many as its kind has. A pad's force is on its first taxel.
  public func feel(_ sense: Sense, _ values: [Double]) {
    switch sense {
    case .inertial(let name):
      var state = InertialState()
      state.specificForce = [values[0], values[1], values[2]]
      state.angularVelocity = [values[3], values[4], values[5]]
      state.orientation = [values[6], values[7], values[8], values[9]]
      motions[name]?.set(state)
    case .pad(let name):
      guard let pad = robot.pads.first(where: { $0.name == name }) else { return }
      pads[robot.serialBuses[pad.bus].name]?.forces.press(
        taxel: 0, module: pad.place, [values[0], values[1], values[2]])
    }
  }
}
