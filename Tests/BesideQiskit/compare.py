#!/usr/bin/env python3
"""Compares `ritz sample` and `ritz estimate` with Qiskit on random circuits.

    pip install qiskit qiskit-aer
    Tests/BesideQiskit/compare.py --ritz .build/release/ritz --seeds 20

Circuits go through OpenQASM 2 or 3 as Qiskit prints it. Exact expectation values must agree to 1e-10; outcomes must have
the probabilities of Qiskit's state vector (circuits whose qubits are measured at the end) or the counts of Aer
(measurements, resets and conditions anywhere), by Pearson's chi-squared at fixed seeds. Ends with status 1 when something
does not.
"""
import argparse
import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

from qiskit import ClassicalRegister, QuantumCircuit, QuantumRegister, qasm2, qasm3, transpile
from qiskit.circuit.random import random_circuit
from qiskit.primitives import StatevectorEstimator
from qiskit.quantum_info import SparsePauliOp, Statevector
from qiskit_aer import AerSimulator

SHOTS = 8000
# Gates that both versions of OpenQASM have a name for.
BASIS = ["h", "x", "y", "z", "s", "sdg", "t", "tdg", "sx", "rx", "ry", "rz", "p", "u", "cx", "cz", "cp", "crx", "swap", "ccx",
         "cswap", "ch", "cry", "crz", "cy"]


def ritz(tool, command, text, *options):
    with tempfile.NamedTemporaryFile("w", suffix=".qasm") as file:
        file.write(text)
        file.flush()
        done = subprocess.run([tool, command, file.name, *options, "--json"], capture_output=True, text=True)
    if done.returncode != 0:
        raise AssertionError(f"ritz {command} ended with {done.returncode}: {done.stderr.strip()}\n{text}")
    return json.loads(done.stdout)


def printed(circuit, version):
    return qasm2.dumps(circuit) if version == 2 else qasm3.dumps(circuit)


def deviation(counts, probabilities):
    """Standard deviations that Pearson's chi-squared is above its mean; what is rare counts together."""
    statistic, degrees, rare, rare_found = 0.0, -1, 0.0, sum(counts.values())
    for outcome, probability in probabilities.items():
        mean = SHOTS * probability
        if mean < 5:
            rare += mean
            continue
        found = counts.get(outcome, 0)
        statistic += (found - mean) ** 2 / mean
        degrees += 1
        rare_found -= found
    if rare_found > rare + 6 * max(rare, 1) ** 0.5:
        return float("inf")
    return (statistic - degrees) / (2 * degrees) ** 0.5 if degrees > 0 else 0.0


def two_sample_deviation(left, right):
    """The same for two histograms of equally many shots."""
    statistic, degrees = 0.0, -1
    for outcome in set(left) | set(right):
        a, b = left.get(outcome, 0), right.get(outcome, 0)
        if a + b < 10:
            continue
        statistic += (a - b) ** 2 / (a + b)
        degrees += 1
    return (statistic - degrees) / (2 * degrees) ** 0.5 if degrees > 0 else 0.0


def unitary_case(seed):
    circuit = random_circuit(2 + seed % 5, 4 + seed % 7, max_operands=3, seed=seed)
    return transpile(circuit, basis_gates=BASIS, optimization_level=0, seed_transpiler=seed)


def check_estimate(tool, seed, version):
    circuit = unitary_case(seed)
    generator = random.Random(seed)
    labels = ["".join(generator.choice("IXYZ") for _ in range(circuit.num_qubits)) for _ in range(8)]
    operator = SparsePauliOp(labels, [generator.uniform(-1, 1) for _ in labels])
    expected = float(StatevectorEstimator().run([(circuit, operator)]).result()[0].data.evs)
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.writelines(f"{float(c.real)!r} {p}\n" for p, c in zip(operator.paulis.to_labels(), operator.coeffs))
        file.flush()
        found = ritz(tool, "estimate", printed(circuit, version), "--observable", file.name)["value"]
    return abs(found - expected), 1e-10


def check_sample(tool, seed, version):
    circuit = unitary_case(seed)
    probabilities = Statevector(circuit).probabilities_dict()
    circuit.measure_all()
    found = ritz(tool, "sample", printed(circuit, version), "--shots", str(SHOTS), "--seed", str(seed))["counts"]
    return deviation(found, probabilities), 6


def check_dynamic(tool, seed, version):
    generator = random.Random(seed)
    qubits = QuantumRegister(4, "q")
    first, second = ClassicalRegister(2, "first"), ClassicalRegister(3, "second")
    circuit = QuantumCircuit(qubits, first, second)
    for _ in range(24):
        a, b = generator.sample(range(4), 2)
        choice = generator.randrange(8)
        if choice == 0:
            circuit.h(a)
        elif choice == 1:
            circuit.ry(generator.uniform(-3, 3), a)
        elif choice == 2:
            circuit.rz(generator.uniform(-3, 3), a)
        elif choice == 3:
            circuit.cx(a, b)
        elif choice == 4:
            circuit.measure(a, generator.choice([*first, *second]))
        elif choice == 5:
            circuit.reset(a)
        else:
            register = generator.choice([first, second])
            with circuit.if_test((register, generator.randrange(2 ** len(register)))):
                circuit.x(a)
                circuit.cz(a, b)
    circuit.measure(range(3), second)
    simulator = AerSimulator(seed_simulator=seed)
    expected = simulator.run(transpile(circuit, simulator, optimization_level=0), shots=SHOTS).result().get_counts()
    found = ritz(tool, "sample", qasm3.dumps(circuit), "--shots", str(SHOTS), "--seed", str(seed))["counts"]
    return two_sample_deviation(found, expected), 6


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ritz", default=".build/release/ritz", help="the tool (default: %(default)s)")
    parser.add_argument("--seeds", type=int, default=20, help="how many circuits of each kind (default: %(default)s)")
    arguments = parser.parse_args()
    if not Path(arguments.ritz).exists():
        parser.error(f"{arguments.ritz} does not exist; make it with swift build -c release")
    failures = 0
    for name, check, versions in [("estimate", check_estimate, (2, 3)), ("sample", check_sample, (2, 3)),
                                  ("dynamic", check_dynamic, (3,))]:
        for version in versions:
            worst, failed = 0.0, 0
            for seed in range(arguments.seeds):
                try:
                    found, allowed = check(arguments.ritz, seed, version)
                    if found > allowed:
                        failed += 1
                        print(f"{name}, version {version}, seed {seed}: {found:.3g}, allowed is {allowed}", file=sys.stderr)
                    worst = max(worst, found)
                except AssertionError as error:
                    failed += 1
                    print(f"{name}, version {version}, seed {seed}: {error}", file=sys.stderr)
            failures += failed
            print(f"{name:9} OpenQASM {version}  {arguments.seeds} circuits  {failed} failed  worst {worst:.3g}")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
