/// What pictures look like; widths are in points, of which a page's column has 493 (174 mm).
///
/// Colours are those of Okabe and Ito (2008); each series has a dash, a marker or a texture besides, so that
/// pictures read in grey. Text is always in ink and never on a dark fill: the sequential scale is one hue of at
/// most 70 % cover.
public enum FigureStyle {
  static let fonts = "Helvetica, Arial, Liberation Sans, Arimo, Nimbus Sans, sans-serif"

  private struct Colour {
    var name: String
    var light: String
    var dark: String
  }

  private static let colours = [
    Colour(name: "--s1", light: "#0072b2", dark: "#56b4e9"),
    Colour(name: "--s2", light: "#d55e00", dark: "#e69f00"),
    Colour(name: "--s3", light: "#009e73", dark: "#009e73"),
    Colour(name: "--s4", light: "#cc79a7", dark: "#cc79a7"),
    Colour(name: "--s5", light: "#e69f00", dark: "#f0e442"),
    Colour(name: "--s6", light: "#56b4e9", dark: "#0072b2"),
    Colour(name: "--s7", light: "#999999", dark: "#999999"),
    Colour(name: "--heat", light: "#0072b2", dark: "#0072b2"),
  ]

  /// The rules of all pictures on a page, which has `--paper` and `--ink` already.
  public static let css: String = {
    func list(_ path: KeyPath<Colour, String>) -> String {
      colours.map { "\($0.name): \($0[keyPath: path]);" }.joined(separator: " ")
    }
    return """
      .picture { color: var(--ink); overflow: visible;
        \(list(\.light)) }
      @media screen and (prefers-color-scheme: dark) { .picture {
        \(list(\.dark)) } }
      \(rules)
      """
  }()

  /// The rules of a file of its own: for paper, and without custom properties, which only browsers know.
  static let fileCSS: String = {
    let known =
      colours + [
        Colour(name: "--paper", light: "#ffffff", dark: ""),
        Colour(name: "--ink", light: "#000000", dark: ""),
      ]
    return known.reduce(".picture { color: var(--ink); }\n" + rules) { text, colour in
      text.replacing("var(\(colour.name))", with: colour.light)
    }
  }()

  private static let rules = """
    .picture text { fill: currentColor; font-variant-numeric: lining-nums tabular-nums; }
    .picture .paper { fill: var(--paper); }
    .picture .line { stroke: currentColor; stroke-width: .75; fill: none; }
    .picture .box { stroke: currentColor; stroke-width: .75; fill: var(--paper); }
    .picture .rule { stroke: currentColor; stroke-width: .75; stroke-opacity: .18; fill: none; }
    .picture .thick { stroke: currentColor; stroke-width: 1.25; fill: none; }
    .picture .dotted { stroke: currentColor; stroke-width: .75; stroke-dasharray: 2 2; fill: none; }
    .picture .ink { fill: currentColor; }
    .picture .faint { fill: currentColor; fill-opacity: .18; }
    .picture .stripe { fill: currentColor; fill-opacity: .05; }
    .picture .hatch { stroke: currentColor; stroke-width: .6; stroke-opacity: .55; fill: none; }
    .picture .heat { fill: var(--heat); }
    .picture .texture { stroke: var(--paper); stroke-width: .8; fill: none; }
    .picture .f1 { fill: var(--s1); } .picture .f2 { fill: var(--s2); } .picture .f3 { fill: var(--s3); }
    .picture .f4 { fill: var(--s4); } .picture .f5 { fill: var(--s5); }
    .picture .f6 { fill: var(--s6); } .picture .f7 { fill: var(--s7); }
    .picture .l1, .picture .l2, .picture .l3, .picture .l4 { fill: none; stroke-width: 1.25; }
    .picture .l1 { stroke: var(--s1); } .picture .l2 { stroke: var(--s2); stroke-dasharray: 5 2; }
    .picture .l3 { stroke: var(--s3); stroke-dasharray: 1.5 1.5; }
    .picture .l4 { stroke: var(--s4); stroke-dasharray: 7 2 1.5 2; }
    .picture .w1, .picture .w2, .picture .w3, .picture .w4 { fill: none; stroke-width: 1; }
    .picture .w1 { stroke: var(--s1); } .picture .w2 { stroke: var(--s2); } .picture .w3 { stroke: var(--s3); }
    .picture .w4 { stroke: var(--s4); }
    .picture .band { fill-opacity: .14; }
    """
}
