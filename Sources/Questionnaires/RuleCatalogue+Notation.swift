/// Rules about how cells are written, and about what spreadsheets make of them.
extension RuleCatalogue {
  static let notation = [
    Entry(
      word: "date-order", what: "The dates of a column prove an order of day and month, or do not.",
      why: "03/02/2021 is two different days. The whole column is looked at before anything is stored.",
      example: "No date of the column has a part above 12, so that nothing decides.",
      fix:
        "Give --dates dmy or --dates mdy if you know which is meant, or say date-format in the questionnaire."
    ),
    Entry(
      word: "decimal-mark", what: "The numbers of a column prove a decimal mark, or do not.",
      why: "1.234 is one and a bit, or more than a thousand.",
      example: "Every number of the column has three digits behind its only point.",
      fix: "Give --decimal comma or --decimal point, or say decimal in the questionnaire."),
    Entry(
      word: "thousands", what: "A comma or a point was read as separator of thousands.",
      why: "With --decimal it can be nothing else; by itself it could be a decimal mark.",
      example: "The cell 1.072 with --decimal comma.",
      fix: "Nothing needs to be done if that is what is meant."),
    Entry(
      word: "digits", what: "A number has more digits than are kept.",
      why: "Numbers are stored with 17 significant digits; it may have been a code.",
      example: "72.12345678901234567.",
      fix: "Nothing needs to be done for a measurement; a code should be a text in the questionnaire."),
    Entry(
      word: "two-digit-year", what: "A date has a year of two digits.",
      why: "Nothing in the file says which century is meant.", example: "25/04/21.",
      fix: "Write the year in full, or give --dates or format with a pattern such as dd/MM/yy."),
    Entry(
      word: "date-serial", what: "A date is a number of five digits, as spreadsheets count days.",
      why: "The number counts from 1900 or from 1904, and may as well be no date at all.",
      example: "44289 in a column of dates.",
      fix:
        "Format the column as a date and export it again, or give --dates excel-1900 (or excel-1904) for the file."
    ),
    Entry(
      word: "exponent", what: "A code or a number was rounded to a power of ten.",
      why: "A spreadsheet showed a long number shorter; its last digits are lost.",
      example: "7.10E+16 in a column of codes.",
      fix: "Export the column again from the source, formatted as text."),
    Entry(
      word: "number-as-date", what: "A number was turned into a date.",
      why: "Spreadsheets take 1.5 for a day and a month and keep only the date.",
      example: "1. Mai in a column of numbers.",
      fix: "Correct it from the source, and format the column as text before values are entered."),
    Entry(
      word: "lost-zeros", what: "A code has fewer digits than it should.",
      why: "Spreadsheets drop leading zeros, and the shorter code could be another person's.",
      example: "LX417 where codes are written LX[0-9]{5}.",
      fix: "Write the code in full, or format the column as text and export it again."),
    Entry(
      word: "pattern", what: "A text is not written as its pattern says.",
      why: "It is most often a slip, or belongs to another column.",
      example: "AB12 where a batch is written [A-Z]{2}[0-9]{4}.",
      fix: "Correct the cell, or pattern in the questionnaire."),
  ]
}
