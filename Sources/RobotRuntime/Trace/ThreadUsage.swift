public import CRealtime
internal import Glibc

/// What the kernel counts of a thread since it began (getrusage(2) RUSAGE_THREAD, proc(5) schedstat,
/// clock_gettime(2) CLOCK_THREAD_CPUTIME_ID).
public struct ThreadUsage: BitwiseCopyable, Hashable, Sendable {
  /// Page faults without I/O.
  public var minorFaults: Int64 = 0
  /// Page faults with I/O.
  public var majorFaults: Int64 = 0
  /// Times it gave the processor up by itself: sleeps and blocking calls.
  public var voluntarySwitches: Int64 = 0
  /// Times the processor was taken from it.
  public var involuntarySwitches: Int64 = 0
  /// Time that it was ready to run and did not [ns]; `nil` where the kernel does not say.
  public var runQueueDelay: Int64?
  /// Time that it ran [ns]; `nil` where the kernel does not say.
  public var processorTime: Int64?

  /// Nothing counted.
  @inlinable @_noAllocation @_noLocks
  public init() {}

  @inlinable @_noAllocation @_noLocks
  init(_ usage: crt_thread_usage) {
    minorFaults = usage.minor_faults
    majorFaults = usage.major_faults
    voluntarySwitches = usage.voluntary_switches
    involuntarySwitches = usage.involuntary_switches
    runQueueDelay = usage.run_queue_delay >= 0 ? usage.run_queue_delay : nil
    processorTime = usage.processor_time >= 0 ? usage.processor_time : nil
  }
}

/// Reads the counters of the thread that made it. Make it when the thread begins; it keeps one file
/// open as long as the process lives, as the thread does.
public struct ThreadUsageProbe: Sendable, BitwiseCopyable {
  @usableFromInline let schedstat: Int32

  /// A probe of the calling thread. One system call, which may wait: before the first cycle only.
  @inlinable @_noAllocation @_noLocks
  public init() { schedstat = crt_open_own_schedstat() }

  /// The counters now; `nil` when the kernel refuses. Real-time: yes; three system calls, none of
  /// which blocks.
  @inlinable @_noAllocation @_noLocks
  public func read() -> ThreadUsage? {
    var usage = crt_thread_usage()
    return crt_own_usage(schedstat, &usage) == 0 ? ThreadUsage(usage) : nil
  }
}

/// Reads the counters of another thread of this process. Real-time: no.
public final class ThreadUsageReader {
  private let files: crt_usage_files

  /// A reader of the thread that the kernel numbers `thread` (`RealtimeThread.identity`).
  public init(thread: Int32) { files = crt_open_usage(thread) }

  deinit {
    withUnsafePointer(to: files) { crt_close_usage($0) }
  }

  /// The counters now; `nil` when the thread is gone or /proc is not there.
  public func read() -> ThreadUsage? {
    var usage = crt_thread_usage()
    let result = withUnsafePointer(to: files) { crt_read_usage($0, &usage) }
    return result == 0 ? ThreadUsage(usage) : nil
  }
}

/// What the hypervisor took from a processor (proc(5), `steal`). Real-time: no.
public final class StolenTime: Sendable {
  private let descriptor: Int32
  private let processor: Int32

  /// The steps in which the kernel shows it [ns]: one tick of USER_HZ, which is 100 Hz.
  public static let resolution: Int64 = 10_000_000

  /// Of `processor`; `nil`: of all together.
  public init(processor: Int32?) {
    descriptor = crt_open_processor_times()
    self.processor = processor ?? -1
  }

  deinit {
    if descriptor >= 0 { _ = Glibc.close(descriptor) }
  }

  /// The time since the machine started [ns]; `nil` where the kernel does not say.
  public func read() -> Int64? {
    let time = crt_stolen_time(descriptor, processor)
    return time >= 0 ? time : nil
  }
}
