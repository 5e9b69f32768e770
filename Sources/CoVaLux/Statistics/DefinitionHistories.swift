import CohortModel
import CohortStore

/// Histories with no more symptoms than a case definition needs for its answer.
///
/// Most definitions ask whether any symptom meets their criteria, so of symptoms that were present, absent and
/// missing at the same follow-ups one is enough, and most people have two or three such patterns among forty
/// symptoms: this takes a tenth of the time. The scores name their symptoms and get those.
struct DefinitionHistories: Sendable {
  private let population: StudyPopulation
  private let scored: [Int]

  init(in population: StudyPopulation) {
    self.population = population
    let reference = population.reference
    let symptoms = Set((reference.recover2023.items + reference.recover2024.items).flatMap(\.symptoms))
    scored = population.snapshot.symptoms.indices.filter {
      symptoms.contains(population.snapshot.symptoms[$0])
    }
  }

  /// The answers of the definitions for one person.
  func answers(
    of definitions: [any CaseDefinition], person: Int, infection: Int
  ) -> [DefinitionOutcomes.Answer] {
    var byPattern: ParticipantHistory?
    var byName: ParticipantHistory?
    return definitions.map { definition in
      switch definition {
      case is WHO2021, is WHO2023, is NICE, is CDCFourWeeks, is NASEM2024:
        let history = byPattern ?? history(of: person, symptoms: patterns(of: person))
        byPattern = history
        return .init(definition.classify(history, episode: infection))
      case is RECOVER2023, is RECOVER2024:
        let history = byName ?? history(of: person, symptoms: scored)
        byName = history
        return .init(definition.classify(history, episode: infection))
      default:
        return .init(definition.classify(completeHistory(of: person), episode: infection))
      }
    }
  }

  /// The slow twin: every symptom that was asked.
  func completeHistory(of person: Int) -> ParticipantHistory {
    history(of: person, symptoms: Array(population.snapshot.symptoms.indices))
  }

  private func history(of person: Int, symptoms: [Int]) -> ParticipantHistory {
    ParticipantHistory(
      of: population.people[person].participant, infections: population.infections[person],
      course: VaccinationCourse(),
      followUps: population.snapshot.responses(of: person).map {
        population.snapshot.followUp($0, symptoms: symptoms)
      })
  }

  /// One symptom for each pattern of answers.
  private func patterns(of person: Int) -> [Int] {
    let snapshot = population.snapshot
    let responses = snapshot.responses(of: person)
    // Three bits a response.
    guard responses.count <= 42 else { return Array(snapshot.symptoms.indices) }
    var seen: [UInt128] = [0]
    var kept: [Int] = []
    for symptom in snapshot.symptoms.indices {
      var pattern: UInt128 = 0
      for response in responses {
        let digit: UInt128 =
          switch Int16(snapshot.code(ofSymptom: symptom, inResponse: response)) {
          case MissingReason.notAsked.rawValue: 0
          case 0: 1
          case 1...: 2
          case MissingReason.notApplicable.rawValue: 3
          default: 4
          }
        pattern = pattern << 3 | digit
      }
      guard !seen.contains(pattern) else { continue }
      seen.append(pattern)
      kept.append(symptom)
    }
    return kept
  }
}

extension CohortSnapshot {
  /// A response as the model sees it, with some of its symptoms.
  fileprivate func followUp(_ response: Int, symptoms indexes: [Int]) -> FollowUp {
    let row = responses[response]
    func answer(_ code: Int16) -> Bool? { code < 0 ? nil : code == 1 }
    var followUp = FollowUp(
      of: people[row.person].participant.code, event: row.event, instance: Int(row.instance),
      on: row.completed,
      symptoms: [:], hasAlternativeDiagnosis: answer(row.alternativeDiagnosis))
    followUp.dailyImpact = row.dailyImpact < 0 ? nil : row.dailyImpact
    followUp.symptomsBegan = row.symptomsBegan
    followUp.symptomsEnded = row.symptomsEnded
    followUp.hasRecovered = answer(row.recovered)
    followUp.infectionSlot = row.infectionSlot
    if row.hasSymptoms {
      for index in indexes {
        let code = Int16(code(ofSymptom: index, inResponse: response))
        if code != MissingReason.notAsked.rawValue {
          followUp.symptoms[symptoms[index]] = SymptomState(code: code)
        }
      }
    }
    if row.hasItems {
      for index in items.indices {
        let code = Int16(code(ofItem: index, inResponse: response))
        if code != MissingReason.notAsked.rawValue { followUp.items[items[index]] = code }
      }
    }
    return followUp
  }
}
