import Foundation
import Statistics
import Synchronization
import Testing

/// Every case of the reference, and how many agree by method and in all, printed; a method without an estimator fails.
@Suite(.enabled(if: Reference.isPresent), .serialized) struct ReferenceTests {
  @Test(arguments: Reference.methods)
  func `every case of the reference agrees`(method: String) throws {
    let cases = try Reference.cases(method)
    #expect(!cases.isEmpty)
    guard let answer = ReferenceMethods.all[method] else {
      Self.tally.add(method, passed: 0, of: cases.count)
      Issue.record("\(method): no estimator")
      print("reference \(method): 0/\(cases.count)")
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
    Self.tally.add(method, passed: passed, of: cases.count)
  }

  private static let tally = ReferenceTally()

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

/// Adds up the cases over methods, in whatever order they are run.
private final class ReferenceTally: Sendable {
  private let counts = Mutex<[String: (passed: Int, all: Int)]>([:])

  /// Counts a method; after the last one the total is printed.
  func add(_ method: String, passed: Int, of all: Int) {
    let total: (passed: Int, all: Int)? = counts.withLock { counts in
      counts[method] = (passed, all)
      guard counts.count == Reference.methods.count else { return nil }
      return counts.values.reduce((0, 0)) { ($0.0 + $1.passed, $0.1 + $1.all) }
    }
    if let total { print("reference total: \(total.passed)/\(total.all)") }
  }
}
