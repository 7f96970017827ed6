import Glibc
import LinuxHAL
import RobotHAL
import RobotUnits
import Testing

/// A tty that is real but for its wire: pseudo-terminals.
@Suite("A serial line of the kernel") struct LinuxSerialPortTests {
  let terminal = PseudoTerminal()

  func open(_ speed: Double = 1_000_000) throws -> LinuxSerialPort {
    try LinuxSerialPort(path: terminal.path, speed: Frequency(unchecked: speed))
  }

  func inASecond(_ port: LinuxSerialPort) -> MonotonicInstant { port.now() + .milliseconds(1000) }

  /// All eight bits of all bytes, the control characters of a terminal among them.
  static let allBytes = [UInt8](0...255)

  @Test func bytesGoOutAsTheyAre() throws {
    let port = try open()
    try port.write(Self.allBytes, until: inASecond(port))
    #expect(terminal.received(256) == Self.allBytes)
  }

  @Test func bytesComeInAsTheyAre() throws {
    let port = try open()
    #expect(terminal.send(Self.allBytes))
    var all: [UInt8] = []
    while all.count < 256 {
      let bytes = try port.read(atMost: 100, until: inASecond(port))
      guard !bytes.isEmpty else { break }
      all += bytes
    }
    #expect(all == Self.allBytes)
  }

  @Test(arguments: [38_400, 115_200, 921_600, 1_000_000, 3_000_000] as [Double])
  func lineIsRawAtItsSpeed(speed: Double) throws {
    let port = try open(speed)
    let (words, characters, speeds) = terminal.settings()
    // No input, output or local mode; CS8 | CREAD | CLOCAL | BOTHER, and BOTHER again for the input.
    // Neither two stop bits, nor parity, nor RTS/CTS: 0o60, 0o200, 0o4000, 0o10000 and 0o10000 << 16.
    let wanted: [UInt32] = [0, 0, 0x1000_18B0, 0]
    #expect(words == wanted)
    #expect(speeds == [UInt32(speed), UInt32(speed)])
    // VTIME and VMIN
    #expect(characters[5] == 0 && characters[6] == 0)
    #expect(port.speed.hertz == speed)
  }

  @Test func nothingIsReadWhenNothingComes() throws {
    let port = try open()
    let deadline = port.now() + .milliseconds(5)
    #expect(try port.read(atMost: 10, until: deadline) == [])
    #expect(port.now() >= deadline)
    // A deadline that has passed reads what is there, and does not wait.
    #expect(try port.read(atMost: 10, until: deadline) == [])
  }

  @Test func whatIsThereIsReadAfterTheDeadline() throws {
    let port = try open()
    #expect(terminal.send([1, 2, 3]))
    let past = MonotonicInstant(nanoseconds: 0)
    #expect(try port.read(atMost: 10, until: past) == [1, 2, 3])
  }

  @Test func inputIsDiscarded() throws {
    let port = try open()
    #expect(terminal.send([1, 2, 3]))
    try port.discardInput()
    #expect(terminal.send([4]))
    #expect(try port.read(atMost: 10, until: inASecond(port)) == [4])
  }

  @Test func writeThatIsNotTakenEndsAtItsDeadline() throws {
    let port = try open()
    let many = [UInt8](repeating: 0, count: 1 << 20)
    #expect(throws: BusError(.timeout, errno: ETIMEDOUT)) {
      try port.write(many, until: port.now() + .milliseconds(20))
    }
  }

  @Test func unpluggedLineIsUnavailable() throws {
    let port = try open()
    #expect(terminal.send([7]))
    terminal.hangUp()
    let gone = BusError(.unavailable, errno: ENODEV)
    // What came before it went is either still there or not; then it is gone.
    #expect(throws: gone) {
      for _ in 0..<2 { _ = try port.read(atMost: 1, until: port.now() + .milliseconds(5)) }
    }
    #expect(throws: gone) { try port.write([1], until: port.now() + .milliseconds(5)) }
  }

  @Test func lineIsForOneOwner() throws {
    let port = try open()
    let error = #expect(throws: LinuxDeviceError.self) { try open() }
    #expect(error?.kind == .occupied)
    _ = port
  }

  /// A line that was pulled out and opened anew: who has the port goes on with it.
  @Test func aPortAdoptsAnotherLine() throws {
    let port = try open()
    let other = PseudoTerminal()
    do {
      let new = try LinuxSerialPort(path: other.path, speed: Frequency(unchecked: 1_000_000))
      port.adopt(new)
    }
    try port.write([1, 2, 3], until: inASecond(port))
    #expect(other.received(3) == [1, 2, 3])
    #expect(other.send([4]))
    #expect(try port.read(atMost: 8, until: inASecond(port)) == [4])
  }

  @Test func whatIsNoLineIsRefused() throws {
    let missing = #expect(throws: LinuxDeviceError.self) {
      try LinuxSerialPort(path: "/dev/no-such-tty", speed: Frequency(unchecked: 115_200))
    }
    #expect(missing?.kind == .missing)
    let file = temporaryPath("serial-")
    writeFile(file, "")
    defer { unlink(file) }
    let wrong = #expect(throws: LinuxDeviceError.self) {
      try LinuxSerialPort(path: file, speed: Frequency(unchecked: 115_200))
    }
    #expect(wrong?.kind == .wrongDevice)
  }
}

@Suite("Finding a serial line") struct LinuxSerialLinesTests {
  let tree = TemporaryTree()
  var lines: LinuxSerialLines { LinuxSerialLines(root: tree.root) }

  init() {
    for name in [
      "usb-1a86_USB_Single_Serial_5A68011234-if00", "usb-1a86_USB_Single_Serial_58FA0001-if00",
    ] {
      tree.makeFile("dev/ttyACM\(name.count)", "")
      tree.makeLink("dev/serial/by-id/\(name)", to: "dev/ttyACM\(name.count)")
    }
  }

  @Test func linesAreListedByTheirLastingNames() {
    #expect(
      lines.all().map(\.identity) == [
        "usb-1a86_USB_Single_Serial_58FA0001-if00", "usb-1a86_USB_Single_Serial_5A68011234-if00",
      ])
  }

  @Test func lineIsFoundByItsSerialNumber() throws {
    let line = try lines.line(identifiedBy: "5A68011234")
    #expect(
      line.path == tree.root + "/dev/serial/by-id/usb-1a86_USB_Single_Serial_5A68011234-if00")
  }

  @Test(arguments: [("1a86", LinuxDeviceError.Kind.ambiguous), ("0403", .missing), ("", .missing)])
  func lineIsNotFound(part: String, kind: LinuxDeviceError.Kind) {
    let error = #expect(throws: LinuxDeviceError.self) { try lines.line(identifiedBy: part) }
    #expect(error?.kind == kind)
  }

  @Test func machineWithoutLinesSaysSo() {
    let error = #expect(throws: LinuxDeviceError.self) {
      try LinuxSerialLines(root: "/nonexistent").line(identifiedBy: "5A")
    }
    #expect(error?.kind == .missing)
  }
}
