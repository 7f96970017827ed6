import RobotDrivers
import RobotHAL
import RobotUnits
import SimulatedHAL

/// What serial lines bring: Feetech's servo frames, PaXini's pushed frames and answers, and set-ups that talk to a line
/// on which anything may come.
final class SerialTarget: FuzzTarget {
  func run(_ input: [UInt8]) {
    var reader = InputReader(input)
    switch reader.number(below: 6) {
    case 0: servoFrames(reader.number(below: 24), reader.rest())
    case 1: pushedFrames(1 + reader.number(below: 64), reader.rest())
    case 2: answers(reader.rest())
    case 3: samples(reader.byte(), reader.rest())
    case 4: servoSetUp(&reader)
    default: padSetUp(&reader)
    }
  }

  private func servoFrames(_ parameters: Int, _ bytes: [UInt8]) {
    var parser = ServoFrameParser(parameterCount: parameters)
    let total = ServoFrame.overhead + parameters
    var found = 0
    for (index, byte) in bytes.enumerated() where parser.push(byte) {
      found += 1
      require(index + 1 >= total, "an answer of fewer bytes than it has")
      let frame = bytes[(index + 1 - total)...index]
      let answer =
        [0xFF, 0xFF, parser.id.rawValue, UInt8(parameters + 2), parser.error]
        + (0..<parameters).map { parser.parameter($0) }
      require(Array(frame.dropLast()) == answer, "the answer is not what came")
      require(frame.dropFirst(2).reduce(0, &+) == 0xFF, "a wrong checksum was taken")
    }
    let rest = bytes.count - found * total - parser.noise
    require((0..<total).contains(rest), "\(rest) of \(bytes.count) bytes are unaccounted for")
    // Behind what cannot begin an answer the next one is found.
    for _ in 0..<total { _ = parser.push(0) }
    var good: [UInt8] = [0xFF, 0xFF, 1, UInt8(parameters + 2), 0]
    good += [UInt8](repeating: 7, count: parameters)
    good.append(~good[2...].reduce(0, &+))
    require(good.map { parser.push($0) }.last == true, "a whole answer was not found")
  }

  private func pushedFrames(_ count: Int, _ bytes: [UInt8]) {
    var parser = PushedFrameParser(byteCount: count)
    let total = PushedFrameParser.overhead + count
    var found = 0
    for (index, byte) in bytes.enumerated() where parser.push(byte) {
      found += 1
      require(index + 1 >= total, "a frame of fewer bytes than it has")
      let frame = Array(bytes[(index + 1 - total)...index])
      require(frame.reduce(0, &+) == 0, "a wrong checksum was taken")
      require((0..<count).allSatisfy { parser.data($0) == frame[6 + $0] }, "other data than came")
      require(parser.error == frame[5], "another error than came")
    }
    let rest = bytes.count - found * total - parser.noise
    require((0..<total).contains(rest), "\(rest) of \(bytes.count) bytes are unaccounted for")
    for _ in 0..<total { _ = parser.push(0) }
    let length = count + 1
    var good: [UInt8] = [0xAA, 0x56, 0, UInt8(length & 255), UInt8(length >> 8), 0]
    good += [UInt8](repeating: 7, count: count)
    good.append(PaXini.checksum(good))
    require(good.map { parser.push($0) }.last == true, "a whole frame was not found")
  }

  private func answers(_ bytes: [UInt8]) {
    func expectWhole(_ count: Int) {
      require(count <= bytes.count, "a frame longer than what came")
      require(bytes[..<count].reduce(0, &+) == 0, "a wrong checksum was taken")
    }
    do throws(PaXini.FrameError) {
      let answer = try PaXini.Answer(bytes)
      expectWhole(answer.frameCount)
      require(answer.bytes.count == answer.frameCount - 9, "\(answer.bytes.count) data")
    } catch {}
    do throws(PaXini.FrameError) { expectWhole(try PaXini.Push(bytes).frameCount) } catch {}
  }

