public import RobotUnits

extension TactileFrame {
  /// Takes the mean of the next `frames` good readings of every taxel as its baseline; nothing must touch
  /// the skin meanwhile. A taxel that gives no good ones within twice as many loses its baseline.
  ///
  /// `frames` is at least 1. Until its new baseline stands a taxel keeps its old one. Real-time: yes.
  @_noAllocation @_noLocks
  public mutating func tare(frames count: Int) {
    tareFrames = count < 1 ? 1 : count
    taring.set(0, count: taxels, true)
    for index in 0..<sums.count { sums[index] = 0 }
    for taxel in 0..<taxels {
      counts[taxel] = 0
      frames[taxel] = 0
    }
  }

  /// Takes a sensor's numbers, read at `instant`, as the taxels of `source`; its channel 0 is element
  /// `first` of `numbers`.
  ///
  /// A reading that is not newer than the last is none: it only loses its health where the sensor says so.
  /// A number that is not finite has no health. Real-time: yes.
  @_noAllocation @_noLocks
  public mutating func update(
    _ numbers: borrowing FixedArray<Double>, from first: Int = 0, health mask: ChannelMask,
    source: TactileSource, sampled instant: MonotonicInstant
  ) {
    for offset in 0..<source.count {
      let taxel = source.taxel + offset
      let channel = source.channel + offset * components
      var isGood = source.healthIsByTaxel ? mask.contains(offset) : true
      for component in 0..<components {
        if !source.healthIsByTaxel { isGood = isGood && mask.contains(channel + component) }
        isGood = isGood && numbers[first + channel + component].isFinite
      }
      health.set(taxel, isGood)
      let last = sampled[taxel]
      guard instant.nanoseconds > last else { continue }
      if isGood {
        sampled[taxel] = instant.nanoseconds
        let seconds = last == Self.never ? 0 : Double(instant.nanoseconds - last) * 1e-9
        take(numbers, from: first + channel, taxel: taxel, after: seconds)
      }
      countTare(taxel, isGood: isGood)
    }
  }

  /// A good reading `seconds` after the last one of this taxel.
  @_noAllocation @_noLocks
  private mutating func take(
    _ numbers: borrowing FixedArray<Double>, from channel: Int, taxel: Int, after seconds: Double
  ) {
    var square = 0.0
    for component in 0..<components {
      let index = taxel * components + component
      let value = numbers[channel + component] - baseline[index]
      values[index] = value
      square += value * value
      if taring.contains(taxel) { sums[index] += numbers[channel + component] }
    }
    guard tared.contains(taxel) else { return }
    let threshold = touched.contains(taxel) ? tracking.release : tracking.touch
    let isTouched = square >= threshold * threshold
    touched.set(taxel, isTouched)
    // What presses on a taxel is no drift.
    if !isTouched { follow(taxel, seconds) }
  }

  /// The baseline follows by a first-order lag of bounded speed.
  @_noAllocation @_noLocks
  private func follow(_ taxel: Int, _ seconds: Double) {
    let share = seconds < tracking.timeConstant ? seconds / tracking.timeConstant : 1
    for index in taxel * components..<(taxel + 1) * components {
      var rate = values[index] / tracking.timeConstant
      if rate > tracking.maximumRate { rate = tracking.maximumRate }
      if rate < -tracking.maximumRate { rate = -tracking.maximumRate }
      // After a gap no further than to the reading itself.
      let step = rate * tracking.timeConstant * share
      baseline[index] += step
      values[index] -= step
      drift[index] += (rate - drift[index]) * share
    }
  }

  /// Ends a tare that has enough readings, or too few of too many.
  @_noAllocation @_noLocks
  private mutating func countTare(_ taxel: Int, isGood: Bool) {
    guard taring.contains(taxel) else { return }
    frames[taxel] += 1
    if isGood { counts[taxel] += 1 }
    let isDone = counts[taxel] == tareFrames
    guard isDone || frames[taxel] == 2 * tareFrames else { return }
    taring.set(taxel, false)
    tared.set(taxel, isDone)
    touched.set(taxel, false)
    for index in taxel * components..<(taxel + 1) * components {
      let level = isDone ? sums[index] / Double(tareFrames) : 0
      values[index] += baseline[index] - level
      baseline[index] = level
      drift[index] = 0
    }
  }
}
