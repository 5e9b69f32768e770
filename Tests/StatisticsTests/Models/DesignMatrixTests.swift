import Statistics
import Testing

@Suite struct DesignMatrixTests {
  static let data: ModelData = {
    var data = ModelData(rows: 6)
    let columns: [(String, ModelColumn)] = [
      ("y", .numbers([1, 0, 1, 0, 1, 0])), ("x", .numbers([1, 2, 3, 4, 5, 6.5])),
      ("z", .numbers([2, 1, 4, 3, 6, 5])), ("s", .texts(["m", "f", "m", "f", "m", "f"])),
      ("g", .texts(["b", "a", "c", "a", "b", "c"])), ("w", .numbers([10, 20, 10, 20, 30, 30])),
    ]
    for (name, column) in columns { try? data.add(column, named: name) }
    return data
  }()

  /// Names, second and fifth row as R 4.2's `model.matrix` gives them.
  @Test(arguments: [
    ("y~x+s", "(Intercept) x sm", [1, 2, 0], [1, 5, 1]),
    ("y~s*g", "(Intercept) sm gb gc sm:gb sm:gc", [1, 0, 0, 0, 0, 0], [1, 1, 1, 0, 1, 0]),
    ("y~x:s", "(Intercept) x:sf x:sm", [1, 2, 0], [1, 0, 5]),
    ("y~x+x:s", "(Intercept) x x:sm", [1, 2, 0], [1, 5, 5]),
    ("y~s+x:s", "(Intercept) sm sf:x sm:x", [1, 0, 2, 0], [1, 1, 0, 5]),
    ("y~s/x", "(Intercept) sm sf:x sm:x", [1, 0, 2, 0], [1, 1, 0, 5]),
    ("y~0+s+g", "sf sm gb gc", [1, 0, 0, 0], [0, 1, 1, 0]),
    ("y~0+x+s", "x sf sm", [2, 1, 0], [5, 0, 1]),
    ("y~x-1", "x", [2], [5]),
    (
      "y~x+s:g", "(Intercept) x sf:ga sm:ga sf:gb sm:gb sf:gc sm:gc", [1, 2, 1, 0, 0, 0, 0, 0],
      [1, 5, 0, 0, 0, 1, 0, 0]
    ),
    (
      "y~g:s+x", "(Intercept) x ga:sf gb:sf gc:sf ga:sm gb:sm gc:sm", [1, 2, 1, 0, 0, 0, 0, 0],
      [1, 5, 0, 0, 0, 0, 1, 0]
    ),
    (
      "y~(x+s+g)^2", "(Intercept) x sm gb gc x:sm x:gb x:gc sm:gb sm:gc", [1, 2, 0, 0, 0, 0, 0, 0, 0, 0],
      [1, 5, 1, 1, 0, 5, 5, 0, 1, 0]
    ),
    (
      "y~(x+s+g)^2-s:g", "(Intercept) x sm gb gc x:sm x:gb x:gc", [1, 2, 0, 0, 0, 0, 0, 0],
      [1, 5, 1, 1, 0, 5, 5, 0]
    ),
    (
      "y~s*x*g", "(Intercept) sm x gb gc sm:x sm:gb sm:gc x:gb x:gc sm:x:gb sm:x:gc",
      [1, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0], [1, 1, 5, 1, 0, 5, 1, 0, 5, 0, 5, 0]
    ),
    ("y~0+x:s+g", "ga gb gc x:sf x:sm", [1, 0, 0, 2, 0], [0, 1, 0, 0, 5]),
    (
      "y~factor(w)*x", "(Intercept) factor(w)20 factor(w)30 x factor(w)20:x factor(w)30:x",
      [1, 1, 0, 2, 2, 0],
      [1, 0, 1, 5, 0, 5]
    ),
    ("y~I(x^2)+I(x/10)", "(Intercept) I(x^2) I(x/10)", [1, 4, 0.2], [1, 25, 0.5]),
    ("y~g+offset(log(z))+x", "(Intercept) gb gc x", [1, 0, 0, 2], [1, 1, 0, 5]),
    ("y~strata(s)+x+cluster(g)", "(Intercept) x", [1, 2], [1, 5]),
    ("~x", "(Intercept) x", [1, 2], [1, 5]),
    ("y~1", "(Intercept)", [1], [1]),
  ])
  func `columns are named and coded as R does`(
    formula: String, names: String, second: [Double], fifth: [Double]
  ) throws {
    let design = try ModelFrame(ModelFormula(formula), Self.data).design
    #expect(design.names == names.split(separator: " ").map(String.init))
    #expect((0..<design.columns).map { design.values[$0 * 6 + 1] } == second)
    #expect((0..<design.columns).map { design.values[$0 * 6 + 4] } == fifth)
  }

