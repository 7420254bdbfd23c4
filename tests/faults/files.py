"""Faults of processes and files, F01 to F09 and F21: whatever is cut short or damaged is continued to the same bytes."""

import json
import os
import signal
import struct
import subprocess
import time

from bench import CLASSROOM, Skipped, digests, wait_for_bytes, worlds

# Every system call that changes a file on the way of a run.
CHANGES = ["write", "fsync", "rename", "unlink", "unlinkat", "mkdir", "ftruncate", "openat"]


def f01_kill_at_random_times(bench):
    """kill -9 at random times, up to five times a run"""
    wanted, places = (1000, worlds()) if bench.thorough else (12, [CLASSROOM])
    kills = runs = kept = 0
    spans = {}
    while kills < wanted:
        world = places[runs % len(places)]
        if world not in spans:
            bench.expected(world=world)
            began = time.time()
            bench.call(bench.words(bench.fresh("span"), world=world))
            spans[world] = time.time() - began
        out = bench.fresh()
        for _ in range(bench.luck.randint(1, 5)):
            process = bench.start(bench.words(out, "--resume", world=world))
            time.sleep(bench.luck.uniform(0, spans[world]))
            if process.poll() is None:
                process.kill()
                kills += 1
            process.wait()
            bench.whole(out)
        units = bench.units_kept(out)
        said = bench.resumes(out, world=world)
        # Nothing that the journal holds is worked on again: what a kill costs are the replications under way.
        assert units == 0 or f"{units} replication" in said, f"{units} units were in the journal: {said}"
        kept += units
        runs += 1
    return f"{kills} kills in {runs} runs of {len(spans)} worlds, {kept} replications kept by journals and none of them run again, 0 differences"


def f02_kill_at_every_step(bench):
    """kill -9 at the n-th system call that changes a file"""
    bench.need("strace")
    tried = {}
    for call in CHANGES:
        for number in bench.steps(bench.calls_of(call), 3):
            out, _ = bench.inject(call, "signal=KILL", number)
            bench.whole(out)
            bench.resumes(out, "--threads", "1")
            tried[call] = tried.get(call, 0) + 1
    return f"killed at {sum(tried.values())} calls ({', '.join(f'{call} {n}' for call, n in tried.items())}), 0 differences"


def f03_full_disk(bench):
    """a disk that is full, then larger; and ENOSPC at the n-th write, once and for ever"""
    said = tried = 0
    try:
        bench.need_root()
        # 40 sizes from 64 KiB to 64 MiB.
        sizes = [int(64 * 1024 ** (k / 39)) for k in range(40)] if bench.thorough else [64, 600, 1500]
        place = bench.folder / "small"
        place.mkdir(exist_ok=True)
        for size in sizes:
            mounted = bench.call(["mount", "-t", "tmpfs", "-o", f"size={size}k", "tmpfs", str(place)])
            if mounted.returncode != 0:
                raise Skipped("a tmpfs cannot be mounted here")
            try:
                out = place / "o"
                done = bench.call(bench.words(out))
                assert done.returncode in (0, 3), f"{size} KiB: {done.returncode}: {done.stderr}"
                if done.returncode == 3:
                    said += 1
                    assert str(place) in done.stderr and "pace" in done.stderr, done.stderr
                    bench.whole(out)
                bench.call(["mount", "-o", "remount,size=256m", str(place)])
                bench.resumes(out)
                tried += 1
            finally:
                bench.call(["umount", str(place)])
    except Skipped as why:
        print(f"       a part is SKIPPED: {why}")
    bench.need("strace")
    failing = 0
    for when in ["{}", "{}+"]:
        for number in bench.steps(bench.calls_of("write"), 3):
            out, done = bench.inject("write", "error=ENOSPC", when.format(number))
            assert done.returncode in (0, 3), f"write {when.format(number)}: {done.returncode} {done.stderr}"
            bench.whole(out)
            bench.resumes(out, "--threads", "1")
            failing += 1
    return f"{tried} small disks ({said} full, refused with 3) and {failing} writes without space, 0 differences after resuming"


