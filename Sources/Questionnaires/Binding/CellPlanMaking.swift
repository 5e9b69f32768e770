import CohortModel

extension CellPlan {
  /// Most characters of a text answer.
  static let longestAnswer = 32_000
  /// Most characters of a text of the model.
  static let longestConceptText = 200

  static func form(of format: Write.Format) -> Form {
    switch format {
    case .coded: .coded
    case .vocabulary: .vocabulary
    case .integer: .integer
    case .number: .number
    case .date, .partialDate: .date
    case .year: .year
    case .text: .text
    }
  }
}
