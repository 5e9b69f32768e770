import CohortModel
import CohortStore
import CohortTesting
import Foundation
import Testing

struct KeyTests {
  private func withDirectory(_ body: (String) throws -> Void) throws {
    let directory = FileManager.default.temporaryDirectory.appendingPathComponent("keys-\(UUID().uuidString)")
      .path
    defer { try? FileManager.default.removeItem(atPath: directory) }
    try body(directory)
  }

  private func mode(_ path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
  }

  @Test func `keys are made at first use, for their owner alone, and stay the same`() throws {
    try withDirectory { directory in
      let first = try KeyRing(directory: directory)
      #expect(try mode(directory) == 0o700)
      let files = try FileManager.default.contentsOfDirectory(atPath: directory)
      #expect(files.sorted() == ["chain-1.key", "pseudonym-1.key", "sealing-1.key"])
      for file in files { #expect(try mode("\(directory)/\(file)") == 0o600) }
      let second = try KeyRing(directory: directory)
      for purpose in KeyRing.Purpose.allCases {
        #expect(first.authenticationCode(of: [1], purpose) == second.authenticationCode(of: [1], purpose))
      }
      #expect(first.authenticationCode(of: [1], .chain) != first.authenticationCode(of: [1], .pseudonym))
    }
  }

  @Test(arguments: [0o640, 0o604, 0o660, 0o620])
  func `a key that others may use is refused`(mode: Int) throws {
    try withDirectory { directory in
      _ = try KeyRing(directory: directory)
      let path = "\(directory)/chain-1.key"
      try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
      let error = #expect(throws: KeyError.self) { try KeyRing(directory: directory) }
      #expect(error?.reason == .readableByOthers)
    }
  }

  @Test func `a key of another length and a link in a key's place are refused`() throws {
    try withDirectory { directory in
      _ = try KeyRing(directory: directory)
      let path = "\(directory)/chain-1.key"
      try FileManager.default.moveItem(atPath: path, toPath: "\(directory)/elsewhere")
      try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "\(directory)/elsewhere")
      #expect(throws: KeyError.self) { try KeyRing(directory: directory) }
      try FileManager.default.removeItem(atPath: path)
      #expect(
        FileManager.default.createFile(
          atPath: path, contents: Foundation.Data(count: 33), attributes: [.posixPermissions: 0o600]))
      let error = #expect(throws: KeyError.self) { try KeyRing(directory: directory) }
      #expect(error?.reason == .wrongLength)
    }
  }

  @Test func `what is sealed opens only unaltered, in its place and with its key`() throws {
    try withDirectory { directory in
      let keys = try KeyRing(directory: directory)
      let sealed = try keys.seal([1, 2, 3], context: "table/1/column")
      #expect(try keys.open(sealed, context: "table/1/column") == [1, 2, 3])
      #expect(throws: (any Error).self) { try keys.open(sealed, context: "table/2/column") }
      for place in sealed.indices {
        var altered = sealed
        altered[place] ^= 1
        #expect(throws: (any Error).self) { try keys.open(altered, context: "table/1/column") }
      }
      #expect(throws: (any Error).self) { try keys.open(Array(sealed.dropLast()), context: "table/1/column") }
      #expect(try keys.seal([1, 2, 3], context: "table/1/column") != sealed)
    }
  }

  @Test(.freshDatabase) func `other keys are noticed before anything is stored or read`() async throws {
    try await TestCohort.use { cohort in
      try await cohort.write { try $0.participants.insert(Participant(code: Example.anna)) }
      let other = try await TestCohort.open()
      defer { try? FileManager.default.removeItem(atPath: other.keyDirectory) }
      let writing = await #expect(throws: KeyError.self) {
        try await other.cohort.write { try $0.participants.insert(Participant(code: Example.ben)) }
      }
      #expect(writing?.reason == .differsFromDatabase)
      await #expect(throws: KeyError.self) { try await other.cohort.read { try $0.participants.count() } }
      await #expect(throws: KeyError.self) { try await other.cohort.run { _ in } }
      #expect(try await cohort.read { try $0.participants.count() } == 1)
      await other.cohort.close()
    }
  }
}
