import KubeModel
import NIOHTTP1

/// Who asks, in the headers that aggregated servers read (Kubernetes: "Authentication", authenticating proxy).
enum RemoteIdentity {
  static func headers(of user: UserInfo) -> HTTPHeaders {
    var headers: HTTPHeaders = ["X-Remote-User": user.name]
    if let uid = user.uid { headers.add(name: "X-Remote-Uid", value: uid) }
    for group in user.groups { headers.add(name: "X-Remote-Group", value: group) }
    for (key, values) in user.extra.sorted(by: { $0.key < $1.key }) {
      for value in values { headers.add(name: "X-Remote-Extra-" + escaped(key), value: value) }
    }
    return headers
  }

  /// A key as part of a header's name: what may not stand there is percent-encoded.
  private static func escaped(_ key: String) -> String {
    var text = ""
    for byte in key.utf8 {
      let character = Character(UnicodeScalar(byte))
      let isToken = byte < 128 && (character.isLetter || character.isNumber || "!#$&'*+-.^_`|~".contains(character))
      if isToken {
        text.append(character)
      } else {
        let digits = String(byte, radix: 16, uppercase: true)
        text += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
      }
    }
    return text
  }
}
