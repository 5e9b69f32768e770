/// Which old classes make up each new class, from which new class each old one belongs to.
struct ClassGroups {
  let count: Int
  private(set) var offsets: [Int32]
  private(set) var members: [Int32]

  init(assignment: [Int32], count: Int) {
    var offsets = Array(repeating: Int32(0), count: count + 1)
    for group in assignment { offsets[Int(group) + 1] += 1 }
    for group in 0..<count { offsets[group + 1] += offsets[group] }
    var next = offsets
    var members = Array(repeating: Int32(0), count: assignment.count)
    for (member, group) in assignment.enumerated() {
      members[Int(next[Int(group)])] = Int32(member)
      next[Int(group)] += 1
    }
    self.count = count
    self.offsets = offsets
    self.members = members
  }

  func range(of group: Int) -> Range<Int> {
    Int(offsets[group])..<Int(offsets[group + 1])
  }
}
