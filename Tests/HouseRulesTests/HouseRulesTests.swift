import Foundation
import Testing

/// The rules of the house that no compiler checks.
@Suite("House rules")
struct HouseRulesTests {
  private let tree = SourceTree.shared

  /// The modules from the lowest to the highest; each may import only what stands before it.
  private static let order = [
    "CBuild", "CLinux", "CZlib", "CSystemd", "KubeModel", "DNSWire", "LinuxSystem", "ObjectStore", "KubeClient",
    "SandboxRuntime", "APIServer", "ControllerKit", "Controllers", "Scheduler", "Kubelet", "ClusterDNS",
    "ServiceProxy", "Consul", "SystemdSupport", "Daemon", "CLI", "localkube",
  ]

  /// Outside packages with one importing module.
  private static let onlyImporters = ["GRDB": "ObjectStore", "JWTKit": "APIServer", "ArgumentParser": "CLI"]

  @Test("There are sources to look at")
  func sourcesAreFound() {
    #expect(tree.sources.count > 100)
    #expect(Set(tree.sources.map(\.module)).isSubset(of: Set(Self.order)))
  }

  @Test("A module imports only what stands above it in the design")
  func importsPointUpwards() {
    for file in tree.sources {
      guard let place = Self.order.firstIndex(of: file.module) else { continue }
      for imported in file.imports {
        if let other = Self.order.firstIndex(of: imported) {
          #expect(other < place, "\(file.path) imports \(imported)")
        }
        if let owner = Self.onlyImporters[imported] {
          #expect(file.module == owner, "\(file.path) imports \(imported), which belongs to \(owner)")
        }
      }
    }
  }

  @Test("Modules that start before anything heavy import no Foundation")
  func lightModulesStayLight() {
    let light: Set = [
      "KubeModel", "DNSWire", "LinuxSystem", "SandboxRuntime", "ControllerKit", "Scheduler", "localkube",
    ]
    for file in tree.sources where light.contains(file.module) {
      #expect(!file.imports.contains { $0.hasPrefix("Foundation") }, "\(file.path) imports Foundation")
    }
  }

  @Test("No file grows past 400 lines")
  func filesStaySmall() {
    for file in tree.files where !file.path.hasSuffix("KubernetesTableText.swift") {
      #expect(file.lines.count <= 401, "\(file.path) has \(file.lines.count) lines: look for the second idea in it")
    }
  }

  @Test("Nothing is forced, and nothing unsafe leaves its module")
  func nothingIsForced() {
    let homesOfUnsafe: Set = ["LinuxSystem", "SystemdSupport"]
    for file in tree.sources where file.path.hasSuffix(".swift") {
      for (number, text) in file.code {
        #expect(!text.contains("try!"), "\(file.path):\(number)")
        #expect(!text.contains(" as! "), "\(file.path):\(number)")
        if !homesOfUnsafe.contains(file.module) {
          #expect(!text.contains(#/\bunsafe\b/#), "\(file.path):\(number) is unsafe")
          #expect(!text.contains("@unchecked Sendable"), "\(file.path):\(number) is unchecked")
          #expect(!text.contains("nonisolated(unsafe)"), "\(file.path):\(number) is unsafe")
        }
      }
    }
  }

  @Test("No work is left for later in a comment")
  func nothingIsUnfinished() {
    for file in tree.sources {
      for (index, line) in file.lines.enumerated() {
        #expect(!line.contains(#/\b(TODO|FIXME|XXX|HACK)\b/#), "\(file.path):\(index + 1)")
        #expect(!line.contains("fatalError(\"contract\")"), "\(file.path):\(index + 1)")
      }
    }
  }

  @Test("Each module says what it is for")
  func modulesAreDocumented() {
    for module in Self.order where !["CBuild", "CLinux", "CZlib", "CSystemd", "localkube"].contains(module) {
      let page = tree.root.appending(path: "Sources/\(module)/\(module).docc/\(module).md")
      #expect(
        FileManager.default.fileExists(atPath: page.path), "Sources/\(module)/\(module).docc/\(module).md is missing")
    }
  }
}

extension SourceTree.File {
  /// The modules that the file imports.
  fileprivate var imports: [String] {
    lines.compactMap { line in
      guard
        let match = line.firstMatch(
          of: #/^(?:@\w+ )?(?:public |package |internal |private |fileprivate )?import (?:\w+ )?(\w+)/#)
      else { return nil }
      return String(match.1)
    }
  }
}
