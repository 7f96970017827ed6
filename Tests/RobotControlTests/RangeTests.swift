import RobotControl
import Testing

/// Configurations that cannot work are refused, with the field and its value.
@Suite struct RangeTests {
  private static let servo = Admittance.Configuration(
    mass: 0.5, damping: 4, stiffness: 20, offsetLimit: 0.2, rateLimit: 1.5, deadband: 0.1)
  private static let watch = PassivityObserver.Configuration(
    dampingLimit: 2, energyLimit: 0.5, restVelocity: 0.01, backOffTime: 0.1, leastScale: 0.2)

  @Test func whatWorksIsTaken() throws {
    try Self.servo.validate()
    try Self.watch.validate(period: 0.002)
    try ExternalEffort.Friction(coulomb: 0, viscous: 0, fullSpeed: 0.02).validate()
    var led = Self.servo
    (led.mass, led.stiffness, led.deadband) = (0, 0, 0)
    try led.validate()
  }

  @Test(arguments: [
    ("mass", -1.0), ("damping", .nan), ("stiffness", .infinity), ("offsetLimit", 0),
    ("rateLimit", 0), ("deadband", -0.1),
  ])
  func admittanceIsRefused(_ field: String, _ value: Double) {
    var made = Self.servo
    switch field {
    case "mass": made.mass = value
    case "damping": made.damping = value
    case "stiffness": made.stiffness = value
    case "offsetLimit": made.offsetLimit = value
    case "rateLimit": made.rateLimit = value
    default: made.deadband = value
    }
    let error = #expect(throws: RangeError.self) { try made.validate() }
    #expect(error?.field == field)
    #expect(error?.description.hasPrefix("\(field) is ") == true)
  }

  @Test func aSpringAloneIsRefused() {
    var made = Self.servo
    (made.mass, made.damping) = (0, 0)
    let error = #expect(throws: RangeError.self) { try made.validate() }
    #expect(error?.field == "damping" && error?.allowed == "a finite number above 0.0")
  }

  @Test(arguments: [
    ("dampingLimit", -1.0), ("energyLimit", 0), ("restVelocity", 0), ("backOffTime", 0.001),
    ("leastScale", 1.5), ("leastScale", -0.5),
  ])
  func observerIsRefused(_ field: String, _ value: Double) {
    var made = Self.watch
    switch field {
    case "dampingLimit": made.dampingLimit = value
    case "energyLimit": made.energyLimit = value
    case "restVelocity": made.restVelocity = value
    case "backOffTime": made.backOffTime = value
    default: made.leastScale = value
    }
    let error = #expect(throws: RangeError.self) { try made.validate(period: 0.002) }
    #expect(error?.field == field)
  }

  @Test(arguments: [("coulomb", -1.0), ("viscous", .nan), ("fullSpeed", 0)])
  func frictionIsRefused(_ field: String, _ value: Double) {
    var made = ExternalEffort.Friction(coulomb: 0.1, viscous: 0.1, fullSpeed: 0.02)
    switch field {
    case "coulomb": made.coulomb = value
    case "viscous": made.viscous = value
    default: made.fullSpeed = value
    }
    let error = #expect(throws: RangeError.self) { try made.validate() }
    #expect(error?.field == field)
  }
}
