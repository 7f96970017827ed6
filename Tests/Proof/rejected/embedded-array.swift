// build: embedded
// expect: cannot use allocating type '_ContiguousArrayStorage<Int>' in -no-allocations mode
public func history(_ count: Int) -> Int {
  var values = [Int]()
  for value in 0..<count { values.append(value) }
  return values.count
}
