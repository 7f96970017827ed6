import Testing

@testable import cerebellum

/// `cerebellum sim` works in a checkout, and anywhere once the package is installed.
@Suite struct ShippedFileTests {
  @Test(
    arguments: [
      // What is here goes before what is installed.
      ("Robots/a.yaml", ["Robots/a.yaml", "/usr/share/cerebellum/Robots/a.yaml"], "Robots/a.yaml"),
      (
        "Robots/a.yaml", ["/usr/share/cerebellum/Robots/a.yaml"],
        "/usr/share/cerebellum/Robots/a.yaml"
      ),
      // Whoever opens it says that it is missing.
      ("Robots/a.yaml", [], "Robots/a.yaml"),
      // Nobody who names a place gets another.
      ("/Robots/a.yaml", ["/usr/share/cerebellum//Robots/a.yaml"], "/Robots/a.yaml"),
    ])
  func finds(path: String, there: [String], found: String) {
    #expect(ShippedFile.find(path, exists: there.contains) == found)
  }
}
