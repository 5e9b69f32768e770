import Anonymisation
import CohortModel

/// The tables of a release, generalised, and how they came about; nothing is written yet.
struct PlannedRelease: Sendable {
  /// One table with its columns.
  struct Table: Sendable {
    let file: ReleaseFile
    let columns: [ReleaseColumn]
    let roles: [ColumnRole]
    var rows: [[String]]
  }

  let profile: PrivacyProfile
  let tables: [Table]
  let anonymised: Anonymised
  /// The level on which follow-ups are published; nil if none are.
  let followUpLevel: FollowUpLevel?
  /// Follow-ups not published: without a time, of suppressed participants, or beside another in their band.
  let followUpsLeftOut: Int
  /// The participants published, by the cohort's number.
  let numbers: [Int64]
  /// How many participants are in each class, by the class's labels.
  let classCounts: [(key: String, participants: Int)]
  let asOf: String
}

/// Makes the tables of a release from a snapshot.
///
/// **What looks alike.** Participants are counted, not rows. Their class key holds what somebody may know of them
/// (age, sex, whether and when infected, doses) *and* everything that the join with followups.csv shows of their
/// course: which time bands have a follow-up, and what its form asked, since forms differ between studies and
/// between months. Of a full visit schedule with dates some 37 % of people would be unique; so times are bands of
/// months, events are not written, and of several follow-ups in a band one is published. The pattern is one
/// quasi-identifier, ``FollowUpLevel/pattern(_:)``, which the search coarsens. What a loss of detail costs a
/// reader it cannot know, and left alone it would rather give up all follow-ups than some of the ages; so the
/// coarsest pattern is kept, unless there is no other way to keep the promises: then no follow-up is published.
/// So the k of the key is the k of the joined files.
///
/// **What is not promised.** Answers themselves are not in the key: who knows a participant's answers may find
/// them. The distinct l on Long COVID status keeps a class from telling it, as far as its members have one; symptoms
/// and scores have no such promise. Whether an infection is known is part of the key: as all never-infected
/// participants have the same status, many of them make the search give that column up.
struct ReleasePlan {
  let profile: PrivacyProfile
  let columns: ReleaseColumns

  init(profile: PrivacyProfile, symptoms: [Symptom]) throws(ExportRefusal) {
    self.profile = profile
    columns = ReleaseColumns(symptoms: symptoms)
    for column in columns.all where !profile.isClassified(column) {
      throw .unclassifiedColumn(profile: profile.name, file: column.file.rawValue, column: column.name)
    }
  }

