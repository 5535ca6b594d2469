/// Gets a Consul program: the one that is there, or one that is fetched.
package struct ConsulProvider: Sendable {
  package let search: ConsulSearch
  package let archive: ReleaseArchive
  package let debian: DebianArchive?

  package init(search: ConsulSearch, archive: ReleaseArchive, debian: DebianArchive? = .ofThisMachine()) {
    self.search = search
    self.archive = archive
    self.debian = debian
  }

  /// The program that is there already, or one fetched into the cache: from HashiCorp's archive, or where that is out
  /// of reach from Debian's.
  ///
  /// - Throws: ``FetchError`` that says why neither could be had, and what to do.
  package func provide(onProgress: @Sendable (FetchProgress) -> Void = { _ in }) async throws -> ConsulProgram {
    if let found = await search.find() { return found }
    var reasons: [String] = []
    do {
      return try await checked(try await archive.fetch(into: search.cache, onProgress: onProgress))
    } catch let error as FetchError {
      reasons.append(error.description)
    }
    if let debian {
      onProgress(.debian)
      do {
        return try await checked(try await debian.fetch(into: search.cache))
      } catch let error as FetchError {
        reasons.append(error.description)
      }
    } else {
      reasons.append("this machine's apt sources name no Debian archive")
    }
    throw FetchError(
      description: "there is no consul program here and none could be fetched (\(reasons.joined(separator: "; "))): "
        + "put one on PATH, or add a recipe for the image consul whose file /bin/consul is one of this machine's "
        + "(localkube image add consul -f FILE)")
  }

  private func checked(_ path: String) async throws -> ConsulProgram {
    guard let program = await ConsulProgram(at: path) else {
      throw FetchError(description: "\(path) was fetched but does not run on this machine")
    }
    return program
  }
}
