import Foundation
import Testing

/// What a real browser makes of the pictures; Chromium lays the texts out and tells their boxes.
@Suite(
  .enabled(if: ProcessInfo.processInfo.environment["COVALUX_LONG_TESTS"] == "1"),
  .enabled(if: Browser.path != nil))
struct BrowserTests {
  @Test(arguments: ["900,2000", "360,800"])
  func `no text covers another or leaves its picture`(window: String) throws {
    let page = FigurePageTests.page.replacingOccurrences(
      of: "default-src 'none';", with: "default-src 'unsafe-inline';")
    let dom = try Browser.dom(
      of: page.replacingOccurrences(of: "</body>", with: Self.measuring + "</body>"), window)
    let result = try #require(dom.firstMatch(of: /<pre id="result">([^<]*)<\/pre>/)?.1)
    let lines = result.split(separator: "\n")
    #expect(lines.first == "pictures \(SampleFigures.all.count)")
    #expect(lines.dropFirst().isEmpty, "\(lines.dropFirst().joined(separator: "\n"))")
  }

  /// A line box is higher than letters are: from 16 % to 96 % of it in Liberation Sans.
  private static let measuring = """
    <script>
    const found = [];
    const pictures = document.querySelectorAll('svg.picture');
    pictures.forEach((svg, number) => {
      const frame = svg.getBoundingClientRect(), scale = svg.viewBox.baseVal.width / frame.width;
      const boxes = [...svg.querySelectorAll('text')].map(text => {
        const r = text.getBoundingClientRect(), upright = text.hasAttribute('transform');
        const box = {text: text.textContent, left: (r.left - frame.left) * scale, top: (r.top - frame.top) * scale,
          right: (r.right - frame.left) * scale, bottom: (r.bottom - frame.top) * scale};
        if (upright) { box.left += 1; box.right -= 1; } else { box.top += 1.4; box.bottom -= .4; }
        return box;
      });
      boxes.forEach((one, index) => {
        if (one.left < -1 || one.top < -.5 || one.right > svg.viewBox.baseVal.width + 1
          || one.bottom > svg.viewBox.baseVal.height + 1) found.push(`figure ${number + 1}: ${one.text} leaves it`);
        for (const other of boxes.slice(index + 1))
          if (one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom)
            found.push(`figure ${number + 1}: ${one.text} covers ${other.text}`);
      });
    });
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth) found.push('the page is wider than its window');
    const pre = document.createElement('pre');
    pre.id = 'result';
    pre.textContent = [`pictures ${pictures.length}`, ...found].join('\\n');
    document.body.appendChild(pre);
    </script>
    """
}

enum Browser {
  /// Chromium, where it is installed.
  static let path: String? = {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    return folders.flatMap { folder in ["chromium", "chromium-browser"].map { "\(folder)/\($0)" } }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }()

  /// The page after its scripts have run.
  static func dom(of page: String, _ window: String) throws -> String {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "figures-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "page.html")
    try Data(page.utf8).write(to: file)
    let process = Process()
    process.executableURL = URL(filePath: path ?? "")
    process.arguments = [
      "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir=\(folder.path)/profile",
      "--window-size=\(window)",
      "--dump-dom", file.absoluteString,
    ]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: bytes, as: UTF8.self)
  }
}
