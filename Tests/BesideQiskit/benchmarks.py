#!/usr/bin/env python3
"""Runs the circuits of a public benchmark collection through `ritz sample` and `ritz estimate`, beside Aer.

    pip install qiskit qiskit-aer mqt.bench
    Tests/BesideQiskit/benchmarks.py --ritz .build/release/ritz --sizes 5,12,24

Every algorithm of MQT Bench that has a circuit of a size is printed as OpenQASM 2 (where that can say it) and 3, with the
gate definitions that Qiskit makes of it. The expectation value of a random Pauli sum before the final measurements must agree
with Aer's to 1e-10; outcomes must have Aer's distribution on six bits, by Pearson's chi-squared at fixed seeds. Ends with
status 1 when something does not.
"""
import argparse
import random
import sys
import tempfile

from mqt.bench import BenchmarkLevel, get_benchmark
from mqt.bench.benchmarks import get_available_benchmark_names
from qiskit import qasm2, qasm3, transpile
from qiskit.quantum_info import SparsePauliOp
from qiskit_aer import AerSimulator

from compare import SHOTS, ritz, two_sample_deviation

# Gates times amplitudes that Aer is asked for.
MOST_WORK = 2e10
# Aer runs each of them anew.
DYNAMIC_SHOTS = 1000
DYNAMIC = {"if_else", "while_loop", "for_loop", "switch_case", "reset"}


def flat(circuit, simulator):
    return transpile(circuit, simulator, optimization_level=0)


def is_dynamic(circuit):
    """Whether anything follows a measurement."""
    if DYNAMIC & set(circuit.count_ops()):
        return True
    bare = circuit.remove_final_measurements(inplace=False)
    return "measure" in bare.count_ops()


def texts(circuit):
    """As OpenQASM 2 and 3, in gates that are further decomposed where Qiskit cannot print them otherwise."""
    for version, dumps in [(2, qasm2.dumps), (3, qasm3.dumps)]:
        if version == 2 and DYNAMIC & set(circuit.count_ops()):
            continue
        form = circuit
        for _ in range(4):
            try:
                yield version, dumps(form)
                break
            except Exception:  # Whatever the exporters trip over.
                form = form.decompose()
        else:
            raise AssertionError(f"Qiskit cannot print it as version {version}")


def marginal(counts, bits):
    """Of bit strings whose registers are joined."""
    result = {}
    for text, count in counts.items():
        text = text.replace(" ", "")
        key = "".join(text[-1 - bit] for bit in bits)
        result[key] = result.get(key, 0) + count
    return result


def check_values(tool, circuit, seed):
    generator = random.Random(seed)
    # Strings of few letters, mostly Z: others have no value to speak of in wide circuits.
    strings = [(generator.choice("ZZXY") * weight, generator.sample(range(circuit.num_qubits), weight))
               for weight in (1, 1, 1, 2, 2, 2)]
    operator = SparsePauliOp.from_sparse_list(
        [(letters, qubits, generator.uniform(-1, 1)) for letters, qubits in strings], circuit.num_qubits)
    simulator = AerSimulator(method="statevector")
    saving = flat(circuit, simulator)
    saving.save_expectation_value(operator, range(circuit.num_qubits))
    expected = simulator.run(saving).result().data()["expectation_value"]
    worst = 0.0
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.writelines(f"{float(c.real)!r} {p}\n" for p, c in zip(operator.paulis.to_labels(), operator.coeffs))
        file.flush()
        for _, text in texts(circuit):
            difference = abs(ritz(tool, "estimate", text, "--observable", file.name)["value"] - expected)
            worst = max(worst, difference if difference == difference else float("inf"))
    return worst


def check_outcomes(tool, circuit, seed, shots):
    simulator = AerSimulator(method="statevector", seed_simulator=seed)
    expected = simulator.run(flat(circuit, simulator), shots=shots).result().get_counts()
    width = circuit.num_clbits
    bits = sorted(random.Random(seed).sample(range(width), min(6, width)))
    worst = 0.0
    for _, text in texts(circuit):
        found = ritz(tool, "sample", text, "--shots", str(shots), "--seed", str(seed))["counts"]
        worst = max(worst, two_sample_deviation(marginal(found, bits), marginal(expected, bits)))
    return worst


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ritz", default=".build/release/ritz", help="the tool (default: %(default)s)")
    parser.add_argument("--sizes", default="5,12,13,17,18,24", help="numbers of qubits (default: %(default)s)")
    parser.add_argument("--only", default="", help="algorithms with this in their name")
    arguments = parser.parse_args()
    checked, failures = 0, 0
    for name in get_available_benchmark_names():
        if arguments.only not in name:
            continue
        for size in map(int, arguments.sizes.split(",")):
            try:
                circuit = get_benchmark(name, BenchmarkLevel.ALG, circuit_size=size)
            except ValueError:
                continue  # There is none of this size.
            line = f"{name:28}{circuit.num_qubits:3} qubits"
            flat_size = sum(flat(circuit, AerSimulator()).count_ops().values())
            dynamic = is_dynamic(circuit)
            if flat_size * 2.0 ** circuit.num_qubits * (DYNAMIC_SHOTS / 4 if dynamic else 1) > MOST_WORK:
                print(f"{line}  left out, {flat_size} gates", flush=True)
                continue
            if not circuit.num_clbits:
                circuit.measure_all()
            checked += 1
            try:
                bare = None if dynamic else circuit.remove_final_measurements(inplace=False)
                difference = None if dynamic else check_values(arguments.ritz, bare, size)
                spread = check_outcomes(arguments.ritz, circuit, size, DYNAMIC_SHOTS if dynamic else SHOTS)
            except AssertionError as error:
                failures += 1
                print(f"{line}  FAILED: {str(error)[:300]}", flush=True)
                continue
            failed = not (difference or 0) <= 1e-10 or not spread <= 6
            failures += failed
            value = "dynamic" if difference is None else f"{difference:.1e}"
            print(f"{line}  {flat_size:6} gates  value {value:8}  outcomes {spread:5.1f}{'  FAILED' if failed else ''}",
                  flush=True)
    print(f"{checked} circuits, {failures} failed")
    sys.exit(1 if failures or not checked else 0)


if __name__ == "__main__":
    main()
