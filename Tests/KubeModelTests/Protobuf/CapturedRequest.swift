import Testing

/// Bodies as kubectl 1.33.9 sends them, with the objects that its `--dry-run=client -o json` prints for the same
/// command.
///
/// Line breaks within a text mean nothing.
struct CapturedRequest: Sendable, CustomTestStringConvertible {
  let name: String
  /// In base64.
  let body: String
  /// In JSON.
  let object: String

  var testDescription: String { name }

  static let all = [
    CapturedRequest(
      name: "configmap",
      body: """
        azhzAAoPCgJ2MRIJQ29uZmlnTWFwEi4KEQoBYxIAGgAiACoAMgA4AEIAEgUKAWESABIGCgFiEgEyGgoKAXoSBWJpbv8AGgAiAA==
        """,
      object: #"""
        {"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"c","creationTimestamp":null},"data":{"a":"","b":"2
        "},"binaryData":{"z":"Ymlu/wA="}}
        """#),
    CapturedRequest(
      name: "secret",
      body: """
        azhzAAoMCgJ2MRIGU2VjcmV0Eh0KEQoBcxIAGgAiACoAMgA4AEIAEgYKAWsSAXYaABoAIgA=
        """,
      object: #"""
        {"kind":"Secret","apiVersion":"v1","metadata":{"name":"s","creationTimestamp":null},"data":{"k":"dg=="}}
        """#),
    CapturedRequest(
      name: "deployment",
      body: """
        azhzAAoVCgdhcHBzL3YxEgpEZXBsb3ltZW50ErgBCh8KA3dlYhIAGgAiACoAMgA4AEIAWgoKA2FwcBIDd2ViEoYBCAASDAoKCgNhcHASA3dl
        YhpsChwKABIAGgAiACoAMgA4AEIAWgoKA2FwcBIDd2ViEkwSLgoFbmdpbngSBW5naW54KgAyCgoAEAAYUCIAKgBCAGoAcgCAAQCIAQCQAQCi
        AQAaADIAQgBKAFIAWABgAGgAggEAigEAmgEAwgEAIgIKACgAOAAaDAgAEAAYACAAKAA4ABoAIgA=
        """,
      object: #"""
        {"kind":"Deployment","apiVersion":"apps/v1","metadata":{"name":"web","creationTimestamp":null,"labels":{"app
        ":"web"}},"spec":{"replicas":0,"selector":{"matchLabels":{"app":"web"}},"template":{"metadata":{"creationTim
        estamp":null,"labels":{"app":"web"}},"spec":{"containers":[{"name":"nginx","image":"nginx","ports":[{"contai
        nerPort":80}],"resources":{}}]}},"strategy":{}},"status":{}}
        """#),
    CapturedRequest(
      name: "service",
      body: """
        azhzAAoNCgJ2MRIHU2VydmljZRKAAQobCgFzEgAaACIAKgAyADgAQgBaCAoDYXBwEgFzEl0KHgoHODAtaHR0cBIDVENQGFAiCggBEAAaBGh0
        dHAoAAoYCgM0NDMSA1RDUBi7AyIHCAAQuwMaACgAEggKA2FwcBIBcxoAIglDbHVzdGVySVA6AEIAUgBaAGAAaAAaAgoAGgAiAA==
        """,
      object: #"""
        {"kind":"Service","apiVersion":"v1","metadata":{"name":"s","creationTimestamp":null,"labels":{"app":"s"}},"s
        pec":{"ports":[{"name":"80-http","protocol":"TCP","port":80,"targetPort":"http"},{"name":"443","protocol":"T
        CP","port":443,"targetPort":443}],"selector":{"app":"s"},"type":"ClusterIP"},"status":{"loadBalancer":{}}}
        """#),
    CapturedRequest(
      name: "ingress",
      body: """
        azhzAAofChRuZXR3b3JraW5nLms4cy5pby92MRIHSW5ncmVzcxJFChEKAWkSABoAIgAqADIAOABCABIsGioKCWEuZXhhbXBsZRIdChsKGQoC
        L3gSCyIJCgFzEgQKABBQGgZQcmVmaXgaAgoAGgAiAA==
        """,
      object: #"""
        {"kind":"Ingress","apiVersion":"networking.k8s.io/v1","metadata":{"name":"i","creationTimestamp":null},"spec
        ":{"rules":[{"host":"a.example","http":{"paths":[{"path":"/x","pathType":"Prefix","backend":{"service":{"nam
        e":"s","port":{"number":80}}}}]}}]},"status":{"loadBalancer":{}}}
        """#),
    CapturedRequest(
      name: "quota",
      body: """
        azhzAAoTCgJ2MRINUmVzb3VyY2VRdW90YRI0ChEKAXESABoAIgAqADIAOABCABIdCg4KA2NwdRIHCgUxNTAwbQoLCgRwb2RzEgMKATUaABoA
        IgA=
        """,
      object: #"""
        {"kind":"ResourceQuota","apiVersion":"v1","metadata":{"name":"q","creationTimestamp":null},"spec":{"hard":{"
        cpu":"1500m","pods":"5"}},"status":{}}
        """#),
    CapturedRequest(
      name: "pdb",
      body: """
        azhzAAogCglwb2xpY3kvdjESE1BvZERpc3J1cHRpb25CdWRnZXQSNgoRCgFwEgAaACIAKgAyADgAQgASFQoJCAEQABoDNTAlEggKBgoBYRIB
        YhoKCAAYACAAKAAwABoAIgA=
        """,
      object: #"""
        {"kind":"PodDisruptionBudget","apiVersion":"policy/v1","metadata":{"name":"p","creationTimestamp":null},"spe
        c":{"minAvailable":"50%","selector":{"matchLabels":{"a":"b"}}},"status":{"disruptionsAllowed":0,"currentHeal
        thy":0,"desiredHealthy":0,"expectedPods":0}}
        """#),
    CapturedRequest(
      name: "clusterrolebinding",
      body: """
        azhzAAoyChxyYmFjLmF1dGhvcml6YXRpb24uazhzLmlvL3YxEhJDbHVzdGVyUm9sZUJpbmRpbmcShwEKEQoBYhIAGgAiACoAMgA4AEIAEiYK
        BFVzZXISGXJiYWMuYXV0aG9yaXphdGlvbi5rOHMuaW8aAXUiABIaCg5TZXJ2aWNlQWNjb3VudBIAGgJzYSICbnMaLgoZcmJhYy5hdXRob3Jp
        emF0aW9uLms4cy5pbxILQ2x1c3RlclJvbGUaBHZpZXcaACIA
        """,
      object: #"""
        {"kind":"ClusterRoleBinding","apiVersion":"rbac.authorization.k8s.io/v1","metadata":{"name":"b","creationTim
        estamp":null},"subjects":[{"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":"u"},{"kind":"Service
        Account","name":"sa","namespace":"ns"}],"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRol
        e","name":"view"}}
        """#),
  ]
}
