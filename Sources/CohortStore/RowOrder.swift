/// The order of rows that arrived in any order, and where those of each participant begin.
struct RowOrder {
  struct Key {
    let person: Int
    let form: String
    let slot: String
    let instance: Int16
  }

  /// Places of the rows as they arrived, in their order.
  let indexes: [Int]
  /// Where the rows of each participant begin, and at the end their number.
  let starts: [Int]

  init(_ keys: [Key], personCount: Int) {
    // A counting sort by participant leaves short runs, so that few texts are compared.
    var starts = [Int](repeating: 0, count: personCount + 1)
    for key in keys { starts[key.person + 1] += 1 }
    for person in 0..<personCount { starts[person + 1] += starts[person] }
    var next = starts
    var indexes = [Int](repeating: 0, count: keys.count)
    for (place, key) in keys.enumerated() {
      indexes[next[key.person]] = place
      next[key.person] += 1
    }
    for person in 0..<personCount where starts[person + 1] - starts[person] > 1 {
      indexes[starts[person]..<starts[person + 1]].sort { left, right in
        let (one, other) = (keys[left], keys[right])
        return (one.form, one.slot, one.instance) < (other.form, other.slot, other.instance)
      }
    }
    self.indexes = indexes
    self.starts = starts
  }

  /// Rows of a fixed width in this order.
  func permuted(_ codes: [Int8], width: Int) -> [Int8] {
    var permuted: [Int8] = []
    permuted.reserveCapacity(codes.count)
    for index in indexes { permuted += codes[index * width..<(index + 1) * width] }
    return permuted
  }
}
