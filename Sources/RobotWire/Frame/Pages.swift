/// Lists that may be longer than a frame: each frame carries a part that begins where it was asked to.
enum Pages {
  /// The elements from number `first` on, as many as fit in a frame beside `fixed` bytes of payload; `nil`
  /// where there is no such number.
  static func part<Element: WireCodable>(
    of all: [Element], from first: UInt16, fixed: Int
  ) -> [Element]? {
    guard Int(first) < max(all.count, 1) else { return nil }
    var part: [Element] = []
    var size = FrameHeader.size + fixed
    for element in all.dropFirst(Int(first)) {
      var writer = WireWriter(reservingHeader: 0)
      element.encode(into: &writer)
      size += writer.bytes.count
      guard size <= FrameHeader.maximumFrameSize else { break }
      part.append(element)
    }
    return part
  }

  /// Whether `count` elements from number `first` on can be a part of `total`.
  static func isPart(_ count: Int, from first: UInt16, of total: UInt16) -> Bool {
    Int(first) + count <= Int(total)
  }
}
