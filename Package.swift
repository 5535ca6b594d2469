// swift-tools-version: 6.2
import PackageDescription

// MARK: Outside packages

let packages: [Package.Dependency] = [
  .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
  .package(url: "https://github.com/apple/swift-asn1", from: "1.5.0"),
  .package(url: "https://github.com/apple/swift-certificates", from: "1.21.0"),
  .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
  .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
  .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
  .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
  .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.0"),
  .package(url: "https://github.com/apple/swift-nio-http2", from: "1.46.0"),
  .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
  .package(url: "https://github.com/apple/swift-system", from: "1.8.0"),
  .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
  .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
  .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
  .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
  .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.0"),
  .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.0"),
]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let asyncHTTPClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let asn1 = Target.Dependency.product(name: "SwiftASN1", package: "swift-asn1")
let collections = Target.Dependency.product(name: "OrderedCollections", package: "swift-collections")
let deque = Target.Dependency.product(name: "DequeModule", package: "swift-collections")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let jwt = Target.Dependency.product(name: "JWTKit", package: "jwt-kit")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioEmbedded = Target.Dependency.product(name: "NIOEmbedded", package: "swift-nio")
let nioHPACK = Target.Dependency.product(name: "NIOHPACK", package: "swift-nio-http2")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioHTTP2 = Target.Dependency.product(name: "NIOHTTP2", package: "swift-nio-http2")
let nioHTTPCompression = Target.Dependency.product(name: "NIOHTTPCompression", package: "swift-nio-extras")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let nioWebSocket = Target.Dependency.product(name: "NIOWebSocket", package: "swift-nio")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let systemPackage = Target.Dependency.product(name: "SystemPackage", package: "swift-system")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let x509 = Target.Dependency.product(name: "X509", package: "swift-certificates")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

// MARK: Modules, each below everything that it imports (the order is checked by HouseRulesTests)

// What the program says of its source (`/version`); Packaging/quickstart.sh sets both.
let commit = ["LOCALKUBE_COMMIT", "LOCALKUBE_COMMIT_DATE"].map { name in
  CSetting.define(name, to: "\"\(Context.environment[name] ?? "")\"")
}

let modules: [Target] = [
  .target(name: "CBuild", cSettings: commit),
  .target(name: "CLinux"),
  .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
  .systemLibrary(name: "CSystemd", pkgConfig: "libsystemd", providers: [.apt(["libsystemd-dev"])]),
  .target(name: "KubeModel", dependencies: [collections, yams]),
  .target(name: "DNSWire"),
  .target(name: "LinuxSystem", dependencies: ["CBuild", "CLinux", "CZlib"]),
  .target(
    name: "ObjectStore", dependencies: ["KubeModel", "LinuxSystem", collections, deque, grdb, logging]),
  .target(
    name: "KubeClient",
    dependencies: [
      "KubeModel", "LinuxSystem", collections, logging, nioCore, nioHTTP1, nioPosix, nioSSL, nioWebSocket,
    ]
  ),
  .target(name: "SandboxRuntime", dependencies: ["CLinux", "LinuxSystem"]),
  .target(
    name: "APIServer",
    dependencies: [
      "KubeModel", "LinuxSystem", "ObjectStore", "KubeClient", asn1, collections, crypto, jwt, lifecycle, logging,
      nioCore, nioHTTP1, nioHTTP2, nioHTTPCompression, nioPosix, nioSSL, nioWebSocket, x509,
    ]
  ),
  .target(
    name: "ControllerKit",
    dependencies: ["KubeModel", "LinuxSystem", "KubeClient", collections, deque, lifecycle, logging]
  ),
  .target(
    name: "Controllers",
    dependencies: [
      "KubeModel", "LinuxSystem", "KubeClient", "ControllerKit", collections, lifecycle, logging,
    ]
  ),
  .target(
    name: "Scheduler", dependencies: ["KubeModel", "KubeClient", "ControllerKit", collections, lifecycle, logging]),
  .target(
    name: "Kubelet",
    dependencies: [
      "KubeModel", "LinuxSystem", "KubeClient", "SandboxRuntime", "ControllerKit", collections, lifecycle, logging,
      nioCore, nioHPACK, nioHTTP1, nioHTTP2, nioPosix, nioSSL, yams,
    ]
  ),
  .target(
    name: "ClusterDNS",
    dependencies: [
      "KubeModel", "DNSWire", "LinuxSystem", "KubeClient", "SandboxRuntime", "ControllerKit", lifecycle, logging,
      nioCore, nioPosix,
    ]
  ),
  .target(
    name: "ServiceProxy",
    dependencies: [
      "KubeModel", "LinuxSystem", "KubeClient", "SandboxRuntime", "ControllerKit", lifecycle, logging, nioCore,
      nioPosix,
    ]
  ),
  .target(
    name: "Consul",
    dependencies: [
      "KubeModel", "LinuxSystem", "KubeClient", "ControllerKit", asyncHTTPClient, collections, crypto, lifecycle,
      logging, nioCore, nioHTTP1, nioPosix, nioSSL, subprocess, systemPackage,
    ]
  ),
  .target(name: "SystemdSupport", dependencies: ["CSystemd"]),
  .target(
    name: "Daemon",
    dependencies: [
      "KubeModel", "DNSWire", "LinuxSystem", "ObjectStore", "KubeClient", "SandboxRuntime", "APIServer",
      "ControllerKit",
      "Controllers", "Scheduler", "Kubelet", "ClusterDNS", "ServiceProxy", "Consul", "SystemdSupport", asn1, crypto,
      lifecycle, logging, nioCore, nioPosix, nioSSL, subprocess, systemPackage, unixSignals, x509,
    ]
  ),
  .target(
    name: "CLI",
    dependencies: [
      "KubeModel", "LinuxSystem", "KubeClient", "SandboxRuntime", "Consul", "SystemdSupport", "Daemon",
      argumentParser, asyncHTTPClient, collections, lifecycle, logging, nioCore, nioHTTP1, nioPosix, nioSSL,
      nioWebSocket, yams,
    ]
  ),
  .executableTarget(name: "localkube", dependencies: ["LinuxSystem", "SandboxRuntime", "Daemon", "CLI"]),
]

