import Foundation
import Testing

extension EndToEnd {
  /// Real kubectl and a definition with two versions, status, scale, columns and rules.
  @Suite("Custom resources")
  struct CustomResourceTests {
    @Test("kubectl works with custom resources as with any others, across a restart of the control plane")
    func walk() async throws {
      try await Cluster.with { cluster in
        let up = try await cluster.localkube("up")
        try #require(up.status == 0, "\(up)")
        let definition = try await cluster.kubectl("apply", "-f", "-", input: Self.definition)
        try #require(definition.status == 0, "\(definition)")
        let established = try await cluster.kubectl(
          "wait", "--for=condition=established", "--timeout=10s", "crd/widgets.example.com")
        #expect(established.status == 0, "\(established)")
        try await read(cluster)
        try await write(cluster)
        try await versions(cluster)

        let serve = try await cluster.process("serve")
        _ = try await cluster.shell("kill -9 \(serve)")
        let back = try await eventually("the API is back") {
          let list = try await cluster.kubectl("get", "wd", "one", "-o", "jsonpath={.spec.size}")
          return list.status == 0 ? list : nil
        }
        #expect(back.output == "3", "\(back)")
        try await take(cluster)
      }
    }

    private func read(_ cluster: Cluster) async throws {
      let made = try await cluster.kubectl("apply", "-f", "-", input: Self.widget("one", "size: 2"))
      #expect(made.output == "widget.example.com/one created\n", "\(made)")
      let again = try await cluster.kubectl("apply", "-f", "-", input: Self.widget("one", "size: 3"))
      #expect(again.output == "widget.example.com/one configured\n", "\(again)")
      let list = try await cluster.kubectl("get", "wd")
      #expect(list.table.first == ["NAME", "SIZE", "AGE"] && list.table.last?.prefix(2) == ["one", "3"], "\(list)")
      let wide = try await cluster.kubectl("get", "widgets", "-o", "wide")
      #expect(wide.table.first == ["NAME", "SIZE", "COLOR", "AGE"] && wide.table.last?[2] == "red", "\(wide)")
      let all = try await cluster.kubectl("get", "all")
      #expect(all.output.contains("widget.example.com/one"), "\(all)")
      let explained = try await cluster.kubectl("explain", "widgets.spec.size")
      #expect(explained.output.contains("How large it is."), "\(explained)")
      let recursive = try await cluster.kubectl("explain", "widgets", "--recursive")
      #expect(recursive.output.contains("parts") && recursive.output.contains("metadata"), "\(recursive)")
      let selected = try await cluster.kubectl("get", "wd", "--field-selector=spec.color=red", "-o", "name")
      #expect(selected.output == "widget.example.com/one\n", "\(selected)")
    }

