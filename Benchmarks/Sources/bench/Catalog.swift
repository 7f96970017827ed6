import BenchmarkKit

/// Every benchmark: add yours here.
func catalog() -> [Benchmark] {
  []
}
