/// How a joint moves, and so what its values are measured in.
public enum JointKind: UInt8, Hashable, Sendable, BitwiseCopyable, CaseIterable {
  /// About an axis: rad, rad/s and N·m.
  case revolute = 0
  /// Along one: m, m/s and N.
  case prismatic = 1
}

extension JointKind: WireCodable {
  func encode(into writer: inout WireWriter) { writer.integer(rawValue) }

  init(from reader: inout WireReader) throws(WireError) { self = try reader.choice("kind") }
}
