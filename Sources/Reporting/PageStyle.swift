/// What pages look like, on screens light and dark and on A4.
enum PageStyle {
  static let css = """
    :root {
      --paper: #fdfcfa; --ink: #1d2329; --soft: #5b6670; --rule: #d9d5cc; --strong: #1d2329;
      --accent: #0b5c8a; --tint: #f2efe8;
      --serif: Charter, "Bitstream Charter", "Iowan Old Style", Cambria, Georgia, serif;
      --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --paper: #14181c; --ink: #e6e3dc; --soft: #a0a9b1; --rule: #343c43; --strong: #a0a9b1;
        --accent: #7cc0ea; --tint: #1d2328;
      }
    }
    * { box-sizing: border-box; }
    html { -webkit-text-size-adjust: 100%; scroll-behavior: smooth; }
    body {
      margin: 0 auto; padding: 3.5rem 1.5rem 4rem; max-width: 60rem;
      background: var(--paper); color: var(--ink); font: 1rem/1.55 var(--sans);
    }
    h1, h2, h3 { font-family: var(--serif); line-height: 1.2; text-wrap: balance; }
    h1 { margin: 0 0 .5rem; font-size: 2.4rem; letter-spacing: -.015em; }
    h2 { margin: 0 0 .75rem; font-size: 1.55rem; }
    h3 { margin: 0 0 .25rem; font-size: 1.2rem; }
    p { margin: 0 0 1rem; max-width: 42rem; }
    a { color: var(--accent); text-underline-offset: .2em; }
    .subtitle { color: var(--soft); font: italic 1.15rem/1.5 var(--serif); }
    header { margin-bottom: 2.5rem; }
    nav ol { margin: 1.5rem 0 0; padding: 1rem 1.25rem 1rem 2.75rem; background: var(--tint);
      border-radius: .5rem; columns: 18rem; }
    nav li { break-inside: avoid; }
    main > section { padding-top: 2.25rem; margin-top: 2.25rem; border-top: 1px solid var(--rule); }
    main > section:first-child { padding-top: 0; margin-top: 0; border-top: 0; }
    .figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: 1.5rem;
      margin: 2rem 0 0; padding: 0; list-style: none; }
    .figures strong { display: block; font: 600 2.1rem/1.1 var(--serif); color: var(--accent);
      font-variant-numeric: lining-nums; }
    .figures span { color: var(--soft); font-size: .9rem; }
    .result + .result { margin-top: 2.5rem; }
    .question { color: var(--soft); font: italic 1.05rem/1.5 var(--serif); }
    .scroll { overflow-x: auto; }
    .scroll:focus-visible { outline: 2px solid var(--accent); outline-offset: .25rem; }
    table { border-collapse: collapse; width: 100%; font-size: .95rem;
      font-variant-numeric: lining-nums tabular-nums;
      border-top: 2px solid var(--strong); border-bottom: 2px solid var(--strong); }
    th, td { padding: .42rem .75rem; text-align: left; vertical-align: baseline; }
    th:first-child, td:first-child { padding-left: .25rem; }
    thead th { font-weight: 600; border-bottom: 1px solid var(--strong); vertical-align: bottom; }
    thead td { border-bottom: 1px solid var(--strong); }
    tbody th { font-weight: 400; }
    tbody tr + tr > * { border-top: 1px solid var(--rule); }
    tbody tr:hover > * { background: var(--tint); }
    .section th { padding-top: 1rem; font-weight: 600; }
    .section ~ tr:not(.section) th:first-child { padding-left: 1.25rem; }
    .n { text-align: right; white-space: nowrap; }
    .ci { display: block; color: var(--soft); font-size: .85em; }
    .hidden { color: var(--soft); }
    sup { margin-left: .15em; color: var(--accent); font-size: .75em; line-height: 0; }
    .bar { width: 9rem; padding-right: 0; color: var(--soft); font-size: .8rem; text-align: right; }
    .bar svg { vertical-align: middle; }
    .bar svg .axis { stroke: var(--rule); stroke-width: 1; }
    .bar svg .limits { stroke: var(--accent); stroke-width: 2; stroke-linecap: round; opacity: .55; }
    .bar svg circle { fill: var(--accent); }
    .result footer { margin-top: .75rem; color: var(--soft); font-size: .85rem; }
    .result footer p { margin-bottom: .5rem; }
    .definition { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; margin: 0; }
    .definition dt { font-weight: 600; }
    .definition dd { margin: 0; overflow-wrap: anywhere; }
    .colophon { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--rule); color: var(--soft);
      font-size: .85rem; }
    caption { padding: 0 0 .5rem .25rem; text-align: left; color: var(--soft); }
    .plate { margin: 2rem 0; }
    .plate + .plate { margin-top: 3.5rem; }
    .plate .picture { display: block; width: 100%; min-width: 34rem; max-width: 174mm; height: auto; }
    .plate figcaption { max-width: 174mm; margin-top: 1rem; }
    .plate figcaption p { margin: 0 0 .35rem; }
    .plate .note { color: var(--soft); font-size: .85rem; }
    details { max-width: 174mm; font-size: .9rem; }
    summary { color: var(--accent); cursor: pointer; padding: .35rem 0; }
    summary:focus-visible, a:focus-visible { outline: 2px solid var(--accent); outline-offset: .2rem; }
    .checklist th:first-child { white-space: nowrap; }
    nav ul { margin: 0; padding-left: 1.25rem; }
    @media (max-width: 40rem) { .bar { display: none; } .definition { grid-template-columns: 1fr; } }
    @media print {
      :root { --paper: #fff; --ink: #000; --soft: #444; --rule: #bbb; --strong: #000; --accent: #0b5c8a;
        --tint: #fff; }
      body { max-width: none; padding: 0; font-size: 10pt; }
      nav { display: none; }
      .result, tr, .plate { break-inside: avoid; }
      .scroll { overflow: visible; }
      th, td { padding: .2rem .5rem; }
      .plate .picture { min-width: 0; }
      thead { display: table-header-group; }
      details { display: none; }
      h2, h3 { break-after: avoid; }
    }
    @page { size: A4; margin: 18mm; }
    """
}
