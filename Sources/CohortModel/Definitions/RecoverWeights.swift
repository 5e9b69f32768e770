/// The points of a RECOVER score, as loaded from `Schema/reference/recover_weights.csv`.
public struct RecoverWeights: Hashable, Sendable {
  /// One item of the score, counted once whichever of its symptoms is present.
  public struct Item: Hashable, Sendable {
    /// Name of the item.
    public var name: String
    /// The symptoms of the item, such as loss of smell and loss of taste.
    public var symptoms: [Symptom]
    /// Points that it adds.
    public var points: Int
    /// Lowest grade that counts, from 1 mild to 3 severe; nil if any presence does.
    public var minimumGrade: Int?
    /// Item of an instrument and the lowest code that counts, where the instrument was answered.
    public var instrumentItem: String?
    /// Lowest code of ``instrumentItem`` that counts.
    public var instrumentMinimum: Int?

    /// Makes an item.
    public init(
      _ name: String, symptoms: [Symptom], points: Int, minimumGrade: Int? = nil,
      instrumentItem: String? = nil, instrumentMinimum: Int? = nil
    ) {
      self.name = name
      self.symptoms = symptoms
      self.points = points
      self.minimumGrade = minimumGrade
      self.instrumentItem = instrumentItem
      self.instrumentMinimum = instrumentMinimum
    }
  }

  /// The items.
  public var items: [Item]
  /// True if a symptom that is present and not graded counts where a grade is asked for; false if that is unknown.
  public var countsUngraded = true

  /// Makes the table.
  public init(items: [Item]) {
    self.items = items
  }

  /// Highest score that is possible.
  public var maximum: Int { items.reduce(0) { $0 + $1.points } }

  /// Lowest and highest score that a follow-up allows.
  ///
  /// The points of what is known to be present are the lowest; those of items that were not asked or not answered
  /// come on top for the highest.
  public func score(of followUp: FollowUp) -> ClosedRange<Int> {
    var lowest = 0
    var highest = 0
    for item in items {
      switch counts(item, in: followUp) {
      case true:
        lowest += item.points
        highest += item.points
      case false: continue
      case nil: highest += item.points
      }
    }
    return lowest...highest
  }

  /// The symptoms that add points at a follow-up.
  func symptoms(adding followUp: FollowUp) -> [Symptom] {
    items.filter { counts($0, in: followUp) == true }.flatMap(\.symptoms)
      .filter { followUp.symptoms[$0]?.isPresent == true }
  }

  /// True if the score has an answer about any of its items.
  func isAnswered(in followUp: FollowUp) -> Bool {
    items.contains { counts($0, in: followUp) != nil }
  }

  private func counts(_ item: Item, in followUp: FollowUp) -> Bool? {
    let answers = item.symptoms.map { symptom -> Bool? in
      guard let state = followUp.symptoms[symptom], let isPresent = state.isPresent else { return nil }
      guard isPresent else { return false }
      return meetsGrade(state, of: item, in: followUp)
    }
    if answers.contains(true) { return true }
    return answers.isEmpty || answers.contains(nil) ? nil : false
  }

  private func meetsGrade(_ state: SymptomState, of item: Item, in followUp: FollowUp) -> Bool? {
    if let name = item.instrumentItem, let minimum = item.instrumentMinimum {
      if let code = followUp.items[name], code >= 0 { return Int(code) >= minimum }
      return countsUngraded ? true : nil
    }
    guard let minimum = item.minimumGrade else { return true }
    if state == .present { return countsUngraded ? true : nil }
    return Int(state.code) >= minimum
  }
}
