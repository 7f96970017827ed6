import Glibc

// The program of scripts/tsan: the hand-offs' stress tests, for ThreadSanitizer to watch.
for contest in Contest.all {
  var problems = HandOffStress.tripleBuffer(contest, count: 2000)
  for capacity in [1, 3, 64] {
    problems += HandOffStress.ring(contest, capacity: capacity, count: 2000)
  }
  guard problems.isEmpty else {
    print("\(contest): \(problems)")
    exit(1)
  }
}
print("\(Contest.all.count) combinations of paces, nothing torn, lost, out of order or stale")
