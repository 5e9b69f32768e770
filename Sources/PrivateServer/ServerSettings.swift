/// How the server is set up: what keeps it private on its command line, what is only tuning in its file.
struct ServerSettings {
  let durability: PrivateServer.Durability
  let socketDirectory: String
  let port: Int

  /// Settings on the command line cannot be loosened by the data directory's files or by `alter system`.
  var commandLine: [String] {
    var settings = [
      "listen_addresses=",
      "unix_socket_directories=\(socketDirectory)",
      "unix_socket_permissions=0700",
      "unix_socket_group=",
      "port=\(port)",
      "cluster_name=covalux",
      "password_encryption=scram-sha-256",
    ]
    settings += Self.silentLog
    if durability == .off { settings += ["fsync=off", "synchronous_commit=off", "full_page_writes=off"] }
    return settings.flatMap { ["-c", $0] }
  }

  /// Statements and messages hold participants' values (`invalid input syntax for type date: "…"`), so the log
  /// is left with what ends a session or the server.
  private static let silentLog = [
    "logging_collector=off",
    "log_destination=stderr",
    "log_min_messages=fatal",
    "log_min_error_statement=panic",
    "log_error_verbosity=terse",
    "log_statement=none",
    "log_duration=off",
    "log_min_duration_statement=-1",
    "log_min_duration_sample=-1",
    "log_parameter_max_length=0",
    "log_parameter_max_length_on_error=0",
    "log_line_prefix=%m [%p] ",
  ]

  /// Modest figures for a workstation; a user may change them in the file.
  private static let tuning = """

    # CoVaLux: tuning. What keeps the server private is set on its command line and cannot be changed here.
    shared_buffers = 128MB
    max_connections = 50
    max_wal_size = 2GB
    wal_compression = on
    # The log serves this server alone, so a first load, whose tables are new files, need not be written there too. For
    # a standby, an archive or pg_basebackup set wal_level = replica and max_wal_senders = 10.
    wal_level = minimal
    max_wal_senders = 0
    synchronous_commit = on

    """

  func appendTuning(to dataFolder: String, account: ServerAccount) throws(PrivateServerError) {
    try write([(Self.tuning, "postgresql.conf")], to: dataFolder, account: account, replacing: false)
  }

  /// Says who may connect: the users of this home, by the kernel's word, under the tool's roles.
  ///
  /// Written before each start, since the data may have moved to another user's name.
  func writeAccessRules(to dataFolder: String, account: ServerAccount) throws(PrivateServerError) {
    let rule = "local all all peer map=covalux\n"
    var map = ""
    for name in account.trustedNames {
      for role in [Endpoint.adminRole, Endpoint.toolRole] { map += "covalux \"\(name)\" \(role)\n" }
    }
    try write(
      [(rule, "pg_hba.conf"), (map, "pg_ident.conf")], to: dataFolder, account: account, replacing: true)
  }

  /// The server's own account writes, so that root never follows a path which that account could bend.
  private func write(
    _ files: [(text: String, name: String)], to folder: String, account: ServerAccount, replacing: Bool
  ) throws(PrivateServerError) {
    let writeOne =
      replacing
      ? #"printf %s "$1" >"$2.new" && mv -f "$2.new" "$2""#
      : #"printf %s "$1" >>"$2""#
    let script = #"cd "$0" && while [ $# -gt 1 ]; do \#(writeOne) || exit 1; shift 2; done"#
    let words = files.flatMap { [$0.text, $0.name] }
    let outcome = try ChildProcess(["/bin/sh", "-c", script, folder] + words, account: account).run()
    guard outcome.succeeded else {
      throw .initialisationFailed(dataFolder: folder, detail: outcome.lastLine)
    }
  }
}
