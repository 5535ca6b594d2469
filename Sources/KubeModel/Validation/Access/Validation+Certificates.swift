/// Requests for certificates (Kubernetes: "Certificates and Certificate Signing Requests"), apart from what stands in
/// their PEM texts.
extension Validation {
  private static let usages = [
    "any", "cert sign", "client auth", "code signing", "content commitment", "crl sign", "data encipherment",
    "decipher only", "digital signature", "email protection", "encipher only", "ipsec end system", "ipsec tunnel",
    "ipsec user", "key agreement", "key encipherment", "microsoft sgc", "netscape sgc", "ocsp signing", "s/mime",
    "server auth", "signing", "timestamping",
  ]

  static func certificateRequest(_ object: JSONValue, _ old: JSONValue?, _ findings: inout Findings) {
    let path = FieldPath("spec")
    let spec = object["spec"] ?? .emptyObject
    let isFirst = findings.writtenVersion == "v1beta1"
    let given = spec.list("usages")
    if given.isEmpty { findings.required(path["usages"]) }
    // The first version took any usages; what it took stays.
    let before = old?["spec"]?.texts("usages") ?? []
    if !isFirst, Set(usages).isSuperset(of: before) {
      for (index, usage) in given.enumerated() {
        findings.optionalChoice(path["usages"][index], usage, usages)
      }
    }
    if !isFirst, Set(before).count == before.count {
      findings.duplicates(given) { path["usages"][$0] }
    }
    let signer = spec.text("signerName")
    let legacy = "kubernetes.io/legacy-unknown"
    if signer == legacy, !isFirst, old?["spec"]?["signerName"] != .string(legacy) {
      findings.invalid(
        path["signerName"], .string(signer), "the legacy signerName is not allowed via this API version")
    } else {
      signerName(signer, path["signerName"], &findings)
    }
    if let seconds = spec["expirationSeconds"]?.integerValue, seconds < 600 {
      findings.invalid(
        path["expirationSeconds"], .integer(seconds),
        "may not specify a duration less than 600 seconds (10 minutes)")
    }
  }

  private static func signerName(_ name: String, _ path: FieldPath, _ findings: inout Findings) {
    guard !name.isEmpty else { return findings.required(path) }
    let parts = name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2 else {
      return findings.invalid(
        path, .string(name), "must be a fully qualified domain and path of the form 'example.com/signer-name'")
    }
    findings.atMost(253, path, parts[0])
    let domain = parts[0].split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    signerLabels(domain, of: parts[0], NameForms.label, path, &findings)
    if domain.count < 2 {
      findings.invalid(
        path, .string(parts[0]), "should be a domain with at least two segments separated by dots")
    }
    let labels = parts[1].split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    signerLabels(labels, of: parts[1], NameForms.subdomain, path, &findings)
    findings.atMost(571, path, name)
  }

  /// Only the first label that is wrong is told.
  private static func signerLabels(
    _ labels: [String], of part: String, _ form: (String) -> [String], _ path: FieldPath,
    _ findings: inout Findings
  ) {
    guard let wrong = labels.first(where: { !form($0).isEmpty }) else { return }
    for problem in form(wrong) {
      findings.invalid(
        path, .string(part), "validating label \(JSONValue.string(wrong).jsonText): \(problem)")
    }
  }
}
