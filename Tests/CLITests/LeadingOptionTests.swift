import Testing

@testable import CLI

@Suite("Options before the command")
struct LeadingOptionTests {
  @Test(
    "They mean the same as behind it, and what follows two dashes is left alone",
    arguments: [
      (["--profile", "a", "get", "pods"], ["get", "pods", "--profile", "a"]),
      (["-p=a", "get"], ["get", "-p=a"]),
      (["-n", "x", "exec", "web", "--", "ls", "-l"], ["exec", "web", "-n", "x", "--", "ls", "-l"]),
      (["get", "-p", "a"], ["get", "-p", "a"]), (["--version"], ["--version"]), ([], []),
    ] as [([String], [String])])
  func hoisting(given: [String], expected: [String]) {
    #expect(LocalkubeCommand.withOptionsBehindCommand(given) == expected)
  }
}
