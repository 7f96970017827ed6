/// What may import what: the layer table against the sources and against Package.swift.
enum ImportRule {
  /// Imports in `file` that its layer may not have, or that are missing in `declared`, the
  /// dependencies that Package.swift gives its target.
  static func findings(in file: SourceFile, declared: Set<String>) -> [Finding] {
    guard let layer = file.isTest ? LayerTable.tests(file.module) : LayerTable.row(file.module)
    else {
      return [Finding(path: file.path, line: 1, message: unknown(file.module))]
    }
    return file.imports.compactMap { line, module in
      if layer.mayUse.contains(module) || module == "Swift" { return nil }
      if !layer.mayImport.contains(module) {
        return Finding(path: file.path, line: line, message: refused(layer, module))
      }
      if !declared.contains(module) {
        return Finding(
          path: file.path, line: line,
          message: "\(module) is no dependency of \(layer.name) in Package.swift; add it there")
      }
      return nil
    }
  }

  static func findings(in target: PackageTarget) -> [Finding] {
    guard let layer = target.isTest ? LayerTable.tests(target.name) : LayerTable.row(target.name)
    else {
      return [Finding(path: "Package.swift", line: 1, message: unknown(target.name))]
    }
    return target.dependencies
      .filter { !layer.mayImport.contains($0) && !layer.mayUse.contains($0) }
      .map { Finding(path: "Package.swift", line: 1, message: refused(layer, $0)) }
  }

  private static func refused(_ layer: Layer, _ module: String) -> String {
    let allowed = layer.mayImport.union(layer.mayUse).sorted().joined(separator: ", ")
    return "\(layer.name) may not import \(module); it may import: "
      + (allowed.isEmpty ? "nothing" : allowed)
  }

  private static func unknown(_ module: String) -> String {
    "\(module) has no layer; add it to LayerTable and to the layer table of CONTRIBUTING.md"
  }
}
