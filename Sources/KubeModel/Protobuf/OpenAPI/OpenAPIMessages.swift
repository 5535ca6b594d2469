/// The messages of gnostic's `OpenAPIv2.proto` and `OpenAPIv3.proto`, as far as Kubernetes' documents use them.
enum OpenAPIMessages {
  static let version2: [OpenAPIMessage.Name: OpenAPIMessage] = [
    .document: OpenAPIMessage(
      fields: [
        "swagger": .text(1), "info": .message(.init(2, .info)), "paths": .message(.init(8, .paths)),
        "definitions": .message(.init(9, .definitions)),
      ], extensions: 16),
    .info: OpenAPIMessage(fields: ["title": .text(1), "version": .text(2), "description": .text(3)], extensions: 7),
    .paths: OpenAPIMessage(entries: .init(2, .pathItem)),
    .pathItem: OpenAPIMessage(
      fields: [
        "get": .message(.init(2, .operation)), "put": .message(.init(3, .operation)),
        "post": .message(.init(4, .operation)), "delete": .message(.init(5, .operation)),
        "options": .message(.init(6, .operation)), "head": .message(.init(7, .operation)),
        "patch": .message(.init(8, .operation)), "parameters": .message(.init(9, .parameterItem)),
      ], extensions: 10),
    .operation: OpenAPIMessage(
      fields: [
        "tags": .text(1), "summary": .text(2), "description": .text(3), "operationId": .text(5), "produces": .text(6),
        "consumes": .text(7), "parameters": .message(.init(8, .parameterItem)),
        "responses": .message(.init(9, .responses)), "schemes": .text(10), "deprecated": .flag(11),
      ], extensions: 13),
    .parameterItem: OpenAPIMessage(choose: { _ in .init(1, .parameter) }),
    .parameter: OpenAPIMessage(choose: { $0["in"] == "body" ? .init(1, .bodyParameter) : .init(2, .otherParameter) }),
    .otherParameter: OpenAPIMessage(choose: {
      $0["in"] == "path" ? .init(4, .pathParameter) : .init(3, .queryParameter)
    }),
    .bodyParameter: OpenAPIMessage(
      fields: [
        "description": .text(1), "name": .text(2), "in": .text(3), "required": .flag(4),
        "schema": .message(.init(5, .schema)),
      ], extensions: 6),
    .queryParameter: OpenAPIMessage(
      fields: [
        "required": .flag(1), "in": .text(2), "description": .text(3), "name": .text(4), "type": .text(6),
        "format": .text(7), "uniqueItems": .flag(20),
      ], extensions: 23),
    .pathParameter: OpenAPIMessage(
      fields: [
        "required": .flag(1), "in": .text(2), "description": .text(3), "name": .text(4), "type": .text(5),
        "format": .text(6), "uniqueItems": .flag(19),
      ], extensions: 22),
    .responses: OpenAPIMessage(entries: .init(1, .responseItem)),
    .responseItem: OpenAPIMessage(choose: { _ in .init(1, .response) }),
    .response: OpenAPIMessage(fields: ["description": .text(1), "schema": .message(.init(2, .schemaItem))]),
    .schemaItem: OpenAPIMessage(choose: { _ in .init(1, .schema) }),
    .definitions: OpenAPIMessage(entries: .init(1, .schema)),
    .properties: OpenAPIMessage(entries: .init(1, .schema)),
    .additionalProperties: additionalProperties(.schema),
    .schema: OpenAPIMessage(
      fields: [
        "$ref": .text(1), "format": .text(2), "title": .text(3), "description": .text(4), "default": .any(5),
        "multipleOf": .number(6), "maximum": .number(7), "exclusiveMaximum": .flag(8), "minimum": .number(9),
        "exclusiveMinimum": .flag(10), "maxLength": .count(11), "minLength": .count(12), "pattern": .text(13),
        "maxItems": .count(14), "minItems": .count(15), "uniqueItems": .flag(16), "maxProperties": .count(17),
        "minProperties": .count(18), "required": .text(19), "enum": .any(20),
        "additionalProperties": .message(.init(21, .additionalProperties)), "type": .textInside(22),
        "items": .messageInside(.init(23, .schema)), "allOf": .message(.init(24, .schema)),
        "properties": .message(.init(25, .properties)), "readOnly": .flag(27),
      ], extensions: 31),
  ]

