"""From the terms of a Hamiltonian to the first <psi|H|psi>: set-up and one value together, with the state made beforehand.

    cd DIR && PYTHONPATH=DIR python first_value.py --peer lightning-sparse --threads 1 [--case lih]

DIR has the scripts that time other programs; their inputs, timing and conversions are used, and lines like theirs printed.
A small Hamiltonian goes first, so that what a program loads or keeps for all is there. `setup_cpu_ms` is the part before the
value, timed once.
"""
from common import early_threads
THREADS = early_threads()
import time
from common import *  # noqa: F401,F403,E402
import numpy as np  # noqa: E402

CASES = ["lih_jw", "h2o_jw", "tfim_n20", "heis_n20"]


def lightning(n, prep, is_sparse):
    import pennylane as qml
    from pennylane_lightning.lightning_qubit._measurements import LightningMeasurements
    from pennylane_lightning.lightning_qubit._state_vector import LightningStateVector
    state = LightningStateVector(n, np.complex128)
    state.get_final_state(qml.tape.QuantumScript(pennylane_ops(n, prep)))
    measurements = LightningMeasurements(state)

    def set_up(terms):
        h = observable_pennylane(n, terms)
        if is_sparse:
            h = qml.SparseHamiltonian(h.sparse_matrix(wire_order=range(n)).tocsr(), wires=range(n))
        return qml.expval(h)
    return set_up, lambda expectation: float(measurements.measurement(expectation))


def scaluq(n, prep):
    import scaluq
    state = scaluq.default.f64.StateVector(n)
    build_scaluq(n, prep).update_quantum_state(state)
    return lambda terms: observable_scaluq(n, terms), lambda o: o.get_expectation_value(state).real


PEERS = {
    "lightning": ("pennylane-lightning", lambda n, prep: lightning(n, prep, False)),
    "lightning-sparse": ("pennylane-lightning", lambda n, prep: lightning(n, prep, True)),
    "scaluq": ("scaluq", scaluq),
}

if __name__ == "__main__":
    options = parser(PEERS).parse_args()
    package, make = PEERS[options.peer]
    for name in CASES:
        if options.case and not re.search(options.case, name):
            continue
        n, terms = load_hamiltonian(name + ".json")
        _, prep = load_qasm(f"prep_n{n}.qasm")
        try:
            small, warm_up = make(4, [])
            warm_up(small(load_hamiltonian("h2_jw.json")[1]))
            set_up, evaluate = make(n, prep)
            milliseconds, repeats, value = measure(lambda: evaluate(set_up(terms)), options.repeats, options.budget)
            start = time.process_time()
            set_up(terms)
            setup = 1e3 * (time.process_time() - start)
        except Exception as error:  # report and go on with the next case
            emit(f"W2:{name}:first", options.peer, version_of(package), THREADS, "double", n, None, 0, error=repr(error)[:200])
            continue
        emit(f"W2:{name}:first", options.peer, version_of(package), THREADS, "double", n, milliseconds, repeats,
             terms=len(terms), value=round(value, 12), setup_cpu_ms=round(setup, 4))
