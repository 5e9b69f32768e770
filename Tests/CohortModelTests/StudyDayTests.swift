import CohortModel
import Testing

@Suite struct StudyDayTests {
  /// A calendar that counts one day after the other, written without the formulas of `StudyDay`.
  struct SlowCalendar {
    var (year, month, day) = (1900, 1, 1)

    var isLeapYear: Bool { year % 400 == 0 || (year % 4 == 0 && year % 100 != 0) }

    mutating func step() {
      let lengths = [31, isLeapYear ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
      day += 1
      if day > lengths[month - 1] { (month, day) = (month + 1, 1) }
      if month > 12 { (year, month) = (year + 1, 1) }
    }
  }

  @Test func `every day from 1900 to 2100 agrees with a calendar that counts`() {
    // 1900-01-01 lies 100 years with 24 leap days (1904 to 1996) before 2000-01-01.
    var days: Int32 = -36_524
    var calendar = SlowCalendar()
    var differences = 0
    while calendar.year <= 2100 {
      let date = StudyDay(days: days)
      let parts = date.components
      if StudyDay(year: calendar.year, month: calendar.month, day: calendar.day) != date
        || parts != (calendar.year, calendar.month, calendar.day)
        || StudyDay(iso: date.description) != date
      {
        differences += 1
      }
      calendar.step()
      days += 1
    }
    #expect(differences == 0)
    #expect(days == 36_525 + 365)  // 2101-01-01: 2100 is no leap year
  }

  @Test func `the count starts where PostgreSQL's does`() {
    #expect(("2000-01-01" as StudyDay).days == 0)
    #expect(("1999-12-31" as StudyDay).days == -1)
    #expect(("2021-12-31" as StudyDay).days == 8035)
    #expect(StudyDay(days: -730_119).description == "0001-01-01")
    #expect(StudyDay(days: 2_921_939).description == "9999-12-31")
  }

  @Test(arguments: [
    "2021-02-29", "1900-02-29", "2021-04-31", "2021-00-10", "2021-13-01", "2021-01-00", "0000-01-01",
    "2021-1-01", "21-01-01", "2021/01/01", "2021-01-01 ", "", "２０２１-01-01", "+021-01-01",
  ])
  func `what is no day written in full is no date`(text: String) {
    #expect(StudyDay(iso: text) == nil)
  }

  @Test(arguments: [
    ("2022-01-31", 3, "2022-04-30"), ("2021-11-30", 3, "2022-02-28"), ("2023-11-30", 3, "2024-02-29"),
    ("2021-01-31", 1, "2021-02-28"), ("2020-02-29", 12, "2021-02-28"), ("2021-03-31", -1, "2021-02-28"),
    ("2021-01-15", -1, "2020-12-15"), ("2021-05-10", 0, "2021-05-10"), ("2020-10-31", 4, "2021-02-28"),
  ])
  func `months are calendar months, clamped to the month's end`(start: String, months: Int, end: String) {
    #expect(StudyDay(iso: start)?.adding(months: months).description == end)
  }

  @Test func `an age is counted in birthdays`() {
    let birth: StudyDay = "2004-02-29"
    #expect(("2022-02-28" as StudyDay).years(since: birth) == 17)
    #expect(("2022-03-01" as StudyDay).years(since: birth) == 18)
    #expect(("2024-02-29" as StudyDay).years(since: birth) == 20)
  }

  @Test func `days between dates have a sign`() {
    #expect(("2022-03-01" as StudyDay).days(since: "2022-02-28") == 1)
    #expect(("2022-02-28" as StudyDay).days(since: "2022-03-01") == -1)
    #expect(("2020-02-29" as StudyDay).adding(days: 366) == "2021-03-01")
  }
}
