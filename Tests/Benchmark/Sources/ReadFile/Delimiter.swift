import CSV

/// What the state machine, whose source is built here once more, calls it.
typealias Delimiter = CSV.Delimiter
