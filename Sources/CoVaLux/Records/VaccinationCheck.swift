public import CohortModel
public import CohortStore

/// What does not fit together in the reports of one participant's doses.
public struct VaccinationCheck: Hashable, Sendable {
  /// The participant.
  public let participant: ParticipantCode
  /// What does not fit together, at least one thing.
  public let contradictions: [VaccinationCourse.Contradiction]
}

extension Cohort {
  /// Participants whose reports of doses contradict each other, in the order of their codes.
  ///
  /// - Parameter code: The only participant to check; nil checks all whose data may be used.
  /// - Returns: Those with a contradiction.
  /// - Throws: `RegistryError.unknownParticipant` if there is no such participant.
  public func vaccinationChecks(of code: ParticipantCode? = nil) async throws -> [VaccinationCheck] {
    try await read { study in
      if let code {
        let found = try study.vaccinations.check(code)
        return found.isEmpty ? [] : [VaccinationCheck(participant: code, contradictions: found)]
      }
      var checks: [VaccinationCheck] = []
      var waiting: [VaccinationCourse.Report] = []
      func finish() {
        guard let participant = waiting.first?.vaccination.participant else { return }
        let found = VaccinationCourse(waiting).contradictions
        if !found.isEmpty { checks.append(VaccinationCheck(participant: participant, contradictions: found)) }
        waiting.removeAll(keepingCapacity: true)
      }
      var offset = 0
      while true {
        let page = try study.vaccinations.list(limit: 5000, offset: offset)
        for report in page {
          if report.vaccination.participant != waiting.first?.vaccination.participant { finish() }
          waiting.append(report)
        }
        offset += page.count
        guard page.count == 5000 else { break }
      }
      finish()
      return checks
    }
  }
}

extension VaccinationCourse.Contradiction {
  /// The contradiction in a sentence that holds no date and no product.
  public var sentence: String {
    switch self {
    case .slotWithSeveralDates(let slot, let forms):
      "dose \(slot) has several dates (\(forms.joined(separator: ", ")))"
    case .dateWithSeveralProducts(let slots, let forms):
      "dose \(slots.joined(separator: "/")) has several products on one day (\(forms.joined(separator: ", ")))"
    case .notReceivedYetDated(let slot, let form):
      "dose \(slot) is said not to have been received, and has a date (\(form))"
    }
  }
}
