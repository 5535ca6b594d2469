import Foundation
import Testing

/// The steps of the life of the machine's unit; each asserts what an administrator sees.
struct SystemdUnit: Sendable {
  let machine: SystemdMachine

  private static let installer = "/mnt/project/Packaging/systemd/install.sh /mnt/localkube"

  // MARK: Start

  func install() async throws {
    let namespaces = try await machine.output(Self.namespaces)
    _ = try await machine.output("echo '\(namespaces)' > /run/namespaces")
    _ = try await machine.output(Self.installer)
    let check = try await machine.sh("systemd-analyze verify /etc/systemd/system/localkube.service")
    #expect(check.status == 0 && check.output.isEmpty && check.errors.isEmpty, "\(check)")
    #expect(try await property("ActiveState") == "active")
    #expect(try await property("UnitFileState") == "enabled")
    #expect(try await property("StatusText").contains("The cluster localkube is up at 127.0.0.1:"))
    #expect(try await arguments(of: try await property("MainPID")).contains(" supervise "))
    _ = try await eventually("the node is Ready") {
      let nodes = try await machine.sh("localkube get nodes --no-headers")
      return nodes.table.first?.prefix(2) == ["localkube", "Ready"] ? true : nil
    }
  }

  func installConsul() async throws {
    let install = try await machine.sh("localkube install consul", limit: .seconds(300))
    #expect(install.status == 0 && install.output.contains(" leads since "), "\(install)")
    try await allReady()
    let put = try await machine.sh("localkube exec consul-server-0 -- consul kv put kept yes")
    #expect(put.status == 0, "\(put)")
  }

  // MARK: A control plane that ends

  func outlivesKill() async throws {
    try await expectUntouchedPods {
      let serve = try await process("serve")
      _ = try await machine.output("kill -9 \(serve)")
      try await replaced(serve)
    }
    let log = try await machine.output("journalctl --no-pager -u localkube.service")
    #expect(log.contains("the control plane ended (exit code 137) and is started again; the pods go on"), "\(log)")
  }

  /// systemd's watchdog looks after `supervise`, and `supervise` after `serve`: a hung control plane alone is replaced.
  func outlivesHang() async throws {
    _ = try await machine.output(
      """
      mkdir -p /etc/systemd/system/localkube.service.d
      printf '[Service]\\nWatchdogSec=6s\\n' > /etc/systemd/system/localkube.service.d/watchdog.conf
      systemctl daemon-reload
      systemctl restart localkube.service
      """)
    try await allReady()
    try await expectUntouchedPods {
      let serve = try await process("serve")
      let start = ContinuousClock.now
      _ = try await machine.output("kill -STOP \(serve)")
      try await replaced(serve)
      #expect(ContinuousClock.now - start > .seconds(2), "no sign had to come before")
    }
    let log = try await machine.output("journalctl --no-pager -u localkube.service")
    #expect(log.contains("the control plane gave no sign of life for 6.0 s and is killed"), "\(log)")
    #expect(log.contains(#/supervise: thread \d+ .*: T in /#), "the log tells what its threads were at: \(log)")
  }

  /// Another program at the same path: the installer has the control plane started again, of the new file.
  func upgrade() async throws {
    let inode = "stat -L -c %i"
    try await expectUntouchedPods {
      let serve = try await process("serve")
      let old = try await machine.output("\(inode) /proc/\(serve)/exe")
      _ = try await machine.output(Self.installer)
      try await replaced(serve)
      let new = try await machine.output("\(inode) /usr/local/bin/localkube")
      #expect(new != old)
      #expect(try await machine.output("\(inode) /proc/\(try await process("serve"))/exe") == new)
    }
  }

  // MARK: Stop

  func stopAndStart() async throws {
    let addresses = try await podColumn("{.status.podIP}")
    _ = try await machine.output("systemctl stop localkube.service")
    #expect(try await property("ActiveState") == "inactive")
    #expect(try await property("Result") == "success")
    #expect(try await machine.sh("pgrep -fa '^localkube|^/bin/consul'").output.isEmpty)
    let log = try await machine.output("journalctl --no-pager -u localkube.service")
    #expect(!log.contains(" critical "), "\(log)")
    let mounts = try await machine.output("cut -d ' ' -f 2 /proc/self/mounts | grep localkube")
    #expect(mounts.split(separator: "\n").sorted() == ["/mnt/localkube", "/var/lib/localkube"])
    let namespaces = try await machine.output(Self.namespaces)
    #expect(namespaces == (try await machine.output("cat /run/namespaces")), "no namespace is left")
    let group = try await machine.output("find /sys/fs/cgroup -name 'localkube*'")
    #expect(group.isEmpty)

    _ = try await machine.output("systemctl start localkube.service")
    try await allReady()
    #expect(try await podColumn("{.status.podIP}") == addresses, "the pods keep their addresses")
    let value = try await eventually("the value that was put before the power-off") {
      let get = try await machine.sh("localkube exec consul-server-1 -- consul kv get kept")
      return get.status == 0 ? get.output : nil
    }
    #expect(value == "yes\n")
  }

  /// A hung supervisor is systemd's to restart; the pods end with it and come back, as after a reboot.
  func restartsAfterHangOfSupervise() async throws {
    let main = try await property("MainPID")
    _ = try await machine.output("kill -STOP \(main)")
    _ = try await eventually("systemd has restarted the unit") {
      let now = try await property("MainPID")
      let state = try await property("ActiveState")
      return now != main && now != "0" && state == "active" ? true : nil
    }
    #expect(try await property("NRestarts") == "1")
    try await allReady()
  }

