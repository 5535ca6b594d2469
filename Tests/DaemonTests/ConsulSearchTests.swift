import Consul
import Daemon
import Foundation
import Kubelet
import Logging
import Testing

@Suite("Where Consul is looked for")
struct ConsulSearchTests {
  private let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

  private func withHome(_ body: (Home) async throws -> Void) async throws {
    let home = Home(path: NSTemporaryDirectory() + "consul-search-\(UUID().uuidString)")
    try FileManager.default.createDirectory(atPath: home.recipes, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: home.path) }  // A leftover in /tmp does no harm.
    try await body(home)
  }

  private func add(_ recipe: String, _ name: String, to home: Home) throws {
    try recipe.write(toFile: "\(home.recipes)/\(name).yaml", atomically: true, encoding: .utf8)
  }

  @Test("The program that a recipe puts in the image's place comes first")
  func recipeSetting() async throws {
    try await withHome { home in
      #expect(ConsulSearch(home: home, path: "", logger: logger).recipeSetting == nil)
      try add("images: [consul]\nfiles: [{path: /bin/consul, host: /opt/own/consul}]", "own", to: home)
      #expect(ConsulSearch(home: home, path: "", logger: logger).recipeSetting == "/opt/own/consul")
      let other = ConsulSearch(home: home, image: "hashicorp/consul:1.15", path: "", logger: logger)
      #expect(other.recipeSetting == nil, "the recipe stands in for another image")
    }
  }

  @Test("A recipe that looks the program up, or adds another file, sets none")
  func noSetting() async throws {
    try await withHome { home in
      try add("images: [consul]\nfiles: [{path: /bin/consul, program: consul}]", "a", to: home)
      try add("images: [other]\nfiles: [{path: /bin/consul, host: /opt/other}]", "b", to: home)
      #expect(ConsulSearch(home: home, path: "", logger: logger).recipeSetting == nil)
    }
  }

  @Test("A recipe that is added, changed or removed counts from the next container on")
  func changes() async throws {
    try await withHome { home in
      let book = RecipeBook(directory: home.recipes, resolver: { _, _ in .missing(reason: nil) }, logger: logger)
      await #expect(throws: ImageUnavailable.self) { try await book.resolve(image: "web") }
      try add("images: [web]\ncommand: [one]", "web", to: home)
      #expect(try await book.resolve(image: "web").command == ["one"])
      try add("images: [web]\ncommand: [another]", "web", to: home)
      #expect(try await book.resolve(image: "web").command == ["another"])
      try FileManager.default.removeItem(atPath: "\(home.recipes)/web.yaml")
      await #expect(throws: ImageUnavailable.self) { try await book.resolve(image: "web") }
    }
  }
}
