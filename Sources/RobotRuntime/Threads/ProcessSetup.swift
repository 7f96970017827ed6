internal import CRealtime
public import RobotUnits

/// What a real-time process asks of the system once, and what it was refused.
public struct ProcessSetup: Sendable {
  /// Each refusal with its errno, empty when everything was granted.
  public private(set) var refusals: [SystemError] = []
  /// What the threads shall ask for.
  public private(set) var scheduling: Scheduling
  private let latencyDescriptor: Int32

  /// Locks memory, keeps the heap, and asks for shallow idle states. The control threads get SCHED_FIFO
  /// `priority` on the last processor when there are several; with 0 they are not real-time, and nothing
  /// is refused for it.
  ///
  /// Nothing here fails: what is refused is reported, and the caller goes on in a degraded mode.
  public init(priority: Int32) {
    crt_keep_heap()
    let locked = crt_lock_memory()
    latencyDescriptor = crt_hold_cpu_latency()
    let processor = crt_processor_count() > 1 ? crt_last_processor() : nil
    scheduling =
      priority > 0
      ? Scheduling(priority: priority, processor: processor)
      : Scheduling(priority: nil, processor: nil)
    if locked != 0 { refusals.append(SystemError(call: "mlockall", errno: locked)) }
    if latencyDescriptor < 0 {
      refusals.append(SystemError(call: "/dev/cpu_dma_latency", errno: -latencyDescriptor))
    }
    let probe = ProcessSetup.tryScheduling(scheduling)
    if let probe {
      refusals.append(probe)
      scheduling = Scheduling(priority: nil, processor: nil)
    }
  }

  /// Whether the threads run with SCHED_FIFO.
  public var isRealtime: Bool { scheduling.priority != nil }

  /// Starts a thread that ends at once, only to see whether the scheduling is granted.
  private static func tryScheduling(_ scheduling: Scheduling) -> SystemError? {
    do throws(SystemError) {
      try RealtimeThread.start(Nothing(), name: "cbl-probe", scheduling: scheduling).join()
      return nil
    } catch {
      return SystemError(call: "SCHED_FIFO", errno: error.errno)
    }
  }

  private struct Nothing: RealtimeJob {
    mutating func run() {}
  }
}

/// CLOCK_MONOTONIC. The one clock of the runtime; nothing below it reads a clock. Real-time: yes.
public enum SystemClock {
  /// Now.
  public static func now() -> MonotonicInstant { MonotonicInstant(nanoseconds: crt_now()) }
}

/// How a thread treats denormals. Real-time: yes.
public struct FloatingPointMode: Sendable {
  private let mode: UInt64

  /// Makes this thread treat denormals as zero, as every real-time thread does, and remembers how it
  /// was before: a virtual-clock run then computes the same bits.
  public static func flushDenormals() -> FloatingPointMode {
    FloatingPointMode(mode: crt_flush_denormals())
  }

  /// Puts this thread's mode back.
  public func restore() { crt_restore_floating_point(mode) }
}
