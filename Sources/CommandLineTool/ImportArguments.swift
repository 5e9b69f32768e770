import ArgumentParser
import CSV
import CoVaLux

/// `--max-rejected 20` or `--max-rejected 5%`.
struct RejectionLimitArgument: ExpressibleByArgument {
  let limit: ImportOptions.RejectionLimit

  init?(argument: String) {
    if argument.hasSuffix("%"), let percent = Double(argument.dropLast()), (0...100).contains(percent) {
      limit = .share(percent / 100)
    } else if let rows = Int(argument), rows >= 0 {
      limit = .rows(rows)
    } else {
      return nil
    }
  }
}

/// `--encoding windows-1252`.
struct EncodingArgument: ExpressibleByArgument {
  let encoding: TextEncoding

  init?(argument: String) {
    guard let encoding = TextEncoding(name: argument) else { return nil }
    self.encoding = encoding
  }
}

/// `--delimiter semicolon`.
struct DelimiterArgument: ExpressibleByArgument {
  let delimiter: Delimiter

  init?(argument: String) {
    guard let delimiter = Delimiter(name: argument) else { return nil }
    self.delimiter = delimiter
  }
}

/// How a result is printed where only people and programs read it.
enum ResultFormat: String, ExpressibleByArgument, CaseIterable {
  case text
  case json
}

/// What is told of rows beyond their place.
struct DisclosureOptions: ParsableArguments {
  @Flag(help: "Tell the participant's code and the event of rows that something was found in.")
  var showIdentifiers = false
  @Flag(help: "Tell the cells that something was found in.")
  var showValues = false
}

extension ImportCommand {
  /// How the command line asks to import.
  func options(today: StudyDay) -> ImportOptions {
    var options = ImportOptions(today: today)
    options.rejectsPath = rejects
    options.overwritesRejects = force
    options.rejectionLimit = maxRejected?.limit
    options.isDryRun = dryRun
    options.showsIdentifiers = disclosure.showIdentifiers
    options.showsValues = disclosure.showValues
    options.reason = reason
    options.encoding = written.encoding?.encoding
    options.delimiter = written.delimiter?.delimiter
    options.clearing = clearing.wish(isTrial: dryRun || plan != nil)
    options.notation = written.notation
    return options
  }
}
