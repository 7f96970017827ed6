import Testing

@testable import RobotConfiguration

struct XMLReaderTests {
  /// The tags of `text` as `a[x=1 y=2]( children )`, or the error as `!line:column path: message`.
  private func outline(_ text: String, limits: XMLLimits = XMLLimits()) -> String {
    outline(Array(text.utf8), limits: limits)
  }

  private func outline(_ bytes: [UInt8], limits: XMLLimits = XMLLimits()) -> String {
    var outline = ""
    do throws(XMLSyntaxError) {
      var reader = try XMLReader(bytes, limits: limits)
      while let event = try reader.next() {
        switch event {
        case .start(let tag):
          let attributes = tag.attributes.map { "\($0.name)=\($0.value)" }.joined(separator: " ")
          outline += "\(tag.name)[\(attributes)]("
        case .end:
          outline += ")"
        }
      }
      return outline
    } catch {
      return "!\(error.position) \(error.path): \(error.message)"
    }
  }

  @Test func elementsAndAttributes() {
    #expect(outline("<a x='1' y = \"2\" ><b/><c ></c ></a>") == "a[x=1 y=2](b[]()c[]())")
  }

  @Test func prologAndEpilogArePassedOver() {
    #expect(
      outline("\u{FEFF}<?xml version='1.0'?>\n<!-- < & -- --><?pi <?><a/>\n<!--x--><?y?>\n")
        == "a[]()")
  }

  @Test func textAndCDATAArePassedOver() {
    #expect(outline("<a>t &amp; &#65; ] > ]] <![CDATA[ <b> & ]] ]]>]<b/>u</a>") == "a[](b[]())")
  }

  @Test func referencesAndWhiteSpaceInValues() {
    #expect(
      outline("<a x='&lt;&gt;&amp;&quot;&apos;&#65;&#x4e2d;' y=\"'\r\n\t>\"/>")
        == "a[x=<>&\"'A中 y='  >]()")
  }

  @Test func prefixesArePartOfTheName() {
    #expect(outline("<drake:a drake:x='1' 名='2'/>") == "drake:a[drake:x=1 名=2]()")
  }

  /// XML 1.0 section 2.11: CR, LF and CR LF each end a line. Columns count scalars, not bytes.
  @Test func positions() throws {
    let text = "\u{FEFF}<a>\r\n\r \n中文<b x = 'é' y='1'/></a>"
    var reader = try XMLReader(Array(text.utf8))
    #expect(try reader.next() != nil)
    guard case .start(let tag)? = try reader.next() else {
      Issue.record("no <b>")
      return
    }
    #expect(tag.position == SourcePosition(line: 4, column: 3))
    #expect(tag.attributes[0].position == SourcePosition(line: 4, column: 6))
    #expect(tag.attributes[0].valuePosition == SourcePosition(line: 4, column: 11))
    #expect(tag.attributes[1].position == SourcePosition(line: 4, column: 14))
  }

  @Test(arguments: [
    ("", "!1:1 : no element in the file"),
    ("  \n ", "!2:2 : no element in the file"),
    ("robot", "!1:1 : text outside the root element"),
    ("<a/>x", "!1:5 : text outside the root element"),
    ("<a/>&amp;", "!1:5 : text outside the root element"),
    ("<a/><b/>", "!1:5 : a second root element"),
    ("<![CDATA[]]><a/>", "!1:1 : a CDATA section outside the root element"),
    ("<a>\n <b>", "!2:5 a / b: the file ends inside <b>, opened at 2:2"),
    ("<a>\n<b>\n</a>", "!3:1 a / b: </a> closes <b>, opened at 2:1"),
    ("</a>", "!1:1 : </a> closes nothing"),
    ("<a", "!1:1 a: the tag <a> is not closed"),
    ("<a x", "!1:5 a: attribute 'x' has no value"),
    ("<a x=1/>", "!1:6 a: the value of attribute 'x' is not quoted"),
    ("<a x='1/>", "!1:7 a: the value of attribute 'x' is not closed"),
    ("<a x='<b/>", "!1:7 a: '<' in the value of attribute 'x'"),
    ("<a x='1'y='2'/>", "!1:9 a: expected a space, '>' or '/>' in the tag <a>"),
    ("<a x='1' y='2' x='3'/>", "!1:16 a: attribute 'x' appears twice, first at 1:4"),
    ("<a 1='2'/>", "!1:4 a: expected an attribute's name"),
    ("< a/>", "!1:2 : expected an element's name"),
    ("<a></a b>", "!1:8 a: expected '>' to end </a"),
    ("<a><!-- x", "!1:4 a: the comment is not closed"),
    ("<a><![CDATA[ x", "!1:4 a: the CDATA section is not closed"),
    ("<?xml", "!1:1 : the processing instruction is not closed"),
    ("<a>]]></a>", "!1:4 a: ']]>' outside a CDATA section"),
    (
      "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a/>",
      "!1:1 : document type and entity declarations are refused"
    ),
    ("<a>&x;</a>", "!1:4 a: '&' begins none of the five predefined entities"),
    ("<a x='&lt'/>", "!1:7 a: '&' begins none of the five predefined entities"),
    ("<a x='&#0;'/>", "!1:7 a: not a reference to a character that XML allows"),
    ("<a x='&#xD800;'/>", "!1:7 a: not a reference to a character that XML allows"),
    ("<a x='&#x110000;'/>", "!1:7 a: not a reference to a character that XML allows"),
    ("<a x='&#99999999999999999999;'/>", "!1:7 a: not a reference to a character that XML allows"),
    ("<a x='&#;'/>", "!1:7 a: not a reference to a character that XML allows"),
    ("<a x='&#65'/>", "!1:7 a: not a reference to a character that XML allows"),
    ("<a>\n中\u{0}</a>", "!2:2 : a control character (byte 0x00), which XML forbids"),
  ])
  func refusals(text: String, error: String) {
    #expect(outline(text) == error)
  }

  @Test func otherEncodings() {
    #expect(outline([0x3C, 0x61, 0x0A, 0xC3, 0xA9, 0xE9, 0x3E]) == "!2:2 : not UTF-8 (byte 0xE9)")
    #expect(outline([0xC0, 0x80]) == "!1:1 : not UTF-8 (byte 0xC0)")
    #expect(outline([0xFF, 0xFE, 0x3C, 0x00]) == "!1:1 : the file is UTF-16")
  }

  @Test func depthIsCapped() {
    func nested(_ depth: Int) -> String {
      String(repeating: "<a>", count: depth) + String(repeating: "</a>", count: depth)
    }
    #expect(outline(nested(64)).hasPrefix("a"))
    #expect(outline(nested(65)).hasSuffix(": elements nest deeper than 64"))
    #expect(outline(nested(65)).hasPrefix("!1:193 "))
  }

  @Test func sizeAttributesAndElementsAreCapped() {
    #expect(outline("<a/>", limits: XMLLimits(bytes: 4)) == "a[]()")
    #expect(
      outline("<a/> ", limits: XMLLimits(bytes: 4))
        == "!1:1 : the file has 5 bytes, more than the 4 that are read")
    #expect(XMLLimits().bytes == 16_777_216)
    let attributes = (0..<129).map { " a\($0)=''" }.joined()
    #expect(outline("<a\(attributes)/>").hasSuffix(" a: more than 128 attributes in one tag"))
    #expect(
      outline("<a><b/><b/></a>", limits: XMLLimits(elements: 2)) == "!1:8 a: more than 2 elements")
  }

  @Test func anElementIsReadOrSkippedWhole() throws {
    var reader = try XMLReader(Array("<r><a><b x='1'/><c><d/></c></a><s><t/></s><u/></r>".utf8))
    #expect(try reader.next() != nil)
    guard case .start(let a)? = try reader.next() else {
      Issue.record("no <a>")
      return
    }
    let element = try reader.element(a)
    #expect(element.children.map(\.tag.name) == ["b", "c"])
    #expect(element.children[1].children.map(\.tag.name) == ["d"])
    #expect(try reader.next() != nil)
    try reader.skipElement()
    guard case .start(let u)? = try reader.next() else {
      Issue.record("no <u>")
      return
    }
    #expect(u.name == "u")
  }
}
