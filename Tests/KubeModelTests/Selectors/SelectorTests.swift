import KubeModel
import Testing

@Suite("Selectors in their text form")
struct SelectorTests {
  private func matches(_ selector: String, _ labels: JSONValue) throws -> Bool {
    try LabelRequirement.parse(selector).allSatisfy { $0.holds(for: labels) }
  }

  @Test(
    "A label selector chooses by every operator",
    arguments: [
      ("", true), ("app=web", true), ("app==web", true), ("app!=web", false), ("tier!=x", true), ("app", true),
      ("!app", false), ("!tier", true), ("app in (web, db)", true), ("app notin (web,db)", false),
      ("app in (db,)", false),
      ("empty in (a,)", true), ("size>3", true), ("size<3", false), ("app = web , size>4 , !tier", true),
      ("app=", false),
      ("empty=", true), ("in in (in)", false), ("notin", false),
    ])
  func labels(selector: String, isChosen: Bool) throws {
    #expect(try matches(selector, ["app": "web", "size": "5", "empty": ""]) == isChosen, "\(selector)")
  }

  @Test(
    "What is no label selector is refused in kube-apiserver's words",
    arguments: [
      ("a b", "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"),
      ("a,,b", "found ',', expected: identifier after ','"), ("a=b,", "found '', expected: identifier after ','"),
      ("=a", "found '=', expected: !, identifier, or 'end of string'"),
      ("a in b", "unable to parse requirement: found 'b' expected: '('"),
      ("a in (b", "unable to parse requirement: found '', expected: ',' or ')'"),
      ("a=b c", "found 'c', expected: ',' or 'end of string'"),
      ("!", "unable to parse requirement: found '', expected: identifier"),
      (
        "a>b",
        "unable to parse requirement: values[0][a]: Invalid value: \"b\": for 'Gt', 'Lt' operators, the value must be "
          + "an integer"
      ),
      (
        "a=-b",
        "unable to parse requirement: values[0][a]: Invalid value: \"-b\": a valid label must be an empty string or "
          + "consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character "
          + "(e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is "
          + "'(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"
      ),
    ])
  func malformed(selector: String, message: String) {
    #expect(throws: StatusError.badRequest(message)) { try LabelRequirement.parse(selector) }
  }

  @Test("A field selector's terms may hold signs behind a backslash")
  func fields() throws {
    let terms = try FieldSelectorText.parse(#"metadata.name=a\,b\=c,status.phase!=Running,x==y"#)
    #expect(terms.map(\.field) == ["metadata.name", "status.phase", "x"])
    #expect(terms.map(\.value) == ["a,b=c", "Running", "y"])
    #expect(terms.map(\.isNegated) == [false, true, false])
    #expect(throws: StatusError.badRequest("invalid selector: 'abc'; can't understand 'abc'")) {
      try FieldSelectorText.parse("abc")
    }
  }
}
