// expect: Using type 'any Error' can cause metadata allocation or locks
struct Lost: Error {}

@_noAllocation @_noLocks
func check(_ age: Int) throws {
  if age > 3 { throw Lost() }
}
