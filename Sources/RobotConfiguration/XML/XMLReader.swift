/// A pull parser for the part of XML 1.0 that robot descriptions use.
///
/// It reads elements, attributes, the five predefined entities, character references, comments and
/// CDATA sections, and skips text, processing instructions and the XML declaration. It refuses document
/// type declarations, so that no entity can be defined, fetched or expanded. Namespaces are not
/// resolved: a prefix is a part of the name, declared or not, because published URDF uses undeclared
/// ones. `--` inside a comment is taken, as TinyXML2 takes it, through which ROS reads URDF.
struct XMLReader {
  private let limits: XMLLimits
  private var cursor: XMLCursor
  private var open: [(name: String, position: SourcePosition)] = []
  private var isSelfClosed = false
  private var hasRoot = false
  private var elements = 0

  /// A reader of `bytes`, which stands before the root element.
  init(_ bytes: [UInt8], limits: XMLLimits = XMLLimits()) throws(XMLSyntaxError) {
    try XMLEncoding.check(bytes, limits: limits)
    self.limits = limits
    cursor = XMLCursor(bytes)
  }

  /// The next start or end of an element; `nil` behind the root element.
  mutating func next() throws(XMLSyntaxError) -> XMLEvent? {
    if isSelfClosed {
      isSelfClosed = false
      open.removeLast()
      return .end
    }
    while let byte = cursor.byte {
      guard byte == UInt8(ascii: "<") else {
        try skipText()
        continue
      }
      if cursor.stands(at: "<!--") {
        try skip(from: "<!--", through: "-->", "the comment")
      } else if cursor.stands(at: "<?") {
        try skip(from: "<?", through: "?>", "the processing instruction")
      } else if cursor.stands(at: "<![CDATA[") {
        if open.isEmpty {
          throw error("a CDATA section outside the root element", "remove it")
        }
        try skip(from: "<![CDATA[", through: "]]>", "the CDATA section")
      } else if cursor.stands(at: "<!") {
        throw error(
          "document type and entity declarations are refused",
          "remove the <!...> declaration and write the values out")
      } else if cursor.stands(at: "</") {
        try readEndTag()
        return .end
      } else {
        return .start(try readStartTag())
      }
    }
    if let element = open.last {
      throw error(
        "the file ends inside <\(element.name)>, opened at \(element.position)",
        "close it with </\(element.name)>; the file may be cut off")
    }
    if !hasRoot { throw error("no element in the file", "the file is empty or not XML") }
    return nil
  }

  /// The element that `tag` starts, with all that is inside; for a tag just read.
  mutating func element(_ tag: XMLStartTag) throws(XMLSyntaxError) -> XMLElement {
    var element = XMLElement(tag: tag, children: [])
    while case .start(let child)? = try next() { element.children.append(try self.element(child)) }
    return element
  }

  /// Goes behind the end of the element whose start tag was just read.
  mutating func skipElement() throws(XMLSyntaxError) {
    var depth = 1
    while depth > 0, let event = try next() { depth += event == .end ? -1 : 1 }
  }

  /// An error at `position`, or at the cursor.
  private func error(
    _ message: String, _ hint: String, at position: SourcePosition? = nil
  ) -> XMLSyntaxError {
    XMLSyntaxError(
      position: position ?? cursor.position, path: open.map(\.name).joined(separator: " / "),
      message: message, hint: hint)
  }

  private mutating func skip(
    from start: StaticString, through end: StaticString, _ what: String
  ) throws(XMLSyntaxError) {
    let position = cursor.position
    _ = cursor.take(start)
    guard cursor.skip(through: end) else {
      throw error("\(what) is not closed", "close it with '\(end)'", at: position)
    }
  }

  private mutating func skipText() throws(XMLSyntaxError) {
    if cursor.skipWhiteSpace() { return }
    if open.isEmpty {
      throw error(
        "text outside the root element",
        hasRoot ? "remove what follows the root element" : "a URDF file starts with '<'")
    }
    if cursor.stands(at: "&") {
      _ = try readReference()
    } else if cursor.stands(at: "]]>") {
      throw error("']]>' outside a CDATA section", "write ']]&gt;'")
    } else {
      cursor.advance()
    }
  }
}

// MARK: - Tags

