import Glibc
import RobotUnits
import Testing

@testable import LinuxHAL

/// A second master is kept out, and told by name.
@Suite struct DeviceHolderTests {
  @Test func aBusIsForOneOwner() throws {
    let device = FakeI2CDevice()
    do {
      let adapter = try LinuxI2CAdapter(path: device.path)
      let error = #expect(throws: LinuxDeviceError.self) { try LinuxI2CAdapter(path: device.path) }
      #expect(error?.kind == .occupied && error?.errno == 16)
      guard case .process(getpid(), .some) = error?.holder else {
        Issue.record("\(String(describing: error))")
        return
      }
      _ = adapter
    }
    // Closed, it is free again.
    _ = try LinuxI2CAdapter(path: device.path)
  }

  @Test func aBusOfAnotherProcessIsRefusedWithItsName() throws {
    let device = FakeI2CDevice()
    let other = try OtherProcess(holding: device.path, isLocking: true)
    let error = #expect(throws: LinuxDeviceError.self) { try LinuxI2CAdapter(path: device.path) }
    #expect(error?.holder == .process(other.id, command: "sh"))
    #expect(
      error?.description
        == "\(device.path): in use by sh (process \(other.id)) (EBUSY). Stop that program: two "
        + "masters undo each other's commands")
    // It was not told to do anything.
    #expect(device.calls.isEmpty)
  }

  @Test func aSerialLineOfAnotherProcessIsRefusedWithItsName() throws {
    let terminal = PseudoTerminal()
    let other = try OtherProcess(holding: terminal.path, isLocking: true)
    let error = #expect(throws: LinuxDeviceError.self) {
      try LinuxSerialPort(path: terminal.path, speed: Frequency(unchecked: 1_000_000))
    }
    #expect(error?.kind == .occupied)
    #expect(error?.holder == .process(other.id, command: "sh"))
  }

  /// A program that took the line by TIOCEXCL alone has no lock.
  @Test func whoHasAFileOpenIsFoundToo() throws {
    let path = temporaryPath("held-")
    writeFile(path, "")
    defer { unlink(path) }
    #expect(DeviceHolder.find(path) == .unknown)
    let other = try OtherProcess(holding: path, isLocking: false)
    #expect(DeviceHolder.find(path) == .process(other.id, command: "sh"))
  }

  /// As in a unit with ProtectProc=invisible: the kernel names the process, but not what it is.
  @Test func aProcessWithoutANameIsStillNumbered() throws {
    let path = temporaryPath("held-")
    writeFile(path, "")
    defer { unlink(path) }
    let other = try OtherProcess(holding: path, isLocking: true)
    let tree = TemporaryTree()
    let lines = System.lines(of: "/proc/locks")
    tree.makeFile("proc/locks", lines.joined(separator: "\n"))
    let holder = DeviceHolder.find(path, root: tree.root)
    #expect(holder == .process(other.id, command: nil))
    #expect(holder.problem == "in use by process \(other.id)")
    // One that belongs to another namespace has no number here.
    let hidden = lines.map { $0.replacing("WRITE \(other.id) ", with: "WRITE 0 ") }
    tree.makeFile("proc/locks", hidden.joined(separator: "\n"))
    #expect(DeviceHolder.find(path, root: tree.root) == .unknown)
    // Nor is it the one that waits.
    let waiting = lines.map { $0.replacing(": FLOCK ", with: ": -> FLOCK ") }
    tree.makeFile("proc/locks", waiting.joined(separator: "\n"))
    #expect(DeviceHolder.find(path, root: tree.root) == .unknown)
    #expect(
      DeviceHolder.unknown.problem
        == "in use by a process that cannot be seen from here; root sees it")
  }
}
