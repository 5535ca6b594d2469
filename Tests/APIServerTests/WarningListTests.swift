import Testing

@testable import APIServer

@Suite("Warnings of an answer")
struct WarningListTests {
  @Test("Warnings that fit stay as they are, each once")
  func few() {
    var list = WarningList()
    for text in ["a", "", "b", "a", String(repeating: "x", count: 1_000)] { list.add(text) }
    #expect(list.texts.map(\.count) == [1, 1, 1_000])
  }

  @Test("What is too long in all is cut off at 256 characters each, and ends at 4096")
  func many() {
    var list = WarningList()
    list.add(String(repeating: "é", count: 4_000))
    for number in 0..<10_000 { list.add("\(number) " + String(repeating: "x", count: 300)) }
    #expect(list.texts.allSatisfy { $0.unicodeScalars.count == 256 })
    #expect(list.texts.count == 16)
  }
}
