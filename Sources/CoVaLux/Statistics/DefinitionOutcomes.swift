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

  /// The people with an infection of the number asked for, or with one of an unknown day.
  let people: [Int]
  /// The answers of each of them, one per definition.
  let answers: [[Answer]]

  init(of definitions: [any CaseDefinition], infection: Int, in population: StudyPopulation) {
    let people = population.people.indices.filter { person in
      population.episode(infection, of: person) != nil || (infection == 1 && population.isInfected(person))
    }
    let histories = DefinitionHistories(in: population)
    self.people = people
    answers = people.indices.concurrentMap { place in
      histories.answers(of: definitions, person: people[place], infection: infection)
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
