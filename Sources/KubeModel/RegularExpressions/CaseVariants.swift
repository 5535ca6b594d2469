/// The scalars that differ in case only (Unicode, simple case folding).
enum CaseVariants {
  /// Scalars that have no mapping of one scalar back to them, each with the lower-case letter that it folds to.
  private static let special: [(Unicode.Scalar, Unicode.Scalar)] = [
    ("\u{212A}", "k"), ("\u{17F}", "s"), ("\u{212B}", "å"), ("\u{2126}", "ω"), ("\u{1E9E}", "ß"), ("\u{B5}", "μ"),
    ("\u{3D0}", "β"), ("\u{3D1}", "θ"), ("\u{3F4}", "θ"), ("\u{3F5}", "ε"), ("\u{3F0}", "κ"), ("\u{345}", "ι"),
    ("\u{1FBE}", "ι"), ("\u{3D6}", "π"), ("\u{3F1}", "ρ"), ("\u{3C2}", "σ"), ("\u{3D5}", "φ"), ("\u{1E9B}", "ṡ"),
  ]

  /// The scalar and its variants.
  static func of(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
    if scalar.isASCII {
      let folded = scalar.value & ~0x20
      guard (0x41...0x5A).contains(folded) else { return [scalar] }
      guard folded == 0x4B || folded == 0x53 else {
        return [Unicode.Scalar(UInt8(folded)), Unicode.Scalar(UInt8(folded | 0x20))]
      }
    }
    var variants: [Unicode.Scalar] = [scalar]
    var next = 0
    while next < variants.count {
      let properties = variants[next].properties
      for text in [properties.lowercaseMapping, properties.uppercaseMapping, properties.titlecaseMapping] {
        let mapped = text.unicodeScalars
        if mapped.count == 1, let only = mapped.first, !variants.contains(only) { variants.append(only) }
      }
      for (other, folded) in special {
        if variants[next] == folded, !variants.contains(other) { variants.append(other) }
        if variants[next] == other, !variants.contains(folded) { variants.append(folded) }
      }
      next += 1
    }
    // The Turkish letters fold to nothing but themselves, although i is what one of them is mapped to.
    let isTurkish = scalar == "\u{130}" || scalar == "\u{131}"
    return isTurkish ? [scalar] : variants.filter { $0 != "\u{130}" && $0 != "\u{131}" }
  }
}
