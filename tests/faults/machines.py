"""Faults of machines and of what is asked of them, F10 to F20: clocks, threads, shards, crowds, and worlds that are too large."""

import json
import os
import pathlib
import re
import shutil
import time

from bench import CLASSROOM, DRAWN, ROOT, SHIPPED, Skipped, World, digests, worlds


def f10_clock(bench):
    """clocks, time zones, locales"""
    clean = bench.expected()
    zones = ["UTC", "Asia/Kathmandu", "America/St_Johns"]
    locales = ["C", "C.UTF-8", "en_US.UTF-8", "de_DE.UTF-8", "tr_TR.UTF-8", "ar_EG.UTF-8"]
    clocks = ["1970-01-02 00:00:00", "2040-01-01 00:00:00", "2038-01-19 03:14:00", "1999-12-31 23:59:59", "+0 x1000", "-30d x0.1", "+400d", "-1000d"]
    befores = [[]]
    if shutil.which("faketime") is None:
        print("       a part is SKIPPED: faketime is not there")
    else:
        befores += [["faketime", "-f", clock if clock[0] in "+-" else f"@{clock}"] for clock in clocks]
    if bench.call(["unshare", "--time", "--boottime", "86400", "true"]).returncode == 0:
        befores.append(["unshare", "--time", "--boottime", "86400"])
    combinations = [(before, locale, zone) for before in befores for locale in locales for zone in zones]
    if not bench.thorough:
        combinations = bench.luck.sample(combinations, 6)
    for before, locale, zone in combinations:
        out = bench.fresh()
        done = bench.call(bench.words(out), before=before, env={**os.environ, "LC_ALL": locale, "LANG": locale, "TZ": zone})
        assert done.returncode == 0, f"{before}: {done.returncode} {done.stderr}"
        assert digests(out) == clean, (before, locale, zone)
        assert json.loads((out / "timing.json").read_text())["wall_seconds"] >= 0
    return f"{len(combinations)} combinations of {len(befores)} clocks, {len(locales)} locales and {len(zones)} zones, 0 differences"


def f11_threads(bench):
    """threads, one processor, a busy machine"""
    places = worlds() if bench.thorough else [CLASSROOM]
    runs = 0
    for world in places:
        clean = bench.expected(world=world)
        for threads in ["1", "2", "3", "8", "64"]:
            out = bench.fresh()
            assert bench.call(bench.words(out, "--threads", threads, world=world)).returncode == 0
            assert digests(out) == clean, (world.name, threads)
            runs += 1
        out = bench.fresh()
        assert bench.call(bench.words(out, world=world), before=["taskset", "-c", "0", "nice"]).returncode == 0
        assert digests(out) == clean, world.name
    return f"{runs} runs on 1, 2, 3, 8 and 64 threads and {len(places)} on one processor, {len(places)} worlds, 0 differences"


def f12_shards(bench):
    """any number of shards in any order"""
    clean = bench.expected()
    merges = 0
    for of in ([1, 2, 3, 7, 16, 100] if bench.thorough else [1, 3, 7]):
        files = shards(bench, of)
        for _ in range(84 if bench.thorough else 2):
            bench.luck.shuffle(files)
            out = bench.fresh()
            words = [bench.binary, "merge", *files, "--out", str(out), "--charts", "none"]
            process = bench.start(words)
            time.sleep(bench.luck.uniform(0, 0.1))
            process.kill()
            process.wait()
            done = bench.call(words)
            assert done.returncode == 0, done.stderr
            assert digests(out) == clean
            merges += 1
        if of > 1:
            assert bench.call([bench.binary, "merge", *files[1:], "--out", str(bench.fresh())]).returncode == 2
            assert bench.call([bench.binary, "merge", *files, files[0], "--out", str(bench.fresh())]).returncode == 2
    others = worlds()[1:] if bench.thorough else []
    for world in others:
        files = shards(bench, 3, world)
        out = bench.fresh()
        done = bench.call([bench.binary, "merge", *reversed(files), "--out", str(out), "--charts", "none"])
        assert done.returncode == 0 and digests(out) == bench.expected(world=world), (world.name, done.stderr)
    return f"{merges} merges, each killed once before, and one of each of {len(others)} other worlds, 0 differences"


def shards(bench, of, world=CLASSROOM):
    """The files of all shards."""
    files = []
    for number in range(1, of + 1):
        file = bench.fresh(f"shard-{number}-of-{of}")
        done = bench.call(bench.words(file, "--shard", f"{number}/{of}", world=world))
        assert done.returncode == 0, done.stderr
        files.append(str(file))
    return files


