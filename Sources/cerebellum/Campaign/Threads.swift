import Glibc

/// Ordinary threads, for work that shares nothing. `RealtimeThread` is for control loops: it has the stack of one, and
/// flushes denormals to zero.
enum Threads {
  /// Runs `body` with 0 to one less than `count`, each on a thread of its own, and waits for all. Throws where the system
  /// gives no more threads; those that were started have done their work then.
  static func run(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) throws(ToolFailure) {
    var started: [pthread_t] = []
    var refused: Int32 = 0
    for number in 0..<count {
      var thread = pthread_t()
      let job = Unmanaged.passRetained(Job(number, body))
      refused = pthread_create(
        &thread, nil,
        { context in
          context.map { Unmanaged<Job>.fromOpaque($0).takeRetainedValue().run() }
          return nil
        }, job.toOpaque())
      if refused != 0 {
        job.release()
        break
      }
      started.append(thread)
    }
    for thread in started { pthread_join(thread, nil) }
    guard refused != 0 else { return }
    let reason = String(cString: strerror(refused))
    throw ToolFailure(
      .hardware, "the system gives no \(count) threads (\(reason)): give fewer --jobs",
      "系统无法提供 \(count) 个线程（\(reason)）：请减小 --jobs")
  }

  private final class Job: Sendable {
    private let number: Int
    private let body: @Sendable (Int) -> Void

    init(_ number: Int, _ body: @escaping @Sendable (Int) -> Void) {
      self.number = number
      self.body = body
    }

    func run() { body(number) }
  }
}
