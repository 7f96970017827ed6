import Glibc
import RobotUnits
import RobotWire
import Synchronization

@testable import cerebellum

/// A daemon in a thread of the test: a `FakeRobot` behind a real socket.
final class FakeDaemon: Sendable {
  let path: String
  private let robot: Mutex<FakeRobot>
  private let isEnding = Atomic<Bool>(false)
  private let isDone = Atomic<Bool>(false)

  init(_ robot: FakeRobot = FakeRobot()) throws {
    self.robot = Mutex(robot)
    var template = Array("/tmp/fake.XXXXXX".utf8CString)
    mkdtemp(&template)
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self) + "/s"
    // Made here, so that it listens before the first client comes; used only by the thread.
    nonisolated(unsafe) let listener = try WireListener(path: path)
    let body = Box { [unowned self] in serve(listener) }
    var thread = pthread_t()
    pthread_create(
      &thread, nil,
      { argument in
        guard let argument else { return nil }
        Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().run()
        return nil
      }, Unmanaged.passRetained(body).toOpaque())
    pthread_detach(thread)
  }

  deinit {
    isEnding.store(true, ordering: .relaxed)
    while !isDone.load(ordering: .acquiring) { sched_yield() }
    rmdir(String(path.dropLast(2)))
  }

  func change(_ body: (inout sending FakeRobot) -> Void) { robot.withLock { body(&$0) } }

  /// What was asked so far.
  var requests: [Request] { robot.withLock { $0.requests } }
  var knots: [Knot] { robot.withLock { $0.knots } }

  private func serve(_ listener: WireListener) {
    defer { isDone.store(true, ordering: .releasing) }
    var clients: [WireConnection] = []
    var tick = 0
    while !isEnding.load(ordering: .relaxed) {
      do {
        while let client = try listener.accept() { clients.append(client) }
        for client in clients { try answer(client) }
        tick += 1
        if tick % 5 == 0 { try publish(to: clients) }
      } catch {
        clients = []
      }
      if robot.withLock({ $0.isDead }) { clients = [] }
      var descriptor = pollfd(fd: listener.descriptor, events: 0, revents: 0)
      poll(&descriptor, 1, 1)
    }
  }

  private func answer(_ client: WireConnection) throws {
    while case .request(let envelope) = try client.receive() {
      let reply = robot.withLock { $0.answer(envelope.message) }
      _ = try client.send(
        reply, answers: envelope.header.sequence, at: MonotonicInstant(nanoseconds: 0))
    }
  }

  private func publish(to clients: [WireConnection]) throws {
    let (state, news) = robot.withLock { robot in (robot.tick(), robot.takeNews()) }
    for client in clients {
      _ = try client.send(.state(state), at: MonotonicInstant(nanoseconds: 0))
      for event in news {
        _ = try client.send(.event(event), at: MonotonicInstant(nanoseconds: 0))
      }
    }
  }

  private final class Box {
    let run: () -> Void
    init(_ run: @escaping () -> Void) { self.run = run }
  }
}
