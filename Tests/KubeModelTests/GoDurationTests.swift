import KubeModel
import Testing

@Suite("Durations of Go")
struct GoDurationTests {
  @Test(
    "They are read and written as Go does",
    arguments: [
      (0, "0s"), (1, "1ns"), (1_500, "1.5µs"), (250_000_000, "250ms"), (1_000_000_000, "1s"), (-1_500_000_000, "-1.5s"),
      (60_000_000_000, "1m0s"), (3_661_000_000_000, "1h1m1s"), (3_600_000_000_000, "1h0m0s"),
      (15_035_000_000, "15.035s"),
    ] as [(Int64, String)])
  func texts(nanoseconds: Int64, text: String) {
    #expect(GoDuration.text(nanoseconds: nanoseconds) == text)
    #expect(GoDuration.nanoseconds(text) == nanoseconds)
  }

  @Test("What is no duration is none", arguments: ["", "1", "s", "1x", "1.2.3s", "-"])
  func wrong(text: String) {
    #expect(GoDuration.nanoseconds(text) == nil)
  }

  @Test("Any length comes back as it was")
  func roundTrip() {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<1_000 {
      // Below 2^53, beyond which the fractions of the text are rounded.
      let nanoseconds = Int64.random(in: -(1 << 53)...(1 << 53), using: &random)
      #expect(GoDuration.nanoseconds(GoDuration.text(nanoseconds: nanoseconds)) == nanoseconds)
    }
  }
}