def f13_two_in_one_folder(bench):
    """two runs at once in one folder, and a lock that was left over"""
    races = 200 if bench.thorough else 8
    second = 0
    for _ in range(races):
        out = bench.fresh()
        both = [bench.start(bench.words(out)) for _ in range(2)]
        codes = sorted(process.wait() for process in both)
        assert codes in ([0, 0], [0, 2]), codes
        second += codes == [0, 2]
        assert digests(out) == bench.expected()
    out = bench.fresh()
    (bench.folder / ".o.lock").write_text("process 999999\n")
    done = bench.call(bench.words(out))
    assert done.returncode == 0 and "999999" in done.stderr, done.stderr
    return f"{races} races, {second} with a second run that was refused, 0 mixed files; the lock of a dead process taken over with notice"


def f14_malformed_scenarios(bench):
    """mutated scenarios through the program, with limits on time and memory"""
    folder = bench.folder / "mutants"
    folder.mkdir(exist_ok=True)
    texts = [p.read_text() for p in sorted((ROOT / "scenarios").glob("*.toml"))]
    for table in (ROOT / "scenarios").glob("*.csv"):
        shutil.copy(table, folder)
    numbers = ["nan", "inf", "-1", "1e308", "0", "'x'", "[]", "true", "9223372036854775807"]
    codes, slowest, many = {}, 0, 10_000 if bench.thorough else 60
    for _ in range(many):
        lines = bench.luck.choice(texts).splitlines()
        for _ in range(bench.luck.randint(1, 3)):
            n = bench.luck.randrange(len(lines))
            if " = " in lines[n]:
                lines[n] = lines[n].split(" = ")[0] + " = " + bench.luck.choice(numbers)
            else:
                del lines[n]
        (folder / "m.toml").write_text("\n".join(lines))
        began = time.time()
        done = bench.call([bench.binary, "check", str(folder / "m.toml")], before=["prlimit", f"--as={512 << 20}"], timeout=10)
        slowest = max(slowest, time.time() - began)
        codes[done.returncode] = codes.get(done.returncode, 0) + 1
        assert done.returncode in (0, 2, 3, 4), f"{done.returncode}: {done.stderr}\n" + "\n".join(lines)
    return f"{many} with 512 MiB of addresses, exit codes {codes}, the slowest took {slowest:.2f} s; ten thousand more in process by tests/hostile"


def grown(nations, rate):
    """A world of so many nations, as text."""
    return "format = 1\n[run]\nhorizon = 900\nreplications = 20\n" + "".join(f"[nation.n{n}]\n" for n in range(nations)) + f"[class.c]\nrate = {rate}\n"


def f15_too_large(bench):
    """worlds and numbers that are too large; the estimate of what is accepted"""
    file = bench.folder / "large.toml"
    two = "format = 1\n[nation.a]\n[nation.b]\n[class.c]\nrate = 1\n"
    cases = [("nations", grown(20_000, 1), []),
             ("a million nations", grown(1_000_000, 1), []),
             ("replications", two, ["-n", "1000000000"]),
             ("rate", two.replace("rate = 1", "rate = 1e9"), []),
             ("step", two + "[run]\nreport_every = 1e-300\n", []),
             ("horizon", two + "[run]\nhorizon = 1e300\n", [])]
    said = []
    for name, text, more in cases:
        file.write_text(text)
        began = time.time()
        done = bench.call([bench.binary, "run", str(file), "--out", str(bench.fresh()), *more], before=["prlimit", f"--as={1 << 30}"])
        assert done.returncode in (2, 4), f"{name}: {done.returncode} {done.stderr[:300]}"
        said.append(f"{name} {done.returncode} in {time.time() - began:.1f} s")
    accepted = [World(name, ()) for name in (["classroom", *SHIPPED] if bench.thorough else ["classroom"])]
    for nations, rate in [(2, 30), (5, 10), (10, 5), (20, 2), (50, 1), (75, 1), (100, 0.5), (150, 0.5), (200, 0.2), (300, 0.1)] if bench.thorough else [(50, 1)]:
        sized = bench.folder / f"sized-{nations}.toml"
        sized.write_text(grown(nations, rate))
        accepted.append(World(str(sized), ()))
    ratios = {"events": [], "memory": [], "seconds": []}
    for world in accepted:
        cost = json.loads(bench.call([bench.binary, "check", world.name, "--format", "json"]).stdout)["cost"]
        out = bench.fresh()
        done = bench.call([bench.binary, "run", world.name, "--out", str(out)], timeout=1500)
        assert done.returncode == 0, (world.name, done.stderr)
        timing = json.loads((out / "timing.json").read_text())
        began = ratios["events"], ratios["memory"], ratios["seconds"]
        found = (cost["events_per_replication"] * replications_with_events(out), cost["memory_bytes"], cost["seconds"])
        measured = (timing["events"], timing["peak_memory_bytes"], timing["wall_seconds"])
        for kept, one, other in zip(began, found, measured):
            kept.append((one / other, pathlib.Path(world.name).stem))
        for kind in ("events", "memory"):
            ratio, name = ratios[kind][-1]
            assert 0.5 <= ratio <= 2, f"the estimate of {kind} of {name} is {ratio:.2f} of what was measured"
    # The clock of a busy machine says little: it is told, and held to nothing.
    told = "; ".join(f"{kind} {min(all_)[0]:.2f} ({min(all_)[1]}) to {max(all_)[0]:.2f} ({max(all_)[1]})" for kind, all_ in ratios.items())
    return f"{', '.join(said)}; estimate over measured in {len(accepted)} accepted worlds: {told}"


