// expect: called function is not available in this module and can have unpredictable performance
import CRealtime

// Starts a thread: without CRT_REALTIME in its header, on purpose.
@_noAllocation @_noLocks
func wait(_ thread: UInt64) -> Int32 { crt_thread_join(thread) }
