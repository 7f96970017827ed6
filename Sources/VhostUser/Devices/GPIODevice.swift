public import RobotUnits

/// virtio-gpio: a GPIO chip for the guest. Source: virtio 1.2, section 5.18.
///
/// A line that the guest does not hold as an output is let go, so that the board's resistor has it; so is every
/// line when the guest's driver is gone. Edges are offered (VIRTIO_GPIO_F_IRQ): the guest gives a buffer for
/// each line that it watches, and gets it back with the next edge.
///
/// Edges that come while the guest has not given its buffer wait (`EdgeQueue`), and the level that it reads waits
/// with them: an emulated processor is late, but loses none.
public final class GPIODevice: VirtioDevice {
  private enum Kind: UInt64 {
    case lineNames = 1
    case getDirection = 2
    case setDirection = 3
    case getValue = 4
    case setValue = 5
    case setTrigger = 6
  }

  private enum Direction: UInt8 {
    case none = 0
    case output = 1
    case input = 2
  }

  /// What an edge or a level has to be to be told, as the wire has it.
  private enum Trigger: UInt32 {
    case none = 0
    case rising = 1
    case falling = 2
    case both = 3
    case high = 4
    case low = 8

    var isLevel: Bool { rawValue > Trigger.both.rawValue }

    func fires(from old: Bool, to new: Bool) -> Bool {
      switch self {
      case .none: false
      case .rising: !old && new
      case .falling: old && !new
      case .both: old != new
      case .high: new
      case .low: !new
      }
    }
  }

  private struct State {
    var direction = Direction.none
    /// What the guest drives, or will as soon as the line is an output.
    var value = false
    var trigger = Trigger.none
    /// The level that the guest sees while it watches.
    var shown = false
    /// The guest's buffer for the next edge.
    var buffer: VirtioRequest?
  }

  private let lines: [GPIOLine]
  private var states: [State]
  private var queues: [EdgeQueue]
  /// The queue of each line.
  private let places: [Int]
  private var answers: [VirtioAnswer] = []

  /// A chip with `lines` (1...65535), in this order.
  public init(_ lines: [GPIOLine]) {
    precondition((1...Int(UInt16.max)).contains(lines.count), "as the protocol has them")
    self.lines = lines
    states = lines.map { _ in State() }
    // Lines of a group share the queue of its first.
    places = lines.indices.map { index in
      lines[index].group.flatMap { group in lines.firstIndex { $0.group == group } } ?? index
    }
    queues = lines.map { _ in EdgeQueue() }
  }

  /// VIRTIO_GPIO_F_IRQ.
  public var features: UInt64 { 1 }
  /// The requests, and the buffers for edges.
  public var queueCount: Int { 2 }
  /// How many lines, padding, and how long the block of names is.
  public var configuration: [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(littleEndian: UInt16(lines.count))
    bytes += [0, 0]
    bytes.append(littleEndian: UInt32(names.count))
    return bytes
  }

  private var names: [UInt8] { lines.flatMap { Array($0.name.utf8) + [0] } }

  /// In the first queue kind and line, 16 bits each, and a value of 32; in the second the line alone.
  public func take(_ request: VirtioRequest, at now: MonotonicInstant) throws(VhostFailure) {
    let isEvent = request.queue == 1
    guard request.readable.count >= (isEvent ? 2 : 8), request.writableCount >= (isEvent ? 1 : 2)
    else {
      throw .request(
        queue: request.queue, readable: request.readable.count, writable: request.writableCount)
    }
    if isEvent {
      watch(Int(request.readable.littleEndian(0, 2)), request)
    } else {
      let bytes = answer(request.readable)
      answers.append(VirtioAnswer(request, bytes))
    }
  }

  public func endOfRequests(queue: Int, ringSize: Int, at now: MonotonicInstant) { look() }

  /// What there is to say, edges of this moment included.
  public func takeAnswers(at now: MonotonicInstant) -> [VirtioAnswer] {
    look()
    defer { answers = [] }
    return answers
  }

