import CSV
import CoVaLux
import CommandLineBehaviour
import Foundation
import Reporting

/// Takes the files of an inbox one by one: find the questionnaire, import, report, move.
struct InboxRun: Sendable {
  /// A file that has its report and could not be moved.
  struct UnmovedFile {
    let state: FileState
    let outcome: FileOutcome
  }

  /// Files that could not be moved, which are not taken again while they stay as they are.
  private(set) var unmovable: [String: UnmovedFile] = [:]
  /// Files of which it was said that they stay in the inbox, so that it is not said at every attempt.
  private var toldToStay: Set<String> = []
  /// What was said last about the folder of questionnaires.
  private var shelfComplaint: String?
  /// Whether something was found in a file, or a file refused.
  private(set) var hasFindings = false

  private let folders: InboxFolders
  private let settleTime: Duration
  private var shelf: QuestionnaireShelf
  private let open: @Sendable () async throws -> Cohort
  /// Opened once before there is any file, so that what is wrong with the database is said at once.
  private var wasOpened = false

  init(
    folders: InboxFolders, shelf: QuestionnaireShelf, settleTime: Duration,
    opening open: @Sendable @escaping () async throws -> Cohort
  ) {
    self.folders = folders
    self.shelf = shelf
    self.settleTime = settleTime
    self.open = open
  }

  /// Takes every file that is there and settled.
  mutating func takeAll(_ metrics: inout ImportMetrics) async throws {
    moveLateFiles()
    try sayLinks()
    let seen = try folders.waiting().filter { unmovable[$0.name]?.state != $0.state }
    metrics.set(.waitingFiles, to: Double(seen.count))
    if seen.isEmpty && wasOpened { return }
    // A connection of this round's own: a server that is restarted while nothing arrives does no harm.
    let cohort = try await open()
    wasOpened = true
    guard !seen.isEmpty else { return }
    refreshShelf()
    try await Task.sleep(for: settleTime)
    var left = 0
    let queue = try queue(of: seen)
    for (place, file) in queue.enumerated() {
      try Task.checkCancellation()
      let placeInRound = PlaceInRound(number: place + 1, count: queue.count)
      if try await !take(file, placeInRound, cohort, &metrics) { left += 1 }
      metrics.set(.waitingFiles, to: Double(seen.count - place - 1 + left))
    }
  }

  /// Says once of each link, pipe or device that it is left alone: whoever put it there waits for a report.
  private mutating func sayLinks() throws {
    for name in try folders.links() where toldToStay.insert(name).inserted {
      Terminal.complain(
        "covalux-import: \(TerminalText.escaped(name)): a link, a pipe or a device, which is not read; "
          + "put the file itself there")
    }
  }

  /// Finds what each settled file is, and with it the order in which they are taken.
  private func queue(of files: [WaitingFile]) throws -> [QueuedFile] {
    let queued = try files.map { file in
      try Task.checkCancellation()
      guard folders.state(of: file.name) == file.state else { return QueuedFile(file: file, choice: nil) }
      let choice = Result {
        try QuestionnaireChoice.questionnaire(
          of: file.name, at: "\(folders.inbox)/\(file.name)", among: shelf)
      }
      return QueuedFile(file: file, choice: choice)
    }
    return InboxQueue(shelf.questionnaires).ordered(queued)
  }

  /// Takes one file; returns false if it stays in the inbox.
  private mutating func take(
    _ queued: QueuedFile, _ place: PlaceInRound, _ cohort: Cohort, _ metrics: inout ImportMetrics
  ) async throws -> Bool {
    let file = queued.file
    guard let state = folders.state(of: file.name) else { return true }
    guard state == file.state, let choice = queued.choice else {
      complain(file, "still being written; left for the next run")
      return false
    }
    let start = ContinuousClock.now
    let reportName = folders.reportName(for: file.name)
    guard let outcome = try await outcome(of: file, choice, reportName, cohort) else { return false }
    let report = FileReport(
      file: file.name, name: reportName, outcome: outcome, finished: Date().formatted(.iso8601), place: place,
      questionnaire: queued.loaded)
    // The report comes first: a file that is moved has one, and one that is not is taken again without harm.
    try publish(OutcomePage(report).text, as: "\(reportName).html")
    try publish(report.json.text + "\n", as: "\(reportName).json")
    hasFindings = hasFindings || outcome.hasFindings
    metrics.add(outcome, seconds: (ContinuousClock.now - start) / .seconds(1))
    return settle(file, outcome)
  }

