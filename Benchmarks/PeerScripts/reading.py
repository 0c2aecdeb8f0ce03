"""From the text of a circuit in memory to the circuit.

    cd DIR && PYTHONPATH=DIR python reading.py --peer qiskit-qasm2 --threads 1 [--case hea_n24]

DIR has the scripts that time other programs; their inputs and timing are used, and lines like theirs printed. The importer of
OpenQASM 3 gets the same gates in that version. `value` is the number of gates.
"""
from common import early_threads
THREADS = early_threads()
from common import *  # noqa: F401,F403,E402

CASES = ["qft_n26", "hea_n24"]


def version2(text):
    from qiskit import qasm2
    # qelib1.inc with the gates that were added to it since the language was published.
    return lambda: qasm2.loads(text, custom_instructions=qasm2.LEGACY_CUSTOM_INSTRUCTIONS)


def version3(text):
    import qiskit_qasm3_import
    text = text.replace("OPENQASM 2.0", "OPENQASM 3.0").replace("qelib1.inc", "stdgates.inc")
    text = re.sub(r"qreg (\w+)\[(\d+)\]", r"qubit[\2] \1", text)
    return lambda: qiskit_qasm3_import.parse(text)


PEERS = {
    "qiskit-qasm2": ("qiskit", version2),
    "qiskit-qasm3": ("qiskit-qasm3-import", version3),
}

if __name__ == "__main__":
    options = parser(PEERS).parse_args()
    package, make = PEERS[options.peer]
    for name in CASES:
        if options.case and not re.search(options.case, name):
            continue
        n, _ = load_qasm(name + ".qasm")
        with open(path(name + ".qasm")) as file:
            text = file.read()
        try:
            milliseconds, repeats, circuit = measure(make(text), options.repeats, options.budget)
        except Exception as error:  # report and go on with the next case
            emit(f"read:{name}", options.peer, version_of(package), THREADS, "double", n, None, 0, error=repr(error)[:200])
            continue
        emit(f"read:{name}", options.peer, version_of(package), THREADS, "double", n, milliseconds, repeats,
             value=circuit.size())
