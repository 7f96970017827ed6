/// A target as `swift package dump-package` gives it.
struct PackageTarget: Decodable {
  let name: String
  let type: String
  let dependencies: [String]

  var isTest: Bool { type == "test" }

  private enum Key: CodingKey { case name, type, dependencies }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    name = try container.decode(String.self, forKey: .name)
    type = try container.decode(String.self, forKey: .type)
    dependencies = try container.decode([Dependency].self, forKey: .dependencies).map(\.name)
  }

  init(name: String, type: String, dependencies: [String]) {
    self.name = name
    self.type = type
    self.dependencies = dependencies
  }

  /// `{"byName": ["RobotHAL", null]}`, `{"product": ["ArgumentParser", "swift-argument-parser", ...]}`:
  /// the kind is the only key, the name the first element.
  private struct Dependency: Decodable {
    let name: String

    init(from decoder: any Decoder) throws {
      let byKind = try decoder.singleValueContainer().decode([String: FirstString].self)
      guard let dependency = byKind.values.first, byKind.count == 1 else {
        throw DecodingError.dataCorrupted(
          .init(codingPath: decoder.codingPath, debugDescription: "a dependency of one kind"))
      }
      name = dependency.value
    }
  }

  private struct FirstString: Decodable {
    let value: String

    init(from decoder: any Decoder) throws {
      var elements = try decoder.unkeyedContainer()
      value = try elements.decode(String.self)
    }
  }
}
