import Foundation
import Statistics
import Testing

/// Every case of the reference, and how many agree by method, printed.
@Suite(.enabled(if: Reference.isPresent), .serialized) struct ReferenceTests {
  @Test(arguments: Reference.methods)
  func `every case of the reference agrees`(method: String) throws {
    let cases = try Reference.cases(method)
    #expect(!cases.isEmpty)
    guard let answer = ReferenceMethods.all[method] else {
      print("reference \(method): 0/\(cases.count), no estimator")
      return
    }
    var passed = 0
    for reference in cases {
      let differences = Self.differences(of: reference, answeredBy: answer)
      if differences.isEmpty { passed += 1 }
      #expect(
        differences.isEmpty, "\(method)/\(reference.id): \(differences.prefix(5).joined(separator: "; "))")
    }
    print("reference \(method): \(passed)/\(cases.count)")
  }

  /// A case whose output is `__error__` or `undefined` must be answered by nothing but undefined numbers.
  private static func differences(of reference: ReferenceCase, answeredBy answer: ReferenceMethod) -> [String]
  {
    do {
      let ours = try answer(reference)
      if reference.output.keys.contains(where: { $0 == "__error__" || $0 == "undefined" }) {
        if ours.isEmpty { return ["not answered"] }
        return ours.compactMap { $0.value.isUndefined ? nil : "\($0.key): defined" }
      }
      return Answer.differences(of: ours, from: reference.output, in: reference, at: "")
    } catch {
      return ["\(error)"]
    }
  }
}

extension Answer {
  /// Whether no number is answered.
  fileprivate var isUndefined: Bool {
    switch self {
    case .number(let outcome): outcome.value == nil
    case .numbers(let outcomes), .coarse(let outcomes, _): outcomes.allSatisfy { $0.value == nil }
    case .texts: true
    case .fields(let fields): fields.values.allSatisfy(\.isUndefined)
    }
  }
}
