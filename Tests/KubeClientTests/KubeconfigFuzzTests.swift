import Foundation
import KubeModel
import Properties
import Testing

@testable import KubeClient

/// Kubeconfig files as other programs, and hands, leave them.
@Suite("Fuzzer of kubeconfig files", .serialized)
struct KubeconfigFuzzTests {
  private static let sections = ["clusters", "contexts", "users"]

  private static func config(_ generator: inout SeededGenerator) -> JSONValue {
    func name(_ generator: inout SeededGenerator) -> JSONValue { .string(generator.pick(["a", "b", "localkube"])) }
    var document: JSONValue = ["apiVersion": "v1", "kind": "Config", "current-context": name(&generator)]
    for section in sections {
      let entries = (0..<generator.number(0...3)).map { _ -> JSONValue in
        var entry: JSONValue = ["name": name(&generator)]
        entry[String(section.dropLast())] =
          switch section {
          case "clusters":
            [
              "server": .string(
                generator.pick(["https://127.0.0.1:6443", "http://h", "https://[::1]:1/x", "127.0.0.1", "https://"])),
              "certificate-authority-data": "AQI=", "insecure-skip-tls-verify": .bool(generator.chance(0.5)),
            ]
          case "contexts": ["cluster": name(&generator), "user": name(&generator), "namespace": "x"]
          default:
            generator.pick([
              ["token": "t"], ["tokenFile": "missing"], ["client-certificate-data": "AQI=", "client-key": "none"],
              ["exec": ["command": "x"]], [:], ["client-certificate-data": "%"],
            ])
          }
        return entry
      }
      document[section] = .array(entries)
    }
    return generator.chance(0.6) ? generator.spoiled(document, probability: 0.03) : document
  }

  @Test("A file is read or refused, and what localkube adds and removes leaves the rest as it was")
  func files() async throws {
    let directory = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { #expect(throws: Never.self) { try FileManager.default.removeItem(at: directory) } }
    let path = directory.appending(path: "config").path
    let entry = KubeconfigEntry(
      name: "localkube", server: "https://127.0.0.1:1", certificateAuthority: [1], clientCertificate: [2],
      clientKey: [3])
    try await Fuzzing.run("kubeconfig") { generator in
      let document = Self.config(&generator)
      var bytes = Array(document.yamlText.utf8)
      if generator.chance(0.4) {
        bytes = generator.mutated(bytes, words: ["- ", ": ", "&a ", "*a", "---\n", "name: a\n", "\t", "null", "!!x "])
      }
      try Data(bytes).write(to: URL(filePath: path))
      guard let before = try Self.refusable({ () throws(KubeconfigError) in try Kubeconfig(reading: [path]) }) else {
        // A file that cannot be understood is not written to.
        _ = try Self.refusable { () throws(KubeconfigError) in try KubeconfigWriter.add(entry, to: path) }
        try hold(Array(try Data(contentsOf: URL(filePath: path))) == bytes, "a malformed file was changed")
        return
      }
      for name in before.contextNames + ["none"] {
        _ = try Self.refusable { () throws(KubeconfigError) in try before.context(name) }
      }
      _ = try Self.refusable { () throws(KubeconfigError) in try before.context() }
      guard
        let added = try Self.refusable({ () throws(KubeconfigError) in
          try KubeconfigWriter.add(entry, to: path)
          return try Kubeconfig(reading: [path])
        })
      else { return }
      try hold(added.currentContext == "localkube", "\(added.files)")
      let context = try added.context("localkube")
      try hold(context.configuration.tls?.clientKey == [3], "\(context)")
      let others = { (config: Kubeconfig) in
        JSONValue.array(
          Self.sections.flatMap { section in
            (config.files.first?.document[section]?.arrayValue ?? []).filter { $0["name"] != "localkube" }
          })
      }
      try hold(others(added).isSame(as: others(before)), "\(before.files) became \(added.files)")
      try KubeconfigWriter.remove("localkube", from: path)
      let removed = try Kubeconfig(reading: [path])
      try hold(others(removed).isSame(as: others(before)), "\(before.files) became \(removed.files)")
      try hold(!removed.contextNames.contains("localkube"), "\(removed.files)")
    }
  }

  /// The value; nil when it is refused with a reason.
  private static func refusable<Value>(_ body: () throws(KubeconfigError) -> Value) throws -> Value? {
    do {
      return try body()
    } catch {
      try hold(!error.description.isEmpty, "a refusal without a reason")
      return nil
    }
  }
}
