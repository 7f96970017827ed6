internal import CRealtime
internal import Glibc
public import RobotUnits
internal import Synchronization

/// What a real-time thread does: made on one thread, run on another.
public protocol RealtimeJob: ~Copyable, Sendable {
  /// Runs until the job is done.
  mutating func run()
}

/// A call of the operating system that failed.
public struct SystemError: Error, Hashable, Sendable {
  /// What was tried (`pthread_create`).
  public let call: String
  /// The C `errno`.
  public let errno: Int32

  /// What `call` left in `errno`.
  public init(call: String, errno: Int32) {
    self.call = call
    self.errno = errno
  }
}

/// One POSIX thread with explicit scheduling, a touched stack, and denormals flushed to zero.
///
/// The only place where a pthread is made: the job is moved in, so nothing is shared by accident.
public final class RealtimeThread: Sendable {
  private let handle: UInt64
  private let number: ThreadNumber

  private init(handle: UInt64, number: ThreadNumber) {
    self.handle = handle
    self.number = number
  }

  /// The kernel's number of the thread, as in /proc/self/task; `nil` until it runs.
  public var identity: Int32? {
    let value = number.value.load(ordering: .acquiring)
    return value > 0 ? value : nil
  }

  /// Starts `job` on a thread of its own.
  ///
  /// A scheduling request that the system refuses (EPERM; EBUSY: nothing is left to reserve), or a
  /// priority outside 1...99 (EINVAL), is an error; nothing runs then.
  public static func start<Job: RealtimeJob & ~Copyable>(
    _ job: consuming Job, name: StaticString, scheduling: Scheduling
  ) throws(SystemError) -> RealtimeThread {
    // To the C side 0 means SCHED_OTHER; who asked for a priority must not get that silently.
    if let priority = scheduling.priority, priority < 1 {
      throw SystemError(call: "pthread_attr_setschedparam", errno: EINVAL)
    }
    let box = UnsafeMutablePointer<Job>.allocate(capacity: 1)
    box.initialize(to: job)
    let number = ThreadNumber()
    let context = Unmanaged.passRetained(
      Start(number: number) {
        box.pointee.run()
      } release: {
        box.deinitialize(count: 1)
        box.deallocate()
      })
    var handle: UInt64 = 0
    let result = name.withUTF8Buffer { name in
      name.withMemoryRebound(to: CChar.self) { name in
        var options = crt_thread_options(
          priority: scheduling.priority ?? 0, processor: scheduling.processor ?? -1,
          stack_size: 256 * 1024, name: name.baseAddress,
          reservation: crt_reservation(scheduling.reservation))
        return crt_thread_start(&options, enter, context.toOpaque(), &handle)
      }
    }
    guard result == 0 else {
      context.takeRetainedValue().release()
      let call = scheduling.reservation == nil ? "pthread_create" : "sched_setattr"
      throw SystemError(call: call, errno: result)
    }
    return RealtimeThread(handle: handle, number: number)
  }

  /// Waits until the job is done. Call it once.
  public func join() { _ = crt_thread_join(handle) }

  /// As `join`, but not beyond `deadline`; says whether the job is done. Once that is so, call neither
  /// again.
  public func join(until deadline: MonotonicInstant) -> Bool {
    crt_thread_join_until(handle, deadline.nanoseconds) == 0
  }
}

/// Carries a job of any type through the C trampoline.
private final class Start {
  let number: ThreadNumber
  let body: () -> Void
  let release: () -> Void

  init(number: ThreadNumber, _ body: @escaping () -> Void, release: @escaping () -> Void) {
    self.number = number
    self.body = body
    self.release = release
  }
}

/// Written by the thread when it begins, read by who started it.
private final class ThreadNumber: Sendable {
  let value = Atomic<Int32>(0)
}

private func enter(_ context: UnsafeMutableRawPointer?) {
  guard let context else { return }
  let start = Unmanaged<Start>.fromOpaque(context).takeRetainedValue()
  _ = crt_flush_denormals()
  start.number.value.store(crt_thread_identity(), ordering: .releasing)
  start.body()
  start.release()
}
