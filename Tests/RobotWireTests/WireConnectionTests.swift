import Glibc
import RobotUnits
import RobotWire
import Testing

@Suite struct WireConnectionTests {
  @Test func aRequestArrivesAndItsAnswerComesBack() throws {
    let pair = try ConnectedPair()
    let command = Request.command(
      validFor: .milliseconds(100),
      joints: [
        JointTarget(
          position: 1, velocity: 0, kp: 2, kd: 3,
          feedforwardEffort: 4)
      ])
    let sequence = try pair.client.send(command, timeout: .milliseconds(1000))
    guard case .request(let received) = try pair.connection.receive() else {
      Issue.record("nothing received")
      return
    }
    #expect(received.message == command)
    #expect(received.header.sequence == sequence)
    #expect(received.header.sentAt > start)
    #expect(try pair.connection.receive() == .wouldBlock)

    let result = Reply.result(RequestResult(.refused, english: "arm first", chinese: "先上电"))
    #expect(try pair.connection.send(result, answers: sequence, at: start) == .sent)
    let answer = try #require(try pair.client.nextReply(timeout: .milliseconds(1000)))
    #expect(answer.message == result)
    #expect(answer.header.answers == sequence)
  }

  /// The kernel closes the descriptors of a client that is killed: `client = nil` does the same.
  @Test func aKilledClientIsHeardOutAndThenClosed() throws {
    let directory = try TemporaryDirectory()
    let listener = try WireListener(path: directory.socket)
    var client: WireClient? = try WireClient(path: directory.socket, timeout: .milliseconds(1000))
    let connection = try #require(try listener.accept())
    _ = try client?.send(.arm, timeout: .milliseconds(1000))
    client = nil
    guard case .request(let arm) = try connection.receive() else {
      Issue.record("the request is lost")
      return
    }
    #expect(arm.message == .arm)
    #expect(try connection.receive() == .closed)
    #expect(try connection.send(.state(stateSnapshot(cycle: 1)), at: start) == .closed)
    #expect(try connection.send(.state(stateSnapshot(cycle: 2)), at: start) == .closed)
  }

  /// A reply that the client had not read makes it ECONNRESET, once, on whichever call comes first.
  @Test(arguments: [true, false])
  func aClientKilledWithRepliesUnreadIsClosed(receivesFirst: Bool) throws {
    let directory = try TemporaryDirectory()
    let listener = try WireListener(path: directory.socket)
    var client: WireClient? = try WireClient(path: directory.socket, timeout: .milliseconds(1000))
    let connection = try #require(try listener.accept())
    #expect(client != nil)
    #expect(try connection.send(.state(stateSnapshot(cycle: 1)), at: start) == .sent)
    client = nil
    if receivesFirst { #expect(try connection.receive() == .closed) }
    #expect(try connection.send(.state(stateSnapshot(cycle: 2)), at: start) == .closed)
    #expect(try connection.receive() == .closed)
  }

  @Test func garbageIsAnErrorAndTheNextFrameStillCounts() throws {
    let directory = try TemporaryDirectory()
    let listener = try WireListener(path: directory.socket)
    let foreign = try ForeignSocket()
    try foreign.connect(to: directory.socket)
    let connection = try #require(try listener.accept())
    try foreign.send(Array("GET / HTTP/1.1\r\n\r\n".utf8))
    try foreign.send([UInt8](repeating: 0x55, count: 64))
    try foreign.send([UInt8](repeating: 0x55, count: 65_537))
    try foreign.send(FrameErrorTests.describe)
    #expect(throws: SocketFailure.malformed(.truncated)) { try connection.receive() }
    #expect(throws: SocketFailure.malformed(.badMagic)) { try connection.receive() }
    #expect(throws: SocketFailure.malformed(.tooLong)) { try connection.receive() }
    guard case .request(let envelope) = try connection.receive() else {
      Issue.record("nothing received")
      return
    }
    #expect(envelope.message == .describe)
  }

  @Test func aSlowReaderLosesFramesAndBlocksNobody() throws {
    let pair = try ConnectedPair()
    var sent: UInt32 = 0
    while try pair.connection.send(.state(stateSnapshot(cycle: 0)), at: start) == .sent {
      sent += 1
      try #require(sent < 10_000, "the queue is not bounded")
    }
    #expect(try pair.connection.send(.state(stateSnapshot(cycle: 0)), at: start) == .wouldBlock)
    for expected in 1...sent {
      let reply = try #require(try pair.client.nextReply(timeout: .milliseconds(1000)))
      #expect(reply.header.sequence == expected)
    }
    #expect(try pair.client.nextReply(timeout: .zero) == nil)
    #expect(try pair.connection.send(.state(stateSnapshot(cycle: 0)), at: start) == .sent)
    // Two were dropped: the sequence shows it.
    let next = try #require(try pair.client.nextReply(timeout: .milliseconds(1000)))
    #expect(next.header.sequence == sent + 3)
  }

  /// A pause of the client, or a simulation faster than time, must not cost it its answers.
  @Test func statesLeaveRoomForAnswers() throws {
    let pair = try ConnectedPair()
    var states = 0
    while try pair.connection.send(.state(stateSnapshot(cycle: 0)), at: start) == .sent {
      states += 1
      try #require(states < 10_000, "the queue is not bounded")
    }
    for cycle in 1...8 as ClosedRange<UInt64> {
      #expect(try pair.connection.send(.event(faultEvent(cycle: cycle)), at: start) == .sent)
    }
    // The largest of frames.
    let long = String(repeating: "a", count: 65_000)
    let answer = Reply.result(RequestResult(.ok, english: long))
    #expect(try pair.connection.send(answer, answers: 7, at: start) == .sent)
    for _ in 0..<states + 8 {
      _ = try #require(try pair.client.nextReply(timeout: .milliseconds(1000)))
    }
    #expect(try pair.client.nextReply(timeout: .milliseconds(1000))?.message == answer)
  }

  @Test func aReplyThatNoFrameCarriesIsAnError() throws {
    let pair = try ConnectedPair()
    let long = String(repeating: "a", count: 70_000)
    #expect(throws: SocketFailure.malformed(.tooLong)) {
      try pair.connection.send(.result(RequestResult(.ok, english: long)), at: start)
    }
  }
}
