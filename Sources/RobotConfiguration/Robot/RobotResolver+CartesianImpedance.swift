extension RobotResolver {
  /// The Cartesian impedances; those with errors are left out.
  mutating func resolveImpedances() -> [CartesianImpedanceDescription] {
    guard let table = record.record("cartesian_impedance") else { return [] }
    if !record.has("urdf") {
      complaints.add(
        record.entry("cartesian_impedance")?.keyPosition ?? record.position, "cartesian_impedance",
        "a tip needs links and masses, and no urdf is named",
        hint: "name a urdf at the top of the file")
    }
    var result: [CartesianImpedanceDescription] = []
    for entry in table.entries {
      guard case .record(let impedance) = entry.value?.value, impedance.isWhole,
        let tip = impedance.text("tip"), let stiffness = impedance.record("stiffness"),
        let translation = triple(stiffness, "translation"),
        let rotation = triple(stiffness, "rotation"), let posture = impedance.record("posture"),
        let postureStiffness = posture.number("stiffness"),
        let postureDamping = posture.number("damping"), let limits = impedance.record("limits"),
        let force = limits.number("force"), let moment = limits.number("moment")
      else { continue }
      if (translation + rotation).allSatisfy({ $0 == 0 }) {
        complaints.add(
          impedance.entry("stiffness")?.keyPosition ?? impedance.position,
          impedance.path("stiffness"), "holds no axis",
          hint: "give one axis at least a stiffness above 0")
      }
      result.append(
        CartesianImpedanceDescription(
          name: entry.key, tip: tip, tipPosition: impedance.position(of: "tip"),
          base: impedance.text("base"), basePosition: impedance.position(of: "base"),
          translationStiffness: translation, rotationStiffness: rotation,
          dampingRatio: impedance.number("damping_ratio") ?? 0.7,
          postureStiffness: postureStiffness, postureDamping: postureDamping, forceLimit: force,
          momentLimit: moment, leastFrequency: impedance.number("least_frequency") ?? 0.3,
          position: entry.keyPosition))
    }
    return result
  }

  private func triple(_ record: Record, _ key: String) -> [Double]? {
    let numbers = (record.list(key) ?? []).compactMap { element in
      if case .number(let number) = element.value { number } else { nil }
    }
    return numbers.count == 3 ? numbers : nil
  }
}
