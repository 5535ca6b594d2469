// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "Benchmarks",
  targets: [
    .systemLibrary(name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
    .executableTarget(name: "Benchmarks", dependencies: ["COpenSSL"]),
  ],
  swiftLanguageModes: [.v6]
)
