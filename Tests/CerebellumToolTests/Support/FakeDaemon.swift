import Glibc
import RobotUnits
import RobotWire
import Synchronization
import Testing

@testable import cerebellum

/// A daemon in a thread of the test: a `FakeRobot` behind a real socket, in a folder that goes with it.
final class FakeDaemon: Sendable {
  let path: String
  private let folder: String
  private let shared: Shared
  private let thread: pthread_t

  init(_ robot: FakeRobot = FakeRobot()) throws {
    var template = Array("/tmp/fake.XXXXXX".utf8CString)
    folder = String(cString: try #require(mkdtemp(&template)))
    path = folder + "/s"
    shared = Shared(robot)
    // The listener is made here, so that it listens before the first client comes.
    let server = FakeServer(listener: try WireListener(path: path), shared: shared)
    var thread = pthread_t()
    let result = pthread_create(
      &thread, nil,
      { argument in
        guard let argument else { return nil }
        Unmanaged<FakeServer>.fromOpaque(argument).takeRetainedValue().serve()
        return nil
      }, Unmanaged.passRetained(server).toOpaque())
    try #require(result == 0)
    self.thread = thread
  }

  /// The thread takes the socket's file with it, so that the folder is empty then.
  deinit {
    shared.isEnding.store(true, ordering: .relaxed)
    pthread_join(thread, nil)
    rmdir(folder)
  }

  func change(_ body: (inout sending FakeRobot) -> Void) { shared.robot.withLock { body(&$0) } }

  /// What was asked so far.
  var requests: [Request] { shared.robot.withLock { $0.requests } }
  var knots: [Knot] { shared.robot.withLock { $0.knots } }
}

/// What test and thread both see. The thread must not keep the `FakeDaemon`, whose end is its own.
private final class Shared: Sendable {
  let robot: Mutex<FakeRobot>
  let isEnding = Atomic<Bool>(false)

  init(_ robot: sending FakeRobot) { self.robot = Mutex(robot) }
}

/// What the thread does.
private final class FakeServer {
  private let listener: WireListener
  private let shared: Shared

  init(listener: WireListener, shared: Shared) {
    self.listener = listener
    self.shared = shared
  }

  func serve() {
    var clients: [WireConnection] = []
    var tick = 0
    while !shared.isEnding.load(ordering: .relaxed) {
      do {
        while let client = try listener.accept() { clients.append(client) }
        for client in clients { try answer(client) }
        tick += 1
        if tick % 5 == 0 { try publish(to: clients) }
      } catch {
        clients = []
      }
      if shared.robot.withLock({ $0.isDead }) { clients = [] }
      var descriptor = pollfd(fd: listener.descriptor, events: 0, revents: 0)
      poll(&descriptor, 1, 1)
    }
  }

  private func answer(_ client: WireConnection) throws {
    while case .request(let envelope) = try client.receive() {
      guard let reply = shared.robot.withLock({ $0.answer(envelope.message) }) else { continue }
      _ = try client.send(
        reply, answers: envelope.header.sequence, at: MonotonicInstant(nanoseconds: 0))
    }
  }

  private func publish(to clients: [WireConnection]) throws {
    let (state, news) = shared.robot.withLock { robot in (robot.tick(), robot.takeNews()) }
    for client in clients {
      _ = try client.send(.state(state), at: MonotonicInstant(nanoseconds: 0))
      for event in news {
        _ = try client.send(.event(event), at: MonotonicInstant(nanoseconds: 0))
      }
    }
  }
}
