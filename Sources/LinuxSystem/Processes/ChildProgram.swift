private import CLinux
private import Glibc

/// A process to be started: the steps to its exec and what they need.
package struct ChildProgram: Sendable, Hashable {
  package var steps: [ChildStep]
  package var arguments: [String]
  package var environment: [String]
  /// The paths that are tried, in this order, to be executed.
  package var candidates: [String]
  package var user: UInt32 = 0
  package var group: UInt32 = 0
  /// nil leaves the supplementary groups as they are.
  package var supplementaryGroups: [UInt32]?
  package var capabilities = CapabilitySet()
  /// The namespaces that are made for it.
  package var namespaces: NamespaceKinds = []

  package init(steps: [ChildStep], arguments: [String], environment: [String], candidates: [String]) {
    self.steps = steps
    self.arguments = arguments
    self.environment = environment
    self.candidates = candidates
  }

  /// Has the starter clone a process that goes through the steps.
  ///
  /// It gets copies of the standard streams, which stay the caller's, and of the descriptors that it joins, no others.
  package func spawn(
    from starter: ChildStarter, streams: (input: Int32, output: Int32, error: Int32)
  ) throws(SystemError) -> ChildProcess {
    var text = ProgramText()
    let encoded = steps.map { step in text.encode(step) }
    let argumentOffsets = arguments.map { text.add($0) }
    let environmentOffsets = environment.map { text.add($0) }
    let candidateOffsets = candidates.map { text.add($0) }
    let groups = supplementaryGroups ?? []
    var pidfd: Int32 = -1
    var report: Int32 = -1
    var failure: Int32 = 0
    let pid = unsafe encoded.withUnsafeBufferPointer { steps in
      unsafe text.bytes.withUnsafeBufferPointer { bytes in
        unsafe bytes.withMemoryRebound(to: CChar.self) { text in
          unsafe argumentOffsets.withUnsafeBufferPointer { arguments in
            unsafe environmentOffsets.withUnsafeBufferPointer { environment in
              unsafe candidateOffsets.withUnsafeBufferPointer { candidates in
                unsafe groups.withUnsafeBufferPointer { groups in
                  var program = unsafe lk_program()
                  unsafe program.steps = steps.baseAddress
                  unsafe program.step_count = steps.count
                  unsafe program.text = text.baseAddress
                  unsafe program.text_size = bytes.count
                  unsafe program.arguments = arguments.baseAddress
                  unsafe program.argument_count = arguments.count
                  unsafe program.environment = environment.baseAddress
                  unsafe program.environment_count = environment.count
                  unsafe program.candidates = candidates.baseAddress
                  unsafe program.candidate_count = candidates.count
                  unsafe program.groups = groups.baseAddress
                  unsafe program.group_count = groups.count
                  unsafe program.input = streams.input
                  unsafe program.output = streams.output
                  unsafe program.error = streams.error
                  unsafe program.user = user
                  unsafe program.group = group
                  unsafe program.sets_groups = supplementaryGroups == nil ? 0 : 1
                  unsafe program.capabilities = capabilities.rawValue
                  unsafe program.namespaces = namespaces.rawValue
                  let pid = unsafe lk_spawn(starter.socket, &program, &pidfd, &report)
                  failure = errno
                  return pid
                }
              }
            }
          }
        }
      }
    }
    guard pid > 0 else { throw SystemError("clone3", number: failure) }
    return ChildProcess(pid: pid, pidfd: OwnedDescriptor(owning: pidfd), report: OwnedDescriptor(owning: report))
  }
}

/// The strings of a program, one after the other, each ended by a zero byte.
private struct ProgramText {
  // Offset 0 means that there is no string.
  var bytes: [UInt8] = [0]

  mutating func add(_ string: String) -> UInt32 {
    let offset = UInt32(bytes.count)
    bytes.append(contentsOf: string.utf8)
    bytes.append(0)
    return offset
  }

