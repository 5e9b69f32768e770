/// What pictures look like; widths are in points, of which a page's column has 493 (174 mm).
public enum FigureStyle {
  static let fonts = "Helvetica, Arial, Liberation Sans, Arimo, Nimbus Sans, sans-serif"

  /// The colours of paper and ink, which a page has already and a file of its own needs.
  static let colours = """
    :root { --paper: #fff; --ink: #1d2329; }
    @media (prefers-color-scheme: dark) { :root { --paper: #14181c; --ink: #e6e3dc; } }
    @media print { :root { --paper: #fff; --ink: #000; } }
    """

  /// The rules of all pictures on a page.
  ///
  /// Colours are those of Okabe and Ito (2008); each series has a dash, a marker or a
  /// texture besides, so that pictures read in grey.
  ///
  /// Text is always in ink and never on a dark fill: the sequential scale is one hue of at most 70 % cover.
  public static let css = """
    .picture { color: var(--ink); background: none;
      --s1: #0072b2; --s2: #d55e00; --s3: #009e73; --s4: #cc79a7; --s5: #e69f00; --s6: #56b4e9; --s7: #999; --heat: #0072b2; }
    .picture text { fill: currentColor; font-variant-numeric: lining-nums tabular-nums; }
    .picture .paper, .picture .open { fill: var(--paper); }
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
    @media (prefers-color-scheme: dark) { .picture { --s1: #56b4e9; --s2: #e69f00; --s5: #f0e442; --s6: #0072b2; } }
    @media print { .picture { --s1: #0072b2; --s2: #d55e00; --s5: #e69f00; --s6: #56b4e9; } }
    """
}
