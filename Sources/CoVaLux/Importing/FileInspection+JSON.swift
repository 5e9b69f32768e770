import CSV
import Questionnaires
public import Reporting

extension FileInspection {
  /// The inspection as programs read it.
  public var json: JSONValue {
    [
      "schema": .integer(1), "file": .string(name), "encoding": .string("\(dialect.encoding)"),
      "byte_order_mark": .bool(dialect.hasByteOrderMark), "delimiter": .string("\(dialect.delimiter)"),
      "line_ending": .string(dialect.lineEnding.rawValue),
      "fields": JSONValue(fields?.count),
      "evidence": .array(dialect.evidence.map { .string($0) }),
      "columns": .array(notation.map(\.json)),
      "fits": .array(
        fits.map { fit in
          [
            "questionnaire": .string(fit.questionnaire), "known": .integer(fit.known),
            "unknown": .integer(fit.unknown), "missing": .integer(fit.missing),
          ]
        }),
    ]
  }
}

extension ColumnNotation {
  fileprivate var json: JSONValue {
    var proven: String?
    var proofs: TwoWayEvidence.Count?
    var flag: String?
    switch decision {
    case .proven(let word, let count)?: (proven, proofs) = (word, count)
    case .open(let needed)?: flag = needed
    case .indifferent?, nil: break
    }
    return [
      "name": .string(name), "kind": .string(kind.rawValue), "cells": .integer(cells),
      "notation": JSONValue(proven), "proven_by": JSONValue(proofs?.cells),
      "first_line": JSONValue(proofs?.firstLine), "flag": JSONValue(flag),
      "languages": .array(languages.map { .string($0.rawValue) }), "day_first": .integer(dates.first.cells),
      "month_first": .integer(dates.second.cells), "year_first": .integer(yearFirst.cells),
      "undecided_dates": .integer(dates.different.cells), "month_words": .integer(monthWords.cells),
      "two_digit_years": .integer(shortYears.cells), "decimal_comma": .integer(decimals.first.cells),
      "decimal_point": .integer(decimals.second.cells),
      "undecided_numbers": .integer(decimals.different.cells),
      "date_serials": .integer(serials.cells), "exponents": .integer(exponents.cells),
      "numbers_as_dates": .integer(partialDates.cells),
    ]
  }
}
