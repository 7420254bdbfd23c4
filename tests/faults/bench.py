"""What the scripts of faults share: runs of the built program in a folder of their own, and what must hold of them."""

import collections
import hashlib
import json
import os
import pathlib
import random
import shutil
import struct
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]

# A world to run: what `comity run` is called with, for a short run.
World = collections.namedtuple("World", "name words")

CLASSROOM = World("classroom", ("--set", "run.horizon=900", "-n", "24"))
SHIPPED = ["asean", "breach", "budapest", "european_union", "five_eyes", "harmonization", "instability", "interpol", "united_nations"]
# Twenty worlds drawn at random: `cargo test --test properties drawn_worlds` writes them.
DRAWN = ROOT / "target/tmp/worlds"


def worlds():
    """The shipped scenarios, and the drawn ones where they are there."""
    drawn = sorted(DRAWN.glob("*.toml"))
    if not drawn:
        print("       20 drawn worlds are SKIPPED: cargo test --test properties drawn_worlds", flush=True)
    shipped = [World(name, ("-n", "2")) for name in SHIPPED]
    return [CLASSROOM, *shipped, *(World(str(file), ("-n", "12")) for file in drawn)]


class Skipped(Exception):
    pass


class Bench:
    def __init__(self, binary, thorough, folder):
        self.binary, self.thorough, self.folder = str(binary), thorough, pathlib.Path(folder)
        self.luck = random.Random(1)
        self.clean = {}

    def words(self, out, *more, world=CLASSROOM):
        return [self.binary, "run", world.name, *world.words, "--charts", "none", "--out", str(out), *more]

    def call(self, words, before=(), **keys):
        keys.setdefault("timeout", 300)
        keys.setdefault("cwd", self.folder)
        return subprocess.run([*before, *words], stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace", **keys)

    def start(self, words):
        """A process that goes on beside the script."""
        return subprocess.Popen(words, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def fresh(self, name="o"):
        """A place for a run, with nothing of an earlier one."""
        out = self.folder / name
        for left in [out, *(self.folder / f".{name}.{role}" for role in ("partial", "replaced", "lock"))]:
            if left.is_dir():
                shutil.rmtree(left)
            elif left.exists():
                left.unlink()
        return out

    def expected(self, *more, world=CLASSROOM):
        """The digests of a run that nothing happens to."""
        key = (world.name, more)
        if key not in self.clean:
            out = self.fresh("clean")
            done = self.call(self.words(out, *more, world=world))
            assert done.returncode == 0, done.stderr
            self.clean[key] = digests(out)
        return self.clean[key]

    def resumes(self, out, *more, before=(), world=CLASSROOM):
        """The run goes on, ends well, and has the bytes of a clean one; gives what it said."""
        done = self.call(self.words(out, "--resume", *more, world=world), before=before)
        assert done.returncode == 0, f"resume ended with {done.returncode}: {done.stderr}"
        assert digests(out) == self.expected(*more, world=world), "other bytes after resuming"
        left = [p.name for p in out.parent.iterdir() if p.name.startswith(f".{out.name}.")]
        assert not left and not (out / "journal").exists(), f"left over: {left}"
        return done.stderr

    def whole(self, out):
        """What stands under the final name is whole, or nothing is there."""
        if (out / "manifest.json").exists():
            for record in json.loads((out / "manifest.json").read_text())["files"]:
                assert hashlib.sha256((out / record["name"]).read_bytes()).hexdigest() == record["digest"], record["name"]
        else:
            assert not out.exists() or not any(out.iterdir()), "a folder without a manifest"

    def units_kept(self, out):
        """How many units of work are whole in the journal of an unfinished run."""
        journal = out.parent / f".{out.name}.partial/journal"
        bytes_ = journal.read_bytes() if journal.exists() else b""
        units, at = 0, 0
        while at + 21 <= len(bytes_):
            _, kind, length = struct.unpack_from("<4sBI", bytes_, at)
            at += 21 + length + 16
            units += kind in (1, 2) and at <= len(bytes_)
        return units

    def inject(self, call, fault, when):
        """A run whose n-th system call of a name is made to fail, or is its last."""
        words = ["strace", "-f", "--seccomp-bpf", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:{fault}:when={when}"]
        out = self.fresh()
        return out, self.call(self.words(out, "--threads", "1"), before=words)

    def calls_of(self, call):
        """How often a clean run makes a system call."""
        log = self.folder / "strace.txt"
        out = self.fresh()
        done = self.call(self.words(out, "--threads", "1"), before=["strace", "-f", "-qq", "-o", str(log), "-e", f"trace={call}"])
        if done.returncode != 0:
            raise Skipped(f"strace does not work here: {done.stderr[:80]}")
        return sum(1 for line in log.read_text().splitlines() if f"{call}(" in line)

    def steps(self, count, sample):
        """All numbers of calls, or a sample with the first and the last."""
        if self.thorough or count <= sample:
            return range(1, count + 1)
        return sorted({1, count, *(self.luck.randint(1, count) for _ in range(sample))})

    def need(self, program):
        if shutil.which(program) is None:
            raise Skipped(f"{program} is not there")

    def need_root(self):
        if os.geteuid() != 0:
            raise Skipped("it needs root")


def digests(out):
    files = sorted(p for p in out.iterdir() if p.is_file() and p.name != "timing.json")
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def wait_for_bytes(process, file, size):
    """Waits until a file has grown to so many bytes, or the process has ended."""
    while process.poll() is None and not (file.exists() and file.stat().st_size >= size):
        time.sleep(0.001)
