import Foundation
import Testing

/// A machine of a test's own: a real systemd as PID 1, booted in namespaces.
///
/// It sees the host's programs, its own `/etc`, `/var`, `/usr/local`, `/run` and `/tmp` (all in memory), a loopback
/// network, and a cgroup of its own. The project is at `/mnt/project`, the program under test at `/mnt/localkube`.
struct SystemdMachine: Sendable {
  /// The process id of its PID 1 on the host.
  let initID: Int

  /// Why there can be no such machine here; nil when there can.
  static let obstacle: String? = {
    if ProcessInfo.processInfo.environment["CI"] != nil { return nil }
    guard geteuid() == 0 else { return "booting a systemd in namespaces needs root" }
    let needed = ["/usr/lib/systemd/systemd", "/usr/bin/systemd-analyze", "/usr/bin/unshare", "/usr/bin/nsenter"]
    return needed.first { !FileManager.default.isExecutableFile(atPath: $0) }.map { "there is no \($0)" }
  }()

  /// Boots a machine, runs `body`, and takes everything away again, whatever happened.
  ///
  /// - Parameter consul: Whether there is Consul, in a `/usr/local` of the machine's own; without root a container cannot
  ///   show a `/usr` that has mounts below it.
  static func with(consul: Bool = true, _ body: (SystemdMachine) async throws -> Void) async throws {
    let directory = "/tmp/localkube-systemd-\(UUID().uuidString.prefix(8))"
    let files = FileManager.default
    try files.createDirectory(atPath: directory, withIntermediateDirectories: true)
    try bootScript.write(toFile: "\(directory)/boot.sh", atomically: true, encoding: .utf8)
    let start = try await run([
      "sh", "-c",
      """
      setsid sh '\(directory)/boot.sh' outside '\(directory)' '\(Machine.root)' '\(Machine.program)' \
        '\(Machine.tools ?? "")' \(consul) > '\(directory)/log' 2>&1 < /dev/null &
      echo $!
      """,
    ])
    let keeper = try #require(start.table.first?.first.flatMap { Int($0) }, "\(start)")
    do {
      let id = try await eventually("systemd is PID 1", within: .seconds(30)) { () -> Int? in
        let children = try await run(["sh", "-c", "pgrep -P $(pgrep -P \(keeper) -x unshare) -x systemd"])
        return children.table.first?.first.flatMap { Int($0) }
      }
      let machine = SystemdMachine(initID: id)
      do {
        try await machine.waitUntilBooted()
        try await body(machine)
      } catch {
        Issue.record(error)
        // For a person's eyes; a machine that cannot even say this has said enough.
        if let state = try? await machine.sh("systemctl list-units --failed; journalctl --no-pager -n 60") {
          print(state)
        }
      }
      // The end of a PID 1 is the end of everything in its namespace, and the keeper then removes the cgroup.
      _ = try await run(["kill", "-9", String(id)])
    } catch {
      let log = (try? String(contentsOfFile: "\(directory)/log", encoding: .utf8)) ?? ""
      Issue.record("\(error)\n\(log)")
      _ = try await run(["pkill", "-9", "-P", String(keeper)])
    }
    _ = try await eventually("the machine is gone") {
      files.fileExists(atPath: "/proc/\(keeper)") ? nil : true
    }
    let log = try String(contentsOfFile: "\(directory)/log", encoding: .utf8)
    #expect(!log.contains("rmdir:"), "cgroups are left: \(log)")
    try files.removeItem(atPath: directory)
  }

  private func waitUntilBooted() async throws {
    _ = try await eventually("systemd has booted", within: .seconds(60)) {
      let state = try await sh("systemctl is-system-running")
      return ["running\n", "degraded\n"].contains(state.output) ? true : nil
    }
  }

  /// Runs a script in the machine as root.
  func sh(_ script: String, limit: Duration = .seconds(120)) async throws -> CommandResult {
    try await run(
      [
        "nsenter", "--target", String(initID), "--mount", "--uts", "--ipc", "--net", "--pid", "--cgroup", "--root",
        "env", "-C", "/", "-i", "PATH=/mnt/tools/v33:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        "HOME=/root", "LOCALKUBE_HOME=/var/lib/localkube", "sh", "-c", script,
      ],
      limit: limit)
  }