def replications_with_events(out):
    """How many worlds a run worked on: its replications, and those without each shock."""
    manifest = json.loads((out / "manifest.json").read_text())
    return manifest["replications"] * (1 + len(manifest["shocks"]))


def f16_out_of_memory(bench):
    """too little memory: a limit on addresses, and a control group"""
    codes, sizes = {}, [16 * k for k in range(1, 41)] if bench.thorough else [32, 160, 640]
    for size in sizes:
        out = bench.fresh()
        done = bench.call(bench.words(out), before=["prlimit", f"--as={size << 20}"])
        codes.setdefault(done.returncode, []).append(size)
        # Below some ten MiB the system cannot load the program.
        assert done.returncode in (0, 4), f"{size} MiB: {done.returncode} {done.stderr[-300:]}"
        bench.whole(out)
        if done.returncode == 0:
            assert digests(out) == bench.expected()
        else:
            bench.resumes(out)
    told = ", ".join(f"{code}: {len(which)} of {min(which)} to {max(which)} MiB" for code, which in sorted(codes.items()))
    return f"exit codes {told}; in a control group: {in_a_group(bench)}; resuming gave the same bytes"


def in_a_group(bench):
    """Runs in a control group that is too small for them: refused, or killed by the system and continued."""
    base = pathlib.Path("/sys/fs/cgroup/memory")
    if os.geteuid() != 0 or not (base / "memory.limit_in_bytes").exists():
        return "SKIPPED, there are none of version 1 here"
    group = base / f"comity-faults-{os.getpid()}"
    group.mkdir()
    codes = {}
    try:
        for size in ([2, 4, 6, 8, 10, 12, 16, 24, 32, 64, 200] if bench.thorough else [4, 200]):
            (group / "memory.limit_in_bytes").write_text(str(size << 20))
            out = bench.fresh()
            enter = ["sh", "-c", f"echo $$ > {group}/cgroup.procs && exec \"$@\"", "sh"]
            done = bench.call(bench.words(out), before=enter)
            assert done.returncode in (0, 4, -9, 137), f"{size} MiB: {done.returncode} {done.stderr}"
            codes.setdefault(done.returncode, []).append(size)
            bench.whole(out)
            bench.resumes(out)
    finally:
        group.rmdir()
    return ", ".join(f"{code} at {which} MiB" for code, which in sorted(codes.items()))


# Worlds that grow without end, or nearly so: rate of threats, follow-ups of each, days between.
RUNAWAYS = [(50, 1.0, 10), (50, 3, 1), (1, 50, 1), (1e6, 0, 10), (1e7, 0.5, 5), (1e9, 0, 1), (200, 0.99, 1), (1e5, 0.9, 1), (5e5, 0.8, 10), (2e6, 0.1, 1),
            (30, 0.999, 0.1), (3e4, 0.97, 2), (1e5, 0.5, 0.01), (3e5, 0, 1), (1e4, 0.99, 30), (5e4, 0.95, 5), (1e3, 0.9, 1000), (7e4, 0.9, 0.5), (2e5, 0.7, 3),
            (1e4, 2, 100)]


