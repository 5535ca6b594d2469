extension VersionConversion.Steps {
  private static let prefix = "autoscaling.alpha.kubernetes.io/"

  /// `autoscaling/v1` knows one target, the share of the CPU that the pods asked for; everything else that `v2` has
  /// is carried along as JSON in annotations.
  static let horizontalPodAutoscaler = Self(
    toStored: { autoscaler in
      let carried = ["metrics", "current-metrics", "behavior", "conditions"].reduce(into: [:]) { carried, name in
        carried[name] = autoscaler.takeAnnotation(prefix + name).flatMap(Self.json)
      }
      autoscaler.update("spec") { spec in
        var metrics = carried["metrics"]?.arrayValue?.map { metric($0, .target, toStored: true) } ?? []
        if let share = spec["targetCPUUtilizationPercentage"] { metrics.append(cpu(share, .target)) }
        spec["targetCPUUtilizationPercentage"] = nil
        // As in kube-apiserver, the default comes here, where it is known that the annotations name no metric either.
        spec["metrics"] = .array(metrics.isEmpty ? [cpu(80, .target)] : metrics)
        spec["behavior"] = carried["behavior"]
      }
      autoscaler.update("status") { status in
        var metrics = carried["current-metrics"]?.arrayValue?.map { metric($0, .current, toStored: true) } ?? []
        if let share = status["currentCPUUtilizationPercentage"] { metrics.append(cpu(share, .current)) }
        status["currentCPUUtilizationPercentage"] = nil
        if !metrics.isEmpty { status["currentMetrics"] = .array(metrics) }
        status["conditions"] = carried["conditions"]
      }
    },
    fromStored: { autoscaler in
      var carried: [(String, JSONValue)] = []
      autoscaler.update("spec") { spec in
        var metrics = spec["metrics"]?.arrayValue ?? []
        spec["metrics"] = nil
        if let index = metrics.firstIndex(where: { share(of: $0, .target) != nil }) {
          spec["targetCPUUtilizationPercentage"] = share(of: metrics.remove(at: index), .target)
        }
        if !metrics.isEmpty {
          carried.append(("metrics", .array(metrics.map { metric($0, .target, toStored: false) })))
        }
        if let behavior = spec["behavior"] { carried.append(("behavior", behavior)) }
        spec["behavior"] = nil
      }
      autoscaler.update("status") { status in
        var metrics = status["currentMetrics"]?.arrayValue ?? []
        status["currentMetrics"] = nil
        if let index = metrics.firstIndex(where: { share(of: $0, .current) != nil }) {
          status["currentCPUUtilizationPercentage"] = share(of: metrics.remove(at: index), .current)
        }
        if !metrics.isEmpty {
          carried.append(("current-metrics", .array(metrics.map { metric($0, .current, toStored: false) })))
        }
        if let conditions = status["conditions"] { carried.append(("conditions", conditions)) }
        status["conditions"] = nil
        // `v2` leaves it out while it is zero, this version does not.
        status.setDefault("currentReplicas", 0)
      }
      for (name, value) in carried { autoscaler.annotate(prefix + name, value.jsonText) }
    })

  /// `autoscaling/v2beta1` has the values of its metrics as `v1`'s annotations have them, and no `behavior`.
  static let horizontalPodAutoscalerBeta = Self(
    toStored: { autoscaler in
      let behavior = autoscaler.takeAnnotation(prefix + "behavior").flatMap(Self.json)
      autoscaler.update("spec") { spec in
        spec.updateEach("metrics") { $0 = metric($0, .target, toStored: true) }
        spec["behavior"] = behavior
      }
      autoscaler.update("status") { status in
        status.updateEach("currentMetrics") { $0 = metric($0, .current, toStored: true) }
      }
    },
    fromStored: { autoscaler in
      let behavior = autoscaler[path: "spec", "behavior"]
      autoscaler.update("spec") { spec in
        spec.updateEach("metrics") { $0 = metric($0, .target, toStored: false) }
        spec["behavior"] = nil
      }
      autoscaler.update("status") { status in
        status.updateEach("currentMetrics") { $0 = metric($0, .current, toStored: false) }
        status.setDefault("currentReplicas", 0)
      }
      if let behavior { autoscaler.annotate(prefix + "behavior", behavior.jsonText) }
    })

  private static func json(_ text: String) -> JSONValue? {
    try? JSONValue(parsing: Array(text.utf8))  // An annotation that is no JSON says nothing, as in kube-apiserver.
  }

  /// The metric that stands for a share of the CPU.
  private static func cpu(_ share: JSONValue, _ aspect: Aspect) -> JSONValue {
    var resource: JSONValue = ["name": "cpu"]
    resource[aspect.rawValue] =
      aspect == .target ? ["type": "Utilization", "averageUtilization": share] : ["averageUtilization": share]
    return ["type": "Resource", "resource": resource]
  }

  /// The share of the CPU that a metric is about; nil when it is about something else.
  private static func share(of metric: JSONValue, _ aspect: Aspect) -> JSONValue? {
    guard metric["type"] == "Resource", metric[path: "resource", "name"] == "cpu" else { return nil }
    return metric[path: "resource", aspect.rawValue, "averageUtilization"]
  }

  /// Whether a metric says what is wanted, or what was measured.
  private enum Aspect: String {
    case target, current
  }

  /// The members that hold values: in `v1` and `v2beta1` by the type of metric, in `v2` below `target` or `current`.
  private static func values(_ type: String, _ aspect: Aspect) -> [(first: String, second: String)] {
    let prefix = aspect.rawValue
    return switch type {
    case "object": [(prefix + "Value", "value"), ("averageValue", "averageValue")]
    case "external": [(prefix + "Value", "value"), (prefix + "AverageValue", "averageValue")]
    default:
      [(prefix + "AverageUtilization", "averageUtilization"), (prefix + "AverageValue", "averageValue")]
    }
  }

  /// A metric of `v1`'s annotations as one of `v2`, or the other way round.
  private static func metric(_ metric: JSONValue, _ aspect: Aspect, toStored: Bool) -> JSONValue {
    var result = metric
    for type in ["object", "pods", "resource", "containerResource", "external"] {
      result.update(type) { source in
        let selector = type == "external" ? "metricSelector" : "selector"
        var inner = toStored ? JSONValue.emptyObject : source[aspect.rawValue] ?? .emptyObject
        if !toStored { source[aspect.rawValue] = nil }
        for (first, second) in values(type, aspect) {
          if toStored {
            if let value = source[first] { inner[second] = value }
            source[first] = nil
          } else if let value = inner[second] {
            source[first] = value
          }
        }
        if toStored {
          if type == "object" { source.rename("target", to: "describedObject") }
          if aspect == .target { inner["type"] = .string(targetType(inner)) }
          if let name = source["metricName"] {
            source["metric"] = ["name": name]
            if let given = source[selector] { source["metric"]?["selector"] = given }
            source["metricName"] = nil
            source[selector] = nil
          }
          source[aspect.rawValue] = inner
        } else {
          if type == "object" { source.rename("describedObject", to: "target") }
          if let identity = source["metric"] {
            source["metric"] = nil
            source["metricName"] = identity["name"]
            source[selector] = identity["selector"]
          }
        }
      }
    }
    return result
  }

  private static func targetType(_ target: JSONValue) -> String {
    if target["averageUtilization"] != nil { return "Utilization" }
    return target["averageValue"] != nil ? "AverageValue" : "Value"
  }
}
