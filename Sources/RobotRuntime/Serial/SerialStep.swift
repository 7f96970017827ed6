internal import RobotHAL

/// A servo of the plan as flat data.
struct SerialStep: BitwiseCopyable {
  let id: ServoID
  let requestOffset: Int
  let replyOffset: Int
  /// Whether it is left out when the others are asked.
  var isSilent = false
  /// The last cycle in which it answered or failed, plus one.
  var settled: UInt64 = 0
  /// Whether it was told last to hold.
  var isOn = false
  /// So many answers in a row are missing until it is believed to have let go; 0 when it is.
  var doubt: UInt8 = 0

  init(_ entry: SerialPlan.Entry) {
    id = entry.id
    requestOffset = entry.requestOffset
    replyOffset = entry.replyOffset
  }
}
