/// Storage for a number of elements that is fixed when it is made: the only array of the control
/// path.
///
/// Allocates in `init`, frees in `deinit`, and neither grows nor copies in between. An index outside
/// `0..<count` is a programmer error and traps. Real-time: element access yes, `init` no.
public struct FixedArray<Element: BitwiseCopyable>: ~Copyable {
  /// How many elements there are.
  public let count: Int
  /// The first element, for C and for system calls. Valid as long as the array is.
  public let base: UnsafeMutablePointer<Element>

  /// `count` elements, each equal to `element`.
  public init(repeating element: Element, count: Int) {
    precondition(count >= 0)
    self.count = count
    base = FixedArray.room(for: max(count, 1))
    base.initialize(repeating: element, count: max(count, 1))
  }

  /// The elements of `array`, in order.
  public init(_ array: [Element]) {
    count = array.count
    base = FixedArray.room(for: max(array.count, 1))
    for index in 0..<array.count { (base + index).initialize(to: array[index]) }
  }

  deinit { FixedArray.release(base) }

  /// The element at `index`.
  @inlinable public subscript(index: Int) -> Element {
    get {
      precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
      return base[index]
    }
    nonmutating _modify {
      precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
      yield &base[index]
    }
  }
}

// Elements are plain values and the buffer has one owner at a time; sharing is the owner's business.
extension FixedArray: @unchecked Sendable where Element: Sendable {}
