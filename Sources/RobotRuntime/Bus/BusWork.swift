internal import RobotHAL

/// The numbers of entries, in the order in which they go over the wire in one cycle.
struct BusOrder: BitwiseCopyable {
  let entries: UnsafeMutablePointer<UInt16>
  let count: Int

  @_noAllocation @_noLocks
  init(_ entries: UnsafeMutablePointer<UInt16>, count: Int) {
    self.entries = entries
    self.count = count
  }

  @_noAllocation @_noLocks
  func entry(_ place: Int) -> Int { Int(entries[place]) }
}

/// One transfer of a cycle.
struct BusBatch: BitwiseCopyable {
  var firstMessage = 0
  var messageCount = 0
  /// It completes the entries of the order up to this place, beginning where the batch before ended.
  var end = 0
  /// It carries the select for the entry at `end`, which fails with it.
  var opensNext = false
  /// It switches a mux, or goes through one: when it fails, nobody knows what the mux took.
  var isRouted = false
  /// The open channel after it.
  var route = BusRoute.unknown()
  /// The replies that it reads lie among these.
  var replyOffset = 0
  var replyCount = 0
  /// The device that it is for, when that is only one. A mux in front of the device does not count.
  var device: I2CAddress?

  @_noAllocation @_noLocks
  init() {}
}

/// The transfers of one cycle, ready to hand over.
struct BusWork: BitwiseCopyable {
  let batches: UnsafeMutablePointer<BusBatch>
  let batchCount: Int
  let messages: UnsafeMutablePointer<I2CMessage>
  let order: BusOrder

  @_noAllocation @_noLocks
  init(
    batches: UnsafeMutablePointer<BusBatch>, batchCount: Int,
    messages: UnsafeMutablePointer<I2CMessage>, order: BusOrder
  ) {
    self.batches = batches
    self.batchCount = batchCount
    self.messages = messages
    self.order = order
  }
}
