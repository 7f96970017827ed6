extension String {
  /// As text and attributes of HTML and XML have it.
  public var escapedForMarkup: String {
    reduce(into: "") { text, character in
      switch character {
      case "&": text += "&amp;"
      case "<": text += "&lt;"
      case ">": text += "&gt;"
      case "\"": text += "&quot;"
      // XML has no other control characters.
      case let character
      where character.unicodeScalars.allSatisfy({ $0.value < 0x20 }) && !character.isNewline:
        text += " "
      default: text.append(character)
      }
    }
  }
}
