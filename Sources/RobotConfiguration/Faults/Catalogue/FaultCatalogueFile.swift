/// Reads the catalogue of faults (`Faults/faults.yaml`).
public enum FaultCatalogueFile {
  /// The catalogue in the file at `path`. Throws every error of the file together.
  public static func load(path: String) throws(ConfigurationErrors) -> FaultCatalogue {
    try load(text: try ConfigurationText.read(path: path), file: path)
  }

  /// The catalogue that `text` describes; `file` names it in messages. Throws every error of the file
  /// together, sorted by position.
  public static func load(
    text: [UInt8], file: String
  ) throws(ConfigurationErrors) -> FaultCatalogue {
    let (node, complaints) = YAMLDocument.read(text, file: file)
    guard let node else { throw ConfigurationErrors(complaints.errors) }
    var checker = ShapeChecker(complaints: complaints)
    let record = checker.root(node, FaultCatalogueShape.fields)
    let faults = record?.record("faults")
    checkCodes(faults, &checker.complaints)
    for entry in faults?.entries ?? [] {
      if case .record(let fault) = entry.value?.value { checkFault(fault, &checker.complaints) }
    }
    try checker.complaints.throwIfAny()
    return FaultCatalogue(
      entries: (faults?.entries ?? []).compactMap { FaultCatalogue.Entry($0) })
  }

  // MARK: What one value says about another

  private static func checkCodes(_ faults: Record?, _ complaints: inout Complaints) {
    var names: [Int: String] = [:]
    for entry in faults?.entries ?? [] {
      guard case .record(let fault) = entry.value?.value, let code = fault.integer("code")
      else { continue }
      if let name = names[code] {
        complaints.add(
          fault.position(of: "code"), fault.path("code"), "\(code) is the code of \(name) already",
          hint: "codes are append-only: take the next free number of its hundred")
      }
      names[code] = entry.key
    }
  }

  private static func checkFault(_ fault: Record, _ complaints: inout Complaints) {
    let evidence = fault.record("evidence")
    let known = [
      (
        "{joint}", !["robot", "device"].contains(fault.text("owner") ?? ""),
        "the fault belongs to no joint"
      ),
      (
        "{device}", ["actuator", "encoder", "servo", "device"].contains(fault.text("owner") ?? ""),
        "the fault belongs to no device"
      ),
      ("{value}", evidence != nil, "the fault has no evidence"),
      ("{limit}", evidence?.has("limit") == true, "the evidence has no limit"),
    ]
    guard let says = fault.record("says") else { return }
    for language in ["en", "zh"] {
      let text = says.text(language) ?? ""
      for (placeholder, isKnown, reason) in known where text.contains(placeholder) && !isKnown {
        complaints.add(
          says.position(of: language), says.path(language), "\(placeholder) says nothing: \(reason)"
        )
      }
      for (placeholder, isKnown, _) in known.dropFirst(2)
      where isKnown && !text.contains(placeholder) {
        complaints.add(
          says.position(of: language), says.path(language), "does not say \(placeholder)",
          hint: "a person wants to see the evidence; leave it out where there is none")
      }
    }
  }
}

extension FaultCatalogue.Entry {
  /// What a checked entry of the file says.
  fileprivate init?(_ entry: Record.Entry) {
    guard case .record(let fault) = entry.value?.value, let code = fault.integer("code"),
      let reaction = fault.text("reaction").flatMap(FaultCatalogue.Reaction.init),
      let owner = fault.text("owner").flatMap(FaultCatalogue.Owner.init),
      let title = fault.languages("title"), let meaning = fault.text("meaning"),
      let says = fault.languages("says"), let cause = fault.languages("cause"),
      let remedy = fault.languages("remedy")
    else { return nil }
    self.init(
      name: entry.key, code: UInt16(code), reaction: reaction, owner: owner,
      evidence: fault.record("evidence").flatMap { FaultCatalogue.Evidence($0) },
      rows: (fault.list("rows") ?? []).compactMap { element in
        if case .integer(let row) = element.value { row } else { nil }
      }, title: title, meaning: meaning, says: says, cause: cause, remedy: remedy,
      shownBy: (fault.list("shown_by") ?? []).compactMap { element in
        if case .text(let name) = element.value { name } else { nil }
      })
  }
}

extension FaultCatalogue.Evidence {
  fileprivate init?(_ record: Record) {
    guard let unit = record.text("unit").flatMap(FaultCatalogue.Unit.init),
      let value = record.languages("value")
    else { return nil }
    self.init(unit: unit, value: value, limit: record.languages("limit"))
  }
}

extension Record {
  fileprivate func languages(_ key: String) -> BilingualText? {
    guard let record = record(key), let english = record.text("en"),
      let chinese = record.text("zh")
    else { return nil }
    return BilingualText(english, chinese)
  }
}
