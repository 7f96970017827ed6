// expect: called function is not available in this module and can have unpredictable performance
import Glibc

@_noAllocation @_noLocks
func sine(_ value: Double) -> Double { sin(value) }
