import CohortModel
import Reporting
import Statistics

/// A model of the outcome by exposure and covariates, of the people of whom everything is known.
struct AdjustedAssociation {
  private let model: Association.Model
  private let variables: [AnalysisVariable]
  private let estimates: Outcome<Fitted>
  /// People in the model.
  let n: Int
  /// People of whom something is not known.
  let missing: Int
  /// People with the outcome, or who recovered, in the model.
  let events: Int

  private struct Fitted {
    /// Names of the columns as the model has them, with the place of their variable.
    var names: [(name: String, variable: Int)]
    var ratios: [Estimate]
    var logRatios: [Outcome<LogRatio>]
    var p: [Outcome<Double>]
  }

  init(
    _ association: Association, _ model: Association.Model, _ people: AnalysisPeople,
    in population: StudyPopulation
  ) {
    self.model = model
    variables = [association.exposure] + association.adjust
    switch model {
    case .logistic, .modifiedPoisson:
      let frame = Self.frame(
        variables, people.anchors, outcomes: people.outcomes, in: population, isHazard: false)
      n = frame?.n ?? 0
      missing = frame?.missing ?? 0
      let outcomes = people.outcomes
      events = frame?.usedRows.count { outcomes[$0] } ?? 0
      if let frame {
        estimates = Self.fit(frame, model, variables)
      } else {
        estimates = .undefined(.notComputed)
      }
    case .cox:
      let symptom: Symptom? = if case .symptom(let symptom) = association.outcome { symptom } else { nil }
      let recovery = SymptomRecovery(
        of: symptom, after: association.followUp.infection, statuses: association.followUp.statuses,
        by: PersonGrouping(nil, in: population), in: population)
      let anchors = recovery.courses.map { course in
        let episode = population.episode(association.followUp.infection, of: course.person)
        return PersonGrouping.Anchor(person: course.person, episode: episode, day: episode?.index?.exactDay)
      }
      let frame = Self.frame(
        variables, anchors, outcomes: recovery.courses.map(\.hasRecovered), in: population, isHazard: true)
      n = frame?.n ?? 0
      missing = frame?.missing ?? 0
      let courses = recovery.courses
      events = frame?.usedRows.count { courses[$0].hasRecovered } ?? 0
      if let frame {
        estimates = Self.fit(frame, courses, variables)
      } else {
        estimates = .undefined(.notComputed)
      }
    }
  }

  /// The complete cases, coded with the first level as reference.
  private static func frame(
    _ variables: [AnalysisVariable], _ anchors: [PersonGrouping.Anchor], outcomes: [Bool],
    in population: StudyPopulation, isHazard: Bool
  ) -> ModelFrame? {
    var data = ModelData(rows: anchors.count)
    let right = variables.map(\.column).joined(separator: " + ")
    var columns = variables.map { $0.column(of: anchors, in: population) }
    InformativeLevels.keep(in: &columns, outcomes: outcomes)
    do throws(FormulaError) {
      try data.add(.numbers(outcomes.map { $0 ? 1 : 0 }), named: "outcome")
      for (variable, column) in zip(variables, columns) { try data.add(column, named: variable.column) }
      return try ModelFrame(ModelFormula("outcome ~ \(right)"), data, dropsIntercept: isHazard)
    } catch {
      return nil
    }
  }

  private static func fit(
    _ frame: ModelFrame, _ model: Association.Model, _ variables: [AnalysisVariable]
  ) -> Outcome<Fitted> {
    guard
      let regression = GeneralisedLinearModel(frame, family: model == .logistic ? .binomial : .poisson)
    else { return .undefined(.notComputed) }
    return regression.fit().flatMap { fit in
      let coefficients: Outcome<Coefficients> =
        model == .logistic
        ? .defined(fit.coefficients)
        : fit.robustCovariance().map { fit.coefficients.with(covariance: $0) }
      return coefficients.map { coefficients in
        let places = frame.design.termOfColumn
        let own = places.indices.filter { places[$0] >= 0 }
        let (ratios, p) = (coefficients.ratios(), coefficients.p)
        return Fitted(
          names: own.map { (frame.design.names[$0], places[$0]) }, ratios: own.map { ratios[$0] },
          logRatios: own.map { coefficients.logRatio(of: $0) },
          p: own.map { p[$0] })
      }
    }
  }

