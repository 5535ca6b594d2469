/// localkube's directory: `$LOCALKUBE_HOME`, or `.localkube` in the user's home.
package struct Home: Sendable, Hashable {
  /// An absolute path.
  package let path: String

  package init(path: String) { self.path = path }

  /// What the environment says; nil when neither `LOCALKUBE_HOME` nor `HOME` is set.
  package init?(environment: [String: String]) {
    if let path = environment["LOCALKUBE_HOME"], !path.isEmpty {
      self.init(path: path)
    } else if let home = environment["HOME"], !home.isEmpty {
      self.init(path: home + "/.localkube")
    } else {
      return nil
    }
  }

  /// Where recipes of the user's own are.
  package var recipes: String { path + "/recipes" }

  /// What was fetched and can be fetched again.
  package var cache: String { path + "/cache" }

  /// Where the profiles are.
  package var profiles: String { path + "/profiles" }

  /// The profile of that name; throws for a name that cannot be a directory and a kubeconfig context.
  package func profile(_ name: String) throws(ProfileNameError) -> Profile {
    try Profile(name: name, home: self)
  }
}

/// A name that no profile can have.
package struct ProfileNameError: Error, CustomStringConvertible {
  package let name: String

  package var description: String {
    "\"\(name)\" cannot be a profile's name: use up to 63 lower-case letters, digits and dashes, starting with a letter"
  }
}

/// One cluster and the directory that holds it.
package struct Profile: Sendable, Hashable {
  package let name: String
  package let home: Home

  /// The profile when none is named.
  package static let defaultName = "localkube"

  fileprivate init(name: String, home: Home) throws(ProfileNameError) {
    let isAllowed = name.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
    guard isAllowed, (1...63).contains(name.utf8.count), name.first?.isLetter == true, name.last != "-" else {
      throw ProfileNameError(name: name)
    }
    self.name = name
    self.home = home
  }

  package var directory: String { "\(home.profiles)/\(name)" }
  /// What `up` was asked for, kept for the next one.
  package var configuration: String { directory + "/config.yaml" }
  package var database: String { directory + "/state.db" }
  package var certificates: String { directory + "/pki" }
  /// The administrator's way in, which `up` merges into the user's kubeconfig.
  package var kubeconfig: String { directory + "/kubeconfig" }
  /// Sockets, locks and process ids: of no use after a reboot.
  package var run: String { directory + "/run" }
  package var logs: String { directory + "/logs" }
  /// What PersistentVolumes hold.
  package var volumes: String { directory + "/volumes" }
  /// Layers and volumes of pods.
  package var pods: String { directory + "/pods" }

  /// The socket of `sandboxd`.
  package var sandboxSocket: String { run + "/sandboxd.sock" }
  /// Locked by `supervise` while the cluster is up; holds its process id.
  package var lock: String { run + "/supervise.lock" }
  /// What `supervise` and `serve` say.
  package var daemonLog: String { logs + "/localkube.log" }
}
