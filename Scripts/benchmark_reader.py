"""Measures the reading of delimited text, without a database.

  Scripts/benchmark reader [--rows N] [--rounds N] [--file FILE.csv] [--kind KIND...]

Each round, in turned order, each program in a process of its own, on a file that is in the system's cache:
  records  every record is read and the range of every field is asked for, as an import does
  twin     the same into a record with as much in it, by the checked state machine that says what a record is
  survey   the reading before an import: encoding, delimiter and SHA-256
  dialect  the same without SHA-256
  wc -l    counts line feeds
  python   csv.reader in strict mode
Kinds of files, made from the first: utf-8, windows-1252, utf-16le; quoted, in which every cell has quotes; narrow, of three
short columns; and odd, in which every row has a quote inside a cell without quotes.
Records, fields and bytes of fields are compared between reader, twin and Python before anything is printed.
"""
import csv, hashlib, os, pathlib, statistics, subprocess, sys, tempfile, time

ROOT = pathlib.Path(__file__).resolve().parent.parent
KINDS = ["utf-8", "windows-1252", "utf-16le", "quoted", "narrow", "odd"]
PYTHON = """
import csv, sys
csv.field_size_limit(2**30)
records = fields = bytes = 0
with open(sys.argv[2], encoding=sys.argv[1], newline="") as file:
  for row in csv.reader(file, strict=True):
    if row:
      records += 1
      fields += len(row)
      if len(sys.argv) > 3: bytes += sum(len(cell.encode()) for cell in row)
print(records, fields, bytes)
"""


def fail(message):
  sys.exit(f"benchmark: {message}")


def measure(command):
  """Runs a command and returns (wall seconds, CPU seconds, what it printed)."""
  start = time.monotonic()
  process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
  text = process.stdout.read()
  _, status, usage = os.wait4(process.pid, 0)
  wall = time.monotonic() - start
  process.returncode = os.waitstatus_to_exitcode(status)
  if process.returncode != 0:
    fail(f"{' '.join(map(str, command[:2]))} … ended with {process.returncode}")
  return wall, usage.ru_utime + usage.ru_stime, text.strip()


def built_program():
  scratch = ROOT / ".build-benchmark"
  options = ["-c", "release", "--package-path", ROOT / "Tests/Benchmark", "--scratch-path", scratch]
  options += ["--static-swift-stdlib"] if sys.platform == "linux" else []
  if subprocess.run(["swift", "build", *options], stdout=sys.stderr).returncode != 0:
    fail("the program cannot be built")
  shown = subprocess.run(["swift", "build", *options, "--show-bin-path"], capture_output=True, text=True)
  return shown.stdout.strip() + "/ReadFile"


def make_kind(kind, path, folder):
  """The file in another encoding or spelling, and the encoding."""
  if kind == "utf-8":
    return path, "utf-8"
  made = f"{folder}/{kind}.csv"
  is_text = kind in ("windows-1252", "utf-16le")
  encoding = kind if is_text else "utf-8"
  with open(path, encoding="utf-8", newline="") as source, open(made, "w", encoding=encoding, newline="") as target:
    if is_text:
      while text := source.read(1 << 20):
        target.write(text)
      return made, encoding
    rows = csv.reader(source, strict=True)
    writer = csv.writer(
      target, quoting=csv.QUOTE_ALL if kind == "quoted" else csv.QUOTE_MINIMAL, lineterminator="\n")
    for row in rows:
      if kind == "odd":
        target.write("5\"6,")
      writer.writerow(row[20:23] if kind == "narrow" else row)
  return made, encoding


def run_kind(kind, path, encoding, program, rounds):
  ways = {
    "records": [program, "records", encoding, path], "twin": [program, "twin", encoding, path],
    "survey": [program, "survey", encoding, path], "dialect": [program, "dialect", encoding, path],
    "wc -l": ["wc", "-l", path], "python": [sys.executable, "-c", PYTHON, encoding, path]}
  truth = measure([*ways["python"], "bytes"])[2].split()
  with open(path, "rb") as file:
    digest = hashlib.file_digest(file, "sha256").hexdigest()
  results = {name: [] for name in ways}
  for round in range(rounds):
    names = list(ways)
    for name in names[round % len(names):] + names[:round % len(names)]:
      wall, cpu, text = measure(ways[name])
      wanted = {"records": truth, "twin": truth, "python": truth[:2] + ["0"], "survey": [digest]}.get(name)
      if wanted and text.split() != wanted:
        fail(f"{kind}, {name}: the answer is {text}, Python's is {' '.join(truth)}")
      results[name].append((cpu, wall))
  report(kind, os.path.getsize(path) / 1e6, truth, results)


def report(kind, megabytes, truth, results):
  records, fields, text_bytes = truth
  print(f"\n{kind}: {megabytes:.0f} MB; all ways find {records} records, {fields} fields, {text_bytes} bytes in them")
  print(f"{'':10}{'MB/s of CPU: min':>18}{'median':>8}{'max':>8}{'of wall: min':>16}{'median':>8}{'max':>8}{'CPU s':>8}")
  for name, rounds in results.items():
    cells = ""
    for place, width in ((0, 18), (1, 16)):
      speeds = [megabytes / max(seconds[place], 1e-9) for seconds in rounds]
      cells += f"{min(speeds):{width}.0f}{statistics.median(speeds):8.0f}{max(speeds):8.0f}"
    print(f"{name:10}{cells}{statistics.median(cpu for cpu, _ in rounds):8.2f}")


def run(options, made_up_file):
  if options.rounds < 1 or options.rows < 1:
    fail("--rows and --rounds are 1 or more")
  program = os.path.abspath(options.program) if options.program else built_program()
  with tempfile.TemporaryDirectory(prefix="covalux-benchmark-file-") as folder:
    path = os.path.abspath(options.file) if options.file else made_up_file(folder, options.rows)
    for kind in options.kind or KINDS:
      run_kind(kind, *make_kind(kind, path, folder), program, options.rounds)
