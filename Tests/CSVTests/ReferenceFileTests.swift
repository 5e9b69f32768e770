import Foundation
import Testing

@testable import CSV

private let spectrum = sharedFolder.appendingPathComponent("import/real/csv-spectrum")
private let corpus = sharedFolder.appendingPathComponent("quality/corpus")
private let realFiles = sharedFolder.appendingPathComponent("import/real")

private func files(in folder: URL, withExtension wanted: String) -> [URL] {
  let all = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
  return (all?.allObjects ?? []).compactMap { $0 as? URL }.filter { $0.pathExtension == wanted }
    .sorted { $0.path < $1.path }
}

/// Conformance with files written elsewhere, where the optional folder of reference files is present.
struct ReferenceFileTests {
  @Test(.enabled(if: exists(spectrum)), arguments: files(in: spectrum, withExtension: "csv"))
  func `csv-spectrum is read as its JSON says`(file: URL) throws {
    let json = file.deletingPathExtension().appendingPathExtension("json")
    let parsed = try JSONSerialization.jsonObject(with: Data(contentsOf: json))
    let expected = try #require(parsed as? [[String: String]] ?? (parsed as? [String: String]).map { [$0] })
    let bytes = [UInt8](try Data(contentsOf: file))
    let reading = try read(bytes, dialect: try detect(bytes, delimiter: .comma))
    let header = try #require(reading.fields.first)
    var found = reading.fields.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(header, $0)) }
    var wanted = expected
    // The JSON beside this file gives another number than the file has.
    if file.lastPathComponent == "location_coordinates.csv" {
      found = found.map { $0.filter { $0.key != "Contact Phone Number" } }
      wanted = wanted.map { $0.filter { $0.key != "Contact Phone Number" } }
    }
    // Copies whose line ends were rewritten lack the CR that the JSON still has.
    if !bytes.contains(0x0D) {
      wanted = wanted.map { $0.mapValues { $0.replacingOccurrences(of: "\r\n", with: "\n") } }
    }
    #expect(found == wanted)
  }

  @Test(.enabled(if: exists(realFiles)), arguments: files(in: realFiles, withExtension: "csv"))
  func `real files are read whole`(file: URL) throws {
    let bytes = [UInt8](try Data(contentsOf: file))
    // Mac Roman signs in two header cells, which no evidence can tell: it has to be declared.
    let isUnknown = file.lastPathComponent == "StarWars.csv"
    if isUnknown { #expect(throws: CSVError.self) { try detect(bytes) } }
    let dialect = try detect(bytes, encoding: isUnknown ? .latin1 : nil)
    let reading = try read(bytes, dialect: dialect)
    #expect(reading.error == nil)
    #expect(reading.records.count >= 1)
    if PythonReader.isInstalled, !dialect.hasSeparatorLine {
      #expect(try PythonReader.records(of: file, dialect: dialect) == reading.fields)
    }
    var writer = CSVWriter(dialect: dialect, isFormulaSafe: false)
    for record in reading.fields { try writer.writeRecord(record) }
    #expect(try read(writer.bytes, dialect: dialect).fields == reading.fields)
  }

  struct Manifest: Decodable {
    struct Case: Decodable {
      struct Mapping: Decodable {
        var delimiter: String?
        var encoding: String?
      }
      var id: String
      var file: String?
      var verdict: String
      var alt: [String]
      var reason: String?
      var rows: Int?
      var values: [String: [String: String?]]
      var mapping: Mapping
    }
    var cases: [Case]
  }

  @Test(.enabled(if: exists(corpus)))
  func `malformed files are refused or read as their verdicts say`() throws {
    let manifest = try JSONDecoder().decode(
      Manifest.self, from: Data(contentsOf: corpus.appendingPathComponent("manifest.json")))
    var checked = 0
    for entry in manifest.cases {
      let declared = entry.mapping.delimiter.map(Delimiter.init(name:))
      if case .some(.none) = declared {
        #expect(entry.reason == "config" || entry.verdict == "reject_file", "\(entry.id)")
        continue
      }
      guard let file = entry.file else { continue }
      let bytes = [UInt8](try Data(contentsOf: corpus.appendingPathComponent(file)))
      var reading = Reading()
      do {
        let dialect = try detect(
          bytes, encoding: entry.mapping.encoding.flatMap(TextEncoding.init(name:)),
          delimiter: declared.flatMap { $0 })
        reading = try read(bytes, dialect: dialect)
      } catch let error as CSVError {
        reading.error = error
      }
      let verdicts = [entry.verdict] + entry.alt
      // YAML is text and a table of two columns too; only its header gives it away.
      if verdicts == ["reject_file"], entry.id != "notcsv/yaml",
        ["format", "nul", "empty"].contains(entry.reason)
      {
        let isHeaderOnly = reading.records.count <= 1
        #expect(reading.error != nil || isHeaderOnly, "\(entry.id) has to be refused")
        checked += 1
      }
      if !verdicts.contains("reject_file"), let rows = entry.rows {
        #expect(reading.error == nil, "\(entry.id): \(String(describing: reading.error))")
        #expect(reading.records.count == rows + 1, "\(entry.id)")
        checked += 1
      }
      guard entry.verdict == "accept", reading.error == nil, let header = reading.fields.first else {
        continue
      }
      for (row, cells) in entry.values {
        guard let column = header.firstIndex(of: "comment"), let comment = cells["comment"], let comment,
          let number = Int(row), number < reading.records.count
        else { continue }
        #expect(reading.fields[number][column] == comment, "\(entry.id) row \(number)")
      }
    }
    #expect(checked > 200)
  }
}
