import Foundation
import Testing

extension RuntimeCommandTests {
  @Suite("ritz sample and estimate --backend URL") struct RemoteCircuitTests {
    @Test("print what they print here")
    func same() async throws {
      let service = try await Service()
      let folder = try Scratch()
      let head = "OPENQASM 3.0; include \"stdgates.inc\";\n"
      let circuit = try folder.file("c.qasm", head + "input float w; qubit[2] q; ry(w) q[0]; cx q[0], q[1];")
      let program = try folder.file(
        "p.qasm",
        head + """
          input array[float, 2] w; input int n; input bit[2] f; qubit[2] q; bit a; bit[2] b;
          for int k in [1:n] { rx(w[0]) q[0]; ry(w[1]) q[1]; }
          a = measure q[0];
          if (a ^ f[1]) { h q[1]; }
          b = measure q;
          """)
      let (one, several) = ("{\"w\": 0.7}", "{\"w\": [0.4, 1.3], \"n\": 3, \"f\": 2}")
      let sampled = ["--observable", "XX", "--precision", "0.01", "--grouping", "commuting", "--seed", "4", "--json"]
      for words in [
        ["sample", circuit, "--parameters", one, "--shots", "200", "--seed", "3", "--json"],
        ["sample", program, "--parameters", several, "--seed", "18446744073709551615"],
        ["estimate", circuit, "--parameters", one, "--observable", "XX"],
        ["estimate", circuit, "--parameters", one] + sampled,
      ] {
        let here = try await Tool.run(words)
        let there = try await service.run(words + ["--backend", service.url])
        #expect(here.status == 0 && there.status == 0, "\(here.errors) \(there.errors)")
        // How a service simulates is its own affair.
        let expected = here.output.replacing("\"method\":\"state-vector\"", with: "\"method\":null")
        #expect(there.output == expected, "\(words)")
      }
      expectFailure(
        try await service.run(["sample", program, "--parameters", "{\"n\": 1}", "--backend", service.url]), status: 65)
    }
  }
}
