/// Everything that stops or slows the robot by itself, as `Faults/faults.yaml` says: the one source of codes, texts
/// and manuals.
public struct FaultCatalogue: Sendable {
  /// In the order of their codes.
  public let entries: [Entry]

  /// A catalogue.
  public init(entries: [Entry]) { self.entries = entries.sorted { $0.code < $1.code } }

  /// The entry that `name` means: its name or its code.
  public subscript(name: String) -> Entry? {
    entries.first { $0.name == name || "\($0.code)" == name }
  }

  /// The entry with this code.
  public subscript(code: UInt16) -> Entry? { entries.first { $0.code == code } }

  /// One reason to stop, or to go on slower.
  public struct Entry: Sendable {
    /// What files call it (`encoder_lost`).
    public var name: String
    /// What logs and clients call it. Append-only.
    public var code: UInt16
    /// What is done.
    public var reaction: Reaction
    /// What it happens to.
    public var owner: Owner
    /// The numbers that are kept with it; `nil`: none.
    public var evidence: Evidence?
    /// Rows of the project's table of faults.
    public var rows: [Int]
    /// A few words.
    public var title: BilingualText
    /// One sentence for people who program.
    public var meaning: String
    /// What happened; may hold `{joint}`, `{device}`, `{value}` and `{limit}`.
    public var says: BilingualText
    /// What it comes from as a rule.
    public var cause: BilingualText
    /// What a person does, before clearing and arming.
    public var remedy: BilingualText
    /// Scenarios of `Scenarios/faults`, or else suites of tests, that raise it.
    public var shownBy: [String]

    /// What the journal knows it by (MESSAGE_ID of systemd.journal-fields(7)).
    public var messageID: String {
      let digits = String(code, radix: 16)
      return "5b67d2c7a54638e06d0c3ec6e6e2" + String(repeating: "0", count: 4 - digits.count)
        + digits
    }

    /// An entry.
    public init(
      name: String, code: UInt16, reaction: Reaction, owner: Owner, evidence: Evidence?,
      rows: [Int], title: BilingualText, meaning: String, says: BilingualText,
      cause: BilingualText, remedy: BilingualText, shownBy: [String]
    ) {
      self.name = name
      self.code = code
      self.reaction = reaction
      self.owner = owner
      self.evidence = evidence
      self.rows = rows
      self.title = title
      self.meaning = meaning
      self.says = says
      self.cause = cause
      self.remedy = remedy
      self.shownBy = shownBy
    }
  }

  /// What becomes of the robot. Words of IEC 61800-5-2; software monitoring, not a certified function.
  public enum Reaction: String, CaseIterable, Sendable {
    /// Outputs off at once; latched.
    case safeTorqueOff = "safe_torque_off"
    /// Brakes, then outputs off; latched.
    case safeStop1 = "safe_stop_1"
    /// Brakes, then holds; no fault.
    case safeStop2 = "safe_stop_2"
    /// Goes on, slower; no fault.
    case reducedSpeed = "reduced_speed"

    /// Whether it latches a fault.
    public var latches: Bool { self == .safeTorqueOff || self == .safeStop1 }
  }

  /// What a fault happens to.
  public enum Owner: String, CaseIterable, Sendable {
    /// The robot as a whole.
    case robot
    /// A joint.
    case joint
    /// The output device of a joint.
    case actuator
    /// The encoder of a joint.
    case encoder
    /// The servo of a joint.
    case servo
    /// A device whose numbers are watched, of no joint in particular.
    case device
  }

  /// The numbers of a fault.
  public struct Evidence: Sendable {
    /// What they are in.
    public var unit: Unit
    /// What was seen.
    public var value: BilingualText
    /// The bound that it broke; `nil`: there is none.
    public var limit: BilingualText?

    /// Numbers.
    public init(unit: Unit, value: BilingualText, limit: BilingualText?) {
      self.unit = unit
      self.value = value
      self.limit = limit
    }
  }

  /// What the numbers of a fault are in.
  public enum Unit: String, CaseIterable, Sendable {
    /// As they are.
    case number
    /// Whole numbers.
    case count
    /// Seconds, shown in milliseconds.
    case milliseconds
    /// The joint's positions.
    case position
    /// The joint's velocities.
    case velocity
    /// Bits of `ActuatorCauses`.
    case bridgeCauses = "bridge_causes"
    /// A number of `SimulatorCause`.
    case simulatorCauses = "simulator_causes"
    /// Volts.
    case volts
    /// Amperes.
    case amperes
    /// Degrees Celsius.
    case celsius
    /// N.m, or N of a prismatic joint.
    case effort
  }
}