  private static func fit(
    _ frame: ModelFrame, _ courses: [SymptomRecovery.Course], _ variables: [AnalysisVariable]
  ) -> Outcome<Fitted> {
    let used = frame.usedRows.map { courses[$0] }
    let data = CoxData(
      entries: used.map { Double($0.entry) }, times: used.map { Double($0.exit) },
      events: used.map(\.hasRecovered),
      frame: frame)
    return CoxModel.fit(data).map { fit in
      let columns = frame.design.names.indices
      return Fitted(
        names: columns.map { (frame.design.names[$0], frame.design.termOfColumn[$0]) },
        ratios: columns.map { fit.hazardRatio($0) },
        logRatios: columns.map { _ in .undefined(.notComputed) }, p: columns.map { fit.pValue($0) })
    }
  }

  /// What was fitted, for the definition of the table.
  var statement: String {
    let names = variables.map(\.name).joined(separator: " + ")
    let outcome = model == .cox ? "time from infection to recovery, with delayed entry" : "outcome"
    let errors =
      switch model {
      case .logistic: "Wald intervals"
      case .modifiedPoisson: "robust (sandwich, HC0) Wald intervals"
      case .cox: "Efron's ties, Wald intervals"
      }
    return
      "\(outcome) ~ \(names), \(errors); people of whom all of these are known, without \(InformativeLevels.statement)"
  }

  /// The ratio of each level of the exposure against the first, by the level's name, with its p; nil without a fit.
  var exposureRatios: Outcome<[String: (ratio: Estimate, p: Outcome<Double>)]> {
    estimates.map { fitted in
      var ratios: [String: (ratio: Estimate, p: Outcome<Double>)] = [:]
      for (place, name) in fitted.names.enumerated() where name.variable == 0 {
        ratios[String(name.name.dropFirst(variables[0].column.count))] = (
          fitted.ratios[place], fitted.p[place]
        )
      }
      return ratios
    }
  }

  /// The ratio of an exposure of two levels.
  var exposureLogRatio: Outcome<LogRatio> {
    estimates.flatMap { fitted in
      fitted.names.firstIndex { $0.variable == 0 }.map { fitted.logRatios[$0] } ?? .undefined(.oneGroup)
    }
  }

  /// A row of n and one for each coefficient; those of the exposure rest on their level and the reference.
  func rows(levels: [String]) -> [ResultRow] {
    let section = model == .cox || variables.count > 1 ? "Adjusted: \(model.title.lowercased())" : model.title
    let own = "\(model.rawValue)"
    var rows = [
      ResultRow(
        group: "people in the model", level: model == .cox ? "recovered" : "with the outcome",
        measure: "value",
        count: events, n: n, unit: .persons, section: section, comparison: own),
      ResultRow(
        group: "left out", level: "a value is missing, or the level says nothing", measure: "value",
        count: missing,
        unit: .persons, section: section),
    ]
    func row(
      _ estimate: Estimate, _ group: String, _ level: String, _ rest: [String], isP: Bool = false
    )
      -> ResultRow
    {
      .comparison(
        estimate, group: group, level: level, unit: isP ? .probability : .ratio,
        method: isP ? "wald" : model.rawValue,
        section: section, comparison: own, restsOn: rest)
    }
    switch estimates {
    case .undefined(let reason):
      let nothing = Estimate(value: .undefined(reason), interval: .undefined(reason))
      rows.append(row(nothing, variables[0].name, model.measure, []))
    case .defined(let fitted):
      for (place, name) in fitted.names.enumerated() {
        let variable = variables[name.variable]
        let level = String(name.name.dropFirst(variable.column.count))
        let rest = name.variable == 0 ? [level] + levels.prefix(1) : []
        let group =
          level.isEmpty
          ? variable.name + (variable.unit.map { ", \($0)" } ?? "") : "\(variable.name): \(level)"
        rows.append(row(fitted.ratios[place], group, model.measure, rest))
        rows.append(
          row(
            Estimate(value: fitted.p[place], interval: .undefined(.noObservations)), group, "p",
            rest,
            isP: true))
      }
    }
    return rows
  }
}
