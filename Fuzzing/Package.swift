// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that no part of the product is ever built with coverage counters. `scripts/fuzz` builds
// it: the flags that count the coverage of every module, and libFuzzer itself, are given on its command line.

let package = Package(
  name: "cerebellum-fuzzing",
  dependencies: [.package(name: "cerebellum", path: "..")],
  targets: [
    // libFuzzer's entry, from the toolchain.
    .target(name: "CFuzzer"),
    .executableTarget(
      name: "fuzz",
      dependencies: ["CFuzzer", .product(name: "CerebellumInputs", package: "cerebellum")],
      swiftSettings: [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
      ]),
  ],
  swiftLanguageModes: [.v6]
)
