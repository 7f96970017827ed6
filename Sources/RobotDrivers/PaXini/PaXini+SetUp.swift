public import RobotHAL
public import RobotUnits

extension PaXini {
  /// What the set-up of a high-speed board found.
  public struct Report: Hashable, Sendable {
    /// The firmware.
    public let version: String
    /// What the board sends from now on.
    public let layout: Layout
  }

  /// A set-up that did not succeed.
  public enum Failure: Error, Hashable, Sendable, CustomStringConvertible {
    /// The line failed.
    case line(BusError, step: Step)
    /// There was no answer, or none that sums up.
    case noAnswer(step: Step, FrameError?)
    /// The registers make no layout.
    case layout(LayoutError)
    /// No module is plugged in.
    case noModules
    /// The board did not take what it was told to send.
    case readBack(wrote: UInt8, read: UInt8)

    /// What happened and what to do.
    public var description: String {
      switch self {
      case .line(let error, let step):
        "PaXini: \(step.rawValue) failed (errno \(error.errno)); plug the board in again"
      case .noAnswer(let step, let error):
        "PaXini: \(step.rawValue) got no answer"
          + (error.map { ", only a frame that cannot be believed (\($0))" } ?? "")
          + "; check that this is a high-speed board, its supply, and that its line is the one named"
      case .layout(let error): error.description
      case .noModules:
        "PaXini: the board sees no module; check their plugs and power-cycle the board"
      case .readBack(let wrote, let read):
        "PaXini: the data types were written as \(wrote) but read \(read); update the board's firmware "
          + "or ask for what it sends"
      }
    }
  }

  /// A step of the set-up.
  public enum Step: String, Sendable {
    /// What it sends on its own is stopped.
    case quiet = "stopping the stream"
    /// The version is read.
    case identify = "reading the version"
    /// The modules and their taxels are read.
    case readLayout = "reading the modules"
    /// What it shall send is written.
    case configure = "writing the data types"
    /// It begins to send.
    case start = "starting the stream"
    /// The zero is set.
    case calibrate = "calibrating"
  }

  /// Stops the high-speed board on `port`, asks what it has, tells it to send `types` and starts it. The
  /// modules' taxels are known before the first frame: without them nobody can tell where a module is in it.
  /// May be repeated at any time. An answer is waited for `patience`, up to `attempts` times. Real-time: no.
  public static func setUp(
    types: DataTypes, on port: any SerialPort, patience: TimeSpan = .milliseconds(200),
    attempts: Int = 3
  ) throws(Failure) -> Report {
    let board = Board(port: port, patience: patience, attempts: attempts)
    try board.quiet()
    let version = try board.read(15, from: Register.version, step: .identify)
    let bitmap = try board.read(4, from: Register.modules, step: .readLayout)
    guard bitmap.contains(where: { $0 != 0 }) else { throw .noModules }
    let counts = try board.read(
      2 * moduleCount, from: Register.pointCounts, step: .readLayout)
    if try board.read(1, from: Register.dataTypes, step: .configure) != [types.rawValue] {
      try board.ask(writeRequest([types.rawValue], to: Register.dataTypes), step: .configure)
    }
    let read = try board.read(1, from: Register.dataTypes, step: .configure)
    guard read == [types.rawValue] else {
      throw .readBack(wrote: types.rawValue, read: read[0])
    }
    let layout: Layout
    do { layout = try Layout(bitmap: bitmap, types: types, counts: counts) } catch {
      throw .layout(error)
    }
    // It answers with its first frame.
    try board.send(writeRequest([1], to: Register.autoPush), step: .start)
    let text = version.prefix { (0x20...0x7E).contains($0) }
    return Report(version: String(decoding: text, as: UTF8.self), layout: layout)
  }

  /// Makes what all modules feel now their zero: with nothing on them. The board must not be sending; it
  /// takes what presses on one for nothing from then on. Real-time: no.
  public static func calibrate(on port: any SerialPort) throws(Failure) {
    let board = Board(port: port, patience: .milliseconds(200), attempts: 3)
    try board.quiet()
    let answer = try board.ask(calibrationRequest(), step: .calibrate)
    guard answer.bytes == [0] else {
      throw .noAnswer(
        step: .calibrate,
        .device(code: answer.bytes.first ?? 0xFF, register: Register.calibration))
    }
  }

  /// A high-speed board that is being set up.
  private struct Board {
    let port: any SerialPort
    let patience: TimeSpan
    let attempts: Int

    /// Stops what it sends on its own, and waits until the line is quiet.
    func quiet() throws(Failure) {
      try send(writeRequest([0], to: Register.autoPush), step: .quiet)
      let deadline = port.now() + .milliseconds(500)
      while try !receive(until: port.now() + .milliseconds(20), step: .quiet).isEmpty {
        guard port.now() < deadline else { throw .noAnswer(step: .quiet, nil) }
      }
    }

    func read(_ count: Int, from register: UInt16, step: Step) throws(Failure) -> [UInt8] {
      let answer = try ask(readRequest(count, from: register), step: step)
      guard answer.bytes.count == count else {
        throw .noAnswer(step: step, .short(wanted: count, got: answer.bytes.count))
      }
      return answer.bytes
    }

    /// Asks until there is an answer to what was asked.
    @discardableResult
    func ask(_ request: [UInt8], step: Step) throws(Failure) -> Answer {
      var last: FrameError?
      for _ in 0..<attempts {
        try send(request, step: step)
        let deadline = port.now() + patience
        var bytes: [UInt8] = []
        while true {
          let more = try receive(until: deadline, step: step)
          if more.isEmpty { break }
          bytes += more
          guard let start = begin(of: bytes) else { continue }
          do {
            let answer = try Answer(bytes[start...])
            if answer.function == request[3] { return answer }
            break
          } catch {
            last = error
            guard case .short = error else { break }
          }
        }
      }
      throw .noAnswer(step: step, last)
    }

    func send(_ request: [UInt8], step: Step) throws(Failure) {
      do {
        try port.discardInput()
        try port.write(request, until: port.now() + patience)
      } catch { throw .line(error, step: step) }
    }

    /// Where an answer may begin.
    private func begin(of bytes: [UInt8]) -> Int? {
      bytes.indices.dropLast().first { bytes[$0] == 0xAA && bytes[$0 + 1] == 0x55 }
    }

    private func receive(until deadline: MonotonicInstant, step: Step) throws(Failure) -> [UInt8] {
      do { return try port.read(atMost: 4096, until: deadline) } catch {
        throw .line(error, step: step)
      }
    }
  }
}
