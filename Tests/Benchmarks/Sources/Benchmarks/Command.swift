import Foundation

/// Runs programs with posix_spawn(3); their output goes to a file, which daemons that they leave may keep open.
enum Command {
  struct Result {
    let status: Int32
    let output: String
    let milliseconds: Double
  }

  /// Runs a program to its end.
  static func run(_ arguments: [String], environment: [String: String] = [:], output path: String) throws -> Result {
    let begin = Clock.now
    let id = try start(arguments, environment: environment, output: path)
    var status: Int32 = 0
    while waitpid(id, &status, 0) < 0, errno == EINTR {}
    let milliseconds = Clock.now - begin
    let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    let code = status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
    return Result(status: code, output: text, milliseconds: milliseconds)
  }

  /// Starts a program whose input and output are descriptors: its process id.
  static func start(_ arguments: [String], input: Int32, output: Int32) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, input, 0)
    posix_spawn_file_actions_adddup2(&actions, output, 1)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    return try spawn(arguments, [:], &actions)
  }

  /// Starts a program: its process id.
  static func start(_ arguments: [String], environment: [String: String] = [:], output path: String) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    posix_spawn_file_actions_adddup2(&actions, 1, 2)
    return try spawn(arguments, environment, &actions)
  }

  private static func spawn(
    _ arguments: [String], _ environment: [String: String], _ actions: inout posix_spawn_file_actions_t
  ) throws -> pid_t {
    let variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }.map { "\($0)=\($1)" }
    var argv = arguments.map { strdup($0) } + [nil]
    var envp = variables.map { strdup($0) } + [nil]
    defer { for pointer in argv + envp { free(pointer) } }
    var id: pid_t = 0
    let error = posix_spawnp(&id, arguments[0], &actions, nil, &argv, &envp)
    guard error == 0 else { throw Failure("\(arguments[0]) cannot be started: \(String(cString: strerror(error)))") }
    return id
  }
}
