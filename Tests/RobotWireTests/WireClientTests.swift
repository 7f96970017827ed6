import Glibc
import RobotUnits
import RobotWire
import Testing

@Suite struct WireClientTests {
  private let second = TimeSpan.milliseconds(1000)

  @Test func withoutADaemonItSaysHowToStartOne() throws {
    let directory = try TemporaryDirectory()
    #expect(throws: SocketFailure.noDaemon(path: directory.socket)) {
      try WireClient(path: directory.socket, timeout: second)
    }
    // A socket file whose daemon is dead.
    do {
      let dead = try ForeignSocket()
      try dead.bind(to: directory.socket)
    }
    #expect(throws: SocketFailure.noDaemon(path: directory.socket)) {
      try WireClient(path: directory.socket, timeout: second)
    }
  }

  /// The answer is queued before the question: a client's first frame has sequence 1.
  @Test func aRequestGetsItsOwnAnswerAndNewsIsKept() throws {
    let pair = try ConnectedPair()
    let state = Reply.state(stateSnapshot(cycle: 9))
    let stale = Reply.result(RequestResult(.busy))
    let answer = Reply.result(RequestResult(.ok))
    for (reply, answers) in [(state, 0), (stale, 7), (answer, 1)] as [(Reply, UInt32)] {
      #expect(try pair.connection.send(reply, answers: answers, at: start) == .sent)
    }
    #expect(try pair.client.request(.arm, timeout: second) == answer)
    #expect(try pair.client.nextReply(timeout: .zero)?.message == state)
    #expect(try pair.client.nextReply(timeout: .zero)?.message == stale)
    #expect(try pair.client.nextReply(timeout: .zero) == nil)
    #expect(pair.client.droppedReplies == 0)
  }

  @Test func statesAreDroppedBeforeEvents() throws {
    let pair = try ConnectedPair()
    // In parts: together they exceed the socket's own queue. Each part ends with an answer.
    var sequence: UInt32 = 0
    for cycle in 0..<UInt64(260) {
      let reply: Reply =
        cycle == 0 ? .event(faultEvent(cycle: 0)) : .state(stateSnapshot(cycle: cycle))
      #expect(try pair.connection.send(reply, at: start) == .sent)
      if cycle % 20 == 19 {
        sequence += 1
        let answer = Reply.result(RequestResult(.ok))
        #expect(try pair.connection.send(answer, answers: sequence, at: start) == .sent)
        #expect(try pair.client.request(.describe, timeout: second) == answer)
      }
    }
    #expect(pair.client.droppedReplies == 4)
    #expect(
      try pair.client.nextReply(timeout: .zero)?.message == .event(faultEvent(cycle: 0)))
    #expect(
      try pair.client.nextReply(timeout: .zero)?.message == .state(stateSnapshot(cycle: 5)))
  }

  @Test func aSilentDaemonTimesOut() throws {
    let pair = try ConnectedPair()
    #expect(throws: SocketFailure.timedOut(path: pair.directory.socket)) {
      try pair.client.request(.statistics, timeout: .milliseconds(1))
    }
    #expect(try pair.client.nextReply(timeout: .milliseconds(1)) == nil)
  }

  @Test func aDaemonThatDoesNotReadTimesOut() throws {
    let pair = try ConnectedPair()
    #expect(throws: SocketFailure.timedOut(path: pair.directory.socket)) {
      for _ in 0..<10_000 { _ = try pair.client.send(.arm, timeout: .milliseconds(1)) }
    }
  }

  @Test func aDaemonThatEndsClosesTheConnection() throws {
    let directory = try TemporaryDirectory()
    let listener = try WireListener(path: directory.socket)
    let client = try WireClient(path: directory.socket, timeout: second)
    do {
      let connection = try #require(try listener.accept())
      #expect(try connection.send(.event(faultEvent(cycle: 1)), at: start) == .sent)
    }
    // What it had said before is still read.
    #expect(try client.nextReply(timeout: second)?.message == .event(faultEvent(cycle: 1)))
    #expect(throws: SocketFailure.closed(path: directory.socket)) {
      try client.nextReply(timeout: second)
    }
    #expect(throws: SocketFailure.closed(path: directory.socket)) {
      try client.request(.stop, timeout: second)
    }
  }

  @Test func aPeerThatIsNoDaemonIsAnError() throws {
    let directory = try TemporaryDirectory()
    let foreign = try ForeignSocket()
    try foreign.bind(to: directory.socket)
    try #require(listen(foreign.descriptor, 1) == 0)
    let client = try WireClient(path: directory.socket, timeout: second)
    let peer = accept(foreign.descriptor, nil, nil)
    defer { close(peer) }
    // A request where a reply belongs.
    try #require(Glibc.send(peer, FrameErrorTests.describe, 32, 0) == 32)
    #expect(throws: SocketFailure.malformed(.unknownType(0x02))) {
      try client.nextReply(timeout: second)
    }
  }

  @Test func anyTimeoutIsAllowed() throws {
    let pair = try ConnectedPair()
    let answer = Reply.result(RequestResult(.ok))
    #expect(try pair.connection.send(answer, answers: 1, at: start) == .sent)
    let longest = TimeSpan(nanoseconds: .max)
    #expect(try pair.client.request(.clear, timeout: longest) == answer)
    #expect(try pair.client.nextReply(timeout: TimeSpan(nanoseconds: .min)) == nil)
  }
}
