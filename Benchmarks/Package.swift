// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that nothing that measures or is measured against reaches the product.

/// `make bench` sets it where it builds the tests: then a warning is an error.
let strict = Context.environment["CEREBELLUM_STRICT"] == "1"

let swift: [SwiftSetting] =
  [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
  ] + (strict ? [.treatAllWarnings(as: .error)] : [])
let cSettings: [CSetting] =
  [.define("_GNU_SOURCE"), .enableWarning("all"), .enableWarning("extra")]
  + (strict ? [.treatAllWarnings(as: .error)] : [])

let package = Package(
  name: "cerebellum-benchmarks",
  dependencies: [.package(name: "cerebellum", path: "..")],
  targets: [
    // How a figure is measured in rounds, compared, judged and printed.
    .target(name: "BenchmarkKit", dependencies: ["CBenchmark"], swiftSettings: swift),
    // Clocks, the C twin's loop and the stand-in for the kernel's I2C.
    .target(
      name: "CBenchmark", cSettings: cSettings, linkerSettings: [.linkedLibrary("i2c")]),
    // RobotCore's control cycle in C++ (-O3 behind SwiftPM's own -O2), and both side by side.
    .target(
      name: "CycleTwin", exclude: ["build.sh"],
      cxxSettings: [
        .unsafeFlags([
          "-O3", "-fno-exceptions", "-fno-rtti", "-ffp-contract=off", "-fvisibility=hidden",
        ])
      ]),
    .target(
      name: "CycleContest",
      dependencies: ["CycleTwin", .product(name: "CerebellumCore", package: "cerebellum")],
      swiftSettings: swift),
    // The contestants.
    .executableTarget(
      name: "bench",
      dependencies: [
        "BenchmarkKit", "CBenchmark", "CycleContest", "CycleTwin",
        .product(name: "CerebellumCore", package: "cerebellum"),
      ],
      swiftSettings: swift,
      // The installed libi2c has to see the ioctl that stands in for the kernel.
      linkerSettings: [.unsafeFlags(["-Xlinker", "--export-dynamic-symbol=ioctl"])]),
    .testTarget(
      name: "BenchmarkKitTests", dependencies: ["BenchmarkKit"], swiftSettings: swift),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx20
)
