import CBuild

/// The commit that the program was built from, as far as the build was told.
package enum BuildCommit {
  /// In hexadecimal digits; empty when it is not known.
  package static let hash = unsafe String(cString: lk_build_commit())
  /// When it was made (RFC 3339, in UTC); empty when that is not known.
  package static let date = unsafe String(cString: lk_build_date())
}
