/// Edges that the guest has not seen yet, in their order.
struct EdgeQueue {
  /// One of them.
  struct Edge {
    let line: Int
    let level: Bool
  }

  /// How many may wait. What comes then is merged: the line is looked at again when there is room.
  static let capacity = 256

  private var edges: [Edge] = []

  var first: Edge? { edges.first }

  /// The level that `line` will have when all of it was seen; `nil` where nothing of it waits.
  func last(of line: Int) -> Bool? { edges.last { $0.line == line }?.level }

  mutating func add(line: Int, _ level: Bool) {
    if edges.count < EdgeQueue.capacity { edges.append(Edge(line: line, level: level)) }
  }

  mutating func removeFirst() { edges.removeFirst() }

  mutating func forget(line: Int) { edges.removeAll { $0.line == line } }
}
