import Glibc
import RobotUnits
import RobotWire
import Testing

@Suite struct WireListenerTests {
  private func mode(of path: String) throws -> UInt32 {
    var status = stat()
    try #require(lstat(path, &status) == 0)
    return UInt32(status.st_mode)
  }

  private func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  @Test func ownerAndGroupMayConnect() throws {
    let directory = try TemporaryDirectory()
    let listener = try WireListener(path: directory.socket)
    #expect(try mode(of: directory.socket) == S_IFSOCK | 0o660)
    #expect(fcntl(listener.descriptor, F_GETFD) & FD_CLOEXEC != 0)
  }

  @Test func nobodyWaitingIsNoError() throws {
    let directory = try TemporaryDirectory()
    #expect(try WireListener(path: directory.socket).accept() == nil)
  }

  @Test func anAcceptedConnectionIsNotInheritedAndKnowsItsPeer() throws {
    let pair = try ConnectedPair()
    #expect(fcntl(pair.connection.descriptor, F_GETFD) & FD_CLOEXEC != 0)
    #expect(fcntl(pair.client.descriptor, F_GETFD) & FD_CLOEXEC != 0)
    #expect(pair.connection.peer.pid == getpid())
    #expect(pair.connection.peer.uid == getuid())
    #expect(pair.client.daemon.pid == getpid())
  }

  @Test func theSocketFileGoesWithItsListener() throws {
    let directory = try TemporaryDirectory()
    do {
      let listener = try WireListener(path: directory.socket)
      #expect(exists(listener.path))
    }
    #expect(!exists(directory.socket))
  }

  @Test func aSuccessorsSocketFileStays() throws {
    let directory = try TemporaryDirectory()
    var first: WireListener? = try WireListener(path: directory.socket)
    unlink(directory.socket)
    let second = try WireListener(path: directory.socket)
    #expect(first != nil)
    first = nil
    #expect(exists(second.path))
    _ = try WireClient(path: directory.socket, timeout: .milliseconds(1000))
    #expect(try second.accept() != nil)
  }

  @Test func aLivingDaemonKeepsItsPath() throws {
    let directory = try TemporaryDirectory()
    let first = try WireListener(path: directory.socket)
    #expect(throws: SocketFailure.inUse(path: directory.socket, pid: getpid())) {
      try WireListener(path: directory.socket)
    }
    // What the first one sees of it is a client that comes and goes.
    let probe = try #require(try first.accept())
    #expect(try probe.receive() == .closed)
  }

  @Test func aDaemonWithAFullQueueKeepsItsPath() throws {
    let directory = try TemporaryDirectory()
    let first = try WireListener(path: directory.socket)
    var clients: [WireClient] = []
    #expect(throws: SocketFailure.timedOut(path: directory.socket)) {
      for _ in 0..<1000 {
        clients.append(try WireClient(path: directory.socket, timeout: .milliseconds(1)))
      }
    }
    #expect(throws: SocketFailure.inUse(path: directory.socket, pid: nil)) {
      try WireListener(path: directory.socket)
    }
    #expect(try first.accept() != nil)
  }

  @Test func oneOfTwoThatStartAtOnceYields() throws {
    let directory = try TemporaryDirectory()
    let other = open(directory.path, O_RDONLY)
    try #require(flock(other, LOCK_EX) == 0)
    #expect(throws: SocketFailure.inUse(path: directory.socket, pid: nil)) {
      try WireListener(path: directory.socket)
    }
    close(other)
    _ = try WireListener(path: directory.socket)
  }

  @Test func aDeadDaemonsSocketIsReplaced() throws {
    let directory = try TemporaryDirectory()
    do {
      let dead = try ForeignSocket()
      try dead.bind(to: directory.socket)
    }
    #expect(exists(directory.socket))
    let listener = try WireListener(path: directory.socket)
    _ = try WireClient(path: directory.socket, timeout: .milliseconds(1000))
    #expect(try listener.accept() != nil)
  }

  @Test func anotherFileIsNeverRemoved() throws {
    let directory = try TemporaryDirectory()
    close(open(directory.socket, O_CREAT | O_WRONLY, 0o600))
    #expect(throws: SocketFailure.notASocket(path: directory.socket)) {
      try WireListener(path: directory.socket)
    }
    #expect(exists(directory.socket))
  }

  @Test func aMissingDirectoryIsNamed() throws {
    let directory = try TemporaryDirectory()
    for path in [directory.path + "/no/control.sock", "/dev/null/control.sock"] {
      #expect(throws: SocketFailure.directoryMissing(path: path)) { try WireListener(path: path) }
    }
  }

  /// Nobody, root included, makes a file in sysfs.
  @Test func aForbiddenDirectoryIsNamed() {
    #expect(throws: SocketFailure.notPermitted(path: "/sys/control.sock")) {
      try WireListener(path: "/sys/control.sock")
    }
  }

  @Test func aPathHas107BytesAtMost() throws {
    let directory = try TemporaryDirectory()
    let longest =
      directory.path + "/" + String(repeating: "a", count: 106 - directory.path.utf8.count)
    #expect(longest.utf8.count == 107)
    _ = try WireListener(path: longest)
    for path in [longest + "a", "", "/tmp/a\0b"] {
      #expect(throws: SocketFailure.unusablePath(path: path)) { try WireListener(path: path) }
      #expect(throws: SocketFailure.unusablePath(path: path)) {
        try WireClient(path: path, timeout: .zero)
      }
    }
  }

  @Test func descriptionsNameThePathAndTheRemedy() {
    let failures: [(SocketFailure, String)] = [
      (.inUse(path: "/run/x", pid: 42), "process 42 already listens on \"/run/x\": stop it"),
      (.noDaemon(path: "/run/x"), "no daemon listens on \"/run/x\": start one"),
      (.notPermitted(path: "/run/x"), "no permission for socket \"/run/x\": join its group"),
      (.directoryMissing(path: "/run/x"), "directory of socket \"/run/x\" does not exist: create"),
    ]
    for (failure, text) in failures { #expect("\(failure)".contains(text)) }
  }
}
