internal import CRealtime

extension ProcessSetup {
  /// Keeps the calling thread, which serves clients, off the real-time threads' processor: the kernel
  /// finishes a system call that it has begun before it lets a real-time thread run, whatever their
  /// priorities, unless it is built with PREEMPT_RT. Gives the refusal, if it is one.
  public func leaveProcessorToLoop() -> SystemError? {
    guard let processor = scheduling.processor else { return nil }
    let result = crt_leave_processor(processor)
    return result == 0 ? nil : SystemError(call: "sched_setaffinity", errno: result)
  }
}
