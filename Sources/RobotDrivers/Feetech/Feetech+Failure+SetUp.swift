public import RobotHAL

extension Feetech {
  /// A set-up that did not succeed.
  public enum Failure: Error, Hashable, Sendable, CustomStringConvertible {
    /// A request failed.
    case bus(BusError, id: ServoID, step: Step)
    /// What answers is another servo.
    case identity(id: ServoID, wanted: Model, read: UInt16)
    /// A register did not take its value.
    case readBack(id: ServoID, register: Register, wrote: UInt16, read: UInt16)

    /// What happened and what to do.
    public var description: String {
      switch self {
      case .bus(let error, let id, let step):
        "Feetech servo \(id.rawValue): \(step.rawValue) failed: \(cause(error)) "
          + "(errno \(error.errno)); \(advice(error.kind))"
      case .identity(let id, let wanted, let read):
        "Feetech servo \(id.rawValue) is \(name(read)), not an \(wanted.name) (\(wanted.number)); "
          + "name its model in the robot file, or find the servo that has this id by mistake"
      case .readBack(let id, let register, let wrote, let read):
        "Feetech servo \(id.rawValue): register \(register.rawValue) was written as \(wrote) but reads "
          + "\(read); another program or a second servo with this id interferes, or the supply dips: "
          + "stop the program, connect the servos one by one, measure the supply"
      }
    }

    private func name(_ number: UInt16) -> String {
      guard let model = Model.all.first(where: { $0.number == number }) else {
        return "of model \(number)"
      }
      return "an \(model.name) (\(number))"
    }

    private func cause(_ error: BusError) -> String {
      switch error.kind {
      case .timeout: "there was no answer, or none without errors"
      case .unavailable: "the line is gone"
      case .noAcknowledge, .arbitrationLost, .busFault, .unsupported, .other: "the kernel refused"
      }
    }

    private func advice(_ kind: BusError.Kind) -> String {
      switch kind {
      case .timeout:
        "check the servos' supply, this servo's plug, its id and its speed; two servos with one id "
          + "answer at once"
      case .unavailable: "plug the adapter in again"
      case .noAcknowledge, .arbitrationLost, .busFault, .unsupported, .other:
        "look up the errno and the kernel log"
      }
    }
  }

  /// A step of the set-up.
  public enum Step: String, Sendable {
    /// The model number is read.
    case identify = "reading its model"
    /// The torque goes off.
    case switchOff = "switching its torque off"
    /// EPROM is read.
    case readSettings = "reading its settings"
    /// EPROM is unlocked.
    case unlock = "unlocking its EPROM"
    /// EPROM is written.
    case configure = "writing its settings"
    /// EPROM is locked.
    case lock = "locking its EPROM"
    /// EPROM is read back.
    case verify = "reading its settings back"
  }
}
