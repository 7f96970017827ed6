/// An element of a URDF file with the name under which complaints speak of it.
struct URDFElement {
  /// What the file holds.
  let xml: XMLElement
  /// What complaints call it, as `joint 'elbow' / limit`.
  let path: String

  /// Where the element stands in the file.
  var position: SourcePosition { xml.tag.position }

  /// The attribute `name`; `nil` where there is none.
  func attribute(_ name: String) -> XMLAttribute? { xml.tag.attributes.first { $0.name == name } }

  /// Where the value of attribute `name` stands, or the element where it is missing.
  func position(of name: String) -> SourcePosition { attribute(name)?.valuePosition ?? position }

  /// The element `name` directly inside; `nil` where there is none. A second one is an error.
  func child(_ name: String, _ log: inout URDFLog) -> URDFElement? {
    let all = xml.children.filter { $0.tag.name == name }
    guard let first = all.first else { return nil }
    for extra in all.dropFirst() {
      log.error(
        extra.tag.position, "\(path) / \(name)",
        "a second <\(name)>, the first is at \(first.tag.position)", "remove one of the two")
    }
    return URDFElement(xml: first, path: "\(path) / \(name)")
  }

  /// The element `name` directly inside; `nil` and an error where there is none.
  func requiredChild(_ name: String, _ example: String, _ log: inout URDFLog) -> URDFElement? {
    if let child = child(name, &log) { return child }
    log.error(position, path, "<\(name)> is missing", "add \(example)")
    return nil
  }

  /// The attribute `name` as text that is not blank; `nil` and an error where there is none.
  func requiredText(_ name: String, _ log: inout URDFLog) -> String? {
    guard let attribute = attribute(name) else {
      log.error(position, path, "attribute '\(name)' is missing", "add \(name)=\"...\"")
      return nil
    }
    if attribute.value.utf8.allSatisfy(\.isXMLWhiteSpace) {
      log.error(attribute.valuePosition, path, "attribute '\(name)' is empty", "give a name")
      return nil
    }
    return attribute.value
  }

  /// The attribute `name` as a number; `nil` where it is missing, and, with an error, where it is none.
  func number(_ name: String, _ log: inout URDFLog) -> Double? {
    attribute(name).flatMap { numbers(in: $0, count: 1, &log)?[0] }
  }

  /// The attribute `name` as a number; `nil` and an error where it is missing or none.
  func requiredNumber(_ name: String, _ log: inout URDFLog) -> Double? {
    if attribute(name) == nil {
      log.error(position, path, "attribute '\(name)' is missing", "add \(name)=\"NUMBER\"")
    }
    return number(name, &log)
  }

  /// The attribute `name` as three numbers; `nil` as for `number`.
  func vector(_ name: String, _ log: inout URDFLog) -> SIMD3<Double>? {
    attribute(name).flatMap { numbers(in: $0, count: 3, &log) }.map { SIMD3($0) }
  }

  /// The pose that the element `<origin>` inside gives; the identity where there is none.
  func origin(_ log: inout URDFLog) -> URDFPose {
    guard let origin = child("origin", &log) else { return .identity }
    origin.warnOfUnknown(attributes: ["xyz", "rpy"], &log)
    return URDFPose(
      xyz: origin.vector("xyz", &log) ?? SIMD3(), rpy: origin.vector("rpy", &log) ?? SIMD3())
  }

  /// Warns of attributes without a meaning in URDF, which may be misspelt. Those with a prefix belong
  /// to another program and are passed over.
  func warnOfUnknown(attributes known: [String], _ log: inout URDFLog) {
    for attribute in xml.tag.attributes
    where !known.contains(attribute.name) && !attribute.name.utf8.contains(UInt8(ascii: ":")) {
      log.warning(
        attribute.position, path, "attribute '\(attribute.name)' has no meaning in URDF, ignored",
        "URDF knows \(known.joined(separator: ", "))")
    }
  }

  /// Warns of elements without a meaning in URDF, which may be misspelt; passes over prefixes as above.
  func warnOfUnknown(elements known: [String], _ log: inout URDFLog) {
    for child in xml.children
    where !known.contains(child.tag.name) && !child.tag.name.utf8.contains(UInt8(ascii: ":")) {
      log.warning(
        child.tag.position, path, "<\(child.tag.name)> has no meaning in URDF, ignored",
        "URDF knows \(known.joined(separator: ", "))")
    }
  }

  private func numbers(
    in attribute: XMLAttribute, count: Int, _ log: inout URDFLog
  ) -> [Double]? {
    let words = attribute.value.split(separator: " ")
    let path = "\(path) / \(attribute.name)"
    guard words.count == count else {
      log.error(
        attribute.valuePosition, path,
        "\(count == 1 ? "one number" : "\(count) numbers") expected, found \(words.count)",
        "write \(attribute.name)=\"\(count == 1 ? "0.5" : "0 0 1")\"")
      return nil
    }
    var numbers: [Double] = []
    for word in words {
      guard let number = Double(urdf: word) else {
        log.error(
          attribute.valuePosition, path, "'\(word)' is not a finite decimal number",
          word.contains("${")
            ? "this is a xacro file: expand it first with 'xacro in.xacro > out.urdf'"
            : "write it in SI units with a point, as 0.5 or 1e-3")
        return nil
      }
      numbers.append(number)
    }
    return numbers
  }
}

extension Double {
  /// The finite decimal number that `text` is, whatever the locale; `nil` where it is none.
  ///
  /// The standard library also reads `nan`, `infinity` and hexadecimal; no joint can have the first
  /// two, and the third is no notation of XML Schema's `double`, which URDF refers to.
  init?(urdf text: Substring) {
    let isDecimal = text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."): true
      case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "e"), UInt8(ascii: "E"): true
      default: false
      }
    }
    guard isDecimal, let number = Double(text), number.isFinite else { return nil }
    self = number
  }
}
