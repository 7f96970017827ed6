enum Lost: Error { case encoder(joint: Int) }

@_noAllocation @_noLocks
func check(_ age: Int, joint: Int) throws(Lost) {
  if age > 3 { throw .encoder(joint: joint) }
}