  /// Nothing by itself: whoever moves the lines calls.
  public var deadline: MonotonicInstant? { nil }

  /// Lets go of every line.
  public func reset() {
    for index in lines.indices where states[index].direction == .output {
      lines[index].drive?(nil)
    }
    states = lines.map { _ in State() }
    queues = lines.map { _ in EdgeQueue() }
    answers = []
  }

  /// Looks at every line that the guest watches. To be called after each edge of a line that has several between
  /// two turns of the loop.
  public func look() {
    for index in lines.indices where states[index].trigger != .none {
      let level = lines[index].level()
      let last = queues[places[index]].last(of: index) ?? states[index].shown
      if level != last { queues[places[index]].add(line: index, level) }
    }
    for queue in queues.indices { tell(queue) }
    for index in lines.indices where states[index].trigger.isLevel {
      if states[index].trigger.fires(from: states[index].shown, to: states[index].shown) {
        giveBack(index, isEdge: true)
      }
    }
  }

  // MARK: Requests

  private func answer(_ request: [UInt8]) -> [UInt8] {
    let refused: [UInt8] = [1, 0]
    guard let kind = Kind(rawValue: request.littleEndian(0, 2)) else { return refused }
    if kind == .lineNames { return [0] + names }
    let index = Int(request.littleEndian(2, 2))
    guard index < lines.count else { return refused }
    let value = UInt32(request.littleEndian(4, 4))
    switch kind {
    case .lineNames: return refused
    case .getDirection: return [0, states[index].direction.rawValue]
    case .getValue:
      let isWatched = states[index].trigger != .none
      return [0, (isWatched ? states[index].shown : lines[index].level()) ? 1 : 0]
    case .setDirection:
      guard let direction = UInt8(exactly: value).flatMap(Direction.init),
        direction != .output || lines[index].drive != nil
      else { return refused }
      setDirection(direction, index)
    case .setValue:
      guard value <= 1, lines[index].drive != nil else { return refused }
      states[index].value = value == 1
      if states[index].direction == .output { lines[index].drive?(value == 1) }
    case .setTrigger:
      guard let trigger = Trigger(rawValue: value) else { return refused }
      setTrigger(trigger, index)
    }
    return [0, 0]
  }

  private func setDirection(_ direction: Direction, _ index: Int) {
    let before = states[index].direction
    states[index].direction = direction
    if direction == .output {
      lines[index].drive?(states[index].value)
    } else if before == .output {
      lines[index].drive?(nil)
    }
  }

  // MARK: Edges

  private func setTrigger(_ trigger: Trigger, _ index: Int) {
    states[index].trigger = trigger
    queues[places[index]].forget(line: index)
    states[index].shown = lines[index].level()
    // The guest gets its buffer back when it stops to watch.
    if trigger == .none { giveBack(index, isEdge: false) }
  }

  private func watch(_ index: Int, _ request: VirtioRequest) {
    guard index < lines.count, states[index].buffer == nil, states[index].trigger != .none else {
      answers.append(VirtioAnswer(request, [0]))
      return
    }
    states[index].buffer = request
  }

  /// Lets the guest see what waits in `queue`, up to the first edge for which it has no buffer yet.
  private func tell(_ queue: Int) {
    while let edge = queues[queue].first {
      let trigger = states[edge.line].trigger
      let fires =
        !trigger.isLevel && trigger.fires(from: states[edge.line].shown, to: edge.level)
      if fires, states[edge.line].buffer == nil { return }
      queues[queue].removeFirst()
      states[edge.line].shown = edge.level
      if fires { giveBack(edge.line, isEdge: true) }
    }
  }

  private func giveBack(_ index: Int, isEdge: Bool) {
    guard let buffer = states[index].buffer else { return }
    states[index].buffer = nil
    answers.append(VirtioAnswer(buffer, [isEdge ? 1 : 0]))
  }
}