def f17_runaway(bench):
    """worlds that run away"""
    file = bench.folder / "runaway.toml"
    slowest, codes = (0, None), {}
    for number, (rate, follow, delay) in enumerate(RUNAWAYS):
        file.write_text(f"format = 1\n[nation.a]\n[nation.b]\n[class.c]\nrate = {rate}\nfollow_ups = {follow}\nfollow_up_delay = {delay}\n")
        began = time.time()
        done = bench.call([bench.binary, "run", str(file), "-n", "1", "--charts", "none", "--out", str(bench.fresh())], timeout=60)
        slowest = max(slowest, (time.time() - began, number))
        codes[done.returncode] = codes.get(done.returncode, 0) + 1
        assert done.returncode in (0, 1, 2, 4), done
        assert done.returncode != 1 or "ran away" in done.stderr, done.stderr
    # A world that grows is not seen from its beginning: the budget stops it and names what ran away.
    done = bench.call([bench.binary, "run", "harmonization", "-n", "2", "--max-events", "200000", "--paired", "none", "--charts", "none", "--out", str(bench.fresh())])
    assert done.returncode == 1 and re.search("ran away: more than 200000 events by day .* % `[a-z ]+`", done.stderr), done
    return f"{len(RUNAWAYS)} worlds, exit codes {codes}, the slowest (rate, follow-ups, delay {RUNAWAYS[slowest[1]]}) took {slowest[0]:.1f} s; and one stopped by its budget"


def f18_panic(bench):
    """a panic in one replication (the variable COMITY_TEST_PANIC, for tests)"""
    for lost in range(24) if bench.thorough else [5]:
        out = bench.fresh()
        done = bench.call(bench.words(out), env={**os.environ, "COMITY_TEST_PANIC": str(lost)})
        assert done.returncode == 1, done
        again = re.search(r"again: comity (.*)", done.stderr).group(1)
        assert f"--replication {lost}" in again, done.stderr
        alone = bench.call([bench.binary, *again.split()])
        assert alone.returncode == 0 and f"replication {lost}, fingerprint" in alone.stdout, alone
        rows = (out / "outcomes.csv").read_text().splitlines()
        assert len(rows) == 24, "header and all but one"
    return f"{24 if bench.thorough else 1} times: lost 1 of 24, said with the command that shows it again, the rest finished"


def f19_upgrade(bench):
    """files of earlier releases"""
    raise Skipped("there is no earlier release; a checkpoint of another version is refused with it (tests/durable)")


def f20_long_run(bench):
    """a billion events: memory and clock stay"""
    if not bench.thorough:
        raise Skipped("only with --thorough")
    # Replications of a thousand years, of some three million events each.
    days, step, many = 365_000, 36_500, 360
    out = bench.fresh()
    words = [bench.binary, "run", "classroom", "--set", f"run.horizon={days}", "--set", f"run.report_every={step}", "-n", str(many), "--threads", "1", "--paired", "none",
             "--max-events", "100000000", "--charts", "none", "--out", str(out)]
    process = bench.start(words)
    memory = []
    while process.poll() is None:
        try:
            pages = int(pathlib.Path(f"/proc/{process.pid}/statm").read_text().split()[1])
        except (FileNotFoundError, IndexError):
            break
        memory.append(pages * 4096)
        time.sleep(1)
    assert process.wait() == 0, process.returncode
    timing = json.loads((out / "timing.json").read_text())
    # Left out are the first 32 replications, which are handed on together, and the last samples, in which tables are made.
    steady = memory[len(memory) * 32 // many: -5]
    half = len(steady) // 2
    first, second = (sum(part) / len(part) for part in (steady[:half], steady[half:]))
    rows = (out / "series.csv").read_text().splitlines()
    place = rows[0].split(",").index("time")
    times = sorted({float(row.split(",")[place]) for row in rows[1:]})
    assert all(at % step == 0 for at in times) and times[-1] == days, times[-3:]
    # Each replication leaves its counts, some 1.3 kB, and four bytes for each level of each report, in columns that grow by
    # doubling; nothing else may stay.
    kept = 2 * (1300 + 4 * (len(rows) - 1)) * (many - 32) / 2
    told = f"{first / 2**20:.2f} and {second / 2**20:.2f} MiB in the two halves, where {kept / 2**20:.2f} more are allowed for what is kept of replications"
    assert -0.01 * first <= second - first <= kept + 0.01 * first, told
    return f"{timing['events']:,} events in {timing['wall_seconds']:.0f} s, resident memory {told}; clock error 0 at {len(times)} reports"
