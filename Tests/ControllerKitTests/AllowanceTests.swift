import Testing

@testable import ControllerKit

@Suite("Allowances")
struct AllowanceTests {
  @Test("No more is given than there is, and no client gets more than its share")
  func limits() {
    var allowance = Allowance(most: 4, mostOfClient: 2)
    #expect(allowance.take(for: "a") == .granted)
    #expect(allowance.take(for: "a") == .granted)
    #expect(allowance.take(for: "a") == .refused(isNews: true))
    #expect(allowance.take(2, for: "b") == .granted)
    #expect(allowance.take(for: "c") == .refused(isNews: false))
    #expect(allowance.used == 4)
    allowance.give(for: "a")
    #expect(allowance.take(for: "c") == .granted)
    allowance.give(2, for: "b")
    allowance.give(for: "a")
    allowance.give(for: "c")
    #expect(allowance.used == 0)
  }

  @Test("That it is used up is news again only after there was room")
  func news() {
    var allowance = Allowance(most: 8, mostOfClient: 8)
    for _ in 0..<8 { #expect(allowance.take(for: "a") == .granted) }
    #expect(allowance.take(for: "b") == .refused(isNews: true))
    allowance.give(for: "a")
    #expect(allowance.take(2, for: "b") == .refused(isNews: false))
    allowance.give(for: "a")
    #expect(allowance.take(3, for: "b") == .refused(isNews: true))
  }

  @Test("What was never taken cannot be given back")
  func unknown() {
    var allowance = Allowance(most: 2)
    allowance.give(5, for: "a")
    #expect(allowance.used == 0)
    #expect(allowance.take(for: "a") == .granted)
    allowance.give(5, for: "a")
    #expect(allowance.used == 0)
  }
}
