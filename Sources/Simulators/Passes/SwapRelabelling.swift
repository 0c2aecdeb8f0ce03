/// Swaps of two qubits cost nothing in a circuit that starts in |0…0⟩, which looks the same in any order of its qubits.
enum SwapRelabelling {
  /// The steps without swaps: what stands before one acts on exchanged qubits in place of it.
  static func withoutSwaps(_ steps: [PlanStep], qubitCount: Int) -> [PlanStep] {
    var order = Array(0..<qubitCount)
    var numbers: QubitNumbers?
    var kept: [PlanStep] = []
    for step in steps.reversed() {
      if case .swap(controls: 0, let first, let second) = step {
        order.swapAt(Int(first), Int(second))
        numbers = QubitNumbers(permutation: order)
      } else {
        kept.append(numbers.map(step.renumbered) ?? step)
      }
    }
    return kept.reversed()
  }
}
