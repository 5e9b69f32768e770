/// Rules about several cells of a row and about what is stored already.
extension RuleCatalogue {
  static let rows = [
    Entry(
      word: "dose-order", what: "A later dose is dated before an earlier one.",
      why: "Protection is counted from the dates in their order.",
      example: "Dose 1 in May, dose 2 in April, in one row, in two, or one of them stored already.",
      fix: "Check the dates and the numbers of the doses."),
    Entry(
      word: "dose-interval", what: "Two doses follow each other within too few days.",
      why: "It is mostly one dose that was recorded twice.", example: "Dose 2 five days after dose 1.",
      fix:
        "Check both dates; the least interval stands in the questionnaire as days, or else for each product in Schema/reference/vaccine.csv with its source."
    ),
    Entry(
      word: "duplicate-dose", what: "Two numbers of doses have the same day and, as far as is told, product.",
      why: "One dose would count as two.", example: "Dose 2 and dose 3 are both of 3 May 2021.",
      fix: "Remove the repeated dose, or correct its date."),
    Entry(
      word: "vaccination-before-approval",
      what:
        "A dose is dated before its product, or its version, was approved in the European Union; see Schema/reference/vaccine_approval.csv.",
      why: "The year, the product or the version may be wrong.",
      example: "Nuvaxovid in May 2021; it was approved on 20 December 2021.",
      fix: "Check date, product and strain; doses of trials or from abroad may be right."),
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
      example: "A follow-up a year after the death that the baseline gives.",
      fix: "Check both dates and the participant's code."),
    Entry(
      word: "withdrawal-after-events", what: "Something is dated after the end of taking part.",
      why: "What a participant did not agree to any more may not be kept.",
      example: "One row gives 1 March as the end of taking part, another a follow-up in May.",
      fix: "Check both dates, and leave out what came after the end."),
    Entry(
      word: "follow-up-after-enrolment", what: "A response is dated before the enrolment.",
      why: "Time in the study would be negative.", example: "Enrolled in June, follow-up in May.",
      fix: "Check both dates."),
    Entry(
      word: "symptoms-in-order",
      what: "The symptoms are dated to end before they begin.",
      why: "The time that they lasted would be negative.",
      example: "From 1 December 2021 to 1 November 2021.",
      fix: "Check both dates."),
  ]

  static let imports = [
    Entry(
      word: "unknown-parent", what: "No stored row has the name that a row says it belongs to.",
      why: "Nobody can tell whom the row is about.",
      example: "PARENT_KEY of a repeat names a visit that was not imported, or was refused.",
      fix: "Import the file of the form that it belongs to first, and this one again."),
    Entry(
      word: "consent", what: "The participant has no consent that covers the row.",
      why: "Without consent, or after its end, nothing may be stored, whatever day the row is of.",
      example: "A follow-up arrives for somebody who withdrew.",
      fix: "Leave the row out, or record the consent first. The row's content is not shown."),
    Entry(
      word: "unknown-participant",
      what: "No participant has this code, and the questionnaire does not enrol.",
      why: "A misspelt code must not become a new person.", example: "LUX-00417 instead of LUX-000417.",
      fix: "Correct the code, or import the baseline first."),
    Entry(
      word: "clear", what: "A column that was named to be cleared cannot be.",
      why: "Keys tell which row is meant; consent and the sealed register are changed by their own commands.",
      example: "--clear record_id, the column of the participants' codes.",
      fix: "Leave the column out of --clear, or name the others that tell the same concept as well."),
    Entry(
      word: "repeated-key", what: "The file has several rows for one participant, event and instance.",
      why: "Nobody can know which of them counts.", example: "Two rows for LUX-000417, month-6.",
      fix: "Remove one, or number them with an instance."),
    Entry(
      word: "differs-between-rows",
      what: "A row says something else than other rows of the participant, where all should say the same.",
      why: "A record belongs to one data access group; who may see it depends on it.",
      example: "The group is north in the file and south in what is stored.",
      fix:
        "Find out whether the record was moved on purpose, and import all of its rows; otherwise correct the row. It is stored as it is."
    ),
    Entry(
      word: "contradiction", what: "Two sources or two cells say different things about the same fact.",
      why: "One of them is wrong, and nobody can know which.",
      example: "One row says one year of birth, another row of the file another.",
      fix:
        "Find out which is right and correct the other. As a warning the earlier row counts; as an error, and always where a cell names the dose or the infection, all rows concerned are refused."
    ),
  ]
}
