extension VersionConversion.Steps {
  /// `authorization.k8s.io/v1beta1` has the subject's groups in `group`.
  static let subjectAccessReview = Self(
    toStored: { review in
      review.update("spec") { $0.rename("group", to: "groups") }
    },
    fromStored: { review in
      review.update("spec") { $0.rename("groups", to: "group") }
    })
}
