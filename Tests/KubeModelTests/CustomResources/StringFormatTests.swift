import KubeModel
import Testing

/// The formats that texts are checked for.
@Suite("Formats of texts")
struct StringFormatTests {
  private func accepts(_ text: String, _ format: String) -> Bool {
    let schema = StructuralSchema(json: [
      "type": "object", "properties": ["x": ["type": "string", "format": .string(format)]],
    ])
    return CustomResourceRules(schema: schema, scale: nil)
      .causes(["metadata": ["name": "n"], "x": .string(text)], old: nil, isStatus: false).isEmpty
  }

  @Test(
    "Texts have the formats that kube-apiserver finds in them",
    arguments: [
      ("ipv4", "10.0.0.1", "10.0.0.256"), ("ipv6", "fe80::1", "fe80:::1"), ("ipv6", "::ffff:10.0.0.1", "1:2:3"),
      ("cidr", "10.0.0.0/8", "10.0.0.0/33"), ("cidr", "2001:db8::/32", "2001:db8::/129"),
      ("date", "2024-02-29", "2024-2-29"), ("date-time", "2024-02-29T10:00:00Z", "2024-02-29"),
      ("duration", "1h30m", "1 fortnight"), ("byte", "aGk=", "a"), ("email", "a@b.org", "a.b.org"),
      ("hostname", "Host.example", "-x"), ("mac", "00:1b:44:11:3a:b7", "00:1b"),
      ("uri", "https://a/b", "a b"), ("uuid", "6fb9974e-9ea9-42c9-a390-294a9cb43f68", "6fb9974e"),
      ("uuid4", "6fb9974e-9ea9-42c9-a390-294a9cb43f68", "6fb9974e-9ea9-12c9-a390-294a9cb43f68"),
      ("hexcolor", "#ffcc00", "#ffcc0"), ("rgbcolor", "rgb(1, 2, 255)", "rgb(1, 2, 256)"),
      ("isbn", "978-0321751041", "978-0321751042"), ("isbn10", "0321751043", "0321751044"),
    ])
  func formats(format: String, right: String, wrong: String) {
    #expect(accepts(right, format))
    #expect(!accepts(wrong, format))
  }

  @Test("A format that nobody knows has no say")
  func unknown() { #expect(accepts("anything", "colour")) }
}
