extension VersionConversion.Steps {
  /// The names of the members in `events.k8s.io` and in the core group, whose events are the same objects.
  private static let names = [
    ("regarding", "involvedObject"), ("note", "message"), ("reportingController", "reportingComponent"),
    ("deprecatedSource", "source"), ("deprecatedFirstTimestamp", "firstTimestamp"),
    ("deprecatedLastTimestamp", "lastTimestamp"), ("deprecatedCount", "count"),
  ]

  static let event = Self(
    toStored: { event in
      for (served, stored) in names { event.rename(served, to: stored) }
    },
    fromStored: { event in
      for (served, stored) in names { event.rename(stored, to: served) }
    })
}
