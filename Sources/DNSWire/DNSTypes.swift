/// The type of a record or question (IANA's numbers).
package struct DNSRecordType: RawRepresentable, Sendable, Hashable {
  package let rawValue: UInt16

  package init(rawValue: UInt16) { self.rawValue = rawValue }

  package static let a = Self(rawValue: 1)
  package static let ns = Self(rawValue: 2)
  package static let cname = Self(rawValue: 5)
  package static let soa = Self(rawValue: 6)
  package static let ptr = Self(rawValue: 12)
  package static let txt = Self(rawValue: 16)
  package static let aaaa = Self(rawValue: 28)
  package static let srv = Self(rawValue: 33)
  package static let opt = Self(rawValue: 41)
  /// A question for all types.
  package static let any = Self(rawValue: 255)
}

/// How a question was answered (RFC 1035 section 4.1.1); the codes above 15 need EDNS.
package struct DNSResponseCode: RawRepresentable, Sendable, Hashable {
  package let rawValue: UInt16

  package init(rawValue: UInt16) { self.rawValue = rawValue }

  package static let noError = Self(rawValue: 0)
  package static let formatError = Self(rawValue: 1)
  package static let serverFailure = Self(rawValue: 2)
  package static let nameError = Self(rawValue: 3)
  package static let notImplemented = Self(rawValue: 4)
  package static let refused = Self(rawValue: 5)
  /// EDNS in a version that is not known (RFC 6891 section 6.1.3).
  package static let badVersion = Self(rawValue: 16)
}

/// The data of a start of authority (RFC 1035 section 3.3.13); times in seconds.
package struct DNSStartOfAuthority: Sendable, Hashable {
  package var primary: DNSName
  package var mailbox: DNSName
  package var serial: UInt32
  package var refresh: UInt32
  package var retry: UInt32
  package var expire: UInt32
  /// How long an answer that says no may be kept (RFC 2308).
  package var minimum: UInt32

  package init(
    primary: DNSName, mailbox: DNSName, serial: UInt32, refresh: UInt32, retry: UInt32, expire: UInt32,
    minimum: UInt32
  ) {
    self.primary = primary
    self.mailbox = mailbox
    self.serial = serial
    self.refresh = refresh
    self.retry = retry
    self.expire = expire
    self.minimum = minimum
  }
}

/// The data of a record.
package enum DNSRecordData: Sendable, Hashable {
  /// An IPv4 address, the first octet in the highest bits.
  case a(UInt32)
  /// The 16 octets of an IPv6 address.
  case aaaa([UInt8])
  case cname(DNSName)
  case ns(DNSName)
  case ptr(DNSName)
  /// Strings of at most 255 octets each; what is longer is cut on writing.
  case txt([[UInt8]])
  /// RFC 2782.
  case srv(priority: UInt16, weight: UInt16, port: UInt16, target: DNSName)
  case soa(DNSStartOfAuthority)
  /// A type that is not known here, with its data as it is on the wire.
  case other(DNSRecordType, [UInt8])

  package var type: DNSRecordType {
    switch self {
    case .a: .a
    case .aaaa: .aaaa
    case .cname: .cname
    case .ns: .ns
    case .ptr: .ptr
    case .txt: .txt
    case .srv: .srv
    case .soa: .soa
    case .other(let type, _): type
    }
  }
}

/// A record of class IN.
package struct DNSRecord: Sendable, Hashable {
  package var name: DNSName
  /// Seconds for which it may be kept.
  package var timeToLive: UInt32
  package var data: DNSRecordData
  /// 1 is IN.
  package var recordClass: UInt16

  package init(_ name: DNSName, timeToLive: UInt32, _ data: DNSRecordData, recordClass: UInt16 = 1) {
    self.name = name
    self.timeToLive = timeToLive
    self.data = data
    self.recordClass = recordClass
  }
}

/// What is asked.
package struct DNSQuestion: Sendable, Hashable {
  package var name: DNSName
  package var type: DNSRecordType
  /// 1 is IN, 255 any.
  package var questionClass: UInt16

  package init(_ name: DNSName, _ type: DNSRecordType, questionClass: UInt16 = 1) {
    self.name = name
    self.type = type
    self.questionClass = questionClass
  }
}

/// Why octets are no DNS message.
package enum DNSFormatError: Error, Sendable, Hashable {
  /// The message ends too early.
  case truncated
  /// A name is longer than 255 octets, or uses a label type that does not exist.
  case badName
  /// A compression pointer does not point backwards.
  case badPointer
  /// A record's data does not fit its length.
  case badData
}
