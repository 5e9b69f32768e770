/// What repeated follow-ups say about one symptom since a day.
public struct SymptomEpisode: Hashable, Sendable {
  /// The symptom.
  public let symptom: Symptom
  /// Day of the first follow-up at which it was present, or the remembered begin of symptoms given there.
  public let firstPresent: StudyDay?
  /// Day of the last follow-up at which it was present.
  public let lastPresent: StudyDay?
  /// Day of the last follow-up that has an answer about it.
  public let lastAnswered: StudyDay?
  /// True if it was present at the last follow-up with an answer about it; nil if there is none.
  public let isOngoing: Bool?
  /// Days from first to last presence that are certain; nil if it was never present.
  public let spanDays: Int?
  /// Days that its spells certainly lasted together, without the times between them; nil if it was never present.
  public let spellDays: Int?
  /// True or false where a follow-up before the time looked at says so; nil where its novelty is not assessable.
  public let wasPresentBefore: Bool?

  init(_ symptom: Symptom, series: PresenceSeries, wasPresentBefore: Bool?) {
    self.symptom = symptom
    self.wasPresentBefore = wasPresentBefore
    firstPresent = series.firstKnown
    lastPresent = series.points.last { $0.isPresent == true }?.day
    let answered = series.points.last { $0.isPresent != nil }
    lastAnswered = answered?.day
    isOngoing = answered?.isPresent
    spanDays = series.duration(counting: .firstToLast).atLeast
    spellDays = series.duration(counting: .spells).atLeast
  }
}

/// How the duration of a symptom that comes and goes is counted.
public enum DurationRule: String, Hashable, Sendable, CaseIterable {
  /// From the first to the last presence.
  case firstToLast = "first-to-last"
  /// The spells alone, without the times between them.
  case spells
}

/// The answers about one symptom, or about any, at the follow-ups that asked, in order of time.
struct PresenceSeries: Hashable {
  struct Point: Hashable {
    var day: StudyDay
    /// Nil if asked and not answered.
    var isPresent: Bool?
  }

  /// Bounds of a duration in days.
  struct Duration: Hashable {
    /// Nil if presence was never seen.
    var atLeast: Int?
    /// Nil if nothing limits it; 0 if presence is impossible.
    var atMost: Int?
  }

  private(set) var points: [Point]
  /// Day from which presence counts: that of the infection.
  let origin: StudyDay
  /// Remembered begin given at a follow-up with presence.
  private(set) var began: StudyDay?

  /// Makes the series of one symptom, leaving out the follow-ups that did not ask for it.
  init(of symptom: Symptom, waves: [FollowUp], from origin: StudyDay) {
    self.init(waves: waves, from: origin) { $0.presence(of: symptom) }
  }

  /// Makes a series of what `presence` finds; `.some(nil)` is asked and not answered, nil is not asked.
  init(waves: [FollowUp], from origin: StudyDay, presence: (FollowUp) -> Bool??) {
    self.origin = origin
    points = []
    var lastAbsent: StudyDay?
    for wave in waves {
      guard let day = wave.completed, let isPresent = presence(wave) else { continue }
      points.append(Point(day: day, isPresent: isPresent))
      if isPresent == false { lastAbsent = day }
      // The begin is remembered for the symptoms as a whole: where this one was absent since, it tells nothing.
      if isPresent == true, let begin = wave.symptomsBegan, begin <= day,
        lastAbsent.map({ $0 < begin }) ?? true
      {
        let begin = max(begin, origin)
        began = began.map { min($0, begin) } ?? begin
      }
    }
  }

  /// First day with evidence of presence.
  var firstKnown: StudyDay? {
    guard let seen = points.first(where: { $0.isPresent == true })?.day else { return nil }
    return began.map { min($0, seen) } ?? seen
  }

  /// First and last day on which presence can have begun.
  var possibleBegin: ClosedRange<StudyDay>? {
    guard let place = points.firstIndex(where: { $0.isPresent != false }) else { return nil }
    let latest = firstKnown ?? points[place].day
    if let began, began <= points[place].day { return began...began }
    return min(latest, earliestBegin(at: place))...latest
  }

  /// Last day on which presence is possible; nil if nothing limits it or presence is impossible.
  var possibleEnd: StudyDay? {
    points.lastIndex { $0.isPresent != false }.flatMap(latestEnd)
  }

  func duration(counting rule: DurationRule) -> Duration {
    guard
      let last = points.lastIndex(where: { $0.isPresent != false })
    else { return Duration(atLeast: nil, atMost: 0) }
    switch rule {
    case .firstToLast:
      let lastSeen = points.last { $0.isPresent == true }?.day
      let atLeast = firstKnown.flatMap { start in lastSeen.map { $0.days(since: start) } }
      return Duration(
        atLeast: atLeast,
        atMost: latestEnd(at: last).map { $0.days(since: possibleBegin?.lowerBound ?? origin) })
    case .spells:
      return Duration(atLeast: certainSpellDays, atMost: latestEnd(at: last) == nil ? nil : possibleSpellDays)
    }
  }

  private func earliestBegin(at place: Int) -> StudyDay {
    place == 0 ? origin : max(origin, points[place - 1].day.adding(days: 1))
  }

  private func latestEnd(at place: Int) -> StudyDay? {
    place + 1 < points.count ? points[place + 1].day.adding(days: -1) : nil
  }

  private var certainSpellDays: Int? {
    guard let first = firstKnown else { return nil }
    var total = 0
    var start: StudyDay?
    var isFirst = true
    for (place, point) in points.enumerated() where point.isPresent == true {
      if start == nil {
        start = isFirst ? first : point.day
        isFirst = false
      }
      let continues = place + 1 < points.count && points[place + 1].isPresent == true
      if !continues, let begin = start {
        total += point.day.days(since: begin)
        start = nil
      }
    }
    return total
  }

  private var possibleSpellDays: Int {
    var total = 0
    var start: StudyDay?
    for (place, point) in points.enumerated() where point.isPresent != false {
      if start == nil {
        start = total == 0 ? min(possibleBegin?.lowerBound ?? point.day, point.day) : earliestBegin(at: place)
      }
      let continues = place + 1 < points.count && points[place + 1].isPresent != false
      if !continues, let begin = start, let end = latestEnd(at: place) {
        total += max(0, end.days(since: begin))
        start = nil
      }
    }
    return total
  }
}

extension FollowUp {
  /// True or false where the symptom was answered, `.some(nil)` where it was asked only, nil where it was not asked.
  func presence(of symptom: Symptom) -> Bool?? {
    guard let state = symptoms[symptom] else { return nil }
    switch state {
    case .missing(.notAsked), .missing(.notApplicable): return nil
    default: return .some(state.isPresent)
    }
  }

  /// Whether any symptom was present: nil where none was asked, `.some(nil)` where a missing answer could change it.
  ///
  /// A follow-up that asked for no symptom and calls the person recovered has none present.
  var presenceOfAny: Bool?? {
    let asked = symptoms.keys.compactMap { presence(of: $0) }
    if asked.contains(true) { return .some(true) }
    if asked.isEmpty { return hasRecovered == true ? .some(false) : nil }
    return asked.contains(nil) ? .some(nil) : .some(false)
  }
}
