// expect: called function is not available in this module and can have unpredictable performance
import RobotUnits

// A function of another module that carries no attribute: nothing is known of its body.
@_noAllocation @_noLocks
func period(_ rate: Frequency) -> Int64 { rate.period.nanoseconds }
