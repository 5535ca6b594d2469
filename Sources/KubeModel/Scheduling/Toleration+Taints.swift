extension Toleration {
  /// Whether a pod with this toleration bears the taint.
  package func tolerates(_ taint: Taint) -> Bool {
    if let effect = self.effect, !effect.isEmpty, effect != taint.effect { return false }
    let key = self.key ?? ""
    if !key.isEmpty, key != taint.key { return false }
    switch self.operator ?? "Equal" {
    case "Exists": return true
    case "Equal", "": return !key.isEmpty && (self.value ?? "") == (taint.value ?? "")
    default: return false
    }
  }
}
