import CohortModel
import CohortStore

/// What the case definitions say of everybody with an infection.
struct DefinitionOutcomes {
  /// The answer of one definition for one person.
  enum Answer: Int, CaseIterable {
    case yes
    case no
    case indeterminate
    /// The definition is not for this person: too young or too old, or the infection not sure enough.
    case outOfScope

    init(_ classification: Classification) {
      switch classification.reason {
      case .outsideAgeRange, .statusNotAccepted, .noInfection: self = .outOfScope
      default:
        self =
          switch classification.outcome {
          case .yes: .yes
          case .no: .no
          case .indeterminate: .indeterminate
          }
      }
    }

    var label: String {
      switch self {
      case .yes: "yes"
      case .no: "no"
      case .indeterminate: "indeterminate"
      case .outOfScope: "not applicable"
      }
    }
  }

  let definitions: [any CaseDefinition]
  /// The people with an infection of the number asked for, or with one of an unknown day.
  private(set) var people: [Int] = []
  /// The answers of each of them, one per definition.
  private(set) var answers: [[Answer]] = []

  init(of definitions: [any CaseDefinition], infection: Int, in population: StudyPopulation) {
    self.definitions = definitions
    for person in population.people.indices {
      let episode = population.episode(infection, of: person)
      guard episode != nil || (infection == 1 && population.isInfected(person)) else { continue }
      let history = population.snapshot.history(
        of: person, separationDays: population.infections[person].separationDays)
      people.append(person)
      answers.append(definitions.map { Answer($0.classify(history, episode: infection)) })
    }
  }
}

extension CaseDefinition {
  /// Title, parameters and source, as every output states them.
  var statement: String {
    let list = parameters.map { "\($0.name) \($0.value)" }.joined(separator: ", ")
    return [title, list, source, caution].filter { !$0.isEmpty }.joined(separator: "; ")
  }

  /// What must be known before the answers are used; empty for most.
  var caution: String {
    parameters.contains { $0 == ("provisional", "yes") }
      ? "provisional: its points have not yet been compared with the published table" : ""
  }
}
