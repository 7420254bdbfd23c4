"""The workloads on SimPy: processes are generators that wait for events. Fewer events than the compiled engines take, for
the number is per event; run by ./run, which prints its rows below theirs."""

import random
import statistics
import sys
import time

import simpy

SEED = 20
STATIONS, SERVERS, WAYS = 50, 4, 250
ARRIVALS = 0.8 * STATIONS * SERVERS * 0.2


def phold(pending, events):
    luck = random.Random(SEED)
    environment = simpy.Environment()

    def happen():
        while True:
            yield environment.timeout(luck.expovariate(1.0))

    for _ in range(pending):
        environment.process(happen())
    # Each process is started by an event of its own.
    for _ in range(2 * pending):
        environment.step()
    start, began = environment.now, time.perf_counter()
    for _ in range(events):
        environment.step()
    took = time.perf_counter() - began
    passed = environment.now - start
    assert abs(passed / (events / pending) - 1) < 0.05, passed
    return took * 1e9 / events


def network(services):
    luck = random.Random(SEED)
    environment = simpy.Environment()
    stations = [simpy.Resource(environment, SERVERS) for _ in range(STATIONS)]
    done, waited = [0], [0.0]

    def job(station):
        while True:
            came = environment.now
            with stations[station].request() as request:
                yield request
                waited[0] += environment.now - came
                yield environment.timeout(luck.expovariate(1.0))
            done[0] += 1
            # Four ways lead to each station, as many as there are stations lead out.
            station = luck.randrange(WAYS) // 4
            if station >= STATIONS:
                return

    def source():
        while True:
            yield environment.timeout(luck.expovariate(ARRIVALS))
            environment.process(job(luck.randrange(STATIONS)))

    environment.process(source())
    while done[0] < services // 10:
        environment.step()
    warm, began = done[0], time.perf_counter()
    while done[0] < warm + services:
        environment.step()
    took = time.perf_counter() - began
    wait = waited[0] / done[0]
    assert abs(wait / 0.745 - 1) < 0.2, wait
    return took * 1e9 / (done[0] - warm)


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    workloads = [(f"PHOLD, {n} pending", lambda n=n: phold(n, max(50_000, n))) for n in (1 << 10, 1 << 14, 1 << 16, 1 << 20)]
    workloads.append(("network, a service", lambda: network(50_000)))
    for name, run in workloads:
        each = sorted(run() for _ in range(rounds))
        least, median = each[0], statistics.median(each)
        print(f"| {name} | SimPy {simpy.__version__} | {least:.0f} | {median:.0f} | |", flush=True)


main()
