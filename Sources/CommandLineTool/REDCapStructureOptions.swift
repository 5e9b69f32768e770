import ArgumentParser

/// Files that tell the events of a longitudinal REDCap project.
struct REDCapStructureOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The project's events (event_name, arm_num, unique_event_name): others are then errors.",
      valueName: "file"))
  var events: String?
  @Option(
    help: ArgumentHelp("The project's arms (arm_num, name), for exports with labels.", valueName: "file"))
  var arms: String?
  @Option(
    help: ArgumentHelp(
      "Which events have which forms (unique_event_name, form): answers elsewhere are then errors.",
      valueName: "file"))
  var mapping: String?

  func validate() throws {
    if events == nil && (arms != nil || mapping != nil) {
      throw ValidationError("--arms and --mapping are read with --events")
    }
  }

  var files: (events: String, arms: String?, mapping: String?)? {
    events.map { ($0, arms, mapping) }
  }
}
