/// A model formula in the notation of Wilkinson & Rogers (1973), Appl Stat 22:392, as R reads it.
///
/// `outcome ~ age + factor(wave) * sex + offset(log(days)) + strata(centre)`: `a:b` is an interaction, `a * b` stands for
/// `a + b + a:b`, `a / b` for `a + a:b`, `(a + b)^2` for all pairs, `- a` leaves a term out, `- 1` or `0` the
/// intercept, and `.` stands for every column that the left side does not use.
public struct ModelFormula: Sendable, Hashable {
  /// What is explained; nil where the formula begins with the tilde.
  public let response: FormulaExpression?
  /// What explains it.
  public let explanation: FormulaExpression

  /// Reads a formula.
  public init(_ text: String) throws(FormulaError) {
    var parser = try FormulaParser(text)
    (response, explanation) = try parser.formula()
  }
}

/// Why a formula cannot be read or used.
public struct FormulaError: Error, Hashable, CustomStringConvertible {
  /// What is wrong.
  public enum Problem: Hashable, Sendable {
    /// The formula ends where more must follow, or goes on where it must end.
    case unexpected(String)
    /// There is no tilde.
    case tildeMissing
    /// The data have no such column.
    case unknownColumn(String)
    /// There is no such function, or it does not take these arguments.
    case unknownFunction(String)
    /// A column has another number of rows than the others.
    case unevenLength(String)
    /// Texts or categories stand where numbers must.
    case notNumeric(String)
  }

  /// What is wrong.
  public let problem: Problem

  init(_ problem: Problem) { self.problem = problem }

  /// The problem in words; it names columns and functions, never a value.
  public var description: String {
    switch problem {
    case .unexpected(""): "the formula ends where a term must follow"
    case .unexpected(let sign): "the formula has \(sign) where it must not"
    case .tildeMissing: "the formula has no ~ between outcome and covariates"
    case .unknownColumn(let name): "there is no column \(name)"
    case .unknownFunction(let name): "the formula cannot use \(name) so"
    case .unevenLength(let name): "the column \(name) has another number of rows"
    case .notNumeric(let name): "\(name) needs numbers"
    }
  }
}
