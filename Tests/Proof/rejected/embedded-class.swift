// build: embedded
// expect: cannot use allocating type 'Sample' in -no-allocations mode
public final class Sample {
  public let value: Double
  public init(_ value: Double) { self.value = value }
}