  /// Names with spaces, as R 4.2 deparses them, and the fifth row.
  @Test(arguments: [
    ("y~log(x+1)", "log(x + 1)", 1.791_759_469_228_055), ("y~I(2*x-z)", "I(2 * x - z)", 4),
    ("y~exp(-z)", "exp(-z)", 0.002_478_752_176_666_358_5), ("y~I(x>2)", "I(x > 2)TRUE", 1),
    ("y~as.numeric(g=='b')", "as.numeric(g == \"b\")", 1),
    ("y~scale(x)", "scale(x)", 0.704_672_670_131_567_6),
    ("y~log(x, 2)", "log(x, 2)", 2.321_928_094_887_362),
    ("y~I(-2^2 + 2^3^0 + x%%2)", "I(-2^2 + 2^3^0 + x%%2)", -1),
  ])
  func `expressions are computed and named as R does`(formula: String, name: String, fifth: Double) throws {
    let design = try ModelFrame(ModelFormula(formula), Self.data).design
    #expect(design.names == ["(Intercept)", name])
    #expect(abs(design.values[6 + 4] - fifth) < 1e-7)
  }

  @Test func `a reference level may be chosen`() throws {
    let design = try ModelFrame(ModelFormula("y ~ relevel(g, ref='c')"), Self.data).design
    #expect(design.names == ["(Intercept)", "relevel(g, ref = \"c\")a", "relevel(g, ref = \"c\")b"])
    let levels = try ModelFrame(ModelFormula("y ~ factor(g, levels = c('c', 'a'))"), Self.data)
    #expect(levels.design.names.last == "factor(g, levels = c(\"c\", \"a\"))a")
    #expect(levels.missing == 2)
  }

  @Test func `a hazard model codes its factors as beside an intercept that is left out`() throws {
    let frame = try ModelFrame(
      ModelFormula("Surv(x, y) ~ s + g + strata(w, s)"), Self.data, dropsIntercept: true)
    #expect(frame.design.names == ["sm", "gb", "gc"])
    #expect(frame.design.terms == ["s", "g"])
    #expect(frame.design.termOfColumn == [0, 1, 1])
    #expect(frame.responseCall == "Surv")
    #expect(frame.response.count == 2)
    #expect(frame.strata?.labels == ["10, m", "20, f", "30, f", "30, m"])
    #expect(frame.strata?.codes == [0, 1, 0, 1, 3, 2])
  }

  @Test func `a row that lacks any value is left out, and levels that only it had`() throws {
    var data = ModelData(rows: 4)
    try data.add(.numbers([1, 0, .nan, 1]), named: "y")
    try data.add(.numbers([1, -1, 3, 4]), named: "x")
    try data.add(.texts(["a", "b", "c", nil]), named: "g")
    let frame = try ModelFrame(ModelFormula("y ~ g + offset(x)"), data)
    #expect(frame.usedRows == [0, 1])
    #expect(frame.missing == 2)
    #expect(frame.design.names == ["(Intercept)", "gb"])
    #expect(frame.offset == [1, -1])
    // The logarithm of a negative number is not a number, hence missing.
    #expect(try ModelFrame(ModelFormula("y ~ log(x)"), data).usedRows == [0, 3])
  }

  @Test func `a code beyond the levels is missing`() throws {
    var data = ModelData(rows: 4)
    try data.add(.factor(codes: [0, 1, 7, -5], levels: ["a", "b"]), named: "g")
    try data.add(.numbers([1, 2, 3, 4]), named: "x")
    for formula in ["x ~ g", "x ~ relevel(g, ref = 'b')", "x ~ as.character(g)", "x ~ 1 + strata(g)"] {
      #expect(try ModelFrame(ModelFormula(formula), data).usedRows == [0, 1])
    }
  }

  @Test func `a dot stands for the columns that are not explained`() throws {
    let design = try ModelFrame(ModelFormula("y ~ . - z - w"), Self.data).design
    #expect(design.names == ["(Intercept)", "x", "sm", "gb", "gc"])
  }

  @Test(
    arguments: [
      ("y", .tildeMissing), ("y ~", .unexpected("")), ("y ~ x +", .unexpected("")),
      ("y ~ x)", .unexpected(")")),
      ("y ~ (x", .unexpected("")), ("y ~ missing_one", .unknownColumn("missing_one")),
      ("y ~ system(x)", .unknownFunction("system")), ("y ~ log(s)", .notNumeric("log")),
      ("y ~ x $ s", .unexpected("$")), ("y ~ offset(s)", .notNumeric("s")),
    ] as [(String, FormulaError.Problem)])
  func `a formula that cannot be used is refused with the place`(
    formula: String, problem: FormulaError.Problem
  ) {
    #expect { try ModelFrame(ModelFormula(formula), Self.data) } throws: {
      ($0 as? FormulaError)?.problem == problem
    }
  }

  @Test func `a formula nested without end is refused, not followed`() {
    #expect(throws: FormulaError.self) {
      try ModelFormula("y ~ " + String(repeating: "(", count: 100_000) + "x")
    }
  }
}