  mutating func add(bytes content: [UInt8]) -> UInt32 {
    let offset = UInt32(bytes.count)
    bytes.append(contentsOf: content)
    bytes.append(0)
    return offset
  }

  mutating func encode(_ step: ChildStep) -> lk_step {
    var raw = lk_step()
    switch step {
    case .join(let descriptor, let kinds):
      raw.kind = kind(lk_step_join)
      raw.fd = descriptor
      raw.flags = kinds.rawValue
    case .directory(let path, let permissions):
      raw.kind = kind(lk_step_directory)
      raw.a = add(path)
      raw.mode = permissions
      raw.options = 1
    case .file(let path, let content, let permissions):
      raw.kind = kind(lk_step_file)
      raw.a = add(path)
      raw.b = add(bytes: content)
      raw.size = UInt32(content.count)
      raw.mode = permissions
    case .link(let path, let target):
      raw.kind = kind(lk_step_link)
      raw.a = add(path)
      raw.b = add(target)
    case .device(let path, let hostPath):
      raw.kind = kind(lk_step_device)
      raw.a = add(path)
      raw.b = add(hostPath)
    case .mount(let source, let target, let type, let flags, let data):
      raw.kind = kind(lk_step_mount)
      raw.a = add(source)
      raw.b = add(target)
      raw.c = type.isEmpty ? 0 : add(type)
      raw.d = data.isEmpty ? 0 : add(data)
      raw.flags = flags.rawValue
    case .takeTree(let slot, let path, let part):
      raw.kind = kind(lk_step_take_tree)
      raw.fd = Int32(slot)
      raw.a = add(path)
      raw.b = part.map { add($0) } ?? 0
    case .putTree(let slot, let path, let isReadOnly, let receivesMounts, let permitsDevices):
      raw.kind = kind(lk_step_put_tree)
      raw.fd = Int32(slot)
      raw.a = add(path)
      raw.options =
        (isReadOnly ? kind(lk_tree_read_only) : 0) | (receivesMounts ? kind(lk_tree_receives) : 0)
        | (permitsDevices ? kind(lk_tree_devices) : 0)
    case .makeReadOnly(let path):
      raw.kind = kind(lk_step_read_only_root)
      raw.a = add(path)
    case .restrict(let path, let flags):
      raw.kind = kind(lk_step_attributes)
      raw.a = add(path)
      // The first four flags of mount(2) and the attributes of mount_setattr(2) have the same bits.
      raw.flags = flags.rawValue & 15
    case .pivot(let path):
      raw.kind = kind(lk_step_pivot)
      raw.a = add(path)
    case .permissions(let path, let permissions):
      raw.kind = kind(lk_step_mode)
      raw.a = add(path)
      raw.mode = permissions
    case .hide(let path):
      raw.kind = kind(lk_step_hide)
      raw.a = add(path)
    case .keyring: raw.kind = kind(lk_step_keyring)
    case .confine: raw.kind = kind(lk_step_confine)
    case .identity: raw.kind = kind(lk_step_identity)
    case .birth: raw.kind = kind(lk_step_birth)
    case .workingDirectory(let path):
      raw.kind = kind(lk_step_current)
      raw.a = add(path)
    case .streams: raw.kind = kind(lk_step_streams)
    case .terminal(let ptmx):
      raw.kind = kind(lk_step_terminal)
      raw.a = add(ptmx)
    case .session: raw.kind = kind(lk_step_session)
    case .noNewPrivileges: raw.kind = kind(lk_step_no_privileges)
    case .execute: raw.kind = kind(lk_step_exec)
    case .optionally(let inner):
      raw = encode(inner)
      raw.is_optional = 1
    }
    return raw
  }

  private func kind(_ value: some BinaryInteger) -> UInt16 { UInt16(value) }
  private func kind<Value: RawRepresentable>(_ value: Value) -> UInt16 where Value.RawValue: BinaryInteger {
    UInt16(value.rawValue)
  }
}