let tests: [Target] = [
  // Seeded random values for property tests and fuzzers; nothing of the product depends on it.
  .target(name: "Properties", dependencies: ["KubeModel", collections], path: "Tests/Properties"),
  .testTarget(
    name: "KubeModelTests", dependencies: ["KubeModel", "Properties", collections], exclude: ["Validation/Rules"]),
  .testTarget(name: "DNSWireTests", dependencies: ["DNSWire", "Properties"]),
  .testTarget(name: "LinuxSystemTests", dependencies: ["CLinux", "LinuxSystem"]),
  .testTarget(name: "ObjectStoreTests", dependencies: ["KubeModel", "LinuxSystem", "ObjectStore", grdb]),
  .testTarget(
    name: "KubeClientTests",
    dependencies: ["KubeModel", "KubeClient", "Properties", nioCore, nioHTTP1, nioPosix, nioWebSocket]
  ),
  .testTarget(name: "SandboxRuntimeTests", dependencies: ["LinuxSystem", "SandboxRuntime"]),
  .testTarget(
    name: "APIServerTests",
    dependencies: [
      "KubeModel", "LinuxSystem", "ObjectStore", "KubeClient", "APIServer", "Properties", asn1, asyncHTTPClient,
      collections, crypto, lifecycle, logging, nioCore, nioEmbedded, nioHTTP1, nioHTTP2, nioPosix, nioSSL, x509,
    ]
  ),
  .testTarget(
    name: "ControllerKitTests",
    dependencies: ["KubeModel", "ObjectStore", "KubeClient", "APIServer", "ControllerKit", lifecycle, logging]
  ),
  .testTarget(
    name: "ControllersTests",
    dependencies: [
      "KubeModel", "LinuxSystem", "ObjectStore", "KubeClient", "APIServer", "ControllerKit", "Controllers", lifecycle,
      collections, logging,
    ]
  ),
  .testTarget(name: "SchedulerTests", dependencies: ["KubeModel", "KubeClient", "ControllerKit", "Scheduler"]),
  .testTarget(
    name: "KubeletTests",
    dependencies: [
      "KubeModel", "LinuxSystem", "KubeClient", "SandboxRuntime", "APIServer", "ControllerKit", "Kubelet", asn1, crypto,
      logging, nioCore, nioHPACK, nioHTTP1, nioHTTP2, nioPosix, nioSSL, x509,
    ]
  ),
  .testTarget(
    name: "ClusterDNSTests", dependencies: ["KubeModel", "DNSWire", "ClusterDNS", "SandboxRuntime", logging]),
  .testTarget(
    name: "ServiceProxyTests",
    dependencies: ["KubeModel", "LinuxSystem", "ServiceProxy", "SandboxRuntime", logging, nioCore, nioPosix]),
  .testTarget(
    name: "ConsulTests",
    dependencies: [
      "KubeModel", "KubeClient", "APIServer", "ControllerKit", "Consul", collections, crypto, logging, nioCore,
      nioHTTP1, nioPosix,
    ]
  ),
  .testTarget(name: "SystemdSupportTests", dependencies: ["SystemdSupport"]),
  .testTarget(
    name: "DaemonTests",
    dependencies: [
      "KubeModel", "LinuxSystem", "KubeClient", "APIServer", "ControllerKit", "Kubelet", "Consul", "Daemon", asn1,
      crypto, logging, x509,
    ]
  ),
  .testTarget(
    name: "CLITests",
    dependencies: ["KubeModel", "LinuxSystem", "KubeClient", "SandboxRuntime", "CLI", argumentParser]),
  .testTarget(name: "HouseRulesTests"),
  .testTarget(
    name: "EndToEndTests", dependencies: ["Properties", subprocess],
    exclude: ["Clients", "Conformance/kubectl", "Conformance/helm", "leaders.sh"]
  ),
]

// MARK: Settings for every Swift target

let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),  // SE-0335
  .enableUpcomingFeature("InternalImportsByDefault"),  // SE-0409
  .enableUpcomingFeature("MemberImportVisibility"),  // SE-0444
  .enableUpcomingFeature("InferIsolatedConformances"),  // SE-0470
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),  // SE-0461
  .enableUpcomingFeature("ImmutableWeakCaptures"),  // SE-0481
  .strictMemorySafety(),  // SE-0458
  .treatAllWarnings(as: .error),  // SE-0480
]

let swiftTargets = (modules + tests).filter { $0.type != .system && $0.name != "CLinux" }
for target in swiftTargets {
  target.swiftSettings = settings
}

let package = Package(
  name: "localkube",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "localkube", targets: ["localkube"])],
  dependencies: packages,
  targets: modules + tests,
  cLanguageStandard: .gnu17
)
