package import ControllerKit
import FoundationEssentials
package import KubeClient
import KubeModel
package import Logging
import ServiceLifecycle
import X509

/// Signs approved requests for the signers of Kubernetes, and removes requests that have had their time.
package struct CertificateSigner: Reconciler {
  private let authority: CertificateAuthority
  private let client: any KubeClient
  private let requests: Informer<KubeModel.CertificateSigningRequest>
  private let time: TimeSource

  /// How long a request stays: undecided, decided, and failed, as kube-controller-manager has it.
  private static let pendingLife = Duration.seconds(24 * 3_600)
  private static let decidedLife = Duration.seconds(3_600)

  /// The signer as a service.
  package static func service(
    authority: CertificateAuthority, client: any KubeClient, informers: InformerSet, time: TimeSource = .system,
    logger: Logger
  ) -> Controller<CertificateSigner> {
    let signer = CertificateSigner(authority: authority, client: client, informers: informers, time: time)
    let controller = Controller(name: "certificate-signer", reconciler: signer, logger: logger)
    signer.requests.onChange { controller.enqueue($0.object.name) }
    return controller
  }

  init(authority: CertificateAuthority, client: any KubeClient, informers: InformerSet, time: TimeSource) {
    self.authority = authority
    self.client = client
    requests = informers.informer(KubeModel.CertificateSigningRequest.self)
    self.time = time
  }

  // The key is the name of a request.
  package func reconcile(_ key: String) async throws -> ReconcileResult {
    try await requests.waitUntilSynced()
    guard let request = requests.get(name: key) else { return .done }
    let now = time.now()
    let end = Self.end(of: request)
    guard end > now else {
      try await client.deleteIfPresent(KubeModel.CertificateSigningRequest.self, name: key)
      return .done
    }
    if let signer = Self.dueSigner(of: request) { try await sign(request, signer, now: now) }
    return .requeue(after: end - now)
  }

  /// The signer whose turn it is; nil when the request waits, is done, or is for a signer elsewhere.
  static func dueSigner(of request: KubeModel.CertificateSigningRequest) -> SigningPolicy.Signer? {
    guard request.condition("Approved") != nil, request.condition("Denied") == nil,
      request.condition("Failed") == nil, (request.status.certificate ?? "").isEmpty
    else { return nil }
    return SigningPolicy.Signer(rawValue: request.spec.signerName ?? "")
  }

  /// When the request is removed.
  static func end(of request: KubeModel.CertificateSigningRequest) -> Timestamp {
    for type in ["Approved", "Denied", "Failed"] {
      guard let condition = request.condition(type) else { continue }
      let decided = condition["lastUpdateTime"].flatMap { Timestamp(json: $0) }
      return (decided ?? request.metadata.creationTimestamp ?? Timestamp(seconds: 0)) + decidedLife
    }
    return (request.metadata.creationTimestamp ?? Timestamp(seconds: 0)) + pendingLife
  }

  private func sign(
    _ request: KubeModel.CertificateSigningRequest, _ signer: SigningPolicy.Signer, now: Timestamp
  ) async throws {
    var signed = request
    do {
      let order = try SigningPolicy.order(request.spec, signer: signer)
      let date = Date(timeIntervalSince1970: Double(now.seconds))
      let certificate = try authority.sign(order, now: date)
      signed.status.certificate = Data(certificate.utf8).base64EncodedString()
    } catch let refusal as SigningPolicy.Refusal {
      signed.status.conditions.append([
        "type": "Failed", "status": "True", "reason": "SignerValidationFailure", "message": .string("\(refusal)"),
        "lastUpdateTime": now.json, "lastTransitionTime": now.json,
      ])
    }
    _ = try await client.update(
      KubeModel.CertificateSigningRequest.resource, namespace: nil, name: request.name, subresource: "status",
      object: signed.json, options: WriteOptions())
  }
}
