extension Record {
  /// Says where the record stands in another file, from which this one was made.
  public mutating func move(toLine line: Int) {
    self.line = line
  }
}
