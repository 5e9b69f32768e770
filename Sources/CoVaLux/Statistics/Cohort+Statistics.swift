import CohortModel
public import CohortStore
public import Reporting

extension Cohort {
  /// Answers one question from one snapshot, with small cells hidden.
  ///
  /// - Parameters:
  ///   - statistic: The question.
  ///   - isPublic: True for a result that leaves the house: counts below 10 are hidden instead of those below 5, and
  ///     values of single persons always.
  /// - Returns: What may be seen.
  /// - Throws: `PostgresError` if the cohort cannot be read.
  public func statistic(
    _ statistic: some CohortStatistic, isPublic: Bool = false
  ) async throws -> DisclosedTable {
    let population = try await population(withAllItems: type(of: statistic).readsAllItems)
    return population.answer(statistic, isPublic: isPublic)
  }

  /// Answers several questions from the same snapshot, with small cells hidden in each table.
  public func statistics(
    _ statistics: [any CohortStatistic], isPublic: Bool = false
  ) async throws -> [DisclosedTable] {
    let population = try await population(withAllItems: statistics.contains { type(of: $0).readsAllItems })
    return statistics.map { population.answer($0, isPublic: isPublic) }
  }

  /// Reads the people whose data may be used, in one snapshot that nothing can change meanwhile.
  ///
  /// - Parameter withAllItems: Reads every item of the instruments instead of those that case definitions look at.
  /// - Returns: Those people with their infections and doses in order.
  /// - Throws: `PostgresError` if the cohort cannot be read.
  public func population(withAllItems: Bool = false) async throws -> StudyPopulation {
    let reference = try ReferenceModel.shipped()
    let items = withAllItems ? nil : reference.definitionItems
    let snapshot = try await read { study in
      try study.snapshot(symptoms: reference.vocabulary.symptoms, items: items)
    }
    return StudyPopulation(snapshot, reference: reference)
  }
}

extension StudyPopulation {
  /// Answers a question and hides small cells: the one way from rows to what may be seen.
  public func answer(_ statistic: any CohortStatistic, isPublic: Bool = false) -> DisclosedTable {
    let rule = isPublic ? SmallCells.publicUse : SmallCells.inHouse
    return rule.apply(to: statistic.table(of: self))
  }
}