extension XMLReader {
  private mutating func readStartTag() throws(XMLSyntaxError) -> XMLStartTag {
    let position = cursor.position
    if open.isEmpty && hasRoot {
      throw error("a second root element", "a file holds one; split the file or merge the two")
    }
    _ = cursor.take("<")
    let name = try readName("an element's name")
    elements += 1
    if elements > limits.elements {
      throw error("more than \(limits.elements) elements", "split the file", at: position)
    }
    if open.count == limits.depth {
      throw error(
        "elements nest deeper than \(limits.depth)", "an element may lack its end tag", at: position
      )
    }
    var tag = XMLStartTag(name: name, attributes: [], position: position)
    hasRoot = true
    open.append((name, position))
    while true {
      let isSeparated = cursor.skipWhiteSpace()
      if cursor.take(">") { return tag }
      if cursor.take("/>") {
        isSelfClosed = true
        return tag
      }
      guard cursor.byte != nil else {
        throw error("the tag <\(name)> is not closed", "close it with '>'", at: position)
      }
      guard isSeparated else {
        throw error("expected a space, '>' or '/>' in the tag <\(name)>", "see XML 1.0 section 3.1")
      }
      let attribute = try readAttribute()
      if let first = tag.attributes.first(where: { $0.name == attribute.name }) {
        throw error(
          "attribute '\(attribute.name)' appears twice, first at \(first.position)",
          "remove one of the two", at: attribute.position)
      }
      if tag.attributes.count == limits.attributes {
        throw error(
          "more than \(limits.attributes) attributes in one tag", "remove some",
          at: attribute.position)
      }
      tag.attributes.append(attribute)
    }
  }

  private mutating func readEndTag() throws(XMLSyntaxError) {
    let position = cursor.position
    _ = cursor.take("</")
    let name = try readName("the name of the element to close")
    cursor.skipWhiteSpace()
    guard cursor.take(">") else { throw error("expected '>' to end </\(name)", "add it") }
    guard let element = open.last else {
      throw error("</\(name)> closes nothing", "remove it", at: position)
    }
    guard element.name == name else {
      throw error(
        "</\(name)> closes <\(element.name)>, opened at \(element.position)",
        "write </\(element.name)> before it, or correct the name", at: position)
    }
    open.removeLast()
  }

  private mutating func readAttribute() throws(XMLSyntaxError) -> XMLAttribute {
    let position = cursor.position
    let name = try readName("an attribute's name")
    cursor.skipWhiteSpace()
    guard cursor.take("=") else {
      throw error("attribute '\(name)' has no value", "write \(name)=\"...\"")
    }
    cursor.skipWhiteSpace()
    guard let quote = cursor.byte, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
      throw error("the value of attribute '\(name)' is not quoted", "write \(name)=\"...\"")
    }
    cursor.advance()
    let valuePosition = cursor.position
    var value = ""
    while let byte = cursor.byte, byte != quote {
      switch byte {
      case UInt8(ascii: "&"):
        value.unicodeScalars.append(try readReference())
      case UInt8(ascii: "<"):
        throw error(
          "'<' in the value of attribute '\(name)'",
          "write '&lt;'; or the value opened at \(valuePosition) lacks its closing quote")
      case _ where byte.isXMLWhiteSpace:
        if !cursor.take("\r\n") { cursor.advance() }
        value.append(" ")
      default:
        let start = cursor.index
        while let plain = cursor.byte, plain != quote, !plain.endsAttributeRun { cursor.advance() }
        value += cursor.text(from: start)
      }
    }
    guard cursor.byte != nil else {
      throw error(
        "the value of attribute '\(name)' is not closed", "add the closing quote", at: valuePosition
      )
    }
    cursor.advance()
    return XMLAttribute(
      name: name, value: value, position: position, valuePosition: valuePosition)
  }

  private mutating func readName(_ what: String) throws(XMLSyntaxError) -> String {
    let start = cursor.index
    guard let first = cursor.byte, first.startsXMLName else {
      throw error("expected \(what)", "a name starts with a letter, '_' or ':'")
    }
    while let byte = cursor.byte, byte.continuesXMLName { cursor.advance() }
    return cursor.text(from: start)
  }
}

// MARK: - References

extension XMLReader {
  /// The scalar that the reference at the cursor stands for (XML 1.0 sections 4.1 and 4.6).
  private mutating func readReference() throws(XMLSyntaxError) -> Unicode.Scalar {
    let position = cursor.position
    let hint = "'&' starts a reference; for the character itself write '&amp;'"
    if cursor.take("&lt;") { return "<" }
    if cursor.take("&gt;") { return ">" }
    if cursor.take("&amp;") { return "&" }
    if cursor.take("&quot;") { return "\"" }
    if cursor.take("&apos;") { return "'" }
    guard cursor.take("&#") else {
      throw error("'&' begins none of the five predefined entities", hint, at: position)
    }
    let radix = cursor.take("x") ? 16 : 10
    let start = cursor.index
    while let byte = cursor.byte, byte.isASCIIAlphanumeric { cursor.advance() }
    let digits = cursor.text(from: start)
    guard let code = UInt32(digits, radix: radix), let scalar = Unicode.Scalar(code),
      scalar.isXMLCharacter, cursor.take(";")
    else {
      throw error("not a reference to a character that XML allows", hint, at: position)
    }
    return scalar
  }
}

extension UInt8 {
  /// Whether the byte ends a stretch of an attribute value that can be copied as it is.
  fileprivate var endsAttributeRun: Bool {
    self == UInt8(ascii: "&") || self == UInt8(ascii: "<") || isXMLWhiteSpace
  }

  fileprivate var isASCIIAlphanumeric: Bool {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): true
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    default: false
    }
  }
}