  // MARK: Looking

  /// One line for each kind of namespace with its number, without those of the command that looks.
  private static let namespaces = "lsns --noheadings --output TYPE | sort | uniq -c | tr -s ' '"

  private func property(_ name: String) async throws -> String {
    try await machine.output("systemctl show --value --property \(name) localkube.service")
  }

  private func arguments(of id: String) async throws -> String {
    try await machine.output("tr '\\0' ' ' < /proc/\(id)/cmdline")
  }

  private func process(_ role: String) async throws -> String {
    try await machine.output("pgrep -f '^localkube \(role) '")
  }

  private func podColumn(_ path: String) async throws -> String {
    try await machine.output(
      "localkube get pods -o jsonpath='{range .items[*]}{.metadata.name} \(path){\"\\n\"}{end}' | sort")
  }

  private func allReady() async throws {
    _ = try await eventually("four Ready pods, of which one leads", within: .seconds(120)) { () -> Bool? in
      let pods = try await machine.sh("localkube get pods --no-headers")
      guard pods.table.count(where: { $0.count > 2 && $0[1] == "1/1" && $0[2] == "Running" }) == 4 else { return nil }
      return try await machine.sh("localkube leader --timeout 20").status == 0 ? true : nil
    }
  }

  /// Another `serve` than `old` runs and answers.
  private func replaced(_ old: String) async throws {
    _ = try await eventually("another control plane answers") { () -> Bool? in
      let now = try await machine.sh("pgrep -f '^localkube serve '").output
      guard !now.isEmpty, now != old + "\n" else { return nil }
      return try await machine.sh("localkube get nodes").status == 0 ? true : nil
    }
  }

  /// What `body` does leaves the unit, its supervisor and every container as they were.
  private func expectUntouchedPods(_ body: () async throws -> Void) async throws {
    let path = "{.status.containerStatuses[0].containerID} {.status.containerStatuses[0].restartCount}"
    let before = try await podColumn(path)
    let main = try await property("MainPID")
    #expect(before.split(separator: "\n").count == 4, "\(before)")
    try await body()
    try await allReady()
    #expect(try await podColumn(path) == before)
    #expect(try await property("MainPID") == main)
    #expect(try await property("ActiveState") == "active")
    #expect(try await property("NRestarts") == "0")
    _ = try await eventually("the status tells of the cluster again") {
      try await property("StatusText").contains("The cluster localkube is up at") ? true : nil
    }
  }
}

/// The steps of the life of a user's unit.
struct UserUnit: Sendable {
  let machine: SystemdMachine

  private static let id = Machine.User.ordinaryID
  private static let home = "/var/lib/localkube/person"

  private func asUser(_ script: String) async throws -> CommandResult {
    try await machine.sh(
      """
      cd '\(Self.home)'
      exec setpriv --reuid=\(Self.id) --regid=\(Self.id) --clear-groups env -u LOCALKUBE_HOME HOME='\(Self.home)' \
        XDG_RUNTIME_DIR=/run/person sh -c '\(script)'
      """)
  }

  /// A user's systemd, as a login would start it.
  func startManager() async throws {
    _ = try await machine.output(
      """
      mkdir -p '\(Self.home)' /run/person
      chown \(Self.id):\(Self.id) '\(Self.home)' /run/person
      chmod 755 /var/lib/localkube
      echo 'person:x:\(Self.id):\(Self.id)::\(Self.home):/bin/sh' >> /etc/passwd
      echo 'person:x:\(Self.id):' >> /etc/group
      systemd-run --unit=person --uid=\(Self.id) --gid=\(Self.id) --property=Type=notify --property=Delegate=yes \
        --setenv=HOME='\(Self.home)' --setenv=XDG_RUNTIME_DIR=/run/person \
        /usr/lib/systemd/systemd --user --unit=basic.target
      """)
  }

  func install() async throws {
    let install = try await asUser("/mnt/project/Packaging/systemd/install.sh --user /mnt/localkube")
    #expect(install.status == 0, "\(install)")
    let check = try await asUser("systemd-analyze --user verify ~/.config/systemd/user/localkube.service")
    #expect(check.status == 0 && check.output.isEmpty && check.errors.isEmpty, "\(check)")
    let status = try await asUser("systemctl --user show localkube.service -p ActiveState,StatusText")
    #expect(status.output.contains("ActiveState=active"), "\(status)")
    #expect(status.output.contains("StatusText=The cluster localkube is up at"), "\(status)")
  }

  func use() async throws {
    let apply = try await asUser(
      "~/.local/bin/localkube create deployment sleeper --image=busybox -- sleep 3600")
    #expect(apply.status == 0, "\(apply)")
    _ = try await eventually("the pod runs") {
      let pods = try await asUser("~/.local/bin/localkube get pods --no-headers")
      return pods.table.first?.contains("Running") == true ? true : nil
    }
  }

  func stop() async throws {
    let stop = try await asUser("systemctl --user stop localkube.service")
    #expect(stop.status == 0, "\(stop)")
    let left = try await machine.sh("pgrep -u \(Self.id) -fa '^localkube|^sleep'")
    #expect(left.output.isEmpty, "\(left)")
  }
}
