/// Reading robot descriptions in the Unified Robot Description Format.
///
/// Real-time: no (allocates); descriptions are read at assembly.
public enum URDF {
  /// The robot that `text` describes.
  ///
  /// Elements and attributes that other programs put into URDF files (`<gazebo>`, `<transmission>`,
  /// `<material>`, prefixed names) are passed over. Visual and collision geometry is not read.
  ///
  /// - Parameters:
  ///   - text: the bytes of the file, UTF-8, at most 16 MiB.
  ///   - file: the file's name for complaints.
  /// - Returns: the robot, with warnings.
  /// - Throws: all semantic errors together, or the first place where the text is not well-formed XML.
  public static func parse(_ text: [UInt8], file: String) throws(URDFErrors) -> URDFModel {
    var reader = URDFReader(file: file)
    do {
      try reader.read(text)
    } catch {
      throw URDFErrors(errors: [
        URDFComplaint(
          file: file, position: error.position, path: error.path, message: error.message,
          hint: error.hint)
      ])
    }
    return try reader.model()
  }

  /// The robot that the file at `path` describes.
  ///
  /// - Returns: as `parse`.
  /// - Throws: as `parse`, or one error at 1:1 where the file cannot be read.
  public static func load(path: String) throws(URDFErrors) -> URDFModel {
    try parse(try read(path: path), file: path)
  }

  /// The bytes of the file at `path`. Throws one error at 1:1 where the file cannot be read.
  static func read(path: String) throws(URDFErrors) -> [UInt8] {
    do {
      return try URDFFile.read(path, atMost: XMLLimits().bytes)
    } catch {
      throw URDFErrors(errors: [
        URDFComplaint(
          file: path, position: SourcePosition(line: 1, column: 1), path: "",
          message: error.message, hint: error.hint)
      ])
    }
  }
}
