extension RobotResolver {
  /// The names of the joints that some coupling moves.
  func coupledNames() -> Set<String> {
    Set(couplingRecords().flatMap { $0.record.list("joints") ?? [] }.compactMap(\.text))
  }

  /// The couplings of `joints`; those with errors, or of joints with errors, are left out.
  mutating func resolveCouplings(_ joints: [JointDescription]) -> [CouplingDescription] {
    var taken: [String: String] = [:]
    var couplings: [CouplingDescription] = []
    for (name, coupling) in couplingRecords() {
      guard let members = members(name, coupling, &taken) else { continue }
      let matrix = matrix(coupling, count: members.count)
      let efforts = efforts(coupling, count: members.count)
      let described = members.map { name in joints.firstIndex { $0.name == name } }
      checkSides(coupling, described.compactMap { $0.map { joints[$0] } })
      guard coupling.isWhole, let matrix, !described.contains(nil) else { continue }
      let key = coupling.has("matrix") ? "matrix" : "differential"
      couplings.append(
        CouplingDescription(
          name: name, joints: described.compactMap(\.self), matrix: matrix, efforts: efforts,
          position: coupling.position(of: key), key: key))
    }
    return couplings
  }

  private func couplingRecords() -> [(name: String, record: Record)] {
    (record.record("couplings")?.entries ?? []).compactMap { entry in
      if case .record(let record) = entry.value?.value { (entry.key, record) } else { nil }
    }
  }

  /// The joints' names; `nil` with a complaint when one is unknown, comes twice or cannot be coupled.
  private mutating func members(
    _ name: String, _ coupling: Record, _ taken: inout [String: String]
  ) -> [String]? {
    guard let list = coupling.list("joints") else { return nil }
    let known = Names(record, table: "joints", what: "joint")
    var names: [String] = []
    for (index, element) in list.enumerated() {
      guard let joint = element.text else { continue }
      let path = coupling.path("joints[\(index)]")
      guard known.contains(joint, at: element.position, path: path, &complaints) else { continue }
      if let other = taken[joint] {
        complaints.add(
          element.position, path,
          other == name
            ? "\"\(joint)\" is in this coupling already"
            : "\"\(joint)\" is in the coupling \"\(other)\" already",
          hint: "name every joint once; joints that share actuators belong to one coupling")
        continue
      }
      taken[joint] = name
      names.append(joint)
      if let record = known.records.first(where: { $0.name == joint })?.record {
        checkMember(record)
      }
    }
    return names.count == list.count ? names : nil
  }

  /// What a joint cannot have beside a coupling.
  private mutating func checkMember(_ joint: Record) {
    if joint.text("type") == JointDescription.Kind.prismatic.rawValue {
      complaints.add(
        joint.position(of: "type"), joint.path("type"), "a coupled joint cannot be prismatic",
        allowed: "revolute", hint: "take it out of the coupling, or model the joint as revolute")
    } else if joint.has("transmission") {
      complaints.add(
        joint.position(of: "transmission"), joint.path("transmission"),
        "cannot stand beside the joint's coupling",
        hint: "put its ratio into the coupling's matrix, and remove it here")
    }
    if let actuator = joint.record("actuator") {
      refuse(
        "servo", actuator, "a servo closes its own loop, and shares no effort with others",
        hint: "take the joint out of the coupling")
    }
    guard let motor = joint.record("actuator")?.record("motor") else { return }
    for key in ["backlash", "stiffness"] where (motor.number(key) ?? 0) != 0 {
      complaints.add(
        motor.position(of: key), motor.path(key),
        "the simulation of a coupled actuator has neither play nor spring", allowed: "0",
        hint: "remove it")
    }
    for key in ["continuous_current", "peak_current", "thermal_time"] where motor.has(key) {
      complaints.add(
        motor.position(of: key), motor.path(key),
        "the current of a coupled actuator is not modelled: it moves several joints",
        hint: "remove it, and bound the shafts with the coupling's efforts")
    }
  }

  /// Encoders of one coupling measure its joints or its shafts, not some of each.
  private mutating func checkSides(_ coupling: Record, _ joints: [JointDescription]) {
    guard let first = joints.first,
      let other = joints.first(where: { $0.encoder.side != first.encoder.side })
    else { return }
    complaints.add(
      other.encoder.position, "joints.\(other.name).encoder.side",
      "is \(other.encoder.side.rawValue), and that of \"\(first.name)\", in the same coupling, is "
        + first.encoder.side.rawValue,
      hint: "measure all joints of a coupling, or all its shafts")
  }

  /// A row per joint, a column per shaft.
  private mutating func matrix(_ coupling: Record, count: Int) -> [[Double]]? {
    if let differential = coupling.record("differential") {
      return self.differential(differential, coupling, count: count)
    }
    guard let rows = coupling.list("matrix") else { return nil }
    if rows.count != count {
      complaints.add(
        coupling.position(of: "matrix"), coupling.path("matrix"), "\(rows.count) rows",
        allowed: "\(count): one for each joint")
      return nil
    }
    var matrix: [[Double]] = []
    for (index, row) in rows.enumerated() {
      guard case .list(let entries) = row.value else { continue }
      matrix.append(entries.compactMap(\.number))
      if entries.count != count {
        complaints.add(
          row.position, coupling.path("matrix[\(index)]"), "\(entries.count) columns",
          allowed: "\(count): one for each shaft, and there are as many as joints")
      }
    }
    return matrix.allSatisfy { $0.count == count } ? matrix : nil
  }

  /// ros2_control's DifferentialTransmission: joints (s1 + s2) / 2 and (s1 - s2) / 2 of the side gears.
  private mutating func differential(
    _ differential: Record, _ coupling: Record, count: Int
  ) -> [[Double]]? {
    guard count == 2 else {
      complaints.add(
        coupling.position(of: "joints"), coupling.path("joints"),
        "a differential moves two joints, and these are \(count)", allowed: "2 values",
        hint: "write a matrix instead")
      return nil
    }
    let actuators = ratios("actuator_ratios", differential) ?? [1, 1]
    guard let joints = ratios("joint_ratios", differential) else { return nil }
    return [
      [0.5 / (joints[0] * actuators[0]), 0.5 / (joints[0] * actuators[1])],
      [0.5 / (joints[1] * actuators[0]), -0.5 / (joints[1] * actuators[1])],
    ]
  }

  private mutating func ratios(_ key: String, _ record: Record) -> [Double]? {
    guard let list = record.list(key) else { return nil }
    for (index, element) in list.enumerated() where element.number == 0 {
      complaints.add(
        element.position, record.path("\(key)[\(index)]"), "a ratio of 0", allowed: "not 0")
      return nil
    }
    return list.compactMap(\.number)
  }

  /// Greatest torques of the shafts, where they are given.
  private mutating func efforts(_ coupling: Record, count: Int) -> [Double]? {
    guard let list = coupling.list("efforts") else { return nil }
    guard list.count == count else {
      complaints.add(
        coupling.position(of: "efforts"), coupling.path("efforts"), "\(list.count) values",
        allowed: "\(count): one for each shaft")
      return nil
    }
    return list.compactMap(\.number)
  }
}
