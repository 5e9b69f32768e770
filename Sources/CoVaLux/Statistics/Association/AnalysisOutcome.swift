import CohortModel
import CohortStore
import Reporting

/// What a model explains: yes or no some months after an infection.
public enum AnalysisOutcome: Sendable, Hashable {
  /// A symptom is present.
  case symptom(Symptom)
  /// Any symptom is present.
  case anySymptom
  /// A case definition of Long COVID holds, whenever that was.
  case definition(String)

  /// The outcome of a name such as `fatigue`, `any-symptom` or `who-2021`; nil if there is none.
  init?(named name: String, reference: ReferenceModel) {
    let symptom = Symptom(rawValue: name)
    if name == "any-symptom" {
      self = .anySymptom
    } else if reference.vocabulary.symptoms.contains(symptom) {
      self = .symptom(symptom)
    } else if reference.definitions().contains(where: { $0.id == name }) {
      self = .definition(name)
    } else {
      return nil
    }
  }

  /// Its name.
  public var name: String {
    switch self {
    case .symptom(let symptom): symptom.rawValue
    case .anySymptom: "any symptom"
    case .definition(let id): id
    }
  }
}

extension AnalysisOutcome {
  /// What is looked at, in which follow-ups, for the definition of a table.
  func lines(_ followUp: InfectionFollowUp, _ reference: ReferenceModel) -> [TableDefinition.Line] {
    guard case .definition(let id) = self else {
      return followUp.lines + [
        .init("Outcome", "\(name) present; the follow-up nearest to the target that answers it")
      ]
    }
    // A definition looks at all follow-ups by rules of its own.
    return followUp.lines.filter { $0.key != "Window" && $0.key != "Re-infection" } + [
      .init("Outcome", reference.definitions().first { $0.id == id }?.statement ?? id)
    ]
  }
}

/// The people of an analysis with their outcomes, one each.
struct AnalysisPeople {
  private(set) var anchors: [PersonGrouping.Anchor] = []
  private(set) var outcomes: [Bool] = []
  /// People with an infection of whom the outcome is not known.
  private(set) var withoutOutcome = 0

  init(_ outcome: AnalysisOutcome, _ followUp: InfectionFollowUp, in population: StudyPopulation) {
    switch outcome {
    case .symptom, .anySymptom: addSymptoms(outcome, followUp, in: population)
    case .definition(let id): addDefinition(id, followUp, in: population)
    }
  }

  private mutating func addSymptoms(
    _ outcome: AnalysisOutcome, _ followUp: InfectionFollowUp, in population: StudyPopulation
  ) {
    let snapshot = population.snapshot
    for answered in followUp.answered(in: population, by: PersonGrouping(nil, in: population)) {
      var isPresent: Bool?
      if case .symptom(let symptom) = outcome {
        isPresent = snapshot.index(of: symptom).flatMap { snapshot.isPresent($0, in: answered.responses) }
      } else {
        isPresent = answered.responses.lazy.compactMap { snapshot.symptomCount(in: $0) }.first.map { $0 > 0 }
      }
      add(isPresent, answered.person, followUp, in: population)
    }
  }

  private mutating func addDefinition(
    _ id: String, _ followUp: InfectionFollowUp, in population: StudyPopulation
  ) {
    let definitions = population.reference.definitions().filter { $0.id == id }
    let answers = DefinitionOutcomes(of: definitions, infection: followUp.infection, in: population)
    for (person, answer) in zip(answers.people, answers.answers) {
      guard let status = population.episode(followUp.infection, of: person)?.status,
        followUp.statuses.contains(status)
      else { continue }
      add(answer[0] == .yes ? true : answer[0] == .no ? false : nil, person, followUp, in: population)
    }
  }

  private mutating func add(
    _ outcome: Bool?, _ person: Int, _ followUp: InfectionFollowUp, in population: StudyPopulation
  ) {
    guard let outcome else {
      withoutOutcome += 1
      return
    }
    let episode = population.episode(followUp.infection, of: person)
    anchors.append(.init(person: person, episode: episode, day: episode?.index?.exactDay))
    outcomes.append(outcome)
  }
}
