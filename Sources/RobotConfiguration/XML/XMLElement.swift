/// One attribute of a start tag, with its references replaced.
struct XMLAttribute: Equatable {
  /// The name as written, with any prefix.
  var name: String
  /// The value after XML 1.0 section 3.3.3 (white space characters become spaces).
  var value: String
  /// Where the name stands.
  var position: SourcePosition
  /// Where the value stands, behind its opening quote.
  var valuePosition: SourcePosition
}

/// A start tag: an element's name and attributes.
struct XMLStartTag: Equatable {
  /// The name as written, with any prefix.
  var name: String
  /// The attributes in the order of the file; their names are distinct.
  var attributes: [XMLAttribute]
  /// Where the `<` stands.
  var position: SourcePosition
}

/// An element with the elements inside it. Text is left out: URDF has none that means anything.
struct XMLElement: Equatable {
  /// The element's name and attributes.
  var tag: XMLStartTag
  /// The elements directly inside, in the order of the file.
  var children: [XMLElement]
}

/// What a pull from `XMLReader` gives.
enum XMLEvent: Equatable {
  /// An element starts. `<a/>` gives `start` and then `end`.
  case start(XMLStartTag)
  /// The innermost open element ends.
  case end
}

/// Why a text is not well-formed XML, or goes beyond what this reader takes.
struct XMLSyntaxError: Error, Equatable {
  /// Where reading stopped.
  var position: SourcePosition
  /// The open elements, outermost first, joined by ` / `; empty outside the root element.
  var path: String
  /// What is wrong.
  var message: String
  /// What to do about it.
  var hint: String
}

/// How much an `XMLReader` takes, so that no file can exhaust the memory or the stack.
struct XMLLimits {
  /// The size of the text in bytes.
  var bytes = 16 << 20
  /// How deep elements nest. URDF needs 6.
  var depth = 64
  /// How many attributes one element carries. URDF needs 8.
  var attributes = 128
  /// How many elements the text holds. The largest published humanoids have about 4000.
  var elements = 200_000
}
