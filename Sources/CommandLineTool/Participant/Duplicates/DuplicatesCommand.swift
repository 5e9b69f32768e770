import ArgumentParser

struct DuplicatesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "duplicates",
    abstract: "Find participants who may be one person, and decide about them.",
    discussion: """
      EXAMPLES
        covalux participant duplicates
        covalux participant duplicates show LUX-000417 LUX-002210
        covalux participant duplicates decide different LUX-000417 LUX-002210 --reason "twins, both called"
        covalux participant duplicates decide same LUX-000417 LUX-002210 --reason "enrolled twice, by telephone"
        covalux participant duplicates undo LUX-000417 LUX-002210 --reason "two persons after all"

      Records are compared by keyed hashes of names, birth date, matricule, e-mail and telephone; no name is shown. \
      A pair that was decided is not shown again unless its facts change. Nothing is merged by itself.
      """,
    subcommands: [
      DuplicatesListCommand.self, DuplicatesShowCommand.self, DuplicatesDecideCommand.self,
      DuplicatesUndoCommand.self,
    ], defaultSubcommand: DuplicatesListCommand.self)
}
