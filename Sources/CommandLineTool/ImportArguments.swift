import ArgumentParser
import CSV
import CoVaLux
import Reporting

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

extension ResultFormat {
  /// Imports a file; where nothing of it is stored, programs get the same document as otherwise, with why.
  func sayingRefusal(
    of file: String, as questionnaire: LoadedQuestionnaire, _ importing: () async throws -> ImportReport
  ) async throws -> ImportReport {
    do {
      return try await importing()
    } catch {
      if self == .json, let refused = RefusedFile(at: file, because: error) {
        Terminal.put(refused.json(as: questionnaire).text)
      }
      throw error
    }
  }
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

  /// Imports a file, or tries it and writes a plan.
  func importing(
    _ file: String, as loaded: LoadedQuestionnaire, into cohort: Cohort
  ) async throws -> ImportReport {
    let line = ProgressLine(isShown: progress && !quiet)
    let (plan, source, force) = (plan, questionnaire, force)
    return try await clearing.asking(options(today: try await cohort.today())) { options in
      try await Interruption.cancelling {
        defer { line.clear() }
        guard let plan else {
          return try await cohort.importing(file, as: loaded, options: options) { line.show($0) }
        }
        return try await cohort.planning(
          file, as: loaded, from: source, writing: plan, overwrites: force, options: options
        ) { line.show($0) }
      }
    }
  }
}
