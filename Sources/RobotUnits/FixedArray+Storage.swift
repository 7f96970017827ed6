#if hasFeature(Embedded)
  internal import CRealtime
#endif

// Where the elements lie. In Embedded Swift there is no heap: the platform hands out memory while the
// arrays are made, and takes none back.
extension FixedArray {
  /// `count` elements, each made by `element` from its index.
  public init(count: Int, _ element: (Int) -> Element) {
    precondition(count >= 0)
    base = FixedArray.room(for: max(count, 1))
    self.count = count
    for index in 0..<count { (base + index).initialize(to: element(index)) }
  }

  static func room(for count: Int) -> UnsafeMutablePointer<Element> {
    #if hasFeature(Embedded)
      crt_take_memory(count * MemoryLayout<Element>.stride, MemoryLayout<Element>.alignment)
        .assumingMemoryBound(to: Element.self)
    #else
      .allocate(capacity: count)
    #endif
  }

  static func release(_ base: UnsafeMutablePointer<Element>) {
    #if !hasFeature(Embedded)
      base.deallocate()
    #endif
  }
}
