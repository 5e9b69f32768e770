import ArgumentParser
import CoVaLux

/// `--date 2021-03-02`.
struct DayArgument: ExpressibleByArgument {
  let day: StudyDay

  init?(argument: String) {
    guard let day = StudyDay(iso: argument) else { return nil }
    self.day = day
  }
}

/// `--date 2021-03-02`, `2021-03` where the day is unknown, `2021` where the month is.
struct PartialDateArgument: ExpressibleByArgument {
  let date: PartialDate

  init?(argument: String) {
    let (text, precision): (String, PartialDate.Precision) =
      switch argument.count {
      case 4: (argument + "-01-01", .year)
      case 7: (argument + "-01", .month)
      default: (argument, .day)
      }
    guard let day = StudyDay(iso: text) else { return nil }
    date = PartialDate(day, precision: precision)
  }
}
