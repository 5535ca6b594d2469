import Testing

@testable import APIServer

@Suite("Unique identifiers")
struct UniqueIdentifierTests {
  @Test("They are random UUIDs, and no two are the same")
  func form() throws {
    let made = (0..<1_000).map { _ in UniqueIdentifier.make() }
    #expect(Set(made).count == made.count)
    let pattern = try Regex("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
    for identifier in made { #expect(try pattern.wholeMatch(in: identifier) != nil, "\(identifier)") }
  }
}
