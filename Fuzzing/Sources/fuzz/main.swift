import CFuzzer
import Glibc

// fuzz TARGET [options of libFuzzer] [corpus folders and inputs]: `scripts/fuzz` gives all of them.

// Where libFuzzer starts this program anew (-merge=1, -minimize_crash=1), it knows of its own options only.
let variable = "CEREBELLUM_FUZZ_TARGET"
let isInner = getenv(variable) != nil
let name =
  isInner ? String(cString: getenv(variable)) : CommandLine.arguments.dropFirst().first ?? ""
guard let target = FuzzTargets.make(name) else {
  print(
    "usage: fuzz TARGET [options of libFuzzer]; TARGET: \(FuzzTargets.names.joined(separator: ", "))"
  )
  exit(2)
}
setenv(variable, name, 1)
Chosen.target = target
var arguments = [CommandLine.unsafeArgv[0]]
for index in (isInner ? 1 : 2)..<Int(CommandLine.argc) {
  arguments.append(CommandLine.unsafeArgv[index])
}
var count = Int32(arguments.count)
arguments.append(nil)
exit(
  arguments.withUnsafeMutableBufferPointer { buffer in
    var start = buffer.baseAddress
    return LLVMFuzzerRunDriver(&count, &start) { data, size in
      Chosen.target?.run(Array(UnsafeBufferPointer(start: data, count: size)))
      return 0
    }
  })