  func release(of source: ReleaseSource) throws(ExportRefusal) -> PlannedRelease {
    guard !source.subjects.isEmpty else { throw .noParticipants }
    let facts = source.subjects.map { SubjectFacts($0.history, definition: profile.definition) }
    let published = source.symptoms.filter { symptom in
      columns.all.contains { $0.name == symptom.column && profile.role(of: $0) != nil }
    }
    let courses = source.subjects.map { ReleaseFollowUp.all(of: $0.history, symptoms: published) }
    let anonymised = try anonymise(facts, courses.map(\.followUps))
    let quasiIdentifiers = profile.quasiIdentifiers
    let place = quasiIdentifiers.firstIndex(of: "follow_ups") ?? 0
    let level = anonymised.generalisation.levels[place]
    let keepsFollowUps =
      anonymised.classes.count > 0
      && anonymised.classes.distribution(of: FollowUpsKept.column, inClass: 0) != nil
    let followUpLevel =
      profile.followUpLevels.indices.contains(level)
      ? profile.followUpLevels[level] : keepsFollowUps ? profile.followUpLevels.last : nil

    var participants = table(.participants, content: .full)
    var followUps = table(.followUps, content: followUpLevel?.content ?? .summary)
    var numbers: [Int64] = []
    var classes: [String: Int] = [:]
    for (row, subject) in source.subjects.enumerated() {
      guard let labels = anonymised.labels(ofRow: row)?.map(Self.plain) else { continue }
      let id = Self.randomID()
      let visible = followUpLevel?.published(courses[row].followUps) ?? []
      var cells = Dictionary(uniqueKeysWithValues: zip(quasiIdentifiers, labels))
      let pattern = followUpLevel?.pattern(courses[row].followUps) ?? Hierarchy.top
      classes[
        (labels.indices.map { $0 == place ? pattern : labels[$0] }).joined(separator: " | "), default: 0] += 1
      cells["participant"] = id
      cells["follow_ups"] = String(visible.count)
      cells["long_covid"] = facts[row].longCovid
      participants.rows.append(participants.columns.map { cells[$0.name] ?? ReleaseMissing.notAsked })
      for (band, followUp) in visible {
        let fixed = ["participant": id, "months_since_index": band]
        followUps.rows.append(
          followUps.columns.map { fixed[$0.name] ?? followUp.cells[$0.name] ?? ReleaseMissing.notAsked })
      }
      numbers.append(subject.number)
    }
    let total = courses.reduce(0) { $0 + $1.followUps.count + $1.untimed }
    // The ids are random and come first in each row: in their order nothing of the order of entry is left.
    participants.rows.sort { $0[0] < $1[0] }
    followUps.rows.sort { $0[0] < $1[0] }
    return PlannedRelease(
      profile: profile, tables: [participants, followUps], anonymised: anonymised,
      followUpLevel: followUpLevel,
      followUpsLeftOut: total - followUps.rows.count, numbers: numbers.sorted(),
      classCounts: classes.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }, asOf: source.asOf)
  }

  private func table(_ file: ReleaseFile, content: FollowUpContent) -> PlannedRelease.Table {
    let written = columns.columns(of: file).filter { $0.content <= content && profile.role(of: $0) != nil }
    return PlannedRelease.Table(
      file: file, columns: written, roles: written.compactMap { profile.role(of: $0) }, rows: [])
  }

  private static func randomID() -> String {
    var generator = SystemRandomNumberGenerator()
    return (0..<2).map { _ in
      let digits = String(UInt64.random(in: 0 ... .max, using: &generator), radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }
}

extension ReleasePlan {
  /// Tells the part of a label that is the coarsest pattern of follow-ups; no label has it otherwise.
  private static let separator: Character = "\u{1F}"

  /// The least loss with follow-ups published at least on the coarsest level, or else without that condition.
  private func anonymise(
    _ facts: [SubjectFacts], _ followUps: [[ReleaseFollowUp]]
  ) throws(ExportRefusal) -> Anonymised {
    do {
      return try anonymise(facts, followUps, keepsFollowUps: true)
    } catch {
      guard case .notAnonymous = error else { throw error }
      return try anonymise(facts, followUps, keepsFollowUps: false)
    }
  }

  /// Follow-ups are kept by writing their coarsest pattern into the labels of the sex, on every level but the
  /// top, and asking of every class that it has one such pattern: the top level of the sex then never passes.
  private func anonymise(
    _ facts: [SubjectFacts], _ followUps: [[ReleaseFollowUp]], keepsFollowUps: Bool
  ) throws(ExportRefusal) -> Anonymised {
    let coarsest = followUps.map { course in profile.followUpLevels.last?.pattern(course) ?? "" }
    let carrier = keepsFollowUps ? profile.quasiIdentifiers.first { $0 != "follow_ups" } : nil
    var columns: [Microdata.Column] = []
    var hierarchies: [String: Hierarchy] = [:]
    do {
      for name in profile.quasiIdentifiers {
        let rows = facts.indices.map { row in
          let levels = levels(of: name, facts[row], followUps[row]) + [Hierarchy.top]
          guard name == carrier else { return levels }
          return levels.map { "\($0)\(Self.separator)\(coarsest[row])" } + [Hierarchy.top]
        }
        columns.append(Microdata.Column(name: name, role: .quasiIdentifier, values: rows.map { $0[0] }))
        var seen: Set<String> = []
        hierarchies[name] = try Hierarchy(rows: rows.filter { seen.insert($0[0]).inserted })
      }
    } catch {
      throw .plan("the levels of a quasi-identifier do not fit: \(error)")
    }
    columns.append(Microdata.Column(name: "long_covid", role: .sensitive, values: facts.map(\.longCovid)))
    var models: [any PrivacyModel] = [
      KAnonymity(k: profile.k),
      DistinctDiversity(l: profile.l, column: "long_covid", nonDisclosing: profile.nonDisclosing),
    ]
    if carrier != nil {
      columns.append(Microdata.Column(name: FollowUpsKept.column, role: .sensitive, values: coarsest))
      models.append(FollowUpsKept())
    }
    let plan = AnonymisationPlan(
      hierarchies: hierarchies, models: models, suppressionLimit: profile.suppressionLimit)
    do {
      return try plan.anonymise(Microdata(columns: columns))
    } catch {
      if case .refused(let refusal) = error { throw .notAnonymous(refusal) }
      throw .plan(error.description)
    }
  }

  /// A label without the pattern of follow-ups that it may carry.
  private static func plain(_ label: String) -> String {
    String(label.prefix { $0 != separator })
  }

  /// The label of a quasi-identifier on each level below `*`.
  private func levels(of name: String, _ facts: SubjectFacts, _ followUps: [ReleaseFollowUp]) -> [String] {
    func bands(_ number: Int?, otherwise: String = SubjectFacts.unknown) -> [String] {
      profile.bounds[name, default: []].map { bounds in
        number.map { Bands.label(of: $0, in: bounds) } ?? otherwise
      }
    }
    switch name {
    case "age": return bands(facts.age)
    case "sex": return [facts.sex]
    case "infected": return [facts.infected]
    case "index_period":
      let day = facts.index.flatMap { $0.precision == .year ? nil : $0.earliest }
      return profile.periods.map { period in day.map(period.label) ?? SubjectFacts.unknown }
    case "doses_before": return bands(facts.dosesBefore)
    case "months_since_dose":
      return bands(facts.monthsSinceDose, otherwise: facts.dosesBefore == 0 ? "none" : SubjectFacts.unknown)
    default: return profile.followUpLevels.map { $0.pattern(followUps) }
    }
  }
}

/// Every class has one pattern of follow-ups on the coarsest level, so that this much can be published.
struct FollowUpsKept: PrivacyModel {
  static let column = "coarsest_follow_ups"

  let name = "follow-ups-kept"
  let parameters = "on the coarsest level"
  var sensitiveColumn: String? { Self.column }
  let isMonotone = false
  let advice = "give the profile a coarser last level of follow_ups"

  func isSatisfied(by equivalenceClass: EquivalenceClass) -> Bool {
    equivalenceClass.values.distinctCount == 1
  }
}