    private func write(_ cluster: Cluster) async throws {
      let scaled = try await cluster.kubectl("scale", "widget/one", "--replicas=4")
      #expect(scaled.output == "widget.example.com/one scaled\n", "\(scaled)")
      let status = try await cluster.kubectl(
        "patch", "widget", "one", "--subresource=status", "--type=merge", "-p",
        #"{"status": {"replicas": 4, "conditions": [{"type": "Ready", "status": "True"}]}}"#)
      #expect(status.status == 0, "\(status)")
      let ready = try await cluster.kubectl("wait", "--for=condition=Ready", "--timeout=10s", "widget/one")
      #expect(ready.status == 0, "\(ready)")
      let shown = try await cluster.kubectl(
        "get", "widget", "one", "-o", "jsonpath={.spec.replicas} {.status.replicas} {.metadata.generation}")
      #expect(shown.output == "4 4 3", "\(shown)")

      let wrong = try await cluster.kubectl("apply", "-f", "-", input: Self.widget("two", "size: 0"))
      #expect(wrong.errors.contains("spec.size in body should be greater than or equal to 1"), "\(wrong)")
      let unknown = try await cluster.kubectl("apply", "-f", "-", input: Self.widget("two", "size: 1\n  colour: red"))
      #expect(unknown.errors.contains("unknown field \"spec.colour\""), "\(unknown)")
      let rule = try await cluster.kubectl("apply", "-f", "-", input: Self.widget("two", "size: 9\n  color: green"))
      #expect(rule.errors.contains("green ones are small"), "\(rule)")

      let mine = try await cluster.kubectl(
        "apply", "--server-side", "--field-manager=one", "-f", "-", input: Self.widget("two", "size: 1"))
      #expect(mine.output == "widget.example.com/two serverside-applied\n", "\(mine)")
      let theirs = try await cluster.kubectl(
        "apply", "--server-side", "--field-manager=two", "-f", "-", input: Self.widget("two", "size: 2"))
      #expect(theirs.status == 1 && theirs.errors.contains(#"conflict with "one": .spec.size"#), "\(theirs)")
      let forced = try await cluster.kubectl(
        "apply", "--server-side", "--force-conflicts", "--field-manager=two", "-f", "-",
        input: Self.widget("two", "size: 2"))
      #expect(forced.status == 0, "\(forced)")
    }

    private func versions(_ cluster: Cluster) async throws {
      let older = try await cluster.kubectl("get", "widgets.v1beta1.example.com", "one", "-o", "yaml")
      #expect(older.output.contains("apiVersion: example.com/v1beta1"), "\(older)")
      #expect(older.errors.contains("Warning: example.com/v1beta1 Widget is deprecated"), "\(older)")
      let made = try await cluster.kubectl(
        "create", "-f", "-",
        input: Self.widget("old", "size: 1").replacing("example.com/v1", with: "example.com/v1beta1"))
      #expect(made.status == 0, "\(made)")
      let newer = try await cluster.kubectl("get", "widget", "old", "-o", "jsonpath={.apiVersion}")
      #expect(newer.output == "example.com/v1", "\(newer)")
    }

    private func take(_ cluster: Cluster) async throws {
      let deleted = try await cluster.kubectl("delete", "crd", "widgets.example.com", "--timeout=30s")
      #expect(deleted.status == 0, "\(deleted)")
      let gone = try await cluster.kubectl("get", "widgets")
      #expect(gone.errors.contains("could not find the requested resource"), "\(gone)")
    }

    private static func widget(_ name: String, _ spec: String) -> String {
      """
      apiVersion: example.com/v1
      kind: Widget
      metadata:
        name: \(name)
      spec:
        \(spec)
      """
    }

    private static let definition = """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata:
        name: widgets.example.com
      spec:
        group: example.com
        scope: Namespaced
        names: {plural: widgets, singular: widget, kind: Widget, shortNames: [wd], categories: [all]}
        versions:
          - name: v1
            served: true
            storage: true
            schema: &schema
              openAPIV3Schema:
                type: object
                properties:
                  spec:
                    type: object
                    required: [size]
                    x-kubernetes-validations:
                      - {rule: "self.color != 'green' || self.size < 5", message: green ones are small}
                    properties:
                      size: {type: integer, minimum: 1, description: How large it is.}
                      color: {type: string, default: red, enum: [red, green]}
                      replicas: {type: integer}
                      parts: {type: array, items: {type: object, properties: {name: {type: string}}}}
                  status:
                    type: object
                    x-kubernetes-preserve-unknown-fields: true
            subresources: &subresources
              status: {}
              scale: {specReplicasPath: .spec.replicas, statusReplicasPath: .status.replicas}
            additionalPrinterColumns:
              - {name: Size, type: integer, jsonPath: .spec.size}
              - {name: Color, type: string, jsonPath: .spec.color, priority: 1}
              - {name: Age, type: date, jsonPath: .metadata.creationTimestamp}
            selectableFields:
              - {jsonPath: .spec.color}
          - name: v1beta1
            served: true
            storage: false
            deprecated: true
            schema: *schema
            subresources: *subresources
      """
  }
}