  /// Runs a script in the machine as root; it must succeed, and its output is returned without the last line break.
  func output(_ script: String, limit: Duration = .seconds(120)) async throws -> String {
    let result = try await sh(script, limit: limit)
    try #require(result.status == 0, "\(result)")
    return result.output.trimmingCharacters(in: .newlines)
  }

  /// `outside` makes a mount namespace and a cgroup, `inside` everything else; arguments: the directory, the project,
  /// the program, the tools, whether Consul is wanted.
  private static let bootScript = """
    set -eu
    stage=$1 dir=$2 project=$3 program=$4 tools=$5 consul=$6
    case $stage in
    outside) exec unshare --mount sh "$0" cgroup "$dir" "$project" "$program" "$tools" "$consul" ;;
    cgroup)
      mount --make-rprivate /
      mkdir "$dir/cgroup" "$dir/machine"
      mount -t cgroup2 none "$dir/cgroup"
      group=$dir/cgroup$(sed -n 's/^0:://p' /proc/self/cgroup)/$(basename "$dir")
      mkdir "$group"
      unshare --mount --pid --uts --ipc --net --fork --kill-child \\
        sh -c 'echo 0 > "$0/cgroup.procs"; exec unshare --cgroup sh "$@"' \\
        "$group" "$0" inside "$dir/machine" "$project" "$program" "$tools" "$consul" || true
      # The kernel takes a moment to take the last processes out.
      for attempt in 1 2 3 4 5 6 7 8 9 10; do
        find "$group" -depth -type d -exec rmdir {} + 2> /dev/null && exit
        sleep 0.2
      done
      find "$group" -depth -type d -exec rmdir {} +
      exit ;;
    esac
    mount -t tmpfs -o mode=755 none "$dir"
    mkdir "$dir/root" "$dir/layers"
    mount -t tmpfs -o mode=755 none "$dir/root"
    own() {
      mkdir -p "$dir/layers/$1/upper" "$dir/layers/$1/work"
      mount -t overlay -o "lowerdir=/$1,upperdir=$dir/layers/$1/upper,workdir=$dir/layers/$1/work" none "$dir/root/$1"
    }
    for path in /*; do
      name=${path#/}
      if [ -L "$path" ]; then cp -P "$path" "$dir/root/$name"; fi
      if [ -L "$path" ] || [ ! -d "$path" ]; then continue; fi
      mkdir "$dir/root/$name"
      case $name in
      proc|sys|dev|run|tmp|mnt|media|lost+found) ;;
      etc|var) own "$name" ;;
      *) mount --rbind "$path" "$dir/root/$name" ;;
      esac
    done
    if $consul; then own usr/local; fi
    cd "$dir/root"
    mkdir mnt/project mnt/tools
    touch mnt/localkube
    mount --rbind "$project" mnt/project
    mount --bind "$program" mnt/localkube
    mount --bind "$tools" mnt/tools
    mount -t proc none proc
    mount -t sysfs none sys
    mount -t cgroup2 none sys/fs/cgroup
    mount -t tmpfs none run
    mount -t tmpfs none tmp
    # What the pods' layers lie on must be no overlay itself.
    mkdir -p var/lib/localkube
    mount -t tmpfs none var/lib/localkube
    mount -t tmpfs -o mode=755 none dev
    for device in null zero full random urandom tty; do
      touch "dev/$device"
      mount --bind "/dev/$device" "dev/$device"
    done
    mkdir dev/shm dev/pts
    mount -t tmpfs none dev/shm
    mount -t devpts -o newinstance,ptmxmode=666 none dev/pts
    ln -s pts/ptmx dev/ptmx
    ln -s /proc/self/fd dev/fd
    ip link set lo up
    # Nothing of the host's is started.
    find etc/systemd/system -mindepth 1 -delete
    if $consul; then cp mnt/tools/consul/consul usr/local/bin/consul; fi
    mkdir old
    pivot_root . old
    cd /
    umount -l /old
    rmdir /old
    exec env -i container=localkube-test PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \\
      /usr/lib/systemd/systemd --system --unit=basic.target --log-target=journal --show-status=0
    """
}
