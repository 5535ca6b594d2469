/// Durations as Kubernetes prints ages: at most two units, coarser as the time gets longer.
package enum HumanDuration {
  /// The time since a moment, such as `5m12s`; `<unknown>` for nil.
  package static func text(since moment: Timestamp?, now: Timestamp) -> String {
    guard let moment else { return "<unknown>" }
    return text(seconds: (now - moment).components.seconds)
  }

  /// A number of seconds, such as `90s`, `3h12m` or `2y100d`.
  package static func text(seconds: Int64) -> String {
    if seconds < -1 { return "<invalid>" }
    if seconds < 120 { return "\(max(0, seconds))s" }
    let minutes = seconds / 60
    if minutes < 10 { return pair(minutes, "m", seconds % 60, "s") }
    if minutes < 180 { return "\(minutes)m" }
    let hours = minutes / 60
    if hours < 8 { return pair(hours, "h", minutes % 60, "m") }
    if hours < 48 { return "\(hours)h" }
    let days = hours / 24
    if days < 8 { return pair(days, "d", hours % 24, "h") }
    if days < 730 { return "\(days)d" }
    let years = days / 365
    return years < 8 ? pair(years, "y", days % 365, "d") : "\(years)y"
  }

  private static func pair(_ large: Int64, _ largeUnit: String, _ small: Int64, _ smallUnit: String) -> String {
    small == 0 ? "\(large)\(largeUnit)" : "\(large)\(largeUnit)\(small)\(smallUnit)"
  }
}
