internal import CRealtime
public import RobotUnits

/// What a real-time process asks of the system once, and what it was refused.
public struct ProcessSetup: Sendable {
  /// Each refusal with its errno, empty when everything was granted.
  public private(set) var refusals: [SystemError] = []
  /// What was granted. With a reservation it is that of the first thread of the request: each thread
  /// asks for its own.
  public private(set) var scheduling = Scheduling(priority: nil, processor: nil)
  private let latencyDescriptor: Int32

  /// Locks memory, keeps the heap, asks for shallow idle states, and tries what `request` wants of the
  /// scheduler.
  ///
  /// Nothing here fails: what is refused is reported, and the caller goes on with the next best.
  public init(_ request: SchedulingRequest) {
    crt_keep_heap()
    let locked = crt_lock_memory()
    latencyDescriptor = crt_hold_cpu_latency()
    if locked != 0 { refusals.append(SystemError(call: "mlockall", errno: locked)) }
    if latencyDescriptor < 0 {
      refusals.append(SystemError(call: "/dev/cpu_dma_latency", errno: -latencyDescriptor))
    }
    if let first = request.reservations.first, isGranted(request.reservations.map(Scheduling.init))
    {
      scheduling = Scheduling(first)
    } else if let priority = request.priority {
      let (processor, refusal) = request.processor.resolve()
      if let refusal { refusals.append(refusal) }
      let wanted = Scheduling(priority: priority, processor: processor)
      if isGranted([wanted]) { scheduling = wanted }
    }
  }

  /// As `init(_:)`, for SCHED_FIFO `priority` on the last processor; with 0 the threads are not
  /// real-time, and nothing is refused for it.
  public init(priority: Int32) {
    self.init(SchedulingRequest(priority: priority > 0 ? priority : nil))
  }

  /// Whether ordinary processes cannot hold the threads up.
  public var isRealtime: Bool { scheduling.isRealtime }

  /// Starts a thread for each of `schedulings`, all alive together, only to see whether they are
  /// granted.
  private mutating func isGranted(_ schedulings: [Scheduling]) -> Bool {
    let stop = StopFlag()
    var probes: [RealtimeThread] = []
    defer {
      stop.raise()
      for probe in probes { probe.join() }
    }
    for scheduling in schedulings {
      do throws(SystemError) {
        probes.append(
          try RealtimeThread.start(Probe(stop: stop), name: "cbl-probe", scheduling: scheduling))
      } catch {
        refusals.append(SystemError(call: scheduling.policyName, errno: error.errno))
        return false
      }
    }
    return true
  }

  /// Keeps what its thread was granted until `stop`.
  private struct Probe: RealtimeJob {
    let stop: StopFlag

    mutating func run() {
      while !stop.isRaised { _ = crt_sleep_until(crt_now() + 1_000_000) }
    }
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
