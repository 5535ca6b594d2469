import Foundation
import Testing

extension EndToEnd {
  /// The units, under a real systemd as PID 1.
  @Suite("systemd", .enabled(if: SystemdMachine.obstacle == nil, "\(SystemdMachine.obstacle ?? "")"))
  struct SystemdTests {
    @Test("The machine's unit: start, Consul, a killed and a hung control plane, an upgrade, stop and start")
    func systemUnit() async throws {
      try await SystemdMachine.with { machine in
        let unit = SystemdUnit(machine: machine)
        try await unit.install()
        try await unit.installConsul()
        try await unit.outlivesKill()
        try await unit.outlivesHang()
        try await unit.upgrade()
        try await unit.stopAndStart()
        try await unit.restartsAfterHangOfSupervise()
      }
    }

    @Test("A unit that cannot start says why, and is not tried again and again")
    func cannotStart() async throws {
      try await SystemdMachine.with { machine in
        _ = try await machine.output(
          """
          mkdir -p /var/lib/localkube/profiles/localkube
          head -c 8192 /dev/urandom > /var/lib/localkube/profiles/localkube/state.db
          """)
        let install = try await machine.sh("/mnt/project/Packaging/systemd/install.sh /mnt/localkube")
        #expect(install.status == 1 && install.errors.contains("localkube.service did not start"), "\(install)")
        let state = try await machine.output(
          "systemctl show localkube.service -p ActiveState,NRestarts,ExecMainStatus,StatusText")
        #expect(state.contains("ActiveState=failed") && state.contains("NRestarts=0"), "\(state)")
        #expect(state.contains("ExecMainStatus=78") && state.contains("state.db"), "\(state)")
      }
    }

    @Test("The user's unit starts from ~/.local/bin, answers and stops")
    func userUnit() async throws {
      try await SystemdMachine.with(consul: false) { machine in
        let unit = UserUnit(machine: machine)
        try await unit.startManager()
        try await unit.install()
        try await unit.use()
        try await unit.stop()
      }
    }

    @Test("DESTDIR takes the files and nothing is started")
    func destination() async throws {
      let directory = "/tmp/localkube-destdir-\(UUID().uuidString.prefix(8))"
      let script = "\(Machine.root)/Packaging/systemd/install.sh"
      for (flags, program, unit) in [
        ([], "usr/local/bin/localkube", "etc/systemd/system/localkube.service"),
        (["--user"], "home/.local/bin/localkube", "home/.config/systemd/user/localkube.service"),
      ] {
        let result = try await run(
          [script] + flags + [Machine.program], environment: ["DESTDIR": directory, "HOME": "/home"])
        #expect(result.status == 0 && result.errors.isEmpty, "\(result)")
        #expect(FileManager.default.isExecutableFile(atPath: "\(directory)/\(program)"))
        let text = try String(contentsOfFile: "\(directory)/\(unit)", encoding: .utf8)
        #expect(text.contains("Type=notify"))
      }
      try FileManager.default.removeItem(atPath: directory)
    }
  }
}
