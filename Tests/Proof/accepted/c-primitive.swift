import CRealtime

@_noAllocation @_noLocks
func wait(until deadline: Int64) -> Int64 {
  _ = crt_sleep_until(deadline)
  return crt_now()
}
