/// Columns of a table that say one thing together, and what holds where two rows of one person say it differently.
struct CellGroup: Hashable, Sendable {
  /// How two different statements are settled.
  enum Rule: Hashable, Sendable {
    /// Not by itself: somebody says whose counts.
    case ask
    /// The earlier day.
    case earlier
    /// The smaller number.
    case smaller
    /// The record that allows less: refused, then given, then waived; of two agreements the later.
    case consent
    /// No before unknown before yes, so that nothing is allowed that one of the records does not allow.
    case permission
  }

  /// Whose columns a combined row takes.
  enum Side: Hashable, Sendable {
    case kept
    case absorbed
  }

  /// What comes of a group of two rows.
  enum Outcome: Hashable {
    /// Both say the same, or only the kept row says something.
    case keep
    /// Only the absorbed row says something.
    case fill
    /// They differ, and a rule says whose counts.
    case settled(Side)
    /// They differ.
    case conflict
  }

  /// A cell of both rows as text; nil is NULL.
  typealias Cell = (kept: String?, absorbed: String?)

  /// The first column names the group and decides whether it says anything.
  let columns: [String]
  let rule: Rule

  init(_ columns: String..., rule: Rule = .ask) {
    self.columns = columns
    self.rule = rule
  }

  /// The column that names the group.
  var name: String { columns[0] }

  /// Holds both rows' cells against each other; `isCoded` tells columns in which codes below 0 are reasons for none.
  func outcome(_ cells: [String: Cell], isCoded: (String) -> Bool) -> Outcome {
    func missing(_ text: String?) -> Bool {
      guard let text else { return true }
      return isCoded(name) && text.hasPrefix("-")
    }
    guard let lead = cells[name], columns.contains(where: { cells[$0]?.kept != cells[$0]?.absorbed }) else {
      return .keep
    }
    switch rule {
    case .ask: break
    case .earlier:
      guard let kept = lead.kept, let absorbed = lead.absorbed else { break }
      return .settled(kept < absorbed ? .kept : .absorbed)
    case .smaller:
      guard let kept = lead.kept.flatMap({ Int($0) }), let absorbed = lead.absorbed.flatMap({ Int($0) })
      else { break }
      return .settled(kept < absorbed ? .kept : .absorbed)
    case .consent:
      let ranks = (Self.rank(ofStatus: lead.kept), Self.rank(ofStatus: lead.absorbed))
      if ranks.0 != ranks.1 { return .settled(ranks.0 < ranks.1 ? .kept : .absorbed) }
      let days = cells["given"] ?? (nil, nil)
      return .settled((days.absorbed ?? "") > (days.kept ?? "") ? .absorbed : .kept)
    case .permission:
      let ranks = (Self.rank(ofPermission: lead.kept), Self.rank(ofPermission: lead.absorbed))
      return ranks.0 == ranks.1 ? .keep : .settled(ranks.0 < ranks.1 ? .kept : .absorbed)
    }
    switch (missing(lead.kept), missing(lead.absorbed)) {
    // A reason that says more than "not asked" is kept, or filled in.
    case (true, true): return lead.kept == nil || lead.kept == "-1" ? .fill : .keep
    case (true, false): return .fill
    case (false, true): return .keep
    case (false, false): return .conflict
    }
  }

  private static func rank(ofStatus text: String?) -> Int {
    switch text {
    case "0": 0
    case "1": 1
    case "2": 2
    default: 3
    }
  }

  private static func rank(ofPermission text: String?) -> Int {
    switch text {
    case "0": 0
    case "1": 2
    default: 1
    }
  }
}
