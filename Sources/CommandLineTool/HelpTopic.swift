/// What `covalux help TOPIC` says about things that concern several commands.
enum HelpTopic: String, CaseIterable {
  case dates
  case privacy
  case exitCodes = "exit-codes"
  case environment

  /// The topic that a command line asks for; nil if it asks for something else.
  init?(arguments: [String]) {
    guard arguments.count == 2, arguments[0] == "help", let topic = HelpTopic(rawValue: arguments[1]) else {
      return nil
    }
    self = topic
  }

  var text: String {
    switch self {
    case .dates:
      """
      Dates on the command line are written 2021-03-02; 2021-03 or 2021 where a command says so.
      In a file the questionnaire says how dates are written (`date-format:`, `format:`), and a date that does not
      exist, such as 30 February, rejects its row or its cell. 2021-03-02 is understood beside every format.
      Where the questionnaire says `proven`, the whole column decides before anything is stored: 25/02/2021 proves
      that days come first. If nothing decides, the file is refused; give
        --dates dmy, mdy or ymd     the order, with any separators and months in words of --language
        --dates dd.MM.yyyy          a pattern of dd d MM M MMM MMMM yyyy yy; yy is 1969 to 2068
        --dates excel-1900          day numbers of a spreadsheet (excel-1904: of an old Mac's)
      `covalux inspect FILE` shows what the columns of a file prove. Years of two digits and day numbers are never
      guessed. Dates have no time zone. Nothing that lies in the future, by the server's clock, is stored.
      """
    case .privacy:
      """
      Values of participants are shown in a rejects file and a plan (both of mode 0600) and by the commands that were
      asked for one participant, which need a --reason and are noted in the audit trail. No message, report or log
      holds a value. Statistics hide counts below 5 and what would give them away, with --public below 10. Names, birth
      dates and addresses are sealed with a key outside the database. Exports are checked from their bytes before they
      are published, and `covalux export recall` names the releases that held a participant.
      Give a code as @FILE or - to keep it out of the shell's history.
      """
    case .exitCodes:
      """
      0        done, nothing to report
      1        done, with findings: rows were rejected, a check found problems
      2        the command line is wrong
      3        the database: unreachable, not permitted, not migrated
      4        refused, nothing was changed
      5        a file cannot be read or written
      6        the outcome is unknown (connection lost while committing): the same command again is safe
      70       a defect of the program
      130 143  interrupted; nothing half-done is left
      """
    case .environment:
      """
      COVALUX_DATABASE, DATABASE_URL   the database, where --database is not given
      PGHOST, PGSERVICE, PGPASSFILE …  as for every program of PostgreSQL, where neither of the above is set
      COVALUX_KEY_DIRECTORY            folder of the secret keys, where --key-directory is not given
      COVALUX_HOME                     home of the private server (default: $XDG_DATA_HOME/covalux)
      COVALUX_PG_BINDIR                folder of PostgreSQL's programs, where they are not found
      Passwords belong in the password file (~/.pgpass, PGPASSFILE), never on the command line.
      """
    }
  }
}
