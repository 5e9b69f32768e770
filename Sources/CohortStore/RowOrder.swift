/// The order of rows that arrived in any order, and where those of each participant begin.
struct RowOrder {
  /// What rows are told apart by; form and place are numbers of texts.
  struct Key: Hashable {
    let person: Int32
    let form: Int32
    /// The slot or the event.
    let place: Int32
    let instance: Int16
  }

  /// Places of the rows as they arrived, in their order.
  let indexes: [Int]
  /// Where the rows of each participant begin, and at the end their number.
  let starts: [Int]

  init(_ keys: [Key], personCount: Int, names: NameTable) {
    // A counting sort by participant leaves short runs to be compared.
    var starts = [Int](repeating: 0, count: personCount + 1)
    for key in keys { starts[Int(key.person) + 1] += 1 }
    for person in 0..<personCount { starts[person + 1] += starts[person] }
    var next = starts
    var indexes = [Int](repeating: 0, count: keys.count)
    for (place, key) in keys.enumerated() {
      indexes[next[Int(key.person)]] = place
      next[Int(key.person)] += 1
    }
    let ranks = names.ranks
    for person in 0..<personCount where starts[person + 1] - starts[person] > 1 {
      indexes[starts[person]..<starts[person + 1]].sort { left, right in
        let (one, other) = (keys[left], keys[right])
        return (ranks[Int(one.form)], ranks[Int(one.place)], one.instance)
          < (ranks[Int(other.form)], ranks[Int(other.place)], other.instance)
      }
    }
    self.indexes = indexes
    self.starts = starts
  }
}
