import Testing

/// The tests of the built program with real clients and real Consul.
///
/// They run one after the other: each has a cluster of its own, and two Consul clusters at once on two cores would
/// measure the machine.
@Suite("End to end", .serialized, .enabled(if: Machine.obstacle == nil, "\(Machine.obstacle ?? "")"))
enum EndToEnd {}
