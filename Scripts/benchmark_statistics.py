"""Measures estimators on a made-up cohort in memory, beside R and Python where they are installed.

  Scripts/benchmark statistics [--rows N] [--rounds N]

The cohort is made from a seed: days to an event or its censoring over two years, four groups, five covariates.
  curves  four Kaplan-Meier curves with limits at each day, and the log-rank test of the groups
  cox     Cox regression on the five covariates, ties by Efron
Beside them, each on the same rows and in its own process, reading not counted:
  R       survival's survfit, survdiff and coxph
  python  lifelines' KaplanMeierFitter, multivariate_logrank_test and CoxPHFitter
  SQL     PostgreSQL's count of the rows by group, day and event, which is what curves must at least cost in a database
The answers are compared before anything is printed.
"""
import os, pathlib, re, shutil, statistics, subprocess, sys, tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
LABELS = {"curves": "Kaplan-Meier and log-rank, 4 groups", "cox": "Cox, 5 covariates, Efron"}
R = """
suppressMessages(library(survival))
arguments <- commandArgs(TRUE)
d <- read.csv(arguments[1])
measure <- function(name, estimate) {
  times <- numeric(0)
  for (round in seq_len(as.integer(arguments[2]))) {
    start <- proc.time()[["elapsed"]]
    answer <- estimate()
    times <- c(times, 1000 * (proc.time()[["elapsed"]] - start))
  }
  cat(name, paste(sprintf("%.17g", answer), collapse = ","), paste(times, collapse = ","), "\\n")
}
measure("curves", function() {
  curves <- summary(survfit(Surv(day, event) ~ arm, d), times = max(d$day), extend = TRUE)
  c(survdiff(Surv(day, event) ~ arm, d)$chisq, curves$surv)
})
measure("cox", function() {
  model <- coxph(Surv(day, event) ~ age + sex + vaccinated + smoker + bmi, d)
  c(coef(model), sqrt(vcov(model)[1, 1]))
})
"""
PYTHON = """
import sys, time, numpy
import pandas
from lifelines import CoxPHFitter, KaplanMeierFitter
from lifelines.statistics import multivariate_logrank_test
d = pandas.read_csv(sys.argv[1])

def measure(name, estimate):
  times = []
  for round in range(int(sys.argv[2])):
    start = time.perf_counter()
    answer = estimate()
    times.append(1000 * (time.perf_counter() - start))
  print(name, ",".join(repr(float(value)) for value in answer), ",".join(map(str, times)))

def curves():
  ends = [KaplanMeierFitter().fit(part.day, part.event).survival_function_.iloc[-1, 0] for _, part in d.groupby("arm")]
  return [multivariate_logrank_test(d.day, d.arm, d.event).test_statistic, *ends]

def cox():
  model = CoxPHFitter().fit(d.drop(columns="arm"), "day", "event")
  return [*model.params_, model.standard_errors_.iloc[0]]

measure("curves", curves)
measure("cox", cox)
"""


def fail(message):
  sys.exit(f"benchmark: {message}")


def built_program():
  options = ["-c", "release", "--package-path", ROOT / "Tests/Benchmark", "--scratch-path", ROOT / ".build-benchmark"]
  options += ["--static-swift-stdlib"] if sys.platform == "linux" else []
  done = subprocess.run(["swift", "build", *options, "--product", "MeasureStatistics"], stdout=sys.stderr)
  if done.returncode != 0:
    fail("the program cannot be built")
  shown = subprocess.run(["swift", "build", *options, "--show-bin-path"], capture_output=True, text=True)
  return shown.stdout.strip() + "/MeasureStatistics"


def measured(command):
  """Runs a command and returns {name: (answers, milliseconds)} from its lines, or nothing where it cannot run."""
  done = subprocess.run(command, capture_output=True, text=True)
  if done.returncode != 0:
    return {}
  lines = [line.split() for line in done.stdout.splitlines() if line.count(" ") >= 2]
  return {name: tuple([float(cell) for cell in cells.split(",")] for cells in rest[:2]) for name, *rest in lines}


def counting(path, rounds, make_server):
  """Milliseconds that PostgreSQL takes to count the rows of the file by group, day and event."""
  if not shutil.which("psql"):
    return []
  server = make_server()
  try:
    server.query("postgres", "create table person (day int, event int, arm int, age float8, sex float8, "
                 "vaccinated float8, smoker float8, bmi float8)")
    copy = subprocess.run(
      server.psql("postgres") + ["-c", rf"\copy person from '{path}' with (format csv, header)"], capture_output=True)
    if copy.returncode != 0:
      fail("PostgreSQL cannot read the cohort")
    server.query("postgres", "vacuum analyze person")
    query = ["-c", "select arm, day, event, count(*) from person group by 1, 2, 3"] * (rounds + 1)
    timed = subprocess.run(
      server.psql("postgres") + ["-c", r"\timing on", "-c", r"\o /dev/null", *query], capture_output=True, text=True)
    # The first round reads the table into the cache.
    return [float(time) for time in re.findall(r"Time: ([0-9.]+) ms", timed.stdout)][1:]
  finally:
    server.stop()


def compare(name, peer, ours, theirs):
  for position, (mine, other) in enumerate(zip(ours, theirs, strict=True)):
    # lifelines stops earlier than R and we do.
    if abs(mine - other) > 1e-5 * abs(other) + 1e-9:
      fail(f"{name}: answer {position + 1} is {mine!r}, that of {peer} {other!r}")


def row(label, times, first=None):
  ratio = f"{statistics.median(times) / first:12.1f}" if first else f"{'':12}"
  print(f"{label:40}{min(times):12.2f}{statistics.median(times):12.2f}{max(times):12.2f}{ratio}")


def run(options, make_server):
  if options.rounds < 1 or options.rows < 1:
    fail("--rows and --rounds are 1 or more")
  program = os.path.abspath(options.program) if options.program else built_program()
  rounds = str(options.rounds)
  with tempfile.TemporaryDirectory(prefix="covalux-benchmark-cohort-") as folder:
    os.chmod(folder, 0o755)
    path, script = f"{folder}/cohort.csv", f"{folder}/peer.R"
    with open(path, "w") as file:
      subprocess.run([program, "write", str(options.rows)], stdout=file, check=True)
    pathlib.Path(script).write_text(R)
    ours = measured([program, "measure", str(options.rows), rounds])
    peers = {"R": measured(["Rscript", script, path, rounds]) if shutil.which("Rscript") else {},
             "python": measured([sys.executable, "-c", PYTHON, path, rounds])}
    sql = counting(path, options.rounds, make_server)
  print(f"\n{options.rows} persons, {options.rounds} rounds; R, python: "
        + ", ".join(name if answers else f"no {name}" for name, answers in peers.items()))
  print(f"\n{'':40}{'ms: min':>12}{'median':>12}{'max':>12}{'times ours':>12}")
  for name, (answer, times) in ours.items():
    for peer, answers in peers.items():
      if name in answers:
        compare(name, peer, answer, answers[name][0])
    row(LABELS.get(name, name), times)
    for peer, answers in peers.items():
      if name in answers:
        row(f"  {peer}", answers[name][1], statistics.median(times))
    if name == "curves" and sql:
      row("  SQL", sql, statistics.median(times))