def f04_input_output_error(bench):
    """EIO at the n-th call for a file"""
    bench.need("strace")
    reported = tried = unloaded = folders = 0
    for call in ["fsync", "write", "rename", *(["read", "close", "ftruncate"] if bench.thorough else [])]:
        for number in bench.steps(bench.calls_of(call), 3):
            out, done = bench.inject(call, "error=EIO", number)
            tried += 1
            reported += done.returncode == 3
            # The system could not load the program: it never ran.
            unloaded += done.returncode == 127
            # Rust's library panics where a folder that was listed cannot be closed: said, with 1, and nothing is lost.
            closing = done.returncode == 1 and "closedir" in done.stderr
            folders += closing
            # What fails only on the terminal or in tidying up is no failure of the run, if all its bytes are there.
            assert closing or done.returncode in (3, 127) or digests(out) == bench.expected("--threads", "1"), f"{call} {number}: {done.returncode} {done.stderr}"
            bench.whole(out)
            bench.resumes(out, "--threads", "1")
    unhurt = tried - reported - unloaded - folders
    return f"{tried} errors, {reported} reported with 3, {unloaded} before the program was loaded, {folders} in closing a folder (1), {unhurt} with all bytes there all the same, 0 silent losses"


def f05_limits_of_files(bench):
    """too many open files, and a limit on the size of a file"""
    bench.need("prlimit")
    sizes = [int(4000 * 400 ** (k / 19)) for k in range(20)] if bench.thorough else [100_000, 600_000]
    limits = [*(f"--fsize={size}" for size in sizes), *(f"--nofile={n}" for n in ([*range(4, 24)] if bench.thorough else [16, 8, 5]))]
    codes = {}
    for limit in limits:
        out = bench.fresh()
        done = bench.call(bench.words(out), before=["prlimit", limit])
        assert done.returncode in (0, 3), f"{limit}: {done.returncode}: {done.stderr}"
        codes[done.returncode] = codes.get(done.returncode, 0) + 1
        bench.whole(out)
        bench.resumes(out)
    return f"{len(limits)} limits, exit codes {codes}, nothing half written"


def f06_signals(bench):
    """SIGINT, SIGTERM, SIGHUP, a second SIGINT, a closed pipe"""
    trials = 50 if bench.thorough else 3
    slowest, codes = 0, {}
    for kinds in [(signal.SIGINT,), (signal.SIGTERM,), (signal.SIGHUP,), (signal.SIGINT, signal.SIGINT)]:
        for _ in range(trials):
            out = bench.fresh()
            process = bench.start(bench.words(out, "--threads", "1"))
            wait_for_bytes(process, bench.folder / ".o.partial/journal", bench.luck.randint(10_000, 500_000))
            began = time.time()
            for kind in kinds:
                process.send_signal(kind)
                time.sleep(0.005 if len(kinds) > 1 else 0)
            code = process.wait(timeout=30)
            slowest = max(slowest, time.time() - began)
            codes[code] = codes.get(code, 0) + 1
            assert code in (0, 130), f"{kinds}: {code}"
            bench.whole(out)
            bench.resumes(out, "--threads", "1")
    words = " ".join(bench.words(bench.fresh("pipe"), "--format", "csv"))
    pipe = subprocess.run(f"{words} | head -1; exit ${{PIPESTATUS[0]}}", shell=True, executable="/bin/bash", cwd=bench.folder, capture_output=True, text=True)
    assert pipe.returncode == 0 and "panic" not in pipe.stderr, pipe
    return f"{4 * trials} times, {trials} of them SIGINT twice, exit codes {codes}, the slowest stop took {slowest:.2f} s; a closed pipe is quiet"


