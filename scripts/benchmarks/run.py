"""Measures the crate and its peers in turn on one core, and writes BENCHMARKS.md's tables and its chart.

    scripts/bench            everything
"""

import argparse
import importlib.metadata
import os
import platform
import re
import statistics
import subprocess
import sys

import chart
import peers

ROUNDS = 9
OURS = "sgdr"
TABLES = {
    "one": "One rate (f64; Keras and Optax f32)",
    "run float64": "A rate of a run of ten million steps, f64",
    "run float32": "A rate of a run of ten million steps, f32",
}


class Worker:
    """The crate, asked by pipe: see crates/sgdr/benches/worker.rs."""

    def __init__(self, program):
        environment = {**os.environ, "SGDR_BENCH_WORKER": "1"}
        self.process = subprocess.Popen(
            [program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
        )

    def nanoseconds(self, what, dtype, count):
        words = (what, dtype, count, peers.FIRST, peers.T_MUL, peers.M_MUL, peers.ALPHA)
        print(*words, file=self.process.stdin, flush=True)
        return float(self.process.stdout.readline()) / count * 1e9

    def contestants(self):
        def measured(what, dtype, count):
            return lambda: self.nanoseconds(what, dtype, count)

        yield "one", f"{OURS}: at, f64", measured("at", "float64", 1_000_000)
        yield "one", f"{OURS}: at, f32", measured("at", "float32", 1_000_000)
        yield "one", "floor: one cosine, f64", measured("cos", "float64", 1_000_000)
        yield "one", "Rust, usual formula", measured("usual", "float64", 1_000_000)
        for dtype in ("float64", "float32"):
            yield f"run {dtype}", f"{OURS}: fill", measured("fill", dtype, peers.RUN)
            yield f"run {dtype}", f"{OURS}: at_many, scattered steps", measured("at_many", dtype, 1_000_000)
            yield f"run {dtype}", "floor: writing the memory", measured("memory", dtype, peers.RUN)
            yield f"run {dtype}", "Rust, usual formula", measured("usual", dtype, 1_000_000)


def measure(contestants):
    """The median of every contestant, all measured once in each round."""
    times = {(table, name): [] for table, name, _ in contestants}
    for number in range(ROUNDS):
        print(f"round {number + 1} of {ROUNDS}", file=sys.stderr)
        for table, name, work in contestants:
            times[table, name].append(work())
    return {key: statistics.median(values) for key, values in times.items()}


def amount(nanoseconds):
    for unit, size in (("s", 1e9), ("ms", 1e6), ("µs", 1e3)):
        if nanoseconds >= size:
            return f"{nanoseconds / size:.3g} {unit}"
    return f"{nanoseconds:.2f} ns" if nanoseconds < 10 else f"{nanoseconds:.3g} ns"


def factor(ratio):
    return f"{ratio:,.0f}" if ratio >= 100 else f"{ratio:.2g}" if ratio < 10 else f"{ratio:.0f}"


def rows(medians, table):
    """Fastest first: (name, nanoseconds, ratio to ours)."""
    found = sorted((time, name) for (its_table, name), time in medians.items() if its_table == table)
    ours = min(time for time, name in found if name.startswith(OURS) and "f32" not in name)
    return [(name, time, time / ours) for time, name in found]


def tables(medians):
    lines = []
    for table, title in TABLES.items():
        lines += [f"**{title}**", "", "| | time | in ours |", "|---|---|---|"]
        lines += [f"| {name} | {amount(time)} | {factor(ratio)} |" for name, time, ratio in rows(medians, table)]
        lines.append("")
    return "\n".join(lines)


def machine():
    with open("/proc/cpuinfo") as info:
        model = next((line.split(":")[1].strip() for line in info if line.startswith("model name")), platform.machine())
    rust = subprocess.run(["rustc", "--version"], capture_output=True, text=True).stdout.split()[1]
    packages = ("numpy", "jax", "keras", "optax", "torch", "timm")
    versions = [f"{package} {importlib.metadata.version(package)}" for package in packages if peers.has(package)]
    return (
        f"Measured on {model}, {os.cpu_count()} virtual cores, one of them used; Rust {rust}, Python "
        f"{platform.python_version()}, {', '.join(versions)}. Medians of {ROUNDS} rounds, everything once a round."
    )


def put(path, name, text):
    """Puts text between the marks of a name in a file."""
    with open(path) as file:
        old = file.read()
    marks = re.compile(rf"(<!-- {name} -->\n).*?(<!-- end -->)", re.DOTALL)
    new, count = marks.subn(lambda match: f"{match[1]}{text.strip()}\n{match[2]}", old)
    if count != 1:
        sys.exit(f"error: {path} must have the marks of '{name}' once (found {count})")
    with open(path, "w") as file:
        file.write(new)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--worker", required=True, help="the worker of crates/sgdr/benches")
    parser.add_argument("--ratio", required=True, help="the benchmark 'ratio', whose tables are put in as they are")
    arguments = parser.parse_args()

    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    found, missing = peers.contestants()
    for package in missing:
        print(f"!! SKIPPED: {package}, which is not installed", file=sys.stderr)
    medians = measure([*Worker(arguments.worker).contestants(), *found])
    for name in ("steps", "runs"):
        print(f"ratios of {name}", file=sys.stderr)
        output = subprocess.run([arguments.ratio, name], capture_output=True, text=True, check=True).stdout
        put("BENCHMARKS.md", name, output)
    put("BENCHMARKS.md", "peers", f"{machine()}\n\n{tables(medians)}")
    chart.draw("docs/benchmarks.svg", {title: rows(medians, table) for table, title in TABLES.items()}, amount)
    print(tables(medians))


if __name__ == "__main__":
    main()
