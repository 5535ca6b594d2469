import Testing

@testable import Kubelet

@Suite("The addresses of probes")
struct ProbeURLTests {
  @Test(
    "A path is a relative reference",
    arguments: [
      ("", "http://10.0.0.1:80", "/"), ("healthz", "http://10.0.0.1:80/healthz", "/healthz"),
      ("/a?b=c&d", "http://10.0.0.1:80/a?b=c&d", "/a?b=c&d"), ("/a#b", "http://10.0.0.1:80/a#b", "/a"),
      ("/a b", "http://10.0.0.1:80/a%20b", "/a%20b"), ("/a%20b", "http://10.0.0.1:80/a%20b", "/a%20b"),
      ("/50%", "http://10.0.0.1:80/50%25", "/50%25"), ("/ü", "http://10.0.0.1:80/%C3%BC", "/%C3%BC"),
      ("http://elsewhere/x", "http://10.0.0.1:80/x", "/x"), ("?x", "http://10.0.0.1:80?x", "/?x"),
    ])
  func reads(reference: String, text: String, target: String) {
    let url = ProbeURL(scheme: "http", host: "10.0.0.1", port: 80, reference: reference)
    #expect(url.description == text)
    #expect(url.target == target)
  }

  @Test(
    "A location is resolved against the address that it came from",
    arguments: [
      ("/x", "http://h:80/x"), ("x", "http://h:80/a/x"), ("../x", "http://h:80/x"), ("./", "http://h:80/a/"),
      ("?q", "http://h:80/a/b?q"), ("https://h/x", "https://h/x"), ("//o:8080/", "http://o:8080/"),
      ("http://[::1]:81/x", "http://[::1]:81/x"), ("#f", "http://h:80/a/b?c#f"),
    ])
  func follows(location: String, text: String) {
    let url = ProbeURL(scheme: "http", host: "h", port: 80, reference: "/a/b?c")
    #expect(url.following(location)?.description == text)
  }

  @Test("A location that is no address of HTTP leads nowhere", arguments: ["ftp://h/x", "http://h:x/", "http:///x"])
  func leadsNowhere(location: String) {
    #expect(ProbeURL(scheme: "http", host: "h", port: 80, reference: "/").following(location) == nil)
  }
}
