import FoundationEssentials
import Glibc
import Synchronization
import Testing

private let next = Atomic(0)

/// A path in the temporary folder that no other test uses.
func temporaryPath(_ prefix: String) -> String {
  let number = next.add(1, ordering: .relaxed).newValue
  return "/tmp/cerebellum-test-\(getpid())-\(prefix)\(number)"
}

/// Makes the file at `path` hold `text`.
func writeFile(_ path: String, _ text: String) {
  let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
  #expect(descriptor >= 0 && write(descriptor, text, text.utf8.count) == text.utf8.count)
  close(descriptor)
}

/// A folder that goes with its owner, to stand for the root of a file system.
final class TemporaryTree {
  let root: String

  init() {
    root = temporaryPath("tree-")
    makeFolder("")
  }

  deinit {
    do { try FileManager.default.removeItem(atPath: root) } catch {
      Issue.record("\(root) stays behind: \(error)")
    }
  }

  /// Makes `folder` and the folders above it.
  func makeFolder(_ folder: String) {
    var path = root
    mkdir(path, 0o700)
    for name in folder.split(separator: "/") {
      path += "/" + name
      mkdir(path, 0o700)
    }
  }

  /// Makes a file, which ends with a newline as in sysfs, and its folder.
  func makeFile(_ file: String, _ text: String) {
    makeFolder(file.split(separator: "/").dropLast().joined(separator: "/"))
    writeFile("\(root)/\(file)", text + "\n")
  }

  /// Makes a symbolic link within the tree, and its folder.
  func makeLink(_ link: String, to folder: String) {
    makeFolder(link.split(separator: "/").dropLast().joined(separator: "/"))
    #expect(symlink("\(root)/\(folder)", "\(root)/\(link)") == 0)
  }
}
