/// What the logic of a dictionary may look at, seen from the rows of one questionnaire.
struct RedcapLogic {
  /// Logic as a questionnaire has it, or why it cannot.
  enum Reading {
    case text(String, Expression)
    case unreadable(String)
  }

  /// The column of the data access group.
  static let group = "redcap_data_access_group"

  /// Columns of the rows themselves.
  let own: Set<String>
  /// Columns of all rows of the project.
  private let all: Set<String>
  /// Names of the events; nil if the project has others, whose names are not known.
  private let events: [String]?
  /// True if rows may name their events by labels that nobody knows.
  private let hasUnknownLabels: Bool

  init(_ dictionary: RedcapDictionary, _ options: RedcapQuestionnaire.Options, forms: Set<String>) {
    own = Self.columns(dictionary, forms)
    all = Self.columns(dictionary, Set(dictionary.forms))
    hasUnknownLabels = options.readsLabels && options.structure == nil && options.events.isEmpty
    if !options.isLongitudinal {
      events = []
    } else if !options.events.isEmpty {
      events = options.events.map(\.name)
    } else {
      events = options.structure?.events.map(\.name)
    }
  }

  /// The columns that rows have for the fields of forms and for their states.
  private static func columns(_ dictionary: RedcapDictionary, _ forms: Set<String>) -> Set<String> {
    var columns = Set(forms.map { "\($0)_complete" })
    columns.formUnion([group, dictionary.fields[0].name])
    for field in dictionary.fields where field.type != "descriptive" && forms.contains(field.form) {
      if field.type == "checkbox" && !field.choices.isEmpty {
        columns.formUnion(field.choices.map { CheckboxName.column(field: field.name, code: $0.code) })
      } else {
        columns.insert(field.name)
      }
    }
    return columns
  }

  /// Reads the logic; a field of another row of the same event gets `[event-name]` before it.
  func reading(of logic: String) -> Reading {
    let expression: Expression
    do {
      expression = try Expression(logic)
    } catch {
      return .unreadable("\(error)")
    }
    for (column, reference) in zip(expression.columns, expression.references) {
      if let reason = objection(to: column, reference) { return .unreadable(reason) }
    }
    var bytes = Array(logic.utf8)
    for mention in expression.mentions.reversed() {
      let reference = expression.references[mention.place]
      let isPlain = reference.map { $0.event == .own && $0.fact == nil } ?? true
      let isNamed = logic.utf8.dropFirst(mention.offset).starts(with: "[event-name]".utf8)
      guard isPlain, !isNamed, !own.contains(expression.columns[mention.place]) else { continue }
      bytes.insert(contentsOf: "[event-name]".utf8, at: mention.offset)
    }
    let text = String(decoding: bytes, as: UTF8.self)
    return (try? Expression(text)).map { .text(text, $0) } ?? .unreadable("not readable")
  }

  private func objection(to column: String, _ reference: ExpressionReference?) -> String? {
    if reference?.fact == nil, !all.contains(column) {
      return "no column \(column) in the project\(Spelling.suggestion(for: column, among: all.sorted()))"
    }
    guard let reference else { return nil }
    if case .named(let event) = reference.event {
      if let events, events.isEmpty { return "the project has no events" }
      if let events, !events.contains(where: { $0.lowercased() == event.lowercased() }) {
        return "no event \(event)\(Spelling.suggestion(for: event, among: events))"
      }
    }
    if reference.needsEventName, events == nil, hasUnknownLabels {
      return "the events are not known by their labels; give their file"
    }
    if reference.needsEventOrder, events == nil {
      return "the order of the events is not known; give their file"
    }
    return nil
  }
}
