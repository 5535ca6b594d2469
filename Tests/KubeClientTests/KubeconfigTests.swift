import Foundation
import KubeClient
import KubeModel
import Testing

@Suite("Kubeconfig")
struct KubeconfigTests {
  private let entry = KubeconfigEntry(
    name: "localkube", server: "https://127.0.0.1:6443", certificateAuthority: [1, 2], clientCertificate: [3],
    clientKey: [4, 5, 6])

  private func inDirectory(_ body: (String) throws -> Void) throws {
    let directory = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    defer { #expect(throws: Never.self) { try FileManager.default.removeItem(atPath: directory) } }
    try body(directory)
  }

  private func write(_ text: String, _ path: String) throws {
    try Data(text.utf8).write(to: URL(filePath: path))
  }

  @Test("adding a context keeps other contexts and unknown fields, and removing it restores them")
  func merge() throws {
    try inDirectory { directory in
      let path = "\(directory)/config"
      try write(
        """
        apiVersion: v1
        kind: Config
        current-context: work
        x-mine: {keep: 1}
        clusters: [{name: work, cluster: {server: "https://work:443", extra: true}}]
        contexts: [{name: work, context: {cluster: work, user: work}}]
        users: [{name: work, user: {token: t}}]
        """, path)
      try KubeconfigWriter.add(entry, to: path)
      var config = try Kubeconfig(reading: [path])
      #expect(config.currentContext == "localkube")
      #expect(config.contextNames == ["work", "localkube"])
      #expect(config.files[0].document["x-mine"] == ["keep": 1])
      #expect(try config.context("work").configuration.token == "t")
      let context = try config.context()
      #expect(context.configuration.tls?.clientKey == [4, 5, 6])
      #expect(context.configuration.port == 6443)

      try KubeconfigWriter.add(entry, to: path)
      config = try Kubeconfig(reading: [path])
      #expect(config.contextNames == ["work", "localkube"])

      try KubeconfigWriter.remove("localkube", from: path)
      config = try Kubeconfig(reading: [path])
      #expect(config.contextNames == ["work"])
      #expect(config.currentContext == nil)
      #expect(try config.context("work").configuration.host == "work")
      #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == ["config"])
    }
  }

  @Test("a new kubeconfig and its directory are the user's alone")
  func newFile() throws {
    try inDirectory { directory in
      let path = "\(directory)/.kube/config"
      try KubeconfigWriter.add(entry, to: path)
      let file = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber
      let parent =
        try FileManager.default.attributesOfItem(atPath: "\(directory)/.kube")[.posixPermissions] as? NSNumber
      #expect(file?.intValue == 0o600)
      #expect(parent?.intValue == 0o700)
    }
  }

  @Test("a malformed kubeconfig is refused and stays as it was")
  func malformed() throws {
    try inDirectory { directory in
      let path = "\(directory)/config"
      try write("- a list\n", path)
      #expect(throws: KubeconfigError.self) { try KubeconfigWriter.add(entry, to: path) }
      #expect(try String(contentsOfFile: path, encoding: .utf8) == "- a list\n")
      #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == ["config"])
    }
  }

  @Test("of several files the first one's entries count, and files that do not exist are skipped")
  func severalFiles() throws {
    try inDirectory { directory in
      try write("current-context: a\ncontexts: [{name: a, context: {cluster: c, namespace: one}}]", "\(directory)/1")
      try write(
        """
        current-context: b
        contexts: [{name: a, context: {cluster: c, namespace: two}}]
        clusters: [{name: c, cluster: {server: "http://localhost:8080/base/", certificate-authority: ca.pem}}]
        """, "\(directory)/2")
      let config = try Kubeconfig(reading: ["\(directory)/1", "\(directory)/missing", "\(directory)/2"])
      let context = try config.context()
      #expect(context.name == "a")
      #expect(context.namespace == "one")
      #expect(context.configuration.pathPrefix == "/base")
      #expect(context.configuration.tls == nil)
    }
  }

  @Test("an entry is changed in the file that holds it, a new one goes into the first, and removal looks into all")
  func severalFilesChanged() throws {
    try inDirectory { directory in
      let (first, second, third) = ("\(directory)/1", "\(directory)/2", "\(directory)/3")
      try write("contexts: [{name: work, context: {cluster: work}}]\n", first)
      try write("clusters: [{name: localkube, cluster: {server: \"https://old:1\"}}]\ncurrent-context: work\n", second)
      let environment = ["KUBECONFIG": "\(third):\(first):\(second):\(first):/dev/null"]
      let files = try #require(KubeconfigSet(explicit: nil, environment: environment))
      #expect(files.paths == [third, first, second])
      try files.check(adding: "localkube")
      try files.add(entry)
      let one = try #require(try KubeconfigFile.read(first)).document
      let two = try #require(try KubeconfigFile.read(second)).document
      #expect(one["contexts"]?.arrayValue?.count == 2 && one["users"]?.arrayValue?.count == 1)
      #expect(one["clusters"] == nil && one["current-context"] == nil)
      #expect(two["clusters"]?.arrayValue?.first?["cluster"]?["server"] == "https://127.0.0.1:6443")
      #expect(two["current-context"] == "localkube" && two["users"] == nil)
      #expect(!FileManager.default.fileExists(atPath: third))
      try files.remove("localkube")
      #expect(try Kubeconfig(reading: files.paths).contextNames == ["work"])
      #expect(try Kubeconfig(reading: files.paths).currentContext == nil)
      #expect(try KubeconfigFile.read(second)?.document["clusters"]?.arrayValue?.isEmpty == true)
    }
  }

  @Test("a kubeconfig keeps its mode, its link and its place on the disk; what is the same is not written")
  func inPlace() throws {
    try inDirectory { directory in
      let (path, link, hard) = ("\(directory)/config", "\(directory)/link", "\(directory)/hard")
      try write("x-mine: 1\n", path)
      try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
      try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
      try FileManager.default.linkItem(atPath: path, toPath: hard)
      try KubeconfigWriter.add(entry, to: link)
      #expect(try Kubeconfig(reading: [hard]).currentContext == "localkube")
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o640)
      #expect((attributes[.referenceCount] as? NSNumber)?.intValue == 2)
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == path)
      let written = attributes[.modificationDate] as? Date
      try KubeconfigWriter.add(entry, to: path)
      #expect(try FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date == written)
    }
  }

  @Test("/dev/null is left alone, and what is no regular file is refused and stays")
  func irregular() throws {
    #expect(KubeconfigSet(explicit: nil, environment: ["KUBECONFIG": "/dev/null"]) == nil)
    #expect(KubeconfigSet(explicit: "/dev/null", environment: [:]) == nil)
    #expect(throws: KubeconfigError.irregular(path: "/dev/null")) { try KubeconfigWriter.add(entry, to: "/dev/null") }
    try inDirectory { directory in
      let pipe = "\(directory)/pipe"
      let made = unsafe mkfifo(pipe, 0o600)
      #expect(made == 0)
      let files = try #require(KubeconfigSet(explicit: pipe, environment: [:]))
      #expect(throws: KubeconfigError.irregular(path: pipe)) { try files.check(adding: "localkube") }
      #expect(throws: KubeconfigError.irregular(path: pipe)) { try files.add(entry) }
      #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == ["pipe"])
    }
  }

  @Test("files that a kubeconfig names are read from its own directory")
  func relativeFiles() throws {
    try inDirectory { directory in
      try write("PEM", "\(directory)/ca.pem")
      try write(
        """
        current-context: a
        contexts: [{name: a, context: {cluster: c}}]
        clusters: [{name: c, cluster: {server: "https://[::1]:6443", certificate-authority: ca.pem}}]
        """, "\(directory)/config")
      let context = try Kubeconfig(reading: ["\(directory)/config"]).context()
      #expect(context.configuration.tls?.certificateAuthority == Array("PEM".utf8))
      #expect(context.configuration.host == "::1")
    }
  }

  @Test("a context that does not exist is named beside those that do")
  func unknownContext() throws {
    let file = KubeconfigFile(path: "config", document: entry.document)
    let error = #expect(throws: KubeconfigError.self) { _ = try Kubeconfig(files: [file]).context("nope") }
    #expect(error?.description == #"context "nope" does not exist; there are: localkube"#)
  }

  @Test(
    "base64 goes both ways",
    arguments: [("", []), ("Zg==", [102]), ("Zm8=", [102, 111]), ("Zm9v", [102, 111, 111])] as [(String, [UInt8])])
  func base64(text: String, bytes: [UInt8]) {
    #expect(Base64.encode(bytes) == text)
    #expect(Base64.decode(text) == bytes)
  }

  @Test("what is no base64 is refused", arguments: ["Z", "Zg=a", "Z*=="])
  func badBase64(text: String) { #expect(Base64.decode(text) == nil) }
}
