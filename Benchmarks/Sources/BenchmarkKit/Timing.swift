internal import CBenchmark

/// Times what is shorter than a look at the clock.
public enum Timing {
  /// Calls `body` `batches` times, each time for `iterations` repetitions that it does itself, and
  /// gives the time of one repetition in each batch [ns]. A first batch warms up and is not counted.
  ///
  /// A batch should last some 10 us: far more than the clock costs, far less than a tick of the kernel.
  public static func repetitions(
    batches: Int = 200, iterations: Int, of body: (_ iterations: Int) -> Void
  ) -> [Double] {
    body(iterations)
    return (0..<batches).map { _ in
      let begin = cb_now()
      body(iterations)
      return Double(cb_now() - begin) / Double(iterations)
    }
  }
}