  static let version3: [OpenAPIMessage.Name: OpenAPIMessage] = [
    .document: OpenAPIMessage(
      fields: [
        "openapi": .text(1), "info": .message(.init(2, .info)), "paths": .message(.init(4, .paths)),
        "components": .message(.init(5, .components)),
      ], extensions: 9),
    .info: OpenAPIMessage(fields: ["title": .text(1), "description": .text(2), "version": .text(6)], extensions: 7),
    .paths: OpenAPIMessage(entries: .init(1, .pathItem)),
    .pathItem: OpenAPIMessage(
      fields: [
        "get": .message(.init(4, .operation)), "put": .message(.init(5, .operation)),
        "post": .message(.init(6, .operation)), "delete": .message(.init(7, .operation)),
        "options": .message(.init(8, .operation)), "head": .message(.init(9, .operation)),
        "patch": .message(.init(10, .operation)), "parameters": .message(.init(13, .parameterItem)),
      ], extensions: 14),
    .operation: OpenAPIMessage(
      fields: [
        "tags": .text(1), "summary": .text(2), "description": .text(3), "operationId": .text(5),
        "parameters": .message(.init(6, .parameterItem)), "requestBody": .message(.init(7, .requestBodyItem)),
        "responses": .message(.init(8, .responses)), "deprecated": .flag(10),
      ], extensions: 13),
    .parameterItem: OpenAPIMessage(choose: { _ in .init(1, .parameter) }),
    .parameter: OpenAPIMessage(
      fields: [
        "name": .text(1), "in": .text(2), "description": .text(3), "required": .flag(4),
        "schema": .message(.init(10, .schemaOrReference)),
      ], extensions: 14),
    .requestBodyItem: OpenAPIMessage(choose: { _ in .init(1, .requestBody) }),
    .requestBody: OpenAPIMessage(
      fields: ["description": .text(1), "content": .message(.init(2, .content)), "required": .flag(3)], extensions: 4),
    .content: OpenAPIMessage(entries: .init(1, .mediaType)),
    .mediaType: OpenAPIMessage(fields: ["schema": .message(.init(1, .schemaOrReference))], extensions: 5),
    .responses: OpenAPIMessage(entries: .init(2, .responseItem)),
    .responseItem: OpenAPIMessage(choose: { _ in .init(1, .response) }),
    .response: OpenAPIMessage(fields: ["description": .text(1), "content": .message(.init(3, .content))]),
    .components: OpenAPIMessage(fields: ["schemas": .message(.init(1, .definitions))]),
    .definitions: OpenAPIMessage(entries: .init(1, .schemaOrReference)),
    .properties: OpenAPIMessage(entries: .init(1, .schemaOrReference)),
    .additionalProperties: additionalProperties(.schemaOrReference),
    .schemaOrReference: OpenAPIMessage(choose: { $0["$ref"] == nil ? .init(1, .schema) : .init(2, .reference) }),
    .reference: OpenAPIMessage(fields: ["$ref": .text(1), "description": .text(3)]),
    .schema: OpenAPIMessage(
      fields: [
        "nullable": .flag(1), "readOnly": .flag(3), "example": .any(7), "title": .text(9), "multipleOf": .number(10),
        "maximum": .number(11), "exclusiveMaximum": .flag(12), "minimum": .number(13), "exclusiveMinimum": .flag(14),
        "maxLength": .count(15), "minLength": .count(16), "pattern": .text(17), "maxItems": .count(18),
        "minItems": .count(19), "uniqueItems": .flag(20), "maxProperties": .count(21), "minProperties": .count(22),
        "required": .text(23), "enum": .any(24), "type": .text(25), "allOf": .message(.init(26, .schemaOrReference)),
        "oneOf": .message(.init(27, .schemaOrReference)), "anyOf": .message(.init(28, .schemaOrReference)),
        "not": .message(.init(29, .schema)), "items": .messageInside(.init(30, .schemaOrReference)),
        "properties": .message(.init(31, .properties)),
        "additionalProperties": .message(.init(32, .additionalProperties)), "description": .text(34),
        "format": .text(35),
      ], extensions: 36),
  ]

  private static func additionalProperties(_ schema: OpenAPIMessage.Name) -> OpenAPIMessage {
    // A boolean in place of a schema says nothing that clients use, and becomes an empty one.
    OpenAPIMessage(choose: { _ in .init(1, schema) })
  }
}
