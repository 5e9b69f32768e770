import ArgumentParser
import CoVaLux
import Foundation
import Reporting

struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config", abstract: "Show the settings that commands use.", subcommands: [Show.self],
    defaultSubcommand: Show.self)

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Show each setting; passwords are masked.")

    @Flag(help: "Say where each setting comes from.")
    var origin = false
    @OptionGroup var listing: ListingOptions
    @OptionGroup var databaseOptions: DatabaseOptions

    func run() throws {
      let settings = try EffectiveSetting.all(
        database: databaseOptions.database, keyDirectory: databaseOptions.keyDirectory,
        environment: ProcessInfo.processInfo.environment)
      listing.put(
        Listing(
          name: "settings", columns: ["setting", "value"] + (origin ? ["origin"] : []),
          rows: settings.map { setting in
            [.string(setting.name), .string(setting.value)] + (origin ? [.string(setting.origin)] : [])
          }))
    }
  }
}
