"""Asks the same questions of iiswarden, of hand-written DuckDB SQL, and of duckdb-kql, and compares answers and times.

Every question of every round is a process of its own, and the three take turns. The time of iiswarden is that of the
whole process: start, plan, run, write the rows. The times of the other two are taken inside their process, without
starting Python and loading DuckDB: from the question's text to the rows in memory.
"""

import argparse, collections, datetime, json, math, os, pathlib, re, resource, subprocess, sys, tempfile, time

HERE = pathlib.Path(__file__).parent
# Whoever took longer than so many seconds is not asked again.
LONG = 60
WAYS = ["iiswarden", "DuckDB SQL", "duckdb-kql"]


def make(path, rows):
    import duckdb

    text = (HERE / "data.sql").read_text().replace("$rows", str(rows)).replace("$path", str(path) + ".part")
    connection = duckdb.connect(config={"threads": os.cpu_count(), "memory_limit": "8GB"})
    connection.execute(text)
    os.replace(str(path) + ".part", path)


def plain(value):
    """A value as text in which the three agree."""
    if isinstance(value, datetime.datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%S.%f")
    if isinstance(value, str):
        time_text = re.fullmatch(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?Z?", value)
        if time_text:
            return time_text[1] + "." + (time_text[2] or "").ljust(6, "0")[:6]
        if value.startswith("[") and value.endswith("]"):
            try:
                return plain(json.loads(value))
            except ValueError:
                return value
        return value
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(sorted(plain(item) for item in value)) + "]"
    if isinstance(value, bool) or value is None:
        return str(value).lower()
    return str(value)


def rows_of(columns, rows):
    order = sorted(range(len(columns)), key=lambda i: columns[i])
    return collections.Counter(tuple(plain(row[i]) for i in order) for row in rows)


def ours(binary, question, data, threads, memory):
    with tempfile.NamedTemporaryFile(suffix=".jsonl") as out:
        command = [binary, "query", "-F", str(question.with_suffix(".kql")), "--table", f"DeviceProcessEvents={data}"]
        command += ["--threads", str(threads), "--memory", f"{memory}MiB", "--no-progress", "-f", f"jsonl={out.name}"]
        used = lambda: sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])
        start, before = time.perf_counter(), used()
        ended = subprocess.run(command, capture_output=True, text=True)
        seconds = (time.perf_counter() - start, used() - before)
        if ended.returncode != 0:
            return None, None, ended.stderr.strip()[:200]
        found = [json.loads(line) for line in open(out.name, encoding="utf-8")]
    columns = list(found[0]) if found else []
    return seconds, rows_of(columns, [[row[c] for c in columns] for row in found]), None


def duck(way, question, data, threads, memory, most):
    """Run in a process of its own: see `child`."""
    command = [sys.executable, __file__, "--child", way, "--question", str(question), "--data", str(data)]
    command += ["--threads", str(threads), "--memory", str(memory)]
    try:
        ended = subprocess.run(command, capture_output=True, text=True, timeout=most)
    except subprocess.TimeoutExpired:
        return None, None, f"stopped after {most} s"
    if ended.returncode != 0:
        return None, None, (ended.stderr.strip().splitlines() or ["?"])[-1][:200]
    answer = json.loads(ended.stdout)
    return answer["seconds"], collections.Counter({tuple(row): count for row, count in answer["rows"]}), None


def child(arguments):
    import duckdb

    connection = duckdb.connect(config={"threads": arguments.threads, "memory_limit": f"{arguments.memory}MB"})
    question = pathlib.Path(arguments.question)
    connection.execute(f"CREATE VIEW DeviceProcessEvents AS SELECT * FROM read_parquet('{arguments.data}')")
    if arguments.child == "duckdb-kql":
        import duckdb_kql

        text = question.with_suffix(".kql").read_text()
        start, before = time.perf_counter(), time.process_time()
        found = duckdb_kql.query(connection, text)
    else:
        text = question.with_suffix(".sql").read_text()
        start, before = time.perf_counter(), time.process_time()
        found = connection.execute(text)
    columns = [c[0] for c in found.description]
    rows = found.fetchall()
    seconds = (time.perf_counter() - start, time.process_time() - before)
    json.dump({"seconds": seconds, "rows": list(rows_of(columns, rows).items())}, sys.stdout)


