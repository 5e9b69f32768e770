/// All rows of one participant, those of a file and those that are stored, as far as conditions look at them.
///
/// A blank of the file keeps what is stored, as it does when the row is stored. What is nowhere is blank, as in REDCap.
public struct ParticipantRows: Sendable {
  private struct Key: Hashable {
    let event: [UInt8]
    let stream: [UInt8]
    let instance: Int
  }

  /// Rows of one kind at one event.
  private struct Group: Hashable {
    let event: [UInt8]
    let stream: [UInt8]
  }

  private let conditions: ElsewhereConditions
  private var rows: [SeenRow] = []
  private var places: [Key: Int] = [:]
  /// The lowest and the highest number of each group.
  private var instances: [Group: ClosedRange<Int>] = [:]
  /// For each column the kinds of rows that have something in it, the likeliest first.
  private var streams: [[[UInt8]]] = []

  /// Makes an empty collection.
  public init(_ conditions: ElsewhereConditions) {
    self.conditions = conditions
  }

  /// Evaluates every condition for the rows of the questionnaire that asks.
  ///
  /// - Parameters:
  ///   - file: Rows of the file.
  ///   - stored: Rows that are stored.
  ///   - body: Takes the number of a record and the outcomes.
  public mutating func evaluate(
    file: [SeenRow], stored: [SeenRow], _ body: (Int, [ElsewhereOutcome]) throws -> Void
  ) rethrows {
    rows.removeAll(keepingCapacity: true)
    places.removeAll(keepingCapacity: true)
    instances.removeAll(keepingCapacity: true)
    streams = conditions.columns.map { _ in [] }
    for row in file where row.instance > 0 { add(row) }
    for row in stored { add(row) }
    var asking: [SeenRow] = []
    for var row in file {
      if row.instance == 0 {
        row.instance = (instances[Group(event: row.event, stream: row.stream)]?.upperBound ?? 0) + 1
        add(row)
      }
      if row.isOwn { asking.append(row) }
    }
    for column in streams.indices { sortStreams(of: column) }
    var stack = Expression.Stack()
    for row in asking {
      let outcomes = conditions.outcomes(stack: &stack) { place, reference in
        text(place, reference, seenFrom: row)
      }
      try body(row.number, outcomes)
    }
  }

  private mutating func add(_ row: SeenRow) {
    for column in row.cells.indices
    where !row.cells[column].isEmpty && !streams[column].contains(row.stream) {
      streams[column].append(row.stream)
    }
    let group = Group(event: row.event, stream: row.stream)
    let known = instances[group] ?? row.instance...row.instance
    instances[group] = min(known.lowerBound, row.instance)...max(known.upperBound, row.instance)
    let key = Key(event: row.event, stream: row.stream, instance: row.instance)
    guard let place = places[key] else {
      places[key] = rows.count
      rows.append(row)
      return
    }
    for index in rows[place].cells.indices
    where rows[place].cells[index].isEmpty && index < row.cells.count {
      rows[place].cells[index] = row.cells[index]
    }
  }

  /// Rows of the questionnaire have its columns; of others rather the repeating instruments, as the plain row of an event
  /// has a 0 in each checkbox of forms that nobody opened.
  private mutating func sortStreams(of column: Int) {
    let isOwn = conditions.columns[column].isOwn
    func rank(_ stream: [UInt8]) -> Int {
      if stream == SeenRow.ownStream { return isOwn ? 0 : 3 }
      return stream.isEmpty ? 2 : 1
    }
    streams[column].sort { rank($0) < rank($1) }
  }

  private func text(_ place: Int, _ reference: ExpressionReference?, seenFrom row: SeenRow) -> [UInt8] {
    guard let reference else {
      let key = Key(event: row.event, stream: row.stream, instance: row.instance)
      return places[key].map { rows[$0].cells[place] } ?? []
    }
    let own = String(decoding: row.event, as: UTF8.self)
    if let fact = reference.fact { return Array((self.fact(fact, of: row, own) ?? "").utf8) }
    let column = conditions.columns[place]
    let event = conditions.order.identifier(of: reference.event, from: own, having: column.events)
    guard let event = event.map({ Array($0.utf8) }) else { return [] }
    let instance: Int?
    switch reference.instance {
    case .unsaid: instance = event == row.event && column.isOwn ? row.instance : 1
    case .number(let number): instance = number
    case .current: instance = row.instance
    case .previous: instance = row.instance - 1
    case .next: instance = row.instance + 1
    case .first: instance = instances(of: place, event)?.lowerBound
    case .last: instance = instances(of: place, event)?.upperBound
    }
    guard let instance else { return [] }
    for stream in streams[place] {
      let key = Key(event: event, stream: stream, instance: instance)
      if let row = places[key], !rows[row].cells[place].isEmpty { return rows[row].cells[place] }
    }
    return []
  }

  /// Numbers of the rows of an event that have a column.
  private func instances(of place: Int, _ event: [UInt8]) -> ClosedRange<Int>? {
    let likeliest = conditions.columns[place].isOwn ? [SeenRow.ownStream] : streams[place]
    for stream in likeliest {
      if let known = instances[Group(event: event, stream: stream)] { return known }
    }
    return nil
  }

  private func fact(_ fact: ExpressionReference.Fact, of row: SeenRow, _ own: String) -> String? {
    let order = conditions.order
    func name(_ event: ExpressionReference.Event) -> String? {
      order.identifier(of: event, from: own, having: nil).map { order.name(of: $0) }
    }
    let siblings = instances[Group(event: row.event, stream: row.stream)]
    let next = Key(event: row.event, stream: row.stream, instance: row.instance + 1)
    return switch fact {
    case .eventName: order.name(of: own)
    case .eventNumber: order.number(of: own).map(String.init)
    case .previousEventName: name(.previous)
    case .nextEventName: name(.next)
    case .firstEventName: name(.first)
    case .lastEventName: name(.last)
    case .armNumber: order.arm(of: own)
    case .recordName: String(decoding: row.code, as: UTF8.self)
    case .currentInstance: row.isRepeating ? String(row.instance) : nil
    case .previousInstance: row.isRepeating && row.instance > 1 ? String(row.instance - 1) : nil
    case .nextInstance: row.isRepeating && places[next] != nil ? String(row.instance + 1) : nil
    case .firstInstance: siblings.map { String($0.lowerBound) }
    case .lastInstance: siblings.map { String($0.upperBound) }
    }
  }
}
