import ArgumentParser
import CoVaLux

/// The options of all statistics; each takes some of them and refuses the others by name.
struct StatisticOptionArguments: ParsableArguments {
  @Option(help: "Divide people into groups.")
  var by: GroupingArgument?
  @Option(help: "One symptom instead of all, such as fatigue.")
  var symptom: String?
  @Option(help: "Months since infection; repeatable.")
  var month: [Int] = []
  @Option(help: "Days by which a follow-up may be earlier than the month.")
  var windowBefore: Int?
  @Option(help: "Days by which a follow-up may be later than the month.")
  var windowAfter: Int?
  @Option(help: "Number of the infection, 1 for the first.")
  var infection: Int?
  @Flag(help: "Add people who were never infected, counted from enrolment.")
  var compareNeverInfected = false
  @Option(help: "How intervals of shares are made.")
  var interval: IntervalArgument?
  @Option(help: "One case definition instead of all, such as who-2021.")
  var definition: String?
  @Flag(help: "Take symptoms as unexplained where no form tells of another diagnosis.")
  var unknownDiagnosisIsNone = false
  @Option(help: "The day looked at, YYYY-MM-DD.")
  var at: DayArgument?
  @Option(help: "What is explained: a symptom, any-symptom, or a case definition such as who-2021.")
  var outcome: String?
  @Option(help: "What explains it, such as vaccination-status, sex, age or diabetes.")
  var exposure: String?
  @Option(help: "What else a model holds, such as age,sex; repeatable.")
  var adjust: [String] = []
  @Option(help: "What an estimate is stratified by, such as variant.")
  var strata: String?
  @Option(help: "One model: logistic, modified-poisson, or cox for the time to recovery.")
  var model: String?
  @Option(help: "How many residents were ever infected, to count people instead of shares.")
  var infected: Int?

  var options: StatisticOptions {
    var options = StatisticOptions()
    options.by = by?.variable
    options.symptom = symptom.map { Symptom(rawValue: $0) }
    options.months = month
    options.daysBefore = windowBefore
    options.daysAfter = windowAfter
    options.infection = infection
    options.comparesNeverInfected = compareNeverInfected
    options.interval = interval?.method
    options.definition = definition
    options.takesUnknownDiagnosisAsNone = unknownDiagnosisIsNone
    options.at = at?.day
    options.outcome = outcome
    options.exposure = exposure
    options.adjust = adjust.flatMap { $0.split(separator: ",").map { String($0) } }
    options.strata = strata
    options.model = model
    options.infected = infected
    return options
  }
}
