/// The events of a project in their order, as its files name them and as they are stored.
struct EventOrder: Sendable {
  /// First name and identifier of each event; empty if a file may name any.
  private let events: [(name: String, identifier: String)]
  private let byName: [String: String]

  /// - Parameters:
  ///   - source: Where a questionnaire's events come from; their order there is that of the project.
  ///   - identifiers: The vocabulary of events.
  init(_ source: Questionnaire.EventSource?, identifiers: [String]) {
    let all: [(String, String)] =
      switch source {
      case .open(_, let names)?: names.map { ($0.cell, $0.event) }
      case .column(_, let codes)? where codes.isEmpty: identifiers.map { ($0, $0) }
      case .column(_, let codes)?: codes.map { ($0.cell, identifiers[$0.event]) }
      case .constant(_, let identifier)?: [(identifier, identifier)]
      case nil: []
      }
    var known: Set<String> = []
    events = all.filter { known.insert($0.1).inserted }.map { (name: $0.0, identifier: $0.1) }
    byName = Dictionary(all.map { ($0.0.lowercased(), $0.1) }, uniquingKeysWith: { first, _ in first })
  }

  /// False if nothing says which events there are.
  var isKnown: Bool { !events.isEmpty }

  /// Names of the events, for messages.
  var names: [String] { events.map(\.name) }

  /// What is stored of an event; nil if there is no such event.
  func identifier(named name: String) -> String? {
    isKnown ? byName[name.lowercased()] : name
  }

  /// How files name an event.
  func name(of identifier: String) -> String {
    events.first { $0.identifier == identifier }?.name ?? identifier
  }

  /// The arm of an event: what stands behind `_arm_`, `1` where nothing does.
  func arm(of identifier: String) -> String {
    let name = name(of: identifier)
    guard let mark = name.ranges(of: "_arm_").last else { return "1" }
    return String(name[mark.upperBound...])
  }

  /// The event that a reference means in a row; nil if there is none.
  ///
  /// Events that are not among those `having` what is looked at are passed over, as in REDCap; nil is all.
  func identifier(
    of event: ExpressionReference.Event, from own: String, having: [String]?
  ) -> String? {
    switch event {
    case .own: return own
    case .named(let name): return identifier(named: name)
    case .first, .last, .previous, .next: break
    }
    let arm = arm(of: own)
    let order = events.map(\.identifier).filter { self.arm(of: $0) == arm }
    let isOffered = { (identifier: String) in having?.contains(identifier) ?? true }
    let place = order.firstIndex(of: own)
    return switch event {
    case .first: order.first(where: isOffered)
    case .last: order.last(where: isOffered)
    case .previous: place.flatMap { order[..<$0].last(where: isOffered) }
    default: place.flatMap { order[($0 + 1)...].first(where: isOffered) }
    }
  }

  /// The number of an event within its arm, from 1.
  func number(of identifier: String) -> Int? {
    let arm = arm(of: identifier)
    let order = events.map(\.identifier).filter { self.arm(of: $0) == arm }
    return order.firstIndex(of: identifier).map { $0 + 1 }
  }
}
