import RobotScenarios

extension FaultMatrix {
  /// `fingerprint 8c2f0e1d9a3b4c5d`: the same from run to run, and on every computer.
  var fingerprintText: String {
    let digits = String(fingerprint, radix: 16)
    return "fingerprint \(String(repeating: "0", count: 16 - digits.count))\(digits)"
  }

  /// Of every cell of the matrix that is not of the wall clock, and of every bit of where the joints were in each cycle,
  /// where they should have been, and what was applied to them.
  ///
  /// Source: FNV-1a of 64 bits, draft-eastlake-fnv.
  public var fingerprint: UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    func mix(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    for row in rows where row.report.observed == nil {
      for cell in row.cells { cell.utf8.forEach(mix) }
      for number in row.report.trace?.numbers ?? [] {
        withUnsafeBytes(of: number.bitPattern.littleEndian) { $0.forEach(mix) }
      }
    }
    return hash
  }
}
