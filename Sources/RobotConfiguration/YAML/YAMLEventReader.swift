import CYAML

/// libyaml's stream of events over a text in memory. Owns the parser and the current event.
struct YAMLEventReader: ~Copyable {
  // On the heap because libyaml keeps a pointer to the parser inside the parser.
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let text: UnsafeBufferPointer<UInt8>
  /// Right behind the last character.
  private let end: SourcePosition

  /// One event.
  enum Event {
    case documentStart
    case scalar(String, isPlain: Bool)
    case alias(String)
    case sequenceStart, sequenceEnd
    case mappingStart, mappingEnd
    case streamEnd
  }

  /// An event with what surrounds it.
  struct Located {
    let event: Event
    let position: SourcePosition
    let anchor: String?
    let tag: String?
  }

  /// A text that is not YAML.
  struct SyntaxError: Error {
    let position: SourcePosition
    let problem: String
  }

  /// Reads `text`, which must outlive the reader. Always as UTF-8.
  init(_ text: UnsafeBufferPointer<UInt8>) {
    self.text = text
    end = Self.end(of: text)
    parser = .allocate(capacity: 1)
    let isReady = yaml_parser_initialize(parser) == 1
    precondition(isReady, "libyaml: out of memory")
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, text.baseAddress, text.count)
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
  }

  /// The next event that carries something.
  func next() throws(SyntaxError) -> Located {
    while true {
      var event = yaml_event_t()
      guard yaml_parser_parse(parser, &event) == 1 else { throw failure() }
      defer { yaml_event_delete(&event) }
      if let located = translate(event) { return located }
    }
  }

  private func translate(_ event: yaml_event_t) -> Located? {
    var anchor: String?
    var tag: String?
    let translated: Event
    switch event.type {
    case YAML_STREAM_END_EVENT: translated = .streamEnd
    case YAML_DOCUMENT_START_EVENT: translated = .documentStart
    case YAML_SEQUENCE_END_EVENT: translated = .sequenceEnd
    case YAML_MAPPING_END_EVENT: translated = .mappingEnd
    case YAML_ALIAS_EVENT: translated = .alias(Self.string(event.data.alias.anchor) ?? "")
    case YAML_SEQUENCE_START_EVENT:
      anchor = Self.string(event.data.sequence_start.anchor)
      tag = Self.string(event.data.sequence_start.tag)
      translated = .sequenceStart
    case YAML_MAPPING_START_EVENT:
      anchor = Self.string(event.data.mapping_start.anchor)
      tag = Self.string(event.data.mapping_start.tag)
      translated = .mappingStart
    case YAML_SCALAR_EVENT:
      let scalar = event.data.scalar
      anchor = Self.string(scalar.anchor)
      tag = Self.string(scalar.tag)
      let bytes = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
      translated = .scalar(
        String(decoding: bytes, as: UTF8.self), isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE)
    default: return nil
    }
    return Located(
      event: translated, position: place(event.start_mark), anchor: anchor, tag: tag)
  }

  private static func string(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    pointer.map { String(cString: $0) }
  }

  private func failure() -> SyntaxError {
    let problem = parser.pointee.problem.map { String(cString: $0) } ?? "not readable as YAML"
    guard parser.pointee.error != YAML_READER_ERROR else {
      return SyntaxError(
        position: position(atByte: parser.pointee.problem_offset), problem: problem)
    }
    let context = parser.pointee.context.map { String(cString: $0) + ": " } ?? ""
    return SyntaxError(
      position: place(parser.pointee.problem_mark), problem: context + problem)
  }

  /// libyaml counts lines and columns from 0. At the end of a last line that nothing ends it has begun another one, which
  /// no editor shows.
  private func place(_ mark: yaml_mark_t) -> SourcePosition {
    min(SourcePosition(line: mark.line + 1, column: mark.column + 1), end)
  }

  /// Where `text` ends, with libyaml's ends of lines: LF, CR, CR LF, U+0085, U+2028, U+2029.
  private static func end(of text: UnsafeBufferPointer<UInt8>) -> SourcePosition {
    var end = SourcePosition(line: 1, column: 1)
    for (index, byte) in text.enumerated() {
      let before = (index > 1 ? text[index - 2] : 0, index > 0 ? text[index - 1] : 0)
      let isBreak =
        switch byte {
        case 0x0A: before.1 != 0x0D
        case 0x0D: true
        case 0x85: before.1 == 0xC2
        case 0xA8, 0xA9: before == (0xE2, 0x80)
        default: false
        }
      if isBreak {
        end = SourcePosition(line: end.line + 1, column: 1)
      } else if byte & 0xC0 != 0x80, byte != 0x0A {
        end.column += 1
      }
    }
    return end
  }

  /// libyaml gives only a byte offset for bytes that are not UTF-8.
  private func position(atByte offset: Int) -> SourcePosition {
    let before = text.prefix(offset)
    let line = 1 + before.count { $0 == 0x0A }
    let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    let column = 1 + before[lineStart...].count { $0 & 0xC0 != 0x80 }
    return SourcePosition(line: line, column: column)
  }
}
