import CohortModel
import Testing

@Suite struct MatriculeTests {
  @Test(arguments: [
    "1893120105732", "1899123100195", "1900010100152", "1983032954323", "1999123199938", "2000022900197",
    "2021110501779", "1985000012375", "1985060012314", "2005041500002", "1983 0329 543 23",
    "1983-03-29-543-23",
  ])
  func `valid numbers are recognised`(number: String) {
    #expect(Matricule.defect(in: number) == nil)
    #expect(Matricule.occurs(in: "seen on Monday, no. \(number), at home"))
  }

  @Test(arguments: [
    ("1983032954333", Matricule.Defect.luhn), ("1983032954324", .verhoeff), ("1983032953423", .luhn),
    ("1983023054323", .date), ("1983133054323", .date), ("1985003212375", .date), ("198303295432", .form),
    ("19830329543233", .form), ("1983032954323x", .form), ("", .form), ("2000060500127", .luhn),
  ])
  func `damaged numbers are told apart`(number: String, defect: Matricule.Defect) {
    #expect(Matricule.defect(in: number) == defect)
  }

  @Test func `free text without a number has none`() {
    #expect(!Matricule.occurs(in: "fatigue since 2021-04-11, 38.5 degrees, called 621 123 456"))
    #expect(!Matricule.occurs(in: "1983032954  323"))
    #expect(!Matricule.occurs(in: "1983032954a323"))
    #expect(Matricule.occurs(in: "id=1983032954323;"))
  }

  @Test func `every change of one digit and every swap of neighbours is noticed`() {
    let number = Array("1983032954323".utf8)
    var missed = 0
    for place in number.indices {
      for digit in UInt8(48)...57 where digit != number[place] {
        var damaged = number
        damaged[place] = digit
        if Matricule.isMatricule(String(decoding: damaged, as: UTF8.self)) { missed += 1 }
      }
      guard place + 1 < number.count, number[place] != number[place + 1] else { continue }
      var swapped = number
      swapped.swapAt(place, place + 1)
      if Matricule.isMatricule(String(decoding: swapped, as: UTF8.self)) { missed += 1 }
    }
    #expect(missed == 0)
  }
}
