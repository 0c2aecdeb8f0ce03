@_exported public import ClassicalOptimizers
@_exported public import Hamiltonians
@_exported public import PauliAlgebra
@_exported public import QuantumBackends
@_exported public import QuantumCircuits
@_exported public import RuntimePrograms
@_exported public import Simulators
@_exported public import VariationalAlgorithms
