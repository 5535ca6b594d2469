import KubeModel
import Testing

@Suite("Rules of kinds")
struct RuleFileTests {
  static let files = [
    "ControllerRevision", "CronJob", "DaemonSet", "Deployment", "Job", "ManualJob", "Pod", "PodContainers",
    "PodNetworkVolumes", "PodPlacement", "PodSecurity", "PodTemplate", "PodVolumes", "PriorityClass", "ReplicaSet",
    "ReplicationController", "StatefulSet",
  ]

  @Test("An object is taken as it is, and refused for what each rule says after its change", arguments: files)
  func rules(name: String) throws {
    let file = try RuleFile(named: name)
    for isUpdate in [false, true] {
      let unchanged = RuleFile.Rule(line: 0, isUpdate: isUpdate, change: "metadata.labels={}")
      #expect(try file.problems(unchanged) == [], "\(name): the object itself")
    }
    for rule in file.rules {
      let found = try file.problems(rule)
      #expect(RuleFile.agree(found, rule.problems), "\(name).rules, line \(rule): \(found)")
    }
  }
}
