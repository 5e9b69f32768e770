import CSV
import Testing

@testable import Questionnaires

@Suite struct ColumnSurveyTests {
  private func column(_ cells: [String]) throws -> ColumnNotation {
    let table = try Table("c,x\n" + cells.map { "\"\($0)\",\n" }.joined())
    var survey = ColumnSurvey(header: table.header)
    for record in table.records { survey.note(record) }
    #expect(survey.columns[1].sentence == "blank")
    return survey.columns[0]
  }

  @Test(
    arguments: [
      (["03/02/2021", "14/02/2021", "", "2021-02-15"], "dates dmy (proven by 1 of 3, first line 3)"),
      (["02/14/2021"], "dates mdy (proven by 1 of 1, first line 2)"),
      (["2021-02-14", "2021/02/15"], "dates ymd (proven by 2 of 2, first line 2)"),
      (
        ["03/02/2021", "04/02/2021", "05/05/2021"],
        "dates dmy or mdy: nothing decides (2 of 3, first line 2); give --dates"
      ),
      (
        ["14/02/2021", "02/14/2021"],
        "dates dmy or mdy: 1 prove the one (first line 2), 1 the other (first line 3); give --dates"
      ),
      (["05/05/2021"], "dates dmy or mdy, the same by both"),
      (
        ["14/02/2021", "15/02/21", "44000"],
        "dates dmy (proven by 1 of 1, first line 2); 1 looks like a year of two digits (line 3); "
          + "1 looks like a date as spreadsheets count it (line 4)"
      ),
      (["3 février 2021", "1er mars 2021"], "dates; 2 with the month as a word in French"),
      (
        ["12 Jan 2021"],
        "dates; 1 with the month as a word in French or German or English or Luxembourgish or Portuguese"
      ),
      (["1,5", "2", "NA"], "decimal comma (proven by 1 of 2, first line 2)"),
      (["1.5", "1.234"], "decimal point (proven by 1 of 2, first line 2)"),
      (["1.234", "2"], "decimal comma or point: nothing decides (1 of 2, first line 2); give --decimal"),
      (["12", "-3", "1 234"], "whole numbers"),
      (["44000", "44001"], "whole numbers; 2 look like a date as spreadsheets count it (first line 2)"),
      (
        ["1", "1. Mai", "2,5", "7,10E+16"],
        "decimal comma (proven by 1 of 2, first line 4); 1 looks like a number rounded to a power of ten (line 5); "
          + "1 looks like a number turned into a date (line 3)"
      ),
      (["oui", "NON", "oui"], "yes or no in French"), (["ja", "nein", "vielleicht"], "yes or no in German"),
      (["sim", "não", "si"], "yes or no in Portuguese"),
      (["LX-1", "LX-2"], "text"),
      (
        ["1.23E+05", "4.5E+10"],
        "whole numbers; 2 look like a number rounded to a power of ten (first line 2)"
      ),
      (["none", "3 or 4", "mai 68", "x"], "text"),
    ])
  func `a column is described by counts and lines`(cells: [String], sentence: String) throws {
    let column = try column(cells)
    #expect(column.sentence == sentence)
    for cell in cells where cell.count > 3 { #expect(!column.sentence.contains(cell)) }
  }

  /// Pieces that dates, numbers, words and what is none of these are made of.
  private static let pieces = [
    "0", "1", "12", "5", "345", "2021", "44250", "31", ".", ",", "-", "/", ":", " ", "+", "'", "E", "e+",
    "janv", "mai", "März", "août", "Dec", "oui", "ja", "não", "no", "n", "x", "er", "th", "[", "(", "é",
    "\u{2009}", "T", "Z", "vrai", "of",
  ]

  @Test(arguments: [1, 2, 3, UInt64.random(in: 4...UInt64.max)])
  func `what a shape tells of a cell is what looking at all of it tells`(seed: UInt64) {
    var random = Seeded(state: seed)
    var fast = ColumnNotation(name: "x")
    var full = ColumnNotation(name: "x")
    for number in 1...20_000 {
      let text = (0...random.below(5)).map { _ in Self.pieces[random.below(Self.pieces.count)] }.joined()
      let bytes = Array(text.utf8)
      fast.note(bytes, 0..<bytes.count, line: number)
      full.noteInFull(bytes, 0..<bytes.count, line: number)
      guard fast == full else {
        Issue.record("\(text) is looked at in two ways")
        return
      }
    }
  }
}
