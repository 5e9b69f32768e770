import CohortModel

/// Finds conditions that no answers can meet, by trying all answers that could make a difference.
struct ConditionReach {
  private(set) var remarks: [QuestionnaireRemark] = []
  private let writes: [Write]
  /// Columns of questions that are never asked, and are blank therefore.
  private var unreached: Set<String> = []

  /// Combinations of answers that are tried; conditions with more are not judged.
  private static let mostTrials = 20_000

  init(_ questionnaire: Questionnaire) {
    writes = questionnaire.writes.flatMap(\.single)
    var open = Array(writes.indices.filter { writes[$0].condition != nil })
    var hasChanged = true
    while hasChanged {
      hasChanged = false
      // What is asked after a question that is never asked may not be asked either.
      for place in open where isUnreachable(writes[place]) {
        let write = writes[place]
        open.removeAll { $0 == place }
        unreached.formUnion(write.columns)
        hasChanged = true
        guard !remarks.contains(where: { $0.line == write.line }) else { continue }
        remarks.append(
          .init(
            rule: "asked-if-never", severity: .warning, line: write.line,
            message: "\(write.name) is never asked: no answers to \(Self.list(write)) meet its asked-if"))
      }
    }
  }

  private static func list(_ write: Write) -> String {
    (write.condition?.columns ?? []).map { "[\($0)]" }.joined(separator: ", ")
  }

  private func isUnreachable(_ write: Write) -> Bool {
    guard let condition = write.condition, !condition.looksElsewhere,
      let candidates = candidates(for: condition)
    else { return false }
    let combinations = candidates.reduce(1) { product, cells in
      product > Self.mostTrials ? product : product * cells.count
    }
    guard combinations <= Self.mostTrials else { return false }
    let marks = condition.columns.map { column in
      ColumnSource(column, among: writes)?.write.decimalMark ?? UInt8(ascii: ".")
    }
    let missing = condition.missingCodes(in: writes)
    var stack = Expression.Stack()
    for combination in 0..<combinations {
      var rest = combination
      var bytes: [UInt8] = []
      var cells: [Range<Int>] = []
      for texts in candidates {
        let text = texts[rest % texts.count].utf8
        rest /= texts.count
        cells.append(bytes.count..<bytes.count + text.count)
        bytes += text
      }
      let around = Expression.Surroundings(
        bytes: bytes, cells: cells, marks: marks, today: 9000, missing: missing)
      if condition.holds(around, stack: &stack) { return false }
    }
    return true
  }

  /// Cells to try for each column; nil if what makes a difference cannot be told.
  private func candidates(for condition: Expression) -> [[String]]? {
    let isPlain = condition.operations.allSatisfy(Self.isComparison)
    let literals = condition.literalTexts
    var areClosed = true
    let candidates = condition.columns.map { column -> [String] in
      if unreached.contains(column) { return [""] }
      guard let write = ColumnSource(column, among: writes)?.write else {
        areClosed = false
        return [""] + literals
      }
      let codes = write.codings.map(\.cell)
      if write.isCheckbox { return ["", "0", "1"] }
      switch write.format {
      case .coded, .vocabulary: return [""] + codes
      case .integer, .number, .year:
        areClosed = false
        return [""] + codes + Self.within(write.range, literals)
      case .date, .partialDate, .text:
        areClosed = false
        return [""] + codes + literals + ["0001-01-01", "9999-12-31"]
      }
    }
    return isPlain || areClosed ? candidates : nil
  }

  /// The literals and their neighbours, as far as the range allows them, and its ends.
  private static func within(_ range: NumberRange?, _ literals: [String]) -> [String] {
    let range = range ?? NumberRange()
    var numbers: [Double] = [range.lowest, range.highest].filter(\.isFinite)
    for literal in literals.compactMap({ Double($0) }) {
      for step in [-1, -0.5, 0, 0.5, 1] { numbers.append(literal + step) }
    }
    if numbers.isEmpty { numbers = [1] }
    return numbers.filter { $0 >= range.lowest && $0 <= range.highest }.map { String($0) }
  }

  /// True if an operation only compares, so that trying the literals and their neighbours is trying everything.
  private static func isComparison(_ operation: Expression.Operation) -> Bool {
    switch operation {
    case .column, .number, .text, .blank, .equal, .unequal, .less, .lessOrEqual, .greater, .greaterOrEqual,
      .and, .or:
      true
    default: false
    }
  }
}

extension Expression {
  /// The fixed values of the expression, as cells would have them, and one of each kind that is none of them.
  fileprivate var literalTexts: [String] {
    var texts: Set<String> = ["~", "987654321", "-987654321"]
    for operation in operations {
      switch operation {
      case .number(let number):
        let isWhole = number == number.rounded() && abs(number) < 1e15
        texts.insert(isWhole ? String(Int64(number)) : String(number))
      case .text(let range): texts.insert(String(decoding: literals[range], as: UTF8.self))
      default: continue
      }
    }
    return texts.sorted()
  }
}
