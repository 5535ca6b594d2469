import LinuxSystem

extension Engine {
  /// SIGTERM to every main process, SIGKILL after `grace`; then `done`, and sandboxd ends.
  func powerOff(grace: Duration, done: @escaping () -> Void) {
    guard !isPoweringOff else { return whenAllEnded(done) }
    isPoweringOff = true
    for container in containers.values where container.process.isAlive {
      // The kernel drops a SIGTERM for which a PID 1 has no handler, so there would be nothing to wait for.
      let signal = catchesTerminate(container.process) ? Signals.terminate : Signals.kill
      send(signal, to: container.process)
    }
    loop.after(nanoseconds: grace.nanoseconds) { [unowned self] in
      for container in containers.values { send(Signals.kill, to: container.process) }
    }
    whenAllEnded { [unowned self] in
      done()
      onPoweredOff()
    }
  }

  private func whenAllEnded(_ done: @escaping () -> Void) {
    var left = 1
    let step = {
      left -= 1
      if left == 0 { done() }
    }
    for container in containers.values where container.process.isAlive {
      left += 1
      container.whenEnded.append(step)
    }
    step()
  }

  private func send(_ signal: Int32, to process: RunningProcess) {
    do { try process.signal(signal) } catch { Diagnostics.report("A signal was not delivered", error) }
  }

  /// Whether the process has a handler for SIGTERM; true when that cannot be found out.
  private func catchesTerminate(_ process: RunningProcess) -> Bool {
    guard process.visibleID > 0, let status = try? FileSystem.readText("/proc/\(process.visibleID)/status") else {
      return true
    }
    for line in status.split(separator: "\n") where line.hasPrefix("SigCgt:") {
      let digits = line.dropFirst(7).drop { $0 == "\t" || $0 == " " }
      guard let mask = UInt64(digits, radix: 16) else { return true }
      return mask >> UInt64(Signals.terminate - 1) & 1 == 1
    }
    return true
  }
}
