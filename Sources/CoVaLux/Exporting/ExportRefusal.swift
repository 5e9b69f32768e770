public import Anonymisation

/// Why a release was refused and nothing was published.
///
/// Holds names and counts, never a participant's value.
public enum ExportRefusal: Error, Sendable {
  /// No participant's data may be used.
  case noParticipants
  /// No purpose was given.
  case noPurpose
  /// The profile says nothing about a column.
  case unclassifiedColumn(profile: String, file: String, column: String)
  /// No generalisation keeps the promises within the suppression limit.
  case notAnonymous(Refusal)
  /// The plan cannot be carried out.
  case plan(String)
  /// The files as written fail the check.
  case verification(ExportVerifier.Failure)
  /// The release differs from an earlier one by too few participants.
  case smallDifference(release: Int64, added: Int, removed: Int, k: Int)
  /// Data of participants in the release may no longer be used.
  case withdrawnMeanwhile(participants: Int)
}

extension ExportRefusal: CustomStringConvertible {
  /// What stands in the way and what to do about it.
  public var description: String {
    switch self {
    case .noParticipants: "there is no participant whose data may be used; import or enrol some first"
    case .noPurpose: "a release needs a purpose, which the audit trail and the register of releases keep"
    case .unclassifiedColumn(let profile, let file, let column):
      "the profile \(profile) does not classify \(column) of \(file); give it a role in Schema/privacy, or list it "
        + "under left-out"
    case .notAnonymous(let refusal): refusal.description + "; or raise suppression in the profile"
    case .plan(let message): message
    case .verification(let failure):
      "the files as written fail the check: \(failure); nothing was published, and this is worth reporting"
    case .smallDifference(let release, let added, let removed, let k):
      "release \(release) of the same profile differs by \(added) participants more and \(removed) fewer, and "
        + "fewer than \(k) tell who they are; wait for more changes, or set small-differences to warn"
    case .withdrawnMeanwhile(let participants):
      "the data of \(participants) of the participants may no longer be used since the snapshot; export again"
    }
  }
}
