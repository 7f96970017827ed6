import BenchmarkKit

for benchmark in catalog() { print(benchmark.name) }
