/// What a column is to somebody who tries to recognise a participant.
public enum ColumnRole: String, Sendable, CaseIterable {
  /// Names the participant on its own, and is never published.
  case identifier
  /// May be known from elsewhere, and is generalised.
  case quasiIdentifier = "quasi-identifier"
  /// Must not be learnt about a participant, and is published as it is.
  case sensitive
  /// Neither known from elsewhere nor worth hiding, and is published as it is.
  case insensitive
}
