import Glibc
import KubeModel
import LinuxSystem

/// Reads manifests: files, directories of them, and standard input (`-`), as YAML or JSON.
enum ManifestReader {
  /// All objects in order; Lists are taken apart.
  static func read(_ paths: [String], recursive: Bool) throws -> [JSONValue] {
    try paths.flatMap { path -> [JSONValue] in
      if path == "-" { return try objects(in: try Self.standardInput(), from: "standard input") }
      if path.hasPrefix("http://") || path.hasPrefix("https://") {
        throw CommandFailure.usage("manifests are not fetched from URLs; download \(path) and pass the file")
      }
      return try files(path, recursive: recursive, isNamed: true).flatMap { file in
        try objects(in: try text(of: file), from: file)
      }
    }
  }

  /// The text of one file, or of standard input.
  static func text(of path: String) throws -> String {
    if path == "-" { return try standardInput() }
    do {
      return try FileSystem.readText(path)
    } catch {
      throw CommandFailure("cannot read \(path): \(SystemError.text(error.number))")
    }
  }

  /// The objects of a text.
  static func objects(in text: String, from source: String) throws -> [JSONValue] {
    let documents: [JSONValue]
    do {
      documents = try JSONValue.yamlDocuments(text)
    } catch {
      throw CommandFailure("\(source) is not valid YAML: \(error)")
    }
    return try documents.flatMap { document -> [JSONValue] in
      guard document.objectValue != nil else { throw CommandFailure("\(source) holds something that is no object") }
      guard document["kind"]?.stringValue?.isEmpty == false, document["apiVersion"]?.stringValue?.isEmpty == false
      else {
        throw CommandFailure("\(source) holds an object without apiVersion or kind; every manifest must have both")
      }
      if document["kind"]?.stringValue?.hasSuffix("List") == true, let items = document["items"]?.arrayValue {
        return items
      }
      return [document]
    }
  }

  private static func files(_ path: String, recursive: Bool, isNamed: Bool) throws -> [String] {
    let kind: FileStatus.Kind
    do {
      kind = try FileSystem.status(path).kind
    } catch {
      throw CommandFailure("the path \"\(path)\" cannot be read: \(SystemError.text(error.number))")
    }
    guard kind == .directory else {
      let isManifest = [".yaml", ".yml", ".json"].contains { path.hasSuffix($0) }
      return isNamed || isManifest ? [path] : []
    }
    guard isNamed || recursive else { return [] }
    return try FileSystem.list(path).sorted().flatMap {
      try files(Path.join(path, $0), recursive: recursive, isNamed: false)
    }
  }

  private static func standardInput() throws -> String {
    // A duplicate is closed afterwards; the number itself stays open for the whole process.
    let input = OwnedDescriptor(owning: dup(0))
    return String(decoding: try input.readToEnd(), as: UTF8.self)
  }
}
