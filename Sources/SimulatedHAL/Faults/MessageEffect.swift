/// What the faults make of one message. Indices are those of the injector's entries, -1 for none.
struct MessageEffect {
  var isRefused = false
  var losesArbitration = false
  var endsBefore = false
  /// Byte that is not acknowledged, or at which the chip stops.
  var refusedByte = -1
  var stuckByte = -1
  var stuckBy = -1
  /// Per byte [ns].
  var stretch: Int64 = 0
  /// Per bit.
  var flips = 0.0
  var constant = -1
  var frozenBy = -1
  var tornBy = -1
  var tornBytes = 0
  var stranger = -1
}

/// How a transfer ended.
enum WireOutcome {
  case done
  case notAcknowledged
  case arbitrationLost
  /// The adapter ended it early, and says only so.
  case short
  /// SCL or SDA did not come free within the adapter's timeout.
  case timedOut
  /// SDA was low before it began.
  case heldLow
}
