/// Recognises a program that ended because it is of another version than its image asks for, and was given settings that
/// only that version knows.
enum OutdatedProgram {
  /// How programs complain about settings that they do not know (Consul's configuration files, Go's flags, getopt).
  private static let complaints = [
    "invalid config key", "flag provided but not defined", "unrecognized option", "unknown flag", "has invalid keys",
  ]

  /// What to tell; nil when the version is the right one or the log says nothing of the kind.
  ///
  /// - Parameters:
  ///   - image: The image that was asked for.
  ///   - imageID: What ran in its place, as a ``ResolvedImage`` has it.
  ///   - log: The end of what it wrote; read only where the version is another one.
  static func note(image: String, imageID: String, log: @autoclosure () -> String) -> String? {
    guard let at = imageID.lastIndex(of: "@"), imageID.hasPrefix("localkube-recipe://"),
      let note = RecipeBook.note(on: ImageReference(image), version: String(imageID[imageID.index(after: at)...]))
    else { return nil }
    let lines = log().split(separator: "\n")
    guard let line = lines.last(where: { line in complaints.contains { line.contains($0) } }) else { return nil }
    // In front of the text stand the time, the stream and whether the line is whole.
    let text = line.split(separator: " ", maxSplits: 3).last ?? line
    return "\(note), which does not take what it is given: \(text.trimmingPrefix { $0 == " " || $0 == "*" }); "
      + "put a program of that version on PATH, or pull it with localkube image pull"
  }
}
