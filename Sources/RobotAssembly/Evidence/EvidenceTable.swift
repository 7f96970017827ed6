internal import RobotUnits
public import RobotWire

/// The cycles about a fault or stop as comma-separated values, a line for each joint of each cycle. Real-time: no.
public struct EvidenceTable: Sendable {
  /// What happened.
  public var event: FaultEvent
  /// The cycles about it, the oldest first.
  public var cycles: [CycleEvidence]
  /// The robot's joints, in its order.
  public var joints: [String]

  /// A table.
  public init(event: FaultEvent, cycles: [CycleEvidence], joints: [String]) {
    self.event = event
    self.cycles = cycles
    self.joints = joints
  }

  /// The columns, which Documentation/command-line.md describes.
  public static let header =
    "cycle,time_ns,milliseconds,lifecycle,estop_pressed,outputs_enabled,joint,reference_position,"
    + "reference_velocity,measured_position,measured_velocity,effort_desired,effort_applied,age_cycles,limiting"

  /// The lines, the header first.
  public var lines: [String] {
    var lines = [Self.header]
    for cycle in cycles {
      let common =
        "\(cycle.cycle),\(cycle.time.nanoseconds),\(milliseconds(cycle)),\(cycle.lifecycle),"
        + "\(cycle.flags.contains(.eStopPressed)),\(cycle.flags.contains(.outputsEnabled))"
      for (name, joint) in zip(joints, cycle.joints) {
        lines.append(
          "\(common),\(name),\(joint.referencePosition),\(joint.referenceVelocity),"
            + "\(joint.measuredPosition),\(joint.measuredVelocity),\(joint.effortDesired),"
            + "\(joint.effortApplied),\(joint.age),\(joint.limiting.names.joined(separator: " "))")
      }
    }
    return lines
  }

  /// From the event's cycle [ms].
  public func milliseconds(_ cycle: CycleEvidence) -> Double {
    Double((cycle.time - event.time).nanoseconds) / 1e6
  }
}
