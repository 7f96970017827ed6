public import RobotUnits

/// How many of a device's exchanges may fail, or be invalid, within a sliding window: the key `errors` of a
/// device.
///
/// The defaults: a good bus fails never, a bad contact or a weak pull-up in bursts. At 500 Hz five errors in a
/// second are one exchange in a hundred, fifty are one in ten, at which the next gap of `safety.stale` is a
/// matter of luck. Errors count after the repetition within the cycle, which covers single ones.
public struct ErrorBudgetDescription: Hashable, Sendable {
  /// The window. Default 1 s.
  public var window = TimeSpan.milliseconds(1000)
  /// More errors than this, and the device is degraded. Default 5.
  public var degrade = 5
  /// More errors than this, and a joint that needs the device faults. Default 50.
  public var fault = 50

  /// The defaults.
  public init() {}
}

extension RobotShape {
  /// The key `errors` of a device.
  static let errorBudget = Field(
    "errors",
    .record([
      Field(
        "window", .quantity(.time, NumberRange(0.05...60)), example: "1 s",
        summary: "errors are counted over this time; default 1 s"),
      Field(
        "degrade", .integer(0...10_000), example: "5",
        summary: "more failed or invalid exchanges within the window, and it is degraded; default 5"
      ),
      Field(
        "fault", .integer(1...60_000), example: "50",
        summary: "more than this, and a joint that needs it faults (105, 204); default 50"),
    ]), example: "{ window: 1 s, degrade: 5, fault: 50 }",
    summary: "how often it may fail before it is degraded, and before it is a fault")
}

extension RobotResolver {
  /// How often each device may fail.
  mutating func resolveErrorBudgets(of robot: inout RobotDescription) {
    for (index, device) in robot.devices.enumerated() {
      guard let entry = devices.records.first(where: { $0.name == device.name })?.record,
        let budget = errorBudget(entry)
      else { continue }
      robot.devices[index].errors = budget
    }
  }

  /// How often `device` may fail; `nil` where its record does not say.
  mutating func errorBudget(_ device: Record) -> ErrorBudgetDescription? {
    guard let errors = device.record("errors") else { return nil }
    var budget = ErrorBudgetDescription()
    if let window = errors.number("window") { budget.window = TimeSpan(seconds: window) }
    budget.degrade = errors.integer("degrade") ?? budget.degrade
    budget.fault = errors.integer("fault") ?? max(budget.fault, 2 * budget.degrade)
    if budget.fault <= budget.degrade {
      complaints.add(
        errors.position(of: "fault"), errors.path("fault"),
        "\(budget.fault) is a fault, and \(budget.degrade) is not even degraded",
        allowed: "more than \(budget.degrade)", hint: "raise fault, or lower degrade")
    }
    return budget
  }
}