def close(a, b):
    """Whether two answers agree, and whether only because an estimate was allowed for."""
    if a == b:
        return "equal"
    if a is None or b is None or len(a) != len(b):
        return "DIFFERENT"
    numbers = lambda rows: sorted(tuple(sorted(cell for cell in row if not re.fullmatch(r"-?\d+", cell))) for row in rows)
    if numbers(a) != numbers(b):
        return "DIFFERENT"
    total = lambda rows: sum(int(cell) for row in rows for cell in row if re.fullmatch(r"-?\d+", cell))
    return "equal but for estimates" if abs(total(a) - total(b)) <= 0.05 * max(total(a), 1) else "DIFFERENT"


def best(binary, command, rounds):
    """The least time of a whole process, in milliseconds."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        subprocess.run([binary, *command], capture_output=True, check=True)
        times.append(time.perf_counter() - start)
    return min(times) * 1000


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary")
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--memory", type=int, default=4096, help="MiB, for each of the three")
    parser.add_argument("--folder", default=tempfile.gettempdir())
    parser.add_argument("--only", default="", help="questions whose name holds this")
    parser.add_argument("--stop", type=int, default=180, help="seconds that DuckDB and duckdb-kql have for a question")
    parser.add_argument("--child")
    parser.add_argument("--question")
    parser.add_argument("--data")
    arguments = parser.parse_args()
    if arguments.child:
        return child(arguments)

    data = pathlib.Path(arguments.folder) / f"DeviceProcessEvents-{arguments.rows}.parquet"
    if not data.exists():
        print(f"making {data}", file=sys.stderr)
        make(data, arguments.rows)
    data.open("rb").read(1)
    print(f"{arguments.rows} rows, {data.stat().st_size / 1e6:.0f} MB; {arguments.threads} threads, {arguments.memory} MiB; ", end="")
    print(f"best of {arguments.rounds} rounds, seconds that passed (processor seconds)\n")
    print("| question | " + " | ".join(WAYS) + " | SQL = 1 | duckdb-kql = 1 | rows | answers |")
    print("|---|---|---|---|---|---|---|---|")
    ratios, failures = [], 0
    for question in sorted(HERE.glob("questions/*.kql")):
        if arguments.only not in question.stem:
            continue
        question = question.with_suffix("")
        times, answers, errors = {}, {}, {}
        for _ in range(arguments.rounds):
            for way in WAYS:
                if way in errors or times.get(way, [0])[0] > LONG:
                    continue
                asked = question, data, arguments.threads, arguments.memory
                ask = (lambda: ours(arguments.binary, *asked)) if way == WAYS[0] else (lambda: duck(way, *asked, arguments.stop))
                seconds, rows, error = ask()
                if error is not None:
                    errors[way] = error
                    continue
                known = times.get(way, seconds)
                times[way] = [min(a, b) for a, b in zip(known, seconds)]
                answers[way] = rows
        cell = lambda w: f"{times[w][0]:.2f} ({times[w][1]:.2f})" if w in times else (errors[w] if "stopped" in errors[w] else "error")
        shown = [cell(w) for w in WAYS]
        verdicts = [close(answers.get(WAYS[0]), answers[w]) for w in WAYS[1:] if w in answers]
        failures += "DIFFERENT" in verdicts or WAYS[0] in errors
        over = lambda w: [mine / theirs for mine, theirs in zip(times[WAYS[0]], times[w])]
        ratio = ["{:.2f} ({:.2f})".format(*over(w)) if WAYS[0] in times and w in times else "" for w in WAYS[1:]]
        if WAYS[0] in times and WAYS[1] in times:
            ratios.append(over(WAYS[1]))
        count = sum(answers.get(WAYS[0], {}).values())
        print(f"| {question.name} | {' | '.join(shown)} | {ratio[0]} | {ratio[1]} | {count} | {', '.join(dict.fromkeys(verdicts))} |", flush=True)
        for way, error in errors.items():
            print(f"{question.name}: {way}: {error}", file=sys.stderr)
    if ratios:
        means = [math.exp(sum(map(math.log, column)) / len(ratios)) for column in zip(*ratios)]
        print("\ngeometric mean of iiswarden over DuckDB SQL: {:.2f} (processor time {:.2f})".format(*means))
    print(f"cold `query 'print 1'`: {best(arguments.binary, ['query', 'print 1', '--no-progress'], 20):.0f} ms")
    long = HERE / "long.kql"
    empty = best(arguments.binary, ["query", "-F", str(long), "--no-progress"], 10)
    print(f"cold `query -F long.kql` ({len(long.read_text().splitlines())} lines, no evidence): {empty:.0f} ms")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