  /// Imports a file; nil if it has to be left where it is.
  private mutating func outcome(
    of file: WaitingFile, _ choice: Result<LoadedQuestionnaire, any Error>, _ reportName: String,
    _ cohort: Cohort
  ) async throws -> FileOutcome? {
    do {
      let path = "\(folders.inbox)/\(file.name)"
      let questionnaire = try choice.get()
      var options = ImportOptions(today: try await cohort.today())
      options.read(in: shelf.notations[questionnaire.questionnaire.name])
      options.rejectsPath = "\(folders.reports)/\(reportName).rejected.csv"
      options.reason = "unattended import"
      let report = try await cohort.importing(path, as: questionnaire, options: options)
      toldToStay.remove(file.name)
      return .imported(report)
    } catch let error as SourceFileError where error.reason == .changed || error.reason == .absent {
      complain(file, "changed while it was read; nothing was stored, left for the next run")
      return nil
    } catch {
      if [.interrupted, .terminated].contains(ExitStatus(of: error)) {
        complain(file, "nothing of it is stored; it stays in the inbox")
        throw CancellationError()
      }
      if let refused = FileOutcome(refusing: file.name, because: error) { return refused }
      if toldToStay.insert(file.name).inserted {
        complain(
          file,
          Obstacle.leavesOutcomeUnknown(error)
            ? "whether it was stored is not known; it stays in the inbox, and taking it again changes nothing twice"
            : "nothing of it is stored; it stays in the inbox")
      }
      throw error
    }
  }

  private func publish(_ text: String, as name: String) throws {
    let file = try AtomicFile(path: "\(folders.reports)/\(name)", overwrites: false)
    try file.write(text)
    try file.publish()
  }

  /// Moves a file to where it belongs; returns false if it stays in the inbox.
  private mutating func settle(_ file: WaitingFile, _ outcome: FileOutcome) -> Bool {
    // Moving what somebody has begun to write again would hide it.
    guard folders.state(of: file.name) == file.state else {
      complain(file, "changed after it was read; left for the next run, which reads all of it")
      return false
    }
    do {
      try move(file.name, outcome)
      return true
    } catch {
      unmovable[file.name] = UnmovedFile(state: file.state, outcome: outcome)
      Terminal.complain("covalux-import: \(TerminalText.escaped("\(error)"))")
      return false
    }
  }

  private func move(_ name: String, _ outcome: FileOutcome) throws(FolderError) {
    switch outcome {
    case .imported(let report):
      let moved = try folders.move(name, to: folders.done)
      put("done      \(moved)  as \(report.questionnaire)  \(report.summary)")
    case .refused(let refused):
      let moved = try folders.move(name, to: folders.rejected)
      put("rejected  \(moved)  \(refused.message)")
    }
  }

  /// Tries again to move what has its report, which a folder that was full or closed did not let in.
  private mutating func moveLateFiles() {
    for (name, file) in unmovable.sorted(by: { $0.key < $1.key }) {
      guard folders.state(of: name) == file.state else {
        unmovable[name] = nil
        continue
      }
      if (try? move(name, file.outcome)) != nil { unmovable[name] = nil }
    }
  }

  /// Takes over what was changed in the folder of questionnaires; what is wrong there is said and leaves the old ones.
  private mutating func refreshShelf() {
    do {
      try shelf.refresh()
      shelfComplaint = nil
    } catch {
      let complaint = "\(error)"
      if complaint != shelfComplaint {
        Terminal.complain(
          "covalux-import: \(TerminalText.escaped(complaint))\n"
            + "covalux-import: the questionnaires are used as they were before")
      }
      shelfComplaint = complaint
    }
  }

  private func put(_ line: String) {
    Terminal.put(TerminalText.escaped(line))
  }

  private func complain(_ file: WaitingFile, _ message: String) {
    Terminal.complain("covalux-import: \(TerminalText.escaped("\(file.name): \(message)"))")
  }
}
