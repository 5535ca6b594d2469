import Testing

@testable import KubeModel

@Suite("Descriptions of types")
struct TypeDescriptionTests {
  private let table = KubernetesTable.builtin
  private let descriptions = TypeDescriptions()

  @Test("Every type and field of the table has a description")
  func complete() throws {
    #expect(table.typeNames.count > 1_000)
    var missing: [String] = []
    for name in table.typeNames {
      if descriptions.description(of: name) == nil { missing.append(name) }
      for field in try #require(table.type(named: name)).fields
      where descriptions.description(of: field.name, in: name) == nil {
        missing.append("\(name).\(field.name)")
      }
    }
    #expect(missing == [])
  }

  @Test("A description is one short text that begins and ends as a sentence does")
  func short() {
    let wrong = descriptions.all.filter { _, _, _, text in
      !(8...160).contains(text.utf8.count) || !text.hasSuffix(".") || text.first?.isLowercase != false
        || text.contains("  ") || !text.utf8.allSatisfy { (0x20..<0x7f).contains($0) }
    }
    #expect(wrong.map { "\($0.group).\($0.type).\($0.field ?? ""): \($0.text)" } == [])
  }

  @Test("No two fields of a type are told in the same words")
  func distinctFields() throws {
    var alike: [String] = []
    for name in table.typeNames {
      var seen: [String: String] = [:]
      for field in try #require(table.type(named: name)).fields {
        guard let text = descriptions.description(of: field.name, in: name) else { continue }
        if let other = seen.updateValue(field.name, forKey: text) { alike.append("\(name): \(other), \(field.name)") }
      }
    }
    #expect(alike == [])
  }

  @Test("Two types are told in the same words only when they are two forms of one volume source")
  func distinctTypes() throws {
    var seen: [String: String] = [:]
    for (_, type, field, text) in descriptions.all where field == nil {
      let known = seen.updateValue(type, forKey: text) ?? type
      let stems = Set([known, type].map { $0.replacing("PersistentVolumeSource", with: "VolumeSource") })
      #expect(stems.count == 1, "\(type) is told as \(known): \(text)")
    }
  }

  @Test("No text stands for what is not there, or says again what is said for all")
  func needed() throws {
    var needed: Set<[String]> = []
    for name in table.typeNames {
      let parts = name.split(separator: ".").map(String.init)
      let version = parts[parts.count - 2]
      let isVersion = version.first == "v" && version.dropFirst().first?.isNumber == true
      let group = parts[parts.count - (isVersion ? 3 : 2)]
      for group in [group, "*"] {
        needed.insert([group, parts[parts.count - 1], ""])
        for field in try #require(table.type(named: name)).fields {
          needed.insert([group, parts[parts.count - 1], field.name])
          needed.insert([group, "*", field.name])
        }
      }
    }
    let texts = Dictionary(
      uniqueKeysWithValues: descriptions.all.map { ([$0.group, $0.type, $0.field ?? ""], $0.text) })
    let idle = texts.filter { place, text in
      let wider = [["*", place[1], place[2]], [place[0], "*", place[2]], ["*", "*", place[2]]]
      return !needed.contains(place) || wider.contains { $0 != place && texts[$0] == text }
    }
    #expect(idle == [:])
  }

  @Test("The fields that conformance specs explain begin with the words that they look for")
  func conformance() {
    let package = "apimachinery.pkg.apis.meta.v1"
    let (object, meta) = ("\(package).PartialObjectMetadata", "\(package).ObjectMeta")
    #expect(descriptions.description(of: "apiVersion", in: object)?.hasPrefix("APIVersion defines ") == true)
    #expect(descriptions.description(of: "metadata", in: object)?.hasPrefix("Standard object's metadata") == true)
    let created = descriptions.description(of: "creationTimestamp", in: meta)
    #expect(created?.hasPrefix("CreationTimestamp is a timestamp") == true)
  }

  @Test("The closest text counts: of the group's type, of the type, of the group, of all")
  func closest() {
    let descriptions = TypeDescriptions(texts: [
      """
      G *
      name For all.
      T Thing Any thing.
      size Of any thing.
      G core
      size For all of core.
      T Thing,Other A thing of core.
      T Other
      name Of the other.
      """
    ])
    #expect(descriptions.description(of: "api.core.v1.Thing") == "A thing of core.")
    #expect(descriptions.description(of: "api.apps.v1beta1.Thing") == "Any thing.")
    #expect(descriptions.description(of: "api.apps.v1.ThingList") == "A list of objects of the kind Thing.")
    #expect(descriptions.description(of: "api.apps.v1.Other") == nil)
    #expect(descriptions.description(of: "name", in: "api.core.v1.Other") == "Of the other.")
    #expect(descriptions.description(of: "name", in: "api.core.v1.Thing") == "For all.")
    #expect(descriptions.description(of: "size", in: "api.core.v1.Thing") == "Of any thing.")
    #expect(descriptions.description(of: "size", in: "api.core.v1.Other") == "For all of core.")
    #expect(descriptions.description(of: "colour", in: "api.core.v1.Other") == nil)
  }
}
