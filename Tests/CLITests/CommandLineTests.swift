import KubeModel
import Testing

@testable import CLI

@Suite("The command line")
struct CommandLineTests {
  @Test(
    "wrong usage ends with status 2",
    arguments: [
      ["gett"], ["get"], ["get", "pods", "--nope"], ["get", "pods", "-o", "nonsense"], ["delete"], ["apply"],
      ["exec", "web"], ["logs"], ["scale", "deploy/x"], ["get", "pod/a", "b", "-o", "json=x"],
      ["up", "--context", "x"], ["down", "--kubeconfig", "x"], ["status", "--context", "x"],
      ["doctor", "--context", "x"],
      ["delete-cluster", "--context", "x"], ["delete", "pod", "x", "--grace-period=0"],
      ["logs", "x", "--since", "soon"], ["apply", "-f", "x", "--prune"],
    ])
  func usage(arguments: [String]) async {
    #expect(await LocalkubeCommand.execute(arguments) == 2)
  }

  @Test(
    "a cluster that is not running ends with status 1", arguments: [["get", "pods"], ["logs", "web"], ["events"]])
  func notRunning(arguments: [String]) async {
    #expect(await LocalkubeCommand.execute(arguments + ["--home", "/nonexistent"]) == 1)
  }

  @Test(
    "what needs no cluster ends with status 0",
    arguments: [["--version"], ["version", "--client"], ["get", "--help"]])
  func done(arguments: [String]) async {
    #expect(await LocalkubeCommand.execute(arguments) == 0)
  }

  @Test(
    "the nearest command is suggested",
    arguments: [("gett", "get"), ("desribe", "describe"), ("lgos", "logs"), ("aplly", "apply")])
  func nearest(word: String, expected: String) {
    #expect(NearestMatch.find(word, among: CommandTable.names) == expected)
  }

  @Test("a word that resembles no command gets no suggestion")
  func noSuggestion() { #expect(NearestMatch.find("xyzzy", among: CommandTable.names) == nil) }

  @Test("types are found by every name that they have", arguments: ["po", "pod", "pods", "Pod"])
  func typeNames(word: String) { #expect(ResourceType.builtin.first { $0.isNamed(word) }?.kind == "Pod") }

  @Test("resource arguments come as types with names, or as pairs")
  func resourceArguments() throws {
    #expect(try ResourceArguments(["pods,svc"]).selections.map(\.type) == ["pods", "svc"])
    #expect(try ResourceArguments(["pod", "a", "b"]).selections == [.init(type: "pod", names: ["a", "b"])])
    #expect(try ResourceArguments(["pod/a", "svc/b"]).hasSeveralTypes)
    #expect(throws: CommandFailure.self) { _ = try ResourceArguments(["pod/a", "b"]) }
  }

  @Test("errors of the API are worded as kubectl does")
  func errors() {
    let missing = StatusError.notFound(GroupResource(resource: "pods"), name: "x")
    #expect(ErrorReport.text(missing) == #"Error from server (NotFound): pods "x" not found"#)
  }

  @Test("remote paths name a pod, and local ones do not")
  func remotePaths() {
    #expect(RemotePath("ns/web:/tmp/x").map { [$0.namespace, $0.pod, $0.path] } == ["ns", "web", "/tmp/x"])
    #expect(RemotePath("./a:b") == nil)
    #expect(RemotePath("/a") == nil)
  }
}
