import Glibc
import RobotHAL
import RobotUnits
import Testing

@testable import LinuxHAL

/// Events in the kernel's form through a pipe: `struct gpio_v2_line_event` of include/uapi/linux/gpio.h,
/// 48 bytes.
private struct EventPipe {
  let reader: Int32
  let writer: Int32

  init() throws {
    var ends: [Int32] = [0, 0]
    let result = pipe(&ends)
    try #require(result == 0)
    (reader, writer) = (ends[0], ends[1])
    let flags = fcntl(reader, F_SETFL, O_NONBLOCK)
    try #require(flags == 0)
  }

  /// timestamp_ns, id (1 rising, 2 falling), offset, seqno, line_seqno, padding.
  func send(_ offset: UInt32, _ isRising: Bool, _ sequence: UInt32, at nanoseconds: UInt64 = 0) {
    let words: [UInt32] =
      [
        UInt32(truncatingIfNeeded: nanoseconds), UInt32(truncatingIfNeeded: nanoseconds >> 32),
        isRising ? 1 : 2, offset, sequence, 99,
      ] + [UInt32](repeating: 0, count: 6)
    let written = words.withUnsafeBytes { write(writer, $0.baseAddress, $0.count) }
    #expect(written == 48)
  }
}

@Suite("GPIO edges")
struct LinuxEdgeInputTests {
  private let pipe: EventPipe
  private let input: LinuxEdgeInput

  init() throws {
    pipe = try EventPipe()
    input = LinuxEdgeInput(descriptor: pipe.reader, offsets: [17, 4])
  }

  private func drain(room: Int = 64) throws -> [LineEdge] {
    let none = LineEdge(
      line: 255, isRising: false, time: MonotonicInstant(nanoseconds: 0), sequence: 0)
    var edges = [LineEdge](repeating: none, count: room)
    var span = edges.mutableSpan
    let count = try input.drain(into: &span)
    return Array(edges.prefix(count))
  }

  @Test(
    "Edges come with line, direction, number and the kernel's time; without one it does not wait")
  func drains() throws {
    #expect(try drain().isEmpty)
    pipe.send(4, true, 1, at: 5_000_000_123)
    pipe.send(17, false, 2, at: 5_000_001_000)
    let edges = try drain()
    let expected = [
      LineEdge(
        line: 1, isRising: true, time: MonotonicInstant(nanoseconds: 5_000_000_123), sequence: 1),
      LineEdge(
        line: 0, isRising: false, time: MonotonicInstant(nanoseconds: 5_000_001_000), sequence: 2),
    ]
    #expect(edges == expected)
    #expect(try drain().isEmpty)
  }

  @Test("More edges than room stay for the next call")
  func room() throws {
    for sequence in 1...50 as ClosedRange<UInt32> { pipe.send(17, sequence % 2 == 1, sequence) }
    #expect(try drain(room: 20).map(\.sequence) == Array(1...20))
    #expect(try drain(room: 64).map(\.sequence) == Array(21...50))
  }

  @Test("Neighbours that changed places are put in order, also across two calls")
  func stragglers() throws {
    for sequence in [1, 3, 2, 4, 6] as [UInt32] { pipe.send(17, true, sequence) }
    #expect(try drain().map(\.sequence) == [1, 2, 3, 4])
    pipe.send(4, true, 5)
    pipe.send(4, true, 7)
    #expect(try drain().map(\.sequence) == [5, 6, 7])
  }

  @Test("A number that does not come is lost: what is behind it comes one call later, with the gap")
  func gap() throws {
    pipe.send(17, true, 1)
    pipe.send(17, true, 4)
    #expect(try drain().map(\.sequence) == [1])
    let late = try drain()
    #expect(late.map(\.sequence) == [4])
    var sequence = EdgeSequence(after: 1)
    let missing = sequence.missing(before: try #require(late.first).sequence)
    #expect(missing == 2)
    pipe.send(17, true, 5)
    #expect(try drain().map(\.sequence) == [5])
  }

  @Test("A chip that is not there, and what no kernel gives, are refused with what to do")
  func refused() {
    let missing = #expect(throws: LinuxDeviceError.self) {
      try LinuxEdgeInput(chipPath: "/dev/gpiochip99", offsets: [4, 17])
    }
    #expect(missing?.kind == .missing && missing?.device == "/dev/gpiochip99 lines 4, 17")
    for (offsets, size) in [([], 64), ([4, 4], 64), ([4], 0), ([4], 1025)] as [([UInt32], Int)] {
      let error = #expect(throws: LinuxDeviceError.self) {
        try LinuxEdgeInput(chipPath: "/dev/gpiochip99", offsets: offsets, bufferSize: size)
      }
      #expect(error?.kind == .failed && error?.errno == EINVAL)
    }
  }

  @Test("Another device is not taken for a chip")
  func wrongDevice() {
    let error = #expect(throws: LinuxDeviceError.self) {
      try LinuxEdgeInput(chipPath: "/dev/null", offsets: [4])
    }
    #expect(error?.errno == ENOTTY)
  }

  @Test("A descriptor that is gone is an error and not silence")
  func gone() throws {
    close(pipe.writer)
    let levels = #expect(throws: BusError.self) { try input.levels() }
    #expect(levels?.errno == ENOTTY)
  }
}
