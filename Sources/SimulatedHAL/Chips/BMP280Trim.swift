/// What the trim values of a BMP280 make of air. Source: Bosch BST-BMP280-DS001, section 3.11.3: the
/// compensation in whole numbers, which the driver does not use.
struct BMP280Trim {
  private let t: (Int, Int, Int)
  private let p: InlineArray<9, Int>

  /// The trim values in twelve words of `registers` from `index` on.
  init(_ registers: [UInt8], at index: Int) {
    func unsigned(_ word: Int) -> Int {
      Int(registers[index + 2 * word]) | Int(registers[index + 2 * word + 1]) << 8
    }
    func signed(_ word: Int) -> Int { Int(Int16(truncatingIfNeeded: unsigned(word))) }
    t = (unsigned(0), signed(1), signed(2))
    var p = InlineArray<9, Int>(repeating: unsigned(3))
    for number in 1..<9 { p[number] = signed(3 + number) }
    self.p = p
  }

  // A shift binds tighter than a product in Swift, and looser in the datasheet's C.

  /// The fine temperature of twenty bits.
  func fine(_ counts: Int) -> Int {
    let linear = (((counts >> 3) - (t.0 << 1)) * t.1) >> 11
    let offset = (counts >> 4) - t.0
    return linear + ((((offset * offset) >> 12) * t.2) >> 14)
  }

  /// The pressure of twenty bits at a fine temperature [Pa / 256].
  func pressure(_ counts: Int, fine: Int) -> Int {
    let warm = fine - 128_000
    let offset = warm * warm * p[5] + ((warm * p[4]) << 17) + (p[3] << 35)
    let slope = ((warm * warm * p[2]) >> 8) + ((warm * p[1]) << 12)
    let sensitivity = (((1 << 47) + slope) * p[0]) >> 33
    guard sensitivity != 0 else { return 0 }
    let linear = ((((1_048_576 - counts) << 31) - offset) * 3125) / sensitivity
    let square = (p[8] * (linear >> 13) * (linear >> 13)) >> 25
    return ((linear + square + ((p[7] * linear) >> 19)) >> 8) + (p[6] << 4)
  }

  /// The twenty bits nearest below a temperature: it grows with them.
  func temperatureCounts(_ celsius: Double) -> Int {
    Self.search { Double(fine($0)) / 5120 <= celsius }
  }

  /// The twenty bits nearest below a pressure, which falls with them.
  func pressureCounts(_ pascals: Double, fine: Int) -> Int {
    Self.search { Double(pressure($0, fine: fine)) / 256 >= pascals }
  }

  /// The largest of twenty bits for which `holds`.
  private static func search(_ holds: (Int) -> Bool) -> Int {
    var counts = 0
    for bit in (0..<20).reversed() where holds(counts | (1 << bit)) { counts |= 1 << bit }
    return counts
  }
}
