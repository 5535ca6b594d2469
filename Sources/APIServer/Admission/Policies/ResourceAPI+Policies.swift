import KubeClient
import KubeModel
import ObjectStore

extension ResourceAPI {
  /// Throws the refusal of an admission policy; where no policy is bound, this is one look at an index.
  func admitByPolicies(_ change: ObjectChange, _ call: Call, in reader: AdmissionReader) throws {
    guard !call.isJudgedByPolicies else { return }
    try judge(call, in: reader) {
      AdmissionAttributes(
        change, object: change.new, call, forms: forms(of: call),
        isDryRun: call.request.write.dryRun || call.request.delete.dryRun)
    }
  }

  /// Throws the refusal of an admission policy.
  func judge(_ call: Call, in reader: AdmissionReader, _ attributes: () -> AdmissionAttributes) throws {
    let hooks = policyIndex.hooks
    guard !hooks.isEmpty, !PolicyIndex.exempt.contains(call.groupResource) else { return }
    try PolicyAdmission(
      hooks: hooks, attributes: attributes(), context: call.context, authorizer: authorizer,
      parameters: PolicyParameters(table: table, reader: reader)
    ).check()
  }

  /// All of admission at once, for what is neither defaulted nor validated between its parts; returns what webhooks made
  /// of the object.
  func pass(
    _ change: ObjectChange, over current: StoredObject?, _ call: Call, in transaction: StoreTransaction
  ) throws -> JSONValue? {
    let resumed = try call.admission?.resumed(over: current)
    try call.admission?.pauseToMutate(change, replacing: current)
    var seen = change
    seen.new = resumed ?? change.new
    try admitByPolicies(seen, call, in: .transaction(transaction))
    try call.admission?.pauseToValidate(seen, replacing: current)
    return seen.new
  }
}
