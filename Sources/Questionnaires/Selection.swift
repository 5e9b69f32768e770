/// One of the options that a single cell may hold, as `fever;cough` holds two.
struct Selection: Hashable, Sendable {
  /// What an option is written as in the cell; several spellings may be of one place.
  struct Option: Hashable, Sendable {
    let cell: String
    let place: Int
  }

  /// What stands between two options; one character of ASCII.
  let separator: UInt8
  /// Every option that the cell may hold.
  let options: [Option]
  /// Place of the option that the write is about.
  let place: Int
}
