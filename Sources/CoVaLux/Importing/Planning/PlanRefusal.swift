/// Why a plan is not applied; nothing is stored then.
public enum PlanRefusal: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file is no plan, is not complete, or was written by a program that wrote plans in another way.
  case notAPlan(path: String)
  /// What the plan was made from is not what there is now.
  case moved(plan: String, String)
  /// The import would do something else than what was planned; counts and places, without values.
  case differs(plan: String, [String])

  /// The refusal in a sentence, with what to do.
  public var description: String {
    switch self {
    case .notAPlan(let path):
      "\(path): this is no complete plan of this version of the program; make one with covalux import --plan"
    case .moved(let plan, let what):
      "\(plan): nothing was stored, because \(what); make a new plan"
    case .differs(let plan, let differences):
      ([
        "\(plan): nothing was stored, because the import would no longer do what was planned; look and make a new plan"
      ]
        + differences.map { "  \($0)" }).joined(separator: "\n")
    }
  }
}
