/// One message of gnostic's OpenAPI formats: which members of the JSON document are which fields.
struct OpenAPIMessage: Sendable {
  enum Name: Hashable, Sendable {
    case document, info, paths, pathItem, operation, parameterItem, parameter, bodyParameter, queryParameter
    case pathParameter, responses, responseItem, response, schemaItem, schema, schemaOrReference, reference
    case additionalProperties, definitions, properties, components, requestBodyItem, requestBody, content
    case mediaType, otherParameter
  }

  /// A field that holds a message.
  struct Nested: Sendable {
    let number: Int
    let message: Name

    init(_ number: Int, _ message: Name) {
      self.number = number
      self.message = message
    }
  }

  enum Field: Sendable {
    /// A string, or a list of them.
    case text(Int)
    case flag(Int)
    case count(Int)
    case number(Int)
    /// Any value, or a list of them.
    case any(Int)
    /// A message, or a list of them.
    case message(Nested)
    /// Strings as field 1 of a message.
    case textInside(Int)
    /// Messages as field 1 of a message.
    case messageInside(Nested)
  }

  /// By the names of the members.
  var fields: [String: Field] = [:]
  /// Where all other members go, as pairs of a name and a message.
  var entries: Nested?
  /// Where members go that begin with `x-`.
  var extensions: Int?
  /// For a choice between messages (`oneof`): which one a value is.
  var choose: (@Sendable (JSONValue) -> Nested)?
}
