internal import RobotControl
internal import RobotUnits

extension ControlCycle {
  /// Joint positions from readings of shafts. One shaft without a reading leaves all joints of its
  /// coupling without one: each depends on every shaft.
  @_noAllocation @_noLocks
  func readShafts() {
    for index in 0..<couplings.count where couplings.groups[index].isMeasuredAtShafts {
      var group = couplings.groups[index]
      var quality = JointMeasurement.Quality.fresh
      group.lost = -1
      for column in 0..<group.count {
        let joint = couplings.places[group.first + column].joint
        let reading = shafts[joint]
        couplings.velocities[group.first + column] = reading.position
        if group.lost < 0, !(reading.quality == .fresh) {
          group.lost = joint
          quality = reading.quality
        }
      }
      couplings.groups[index] = group
      for row in 0..<group.count {
        let joint = couplings.places[group.first + row].joint
        let position =
          group.lost < 0 ? couplings.joint(group, row, of: couplings.velocities) : 0
        measurements[joint] = JointMeasurement(position: position, quality: quality)
      }
    }
  }

  /// The duties of coupled actuators, after every joint's own guard; then loops and observers hear what became
  /// of their efforts.
  @_noAllocation @_noLocks
  func shareEfforts() {
    for index in 0..<couplings.count {
      let group = couplings.groups[index]
      for place in group.first..<group.first + group.count {
        let joint = couplings.places[place].joint
        couplings.ask(
          place, effort: pairs[joint >> 1].applied[joint & 1],
          velocity: pairs[joint >> 1].estimator.velocity[joint & 1])
      }
      let cut = couplings.share(group)
      for place in group.first..<group.first + group.count {
        let joint = couplings.places[place].joint
        duties[joint] = couplings.duties[place]
        if cut.isAny() {
          pairs[joint >> 1].noteShared(joint & 1, effort: couplings.efforts[place], cut)
        }
      }
    }
    for index in 0..<pairs.count where pairs[index].hasExtras {
      noteExtras(index, scale: pairs[index].gainScale(safety))
    }
  }

  /// The joint to name when nothing is read of `joint`: of a coupling that is measured at its shafts,
  /// the one whose own encoder is missing.
  @_noAllocation @_noLocks
  func blamed(_ joint: Int) -> Int {
    for index in 0..<couplings.count where couplings.groups[index].lost >= 0 {
      let group = couplings.groups[index]
      for place in group.first..<group.first + group.count
      where couplings.places[place].joint == joint {
        return group.lost
      }
    }
    return joint
  }
}

extension JointPair {
  /// The coupling gave joint `lane` less than its own limits allowed.
  @_noAllocation @_noLocks
  mutating func noteShared(_ lane: Int, effort: Double, _ cut: CouplingCut) {
    applied[lane] = effort
    var mask = PairMask(repeating: false)
    mask[lane] = true
    if cut.byEffort { limits.insert(.effort, where: mask) }
    if cut.byVoltage { limits.insert(.voltage, where: mask) }
    law.noteApplied(desired: desired, applied: applied)
  }
}
