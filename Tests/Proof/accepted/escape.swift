protocol Line: AnyObject {
  func level() -> Bool
}

@_semantics("no_performance_analysis")
func escapeLevel(_ line: UnsafePointer<any Line>) -> Bool { line.pointee.level() }

@_noAllocation @_noLocks
func isPressed(_ line: UnsafePointer<any Line>) -> Bool { escapeLevel(line) }