  /// A servo's registers, whatever they hold.
  private func samples(_ choice: UInt8, _ bytes: [UInt8]) {
    let series: Feetech.Series = choice & 1 == 0 ? .sts : .scs
    let decoder = Feetech.Decoder(series: series, phase: choice)
    let count = choice & 2 == 0 ? series.sampleCount : bytes.count
    let reply = Reply(Array((bytes + [UInt8](repeating: 0, count: 64)).prefix(min(count, 64))))
    let reading = decoder.decode(reply)
    // What is invalid says 0.
    require((0..<6.2832).contains(reading.radians), "an angle of \(reading.radians) rad")
  }

  private func servoSetUp(_ reader: inout InputReader) {
    let model = Feetech.Model.all[reader.number(below: Feetech.Model.all.count)]
    let line = BabblingLine(reader.rest())
    var bus = SharedServoBus(line)
    do throws(Feetech.Failure) {
      let configuration = try configuration(model)
      let report = try Feetech.setUp(configuration, on: &bus)
      require(report.firmware.count == 2, "\(report.firmware.count) bytes of firmware")
    } catch { require(!error.description.isEmpty, "no words") }
    require(line.span < .milliseconds(60_000), "a set-up that takes \(line.span)")
  }

  private func configuration(_ model: Feetech.Model) throws(Feetech.Failure)
    -> Feetech.Configuration
  {
    do {
      return try Feetech.Configuration(id: 1, model: model, speed: Frequency(unchecked: 1e6))
    } catch {
      require(false, "the configuration is refused: \(error)")
      throw .identity(id: 1, wanted: model, read: 0)
    }
  }

  private func padSetUp(_ reader: inout InputReader) {
    let types: PaXini.DataTypes = [.resultant, .distributed, [.resultant, .distributed]][
      reader.number(below: 3)]
    let line = BabblingLine(reader.rest())
    do throws(PaXini.Failure) {
      let report = try PaXini.setUp(types: types, on: line)
      let layout = report.layout
      require(layout.byteCount <= 28 * (6 + 3 * 240), "a layout of \(layout.byteCount) bytes")
      require(
        layout.modules.allSatisfy { (0..<28).contains($0.index) && (0...240).contains($0.taxels) },
        "a module that is none")
    } catch { require(!error.description.isEmpty, "no words") }
    require(line.span < .milliseconds(60_000), "a set-up that takes \(line.span)")
  }
}

/// A line on which the bytes of an input come: after each request as many as the input says, and at last nothing.
private final class BabblingLine: SerialPort {
  let speed = Frequency(unchecked: 1e6)
  // One thread, that of the fuzzer.
  private nonisolated(unsafe) var input: InputReader
  private nonisolated(unsafe) var time = MonotonicInstant(nanoseconds: 0)
  private nonisolated(unsafe) var waiting: [UInt8] = []

  init(_ bytes: [UInt8]) { input = InputReader(bytes) }

  /// How long it has been used.
  var span: TimeSpan { time - MonotonicInstant(nanoseconds: 0) }

  func now() -> MonotonicInstant { time }

  func write(_ bytes: UnsafeBufferPointer<UInt8>, until deadline: MonotonicInstant) throws(BusError)
  {
    let kind = input.byte()
    if kind == 255 { throw BusError(.unavailable, errno: 19) }
    waiting += input.bytes(Int(kind))
  }

  func read(
    into bytes: UnsafeMutableBufferPointer<UInt8>, until deadline: MonotonicInstant
  ) throws(BusError) -> Int {
    guard !waiting.isEmpty else {
      time = max(time, deadline)
      return 0
    }
    let part = waiting.prefix(min(bytes.count, 1 + Int(input.byte())))
    for (index, byte) in part.enumerated() { bytes[index] = byte }
    waiting.removeFirst(part.count)
    time = time + .microseconds(Int64(10 * part.count))
    return part.count
  }

  func discardInput() throws(BusError) { waiting.removeAll() }

  func pause(_ span: TimeSpan) { time = time + span }
}