def f07_not_writable(bench):
    """a folder that cannot be written to, before the first replication"""
    bench.need_root()
    place = bench.folder / "readonly"
    place.mkdir(exist_ok=True)
    os.chmod(bench.folder, 0o755)
    if bench.call(["mount", "--bind", str(place), str(place)]).returncode != 0:
        raise Skipped("bind mounts are not allowed here")
    took = []
    try:
        bench.call(["mount", "-o", "remount,ro,bind", str(place)])
        bench.need("setpriv")
        nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
        for before, out in [((), place / "o"), (nobody, bench.fresh())]:
            began = time.time()
            done = bench.call(bench.words(out), before=before)
            took.append(time.time() - began)
            if before and done.returncode in (126, 127):
                print("       a part is SKIPPED: the program lies where nobody else may go")
                continue
            assert done.returncode == 3, f"{done.returncode}: {done.stderr}"
        assert not list(place.iterdir())
    finally:
        bench.call(["umount", str(place)])
    return "refused with 3 after " + ", ".join(f"{seconds * 1000:.0f} ms" for seconds in took)


def f08_damaged_checkpoint(bench):
    """flipped bits and cuts of a journal, journals of other seeds"""
    out = bench.fresh()
    journal = bench.folder / ".o.partial/journal"
    process = bench.start(bench.words(out, "--threads", "1"))
    wait_for_bytes(process, journal, 400_000)
    process.kill()
    process.wait()
    sound = journal.read_bytes()
    refused = cut = whole = 0
    for _ in range(1000 if bench.thorough else 12):
        broken = bytearray(sound)
        if bench.luck.random() < 0.5:
            # Half of them near the beginning, which was on the disk first.
            most = 4096 if bench.luck.random() < 0.5 else len(broken)
            broken[bench.luck.randrange(most)] ^= 1 << bench.luck.randrange(8)
        else:
            broken = broken[: bench.luck.randrange(len(broken))]
        bench.fresh()
        journal.parent.mkdir()
        journal.write_bytes(broken)
        done = bench.call(bench.words(out, "--threads", "1", "--resume"))
        assert done.returncode in (0, 5), f"{done.returncode}: {done.stderr}"
        if done.returncode == 5:
            refused += 1
            assert "journal is damaged" in done.stderr, done.stderr
        else:
            # A cut between two records is a journal with less in it.
            torn = "torn at its end" in done.stderr
            cut, whole = cut + torn, whole + (not torn)
            assert digests(out) == bench.expected("--threads", "1")
    bench.fresh()
    journal.parent.mkdir()
    journal.write_bytes(sound)
    done = bench.call(bench.words(out, "--seed", "2", "--resume"))
    assert done.returncode == 2 and "seed" in done.stderr, done.stderr
    return f"{refused} refused with 5, {cut} torn ends cut off and said, {whole} cut between two records; another seed refused by name; 0 differences"


def f09_half_written(bench):
    """tables after a kill: whole under their final names, with as many rows as the manifest has replications"""
    out = bench.fresh()
    assert bench.call(bench.words(out)).returncode == 0
    manifest = json.loads((out / "manifest.json").read_text())
    rows = (out / "outcomes.csv").read_text().splitlines()
    assert len(rows) == 1 + manifest["replications"], "a row a replication"
    return "in F01 and F02 every file under a final name is held against the digest in its manifest"


def f21_compound(bench):
    """two faults in a row: kills, errors, full disks and signals while resuming after damage"""
    bench.need("strace")
    pairs = 200 if bench.thorough else 4
    for _ in range(pairs):
        out = bench.fresh()
        for _ in range(2):
            call = bench.luck.choice(["write", "fsync", "rename"])
            fault = bench.luck.choice(["signal=KILL", "error=ENOSPC", "error=EIO", "signal=INT"])
            number = bench.luck.randint(1, 60)
            words = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:{fault}:when={number}"]
            bench.call(bench.words(out, "--threads", "1", "--resume"), before=words)
            bench.whole(out)
            journal = bench.folder / ".o.partial/journal"
            if journal.exists() and bench.luck.random() < 0.5:
                # Not into the header: without it nothing is known of a journal, and it is refused.
                header = 21 + struct.unpack_from("<I", journal.read_bytes(), 5)[0] + 16
                os.truncate(journal, max(journal.stat().st_size - bench.luck.randint(1, 40), header))
        bench.resumes(out, "--threads", "1")
    return f"{pairs} pairs of faults, 0 differences"
