import PackagePlugin

/// Writes one Swift file that holds every text file of `Schema/`, so that the programs need no folder beside them.
@main
struct EmbedSchema: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    guard let target = target as? any SourceModuleTarget else { return [] }
    let wanted: Set = ["sql", "csv", "yaml"]
    let files = target.sourceFiles.map(\.url).filter { wanted.contains($0.pathExtension) }
    let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedFiles.swift")
    return [
      .buildCommand(
        displayName: "Embed \(files.count) files of Schema/",
        executable: try context.tool(named: "embed-schema").url,
        arguments: [output.path] + files.map(\.path).sorted(),
        inputFiles: files,
        outputFiles: [output])
    ]
  }
}
