internal import CGPIOD

/// Puts edges into the order of their numbers.
///
/// The kernel numbers an edge in its interrupt, but queues it from the interrupt's thread, and lines have
/// a thread each: on several processors neighbours change places. One that is missing may therefore be a
/// straggler, and what is behind it waits for one more call. Real-time: yes.
struct EdgeOrder: BitwiseCopyable {
  /// The number that was handed out last.
  private var last: UInt32 = 0
  /// A number was missing at the last call.
  private var isWaiting = false

  @_noAllocation @_noLocks
  init() {}

  /// Sorts the first `count` edges of `edges`; returns how many of them may be handed out.
  @_noAllocation @_noLocks
  mutating func settle(_ edges: UnsafeMutablePointer<cgpiod_edge>, count: Int) -> Int {
    sort(edges, count: count)
    var ready = 0
    while ready < count, edges[ready].sequence == last &+ UInt32(truncatingIfNeeded: ready) &+ 1 {
      ready += 1
    }
    // It did not come in time: it is lost.
    if ready < count, isWaiting { ready = count }
    isWaiting = ready < count
    return ready
  }

  /// The first `count` edges were handed out.
  @_noAllocation @_noLocks
  mutating func release(_ edges: UnsafeMutablePointer<cgpiod_edge>, count: Int) {
    if count > 0 { last = edges[count - 1].sequence }
  }

  /// By insertion: they are in order but for neighbours.
  @_noAllocation @_noLocks
  private func sort(_ edges: UnsafeMutablePointer<cgpiod_edge>, count: Int) {
    for index in stride(from: 1, to: count, by: 1) {
      let edge = edges[index]
      var place = index
      // By their distance from the last one: numbers go round.
      while place > 0, edges[place - 1].sequence &- last > edge.sequence &- last {
        edges[place] = edges[place - 1]
        place -= 1
      }
      edges[place] = edge
    }
  }
}
