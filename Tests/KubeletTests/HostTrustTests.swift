import LinuxSystem
import SandboxRuntime
import Testing

@testable import Kubelet

@Suite("What containers see of the machine's trust store")
struct HostTrustTests {
  @Test("Certificates are shown, keys and private directories are not, wherever they lie")
  func onlyPublic() throws {
    let base = try FileSystem.makeTemporaryDirectory(prefix: "lk-trust-")
    defer { try? FileSystem.removeTree(base) }
    let root = base + "/host"
    let certs = root + "/etc/ssl/certs"
    for directory in ["/etc/ssl/private", "/etc/ssl/certs/java", "/srv"] {
      try FileSystem.makeDirectory(root + directory)
    }
    let certificate = "-----BEGIN CERTIFICATE-----\n"
    try FileSystem.write(text: certificate, to: certs + "/ca-certificates.crt")
    try FileSystem.write(text: certificate, to: root + "/srv/extra.pem")
    try FileSystem.write(text: "-----BEGIN RSA PRIVATE KEY-----\n", to: certs + "/open.key")
    try FileSystem.write(text: certificate, to: certs + "/closed.pem", permissions: 0o640)
    try FileSystem.write(text: "key", to: root + "/etc/ssl/private/host.key", permissions: 0o600)
    try FileSystem.write(text: "openssl_conf", to: root + "/etc/ssl/openssl.cnf")
    try FileSystem.write(text: "-----BEGIN PRIVATE KEY-----\n", to: root + "/etc/ssl/cert.pem")
    try FileSystem.makeLink(certs + "/0a775a30.0", to: "ca-certificates.crt")
    try FileSystem.makeLink(certs + "/extra.pem", to: root + "/srv/extra.pem")
    try FileSystem.makeLink(certs + "/leads.pem", to: "../private/host.key")
    try FileSystem.makeLink(certs + "/shell", to: "/usr/bin/env")

    let trust = HostTrust(directory: base + "/trust", root: root)
    let mounts = try trust.mounts()
    #expect(mounts.map(\.destination) == ["/etc/ssl/certs", "/etc/ssl/openssl.cnf"])
    #expect(mounts.allSatisfy { $0.isReadOnly })
    guard case .host(let copy) = mounts[0].source else { return }
    #expect(try FileSystem.list(copy) == ["0a775a30.0", "ca-certificates.crt", "extra.pem", "shell"])
    #expect(try FileSystem.readText(copy + "/0a775a30.0") == certificate)
    #expect(try FileSystem.status(copy + "/extra.pem", followsLinks: false).kind == .file)

    // The copy is made once, and anew when the machine's directory has changed.
    let again = try trust.mounts()
    #expect(again == mounts)
    try FileSystem.write(text: certificate, to: certs + "/new.pem")
    guard case .host(let next) = try trust.mounts()[0].source else { return }
    #expect(next != copy && FileSystem.exists(next + "/new.pem"))
    let left = try FileSystem.list(base + "/trust")
    #expect(!left.contains { $0.hasPrefix(".") })
  }
}
