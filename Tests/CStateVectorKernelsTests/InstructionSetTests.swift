import CStateVectorKernels
import Testing

extension Kernels {
  @Suite("Instruction sets")
  struct InstructionSetTests {
    @Test("an unknown instruction set is refused and changes nothing")
    func unknown() {
      let before = String(cString: csv_instruction_set())
      #expect(csv_set_instruction_set("abacus") == 0)
      #expect(String(cString: csv_instruction_set()) == before)
    }

    @Test("a chosen instruction set is the one in use", arguments: instructionSets)
    func chosen(name: String) {
      with(instructionSet: name) { #expect(String(cString: csv_instruction_set()) == name) }
    }
  }
}
