/// Rules about several cells of a row and about what is stored already.
extension RuleCatalogue {
  static let rows = [
    Entry(
      word: "dose-order", what: "A later dose is dated before an earlier one.",
      why: "Protection is counted from the dates in their order.", example: "Dose 1 in May, dose 2 in April.",
      fix: "Check the dates and the numbers of the doses."),
    Entry(
      word: "dose-interval", what: "Two doses follow each other within too few days.",
      why: "It is mostly one dose that was recorded twice.", example: "Dose 2 five days after dose 1.",
      fix: "Check both dates; the least interval stands in the questionnaire as days."),
    Entry(
      word: "vaccination-before-first-dose-day",
      what: "A dose is dated before the first dose in Luxembourg, 2020-12-28.",
      why: "The year is often wrong in January.", example: "A dose in January 2020 instead of 2021.",
      fix: "Check the year; doses of trials or from abroad may be right."),
    Entry(
      word: "infection-before-first-case",
      what: "An infection is dated before the first known case in Luxembourg, 2020-02-29.",
      why: "The year is often wrong.", example: "A positive test in March 2019.",
      fix: "Check the year; infections abroad may be right."),
    Entry(
      word: "future-date", what: "A date lies after the day of the import.",
      why: "What has not happened cannot be reported.", example: "A test dated next year.",
      fix: "Check the year and the order of day and month."),
    Entry(
      word: "onset-before-test", what: "Symptoms are dated after the test of the same infection.",
      why: "Time since infection is counted from the onset.", example: "Test on 3 May, onset on 30 May.",
      fix: "Right for somebody tested as a contact; otherwise check both dates."),
    Entry(
      word: "birth-before-events", what: "Something is dated before the participant's birth.",
      why: "One of the two dates is wrong.", example: "Born 2021, vaccinated 2020.", fix: "Check both dates."),
    Entry(
      word: "death-after-events", what: "Something is dated after the participant's death.",
      why: "One of the two dates is wrong, or two people were mixed up.",
      example: "A follow-up a year after the death.", fix: "Check both dates and the participant's code."),
    Entry(
      word: "follow-up-after-enrolment", what: "A response is dated before the enrolment.",
      why: "Time in the study would be negative.", example: "Enrolled in June, follow-up in May.",
      fix: "Check both dates."),
  ]

  static let imports = [
    Entry(
      word: "consent", what: "The participant has no consent that covers the row.",
      why: "Without consent, or after its end, nothing may be stored.",
      example: "A follow-up arrives for somebody who withdrew.",
      fix: "Leave the row out, or record the consent first. The row's content is not shown."),
    Entry(
      word: "unknown-participant",
      what: "No participant has this code, and the questionnaire does not enrol.",
      why: "A misspelt code must not become a new person.", example: "LUX-00417 instead of LUX-000417.",
      fix: "Correct the code, or import the baseline first."),
    Entry(
      word: "repeated-key", what: "The file has several rows for one participant, event and instance.",
      why: "Nobody can know which of them counts.", example: "Two rows for LUX-000417, month-6.",
      fix: "Remove one, or number them with an instance."),
    Entry(
      word: "contradiction", what: "Two sources or two cells say different things about the same fact.",
      why: "One of them is wrong.", example: "The baseline says one year of birth, the follow-up another.",
      fix: "Find out which is right and correct the other."),
  ]
}
