/// A part of a list that may be longer than a frame: the elements from one of them on, as many as fit.
public struct Page<Element: Hashable & Sendable>: Hashable, Sendable {
  /// How many elements the whole list has.
  public var total: UInt16
  /// The number of the first of `elements`.
  public var first: UInt16
  /// The elements from there on.
  public var elements: [Element]

  /// A part of a list.
  public init(total: UInt16, first: UInt16, elements: [Element]) {
    self.total = total
    self.first = first
    self.elements = elements
  }
}

extension Page where Element: WireCodable {
  /// The part of `all` that begins with number `first` and fits in one frame; `nil` where there is no such
  /// number. The first of no elements is 0.
  init?(fittingOf all: [Element], from first: UInt16) {
    guard let part = Pages.part(of: all, from: first, fixed: 2 + 2 + 2) else { return nil }
    self.init(total: UInt16(clamping: all.count), first: first, elements: part)
  }
}

extension Page<SensorInfo> {
  /// The part of `all` that begins with number `first` and fits in one frame; `nil` where there is no such
  /// number. The first of no sensors is 0. Real-time: no.
  public init?(_ all: [SensorInfo], from first: UInt16) { self.init(fittingOf: all, from: first) }
}

extension Page<DeviceState> {
  /// The same of devices. Real-time: no.
  public init?(_ all: [DeviceState], from first: UInt16) { self.init(fittingOf: all, from: first) }
}

extension Page: WireCodable where Element: WireCodable {
  func encode(into writer: inout WireWriter) {
    if !Pages.isPart(elements.count, from: first, of: total) { writer.refuse("total") }
    writer.integer(total)
    writer.integer(first)
    writer.list(elements)
  }

  init(from reader: inout WireReader) throws(WireError) {
    total = try reader.integer()
    first = try reader.integer()
    elements = try reader.list()
    guard Pages.isPart(elements.count, from: first, of: total) else {
      throw .badPayload(field: "total")
    }
  }
}
