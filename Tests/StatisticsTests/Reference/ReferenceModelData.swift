import Statistics

extension ReferenceCase {
  /// The data file as R's `read.csv` types it: numbers, TRUE and FALSE, and texts as categories in alphabetical order.
  func modelData() throws -> ModelData { try data().modelData }

  /// The case's formula applied to its data.
  func frame(weights: String? = nil, dropsIntercept: Bool = false) throws -> ModelFrame {
    try ModelFrame(
      ModelFormula(word("formula")), try modelData(), weights: weights, dropsIntercept: dropsIntercept)
  }
}

extension ReferenceData {
  var modelData: ModelData {
    get throws {
      var data = ModelData(rows: count)
      for name in names {
        let texts = texts(name)
        let isLogical = texts.allSatisfy { $0 == nil || $0 == "TRUE" || $0 == "FALSE" }
        if !isQuoted(name), let numbers = numbers(name) {
          let values = numbers.map { $0 ?? .nan }
          try data.add(isLogical ? .truths(values) : .numbers(values), named: name)
        } else {
          try data.add(.texts(texts), named: name)
        }
      }
      return data
    }
  }
}
