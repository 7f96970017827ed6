internal import CGPIOD
internal import Glibc
public import RobotHAL
internal import RobotUnits

/// Edges of up to 64 input lines of one chip, by the kernel's character device. Ours from `init` to
/// `deinit`; neither waits, nor allocates, nor locks.
///
/// Edges carry the time of the interrupt, so it does not matter when they are taken; between two calls
/// the kernel keeps `bufferSize` of them and then drops the oldest, which leaves a gap in their numbers.
/// Debouncing is off.
public final class LinuxEdgeInput: EdgeInput {
  /// The most edges that the kernel keeps for an input.
  public static let greatestBufferSize = 1024

  /// How many lines there are.
  public let lineCount: Int
  private let descriptor: Int32
  private let offsets: FixedArray<UInt32>
  // One thread takes the edges; nobody else looks at the buffer and its order.
  private let buffer: FixedArray<cgpiod_edge>
  // See above: one thread only.
  private nonisolated(unsafe) var order = EdgeOrder()
  /// Edges at the beginning of the buffer that wait for a straggler, or for room.
  // As the order: of the one thread that takes the edges.
  private nonisolated(unsafe) var held = 0

  /// Requests the lines at `offsets` of the chip at `chipPath` as inputs with both edges. Real-time: no.
  ///
  /// `bufferSize` is 1...1024: at least the edges of all lines in the longest time between two calls of
  /// `drain`, stalls included. `consumer` is what gpioinfo shows as the owner. Throws `occupied` when a
  /// line has an owner.
  public convenience init(
    chipPath: String, offsets: [UInt32], bias: LineBias = .asIs,
    bufferSize: Int = greatestBufferSize, consumer: String = "cerebellum"
  ) throws(LinuxDeviceError) {
    let device =
      "\(chipPath) lines \(offsets.map(String.init).joined(separator: ", "))"
    guard (1...64).contains(offsets.count), Set(offsets).count == offsets.count,
      (1...Self.greatestBufferSize).contains(bufferSize)
    else {
      throw LinuxDeviceError(
        .failed, device: device, problem: "not 1 to 64 different lines, or no such buffer",
        remedy: "Give each line once, and a buffer of 1 to \(Self.greatestBufferSize) edges",
        errno: EINVAL)
    }
    let result = cgpiod_request_edges(
      chipPath, offsets, UInt32(offsets.count), consumer, bias.resistor, UInt32(bufferSize))
    guard result >= 0 else {
      if result == -EINVAL || result == -ENOTTY {
        throw LinuxDeviceError(
          .failed, device: device,
          problem: "no line of that number, no such bias, no interrupts, or a kernel before 5.10",
          remedy:
            "Run gpioinfo and uname -r; lines of an expander without interrupts have no edges",
          errno: -result)
      }
      throw LinuxDeviceError(.gpio, device: device, errno: -result)
    }
    self.init(descriptor: result, offsets: offsets)
  }

  /// Takes the edges of `descriptor`, which it owns from now on.
  init(descriptor: Int32, offsets: [UInt32]) {
    lineCount = offsets.count
    self.descriptor = descriptor
    self.offsets = FixedArray(offsets)
    buffer = FixedArray(repeating: cgpiod_edge(), count: Self.greatestBufferSize)
  }

  deinit { close(descriptor) }

  /// Moves the oldest edges to the beginning of `edges`, and returns how many; never waits. Real-time: yes,
  /// one system call for 16 edges.
  @_noAllocation @_noLocks
  public func drain(into edges: inout MutableSpan<LineEdge>) throws(BusError) -> Int {
    let result = cgpiod_read_edges(
      descriptor, offsets.base, UInt32(lineCount), buffer.base + held,
      UInt32(buffer.count - held))
    if result < 0 { throw BusError(errno: -result) }
    let total = held + Int(result)
    let count = min(order.settle(buffer.base, count: total), edges.count)
    for index in 0..<count {
      let edge = buffer[index]
      edges[index] = LineEdge(
        line: edge.line, isRising: edge.is_rising,
        time: MonotonicInstant(nanoseconds: edge.nanoseconds), sequence: edge.sequence)
    }
    order.release(buffer.base, count: count)
    for index in count..<total { buffer[index - count] = buffer[index] }
    held = total - count
    return count
  }

  /// The electrical levels now, line 0 in the lowest bit. Real-time: yes, one system call.
  @_noAllocation @_noLocks
  public func levels() throws(BusError) -> UInt64 {
    var levels: UInt64 = 0
    let result = cgpiod_edge_levels(descriptor, UInt32(lineCount), &levels)
    if result < 0 { throw BusError(errno: -result) }
    return levels
  }
}
