import KubeModel
import ObjectStore

/// Ingresses without a class get the default one (DefaultIngressClass admission).
struct IngressStrategy: KindStrategy {
  var hasGeneration: Bool { true }

  func prepareForCreate(_ object: inout JSONValue, in scope: inout StrategyScope) throws {
    let annotations = ObjectMeta(json: object["metadata"] ?? .emptyObject).annotations
    guard object["spec"]?["ingressClassName"] == nil, annotations["kubernetes.io/ingress.class"] == nil,
      let name = DefaultClass.name(
        of: GroupResource(group: "networking.k8s.io", resource: "ingressclasses"),
        annotated: "ingressclass.kubernetes.io/is-default-class", in: scope.transaction)
    else { return }
    object["spec", default: .emptyObject]["ingressClassName"] = .string(name)
  }
}
