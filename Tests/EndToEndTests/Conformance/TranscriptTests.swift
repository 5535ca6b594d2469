import Testing

/// The format of the conformance cases.
@Suite("Transcripts")
struct TranscriptTests {
  @Test("A transcript is read as it is written")
  func reading() throws {
    let transcript = try Transcript(
      name: "sample",
      text: """
        # A remark.
        alone
        absent events 1.20,1.21: later

        case create secret generic: It is stored
        not 1.20: no such flag
        $ kubectl create -f - <<END
        > a: b
        > END
        created
        % kubectl get x
        ~ x +1/1
        ...
        [1.33] ! warned
        !~ so .*
        ? 3
        """)
    #expect(transcript.isAlone)
    #expect(transcript.absences.map(\.version) == ["1.20", "1.21"])
    let one = try #require(transcript.cases.first)
    #expect(one.command == "create secret generic" && one.exceptions == ["1.20": "no such flag"])
    #expect(one.steps.map(\.command) == ["kubectl create -f - <<END\na: b\nEND", "kubectl get x"])
    #expect(one.steps.map(\.isRepeated) == [false, true])
    #expect(one.steps[0].output.map(\.line) == [.text("created")])
    #expect(one.steps[1].output.map(\.line) == [.pattern("x +1/1"), .anything])
    #expect(one.steps[1].errors.map(\.line) == [.text("warned"), .pattern("so .*")])
    #expect(one.steps[1].errors.first?.versions == ["1.33"])
    #expect(one.steps[1].status("1.33") == 3)
  }

  @Test("What stands in no case, or answers no command, is refused", arguments: ["$ kubectl", "case get: x\nanswer"])
  func misplaced(text: String) {
    #expect(throws: Transcript.Malformed.self) { try Transcript(name: "wrong", text: text) }
  }

  @Test("Answers match to the last line")
  func matching() throws {
    let expected: [Transcript.Line] = [.text("a"), .anything, .pattern("b[0-9]")]
    #expect(try expected.match(["a", "b1"]))
    #expect(try expected.match(["a", "x", "b1", "b2"]))
    #expect(try !expected.match(["a", "b1", "x"]))
    #expect(try !expected.match(["b1"]))
    #expect(try [Transcript.Line]().match([]))
  }

  @Test("Commands are read from the help of old and new versions")
  func commands() {
    let help = """
      kubectl controls

       Find more

      Basic Commands (Beginner):
        create        Create a resource

      Deploy Commands:
        rollout       Manage

      Usage:
        kubectl [flags] [options]
      """
    #expect(CommandList.names(in: help) == ["create", "rollout"])
  }
}
