extension Timestamp {
  /// The moment in HTTP's form: `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, section 5.6.7).
  package var httpDate: String {
    let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    let text = description  // 1994-11-06T08:49:37Z
    let parts = text.split { "-TZ".contains($0) }
    guard parts.count == 4, let month = Int(parts[1]), (1...12).contains(month) else { return text }
    let weekday = Int(((seconds / 86_400) % 7 + 7) % 7)
    return "\(days[weekday]), \(parts[2]) \(months[month - 1]) \(parts[0]) \(parts[3]) GMT"
  }
}
