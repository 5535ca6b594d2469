import OrderedCollections

/// Where a container has the volumes of its pod.
extension Validation {
  static func mounts(
    of container: JSONValue, _ path: FieldPath, volumes: [String: JSONValue], _ findings: inout Findings
  ) {
    let devices = container.list("volumeDevices")
    let deviceNames = Set(devices.map { $0.text("name") })
    let devicePaths = Set(devices.map { $0.text("devicePath") })
    // Some of Kubernetes' own paths leave the index out.
    let list = path["volumeMounts"]
    var paths: Set<String> = []
    for (index, mount) in container.list("volumeMounts").enumerated() {
      let path = list[index]
      let (name, target) = (mount.text("name"), mount.text("mountPath"))
      if name.isEmpty { findings.required(path["name"]) }
      if volumes[name] == nil { findings.missing(path["name"], .string(name)) }
      if target.isEmpty { findings.required(path["mountPath"]) }
      if !paths.insert(target).inserted { findings.invalid(path["mountPath"], .string(target), "must be unique") }
      if deviceNames.contains(name) {
        findings.invalid(path["name"], .string(name), "must not already exist in volumeDevices")
      }
      if devicePaths.contains(target) {
        findings.invalid(path["mountPath"], .string(target), "must not already exist as a path in volumeDevices")
      }
      let (part, expression) = (mount.text("subPath"), mount.text("subPathExpr"))
      if !part.isEmpty { descendingPath(part, list["subPath"], &findings) }
      if !expression.isEmpty {
        if !part.isEmpty {
          findings.invalid(
            path["subPathExpr"], .string(expression), "subPathExpr and subPath are mutually exclusive")
        }
        descendingPath(expression, list["subPathExpr"], &findings)
      }
      propagation(of: mount, in: container, list["mountPropagation"], &findings)
      recursion(of: mount, list["recursiveReadOnly"], &findings)
    }
  }

  private static func propagation(
    of mount: JSONValue, in container: JSONValue, _ path: FieldPath, _ findings: inout Findings
  ) {
    guard let propagation = mount["mountPropagation"] else { return }
    findings.optionalChoice(path, propagation, ["Bidirectional", "HostToContainer", "None"])
    if propagation == "Bidirectional", container[path: "securityContext", "privileged"] != true {
      findings.forbidden(path, "Bidirectional mount propagation is available only to privileged containers")
    }
  }

  private static func recursion(of mount: JSONValue, _ path: FieldPath, _ findings: inout Findings) {
    guard let recursion = mount["recursiveReadOnly"], recursion != "Disabled" else { return }
    guard recursion == "Enabled" || recursion == "IfPossible" else {
      findings.optionalChoice(path, recursion, ["Disabled", "Enabled", "IfPossible"])
      return
    }
    if !mount.isTrue("readOnly") { findings.forbidden(path, "may only be specified when readOnly is true") }
    if let propagation = mount["mountPropagation"], propagation != "None" {
      findings.forbidden(path, "may only be specified when mountPropagation is None or not specified")
    }
  }

  /// Volumes that a container gets as block devices.
  static func devices(
    of container: JSONValue, _ path: FieldPath, volumes: [String: JSONValue], _ findings: inout Findings
  ) {
    let mounts = container.list("volumeMounts")
    let mountNames = Set(mounts.map { $0.text("name") })
    let mountPaths = Set(mounts.map { $0.text("mountPath") })
    var (names, paths): (Set<String>, Set<String>) = ([], [])
    for (index, device) in container.list("volumeDevices").enumerated() {
      let path = path["volumeDevices"][index]
      let (name, target) = (device.text("name"), device.text("devicePath"))
      if name.isEmpty { findings.required(path["name"]) }
      if names.contains(name) { findings.invalid(path["name"], .string(name), "must be unique") }
      if let volume = volumes[name] {
        if !volume.has("persistentVolumeClaim"), !volume.has("ephemeral") {
          findings.invalid(
            path["name"], .string(name),
            "can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode")
        }
      } else {
        findings.missing(path["name"], .string(name))
      }
      if target.isEmpty { findings.required(path["devicePath"]) }
      if paths.contains(target) { findings.invalid(path["devicePath"], .string(target), "must be unique") }
      if hasBackstep(target) {
        findings.invalid(path["devicePath"], .string(target), "can not contain backsteps ('..')")
      } else {
        paths.insert(target)
      }
      if mountNames.contains(name) {
        findings.invalid(path["name"], .string(name), "must not already exist in volumeMounts")
      }
      if mountPaths.contains(target) {
        findings.invalid(path["devicePath"], .string(target), "must not already exist as a path in volumeMounts")
      }
      if !name.isEmpty { names.insert(name) }
    }
  }
}
