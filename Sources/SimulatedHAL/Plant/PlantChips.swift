public import RobotUnits

/// The bridges of the joints that one PWM controller drives.
public final class PlantBridges: PWMObserver {
  /// One joint's two channels.
  public struct Bridge: Sendable, Hashable {
    /// The joint.
    public var joint: Int
    /// IN1.
    public var forward: Int
    /// IN2.
    public var reverse: Int

    /// A bridge.
    public init(joint: Int, forward: Int, reverse: Int) {
      self.joint = joint
      self.forward = forward
      self.reverse = reverse
    }
  }

  private let plant: SimulatedPlant
  private let bridges: [Bridge]

  /// The bridges `bridges` of `plant`.
  public init(plant: SimulatedPlant, bridges: [Bridge]) {
    self.plant = plant
    self.bridges = bridges
  }

  public func outputsChanged(of chip: PCA9685Model, at instant: MonotonicInstant) {
    for bridge in bridges {
      plant.drive(
        joint: bridge.joint, forward: chip.duty(bridge.forward), reverse: chip.duty(bridge.reverse),
        at: instant)
    }
  }
}

/// The shaft of one joint of a plant, or that of its gear motor, as an encoder sees it.
public final class PlantShaft: ShaftAngleSource {
  /// Where the encoder sits.
  public enum Side: Sendable {
    /// Behind play, spring and transmission.
    case joint
    /// Before them.
    case actuator
  }

  private let plant: SimulatedPlant
  private let joint: Int
  private let side: Side
  private let scale: Double
  private let zero: Double

  /// An encoder that reads `zero` at position 0 of what it measures, and turns `scale` rad per rad (or
  /// metre) of that.
  public init(
    plant: SimulatedPlant, joint: Int, side: Side = .joint, scale: Double, zero: Double
  ) {
    self.plant = plant
    self.joint = joint
    self.side = side
    self.scale = scale
    self.zero = zero
  }

  public func angle(at instant: MonotonicInstant) -> Double {
    switch side {
    case .joint: zero + scale * plant.position(joint: joint, at: instant)
    case .actuator: zero + scale * plant.rotorPosition(joint: joint, at: instant)
    }
  }
}

/// The supply of a plant, as a power monitor sees it.
public final class PlantSupply: PowerSource {
  private let plant: SimulatedPlant

  /// The supply of `plant`.
  public init(_ plant: SimulatedPlant) { self.plant = plant }

  public func power(at instant: MonotonicInstant) -> PowerReading { plant.power() }
}
