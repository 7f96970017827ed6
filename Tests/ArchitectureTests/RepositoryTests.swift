import Testing

/// The rules of CONTRIBUTING.md, held against every file of the package. That each rule can fail is
/// shown in the other suites of this module.
@Suite struct RepositoryTests {
  @Test func noTargetDependsUpward() throws {
    let targets = try Repository.targets()
    #expect(targets.contains { $0.name == "RobotUnits" })
    expectNone(targets.flatMap(ImportRule.findings(in:)))
  }

  @Test(arguments: ["Sources", "Tests"])
  func noFileImportsWhatItsLayerMayNot(folder: String) throws {
    let declared = Dictionary(
      uniqueKeysWithValues: try Repository.targets().map { ($0.name, Set($0.dependencies)) })
    let files = try Repository.swiftFiles(in: folder)
      .filter { !$0.path.hasPrefix("Tests/Proof/") }  // scripts/proof builds it, not Package.swift
    #expect(!files.isEmpty)
    expectNone(
      files.flatMap { ImportRule.findings(in: $0, declared: declared[$0.module] ?? []) })
  }

  @Test func noSourceHoldsAForbiddenWord() throws {
    expectNone(try Repository.swiftFiles(in: "Sources").flatMap(SourceRule.findings(in:)))
  }

  @Test func whatRunsInACycleIsCheckedByTheCompiler() throws {
    let files = try Repository.swiftFiles(in: "Sources")
    expectNone(files.flatMap(RealtimeRule.findings(in:)))
    let named = RealtimeRule.path + RealtimeRule.beside.keys
    let missing = named.filter { name in !files.contains { $0.path.hasPrefix(name) } }
    #expect(missing == [], "not in Sources any more; correct RealtimeRule")
    for path in try Repository.cFiles(in: "Sources") + ["Package.swift"] {
      expectNone(RealtimeRule.findings(inText: try Repository.text(path), path: path))
    }
  }

  @Test func testsAreFinishedAndShort() throws {
    expectNone(try Repository.swiftFiles(in: "Tests").flatMap(SourceRule.findings(inTest:)))
  }

  @Test func everyFolderIsOnTheMap() throws {
    let folders =
      try Repository.folders(in: "")
      + ["Sources", "Tests"].flatMap { parent in
        try Repository.folders(in: parent).map { "\(parent)/\($0)" }
      }
    #expect(folders.contains("Sources/RobotUnits"))
    expectNone(FolderMap.findings(folders: folders, map: try Repository.text("CONTRIBUTING.md")))
  }

  private func expectNone(
    _ findings: [Finding], sourceLocation: SourceLocation = #_sourceLocation
  ) {
    for finding in findings {
      Issue.record("\(finding)", sourceLocation: sourceLocation)
    }
  }
}
