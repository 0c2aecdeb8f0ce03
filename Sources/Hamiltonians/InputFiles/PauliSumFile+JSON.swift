import ComplexModule
import FoundationEssentials
import PauliAlgebra

extension PauliSumFile {
  static func json(_ bytes: [UInt8], path: String) throws(InputFileError) -> PauliSum {
    let file: JSONFile
    do {
      file = try JSONDecoder().decode(JSONFile.self, from: Data(bytes))
    } catch let error as DecodingError {
      throw failure(error, path: path)
    } catch {
      throw InputFileError(path: path, message: "is no JSON that can be read (\(error))")
    }
    var contents = PauliSumContents(path: path)
    try contents.state(qubitCount: file.n_qubits)
    for (index, term) in file.terms.enumerated() {
      let place = "term \(index + 1): "
      guard term.coefficient.isFinite else {
        throw InputFileError(path: path, message: "\(place)the coefficient is not finite")
      }
      contents.terms.append(
        PauliSumContents.Term(label: term.label, coefficient: term.coefficient, place: place))
    }
    if let convention = file.convention, file.terms.contains(where: { PauliSumContents.isDense($0.label) }) {
      guard convention == "character k acts on qubit k" else {
        throw InputFileError(
          path: path,
          message: "the convention is \(PauliSumContents.quoted(convention)); "
            + "'character k acts on qubit k' is allowed, or none: the rightmost letter is qubit 0")
      }
      contents.isLeftmostLetterQubit0 = true
    }
    return try contents.sum()
  }

  private struct JSONFile: Decodable {
    var n_qubits: Int
    var convention: String?
    var terms: [JSONTerm]
  }

  /// `[coefficient, "X0 Z3"]` or `["XIZ", re, im]`, im being 0 where it is left out.
  private struct JSONTerm: Decodable {
    var label: String
    var coefficient: Complex<Double>

    init(from decoder: any Decoder) throws {
      var container = try decoder.unkeyedContainer()
      if let label = try? container.decode(String.self) {
        self.label = label
        let real = try container.decode(Double.self)
        coefficient = Complex(real, container.isAtEnd ? 0 : try container.decode(Double.self))
      } else {
        coefficient = Complex(try container.decode(Double.self))
        label = try container.decode(String.self)
      }
      guard container.isAtEnd else {
        throw DecodingError.dataCorruptedError(in: container, debugDescription: "too many elements")
      }
    }
  }

  private static func failure(_ error: DecodingError, path: String) -> InputFileError {
    let codingPath: [any CodingKey]
    switch error {
    case .keyNotFound(let key, let context):
      codingPath = context.codingPath
      if codingPath.isEmpty {
        return InputFileError(
          path: path, message: "the JSON has no \"\(key.stringValue)\"; \"n_qubits\" and \"terms\" are required")
      }
    case .typeMismatch(_, let context), .valueNotFound(_, let context): codingPath = context.codingPath
    case .dataCorrupted(let context):
      codingPath = context.codingPath
      if codingPath.isEmpty {
        return InputFileError(path: path, message: "the JSON is malformed; valid JSON is needed")
      }
    @unknown default: codingPath = []
    }
    if codingPath.count > 1, let index = codingPath[1].intValue {
      return InputFileError(
        path: path, message: "term \(index + 1) is malformed; [coefficient, \"X0 Z3\"] or [\"XIZ\", re, im] is allowed")
    }
    guard let key = codingPath.first?.stringValue else {
      return InputFileError(
        path: path, message: "the JSON is no object; {\"n_qubits\": …, \"terms\": […]} is allowed")
    }
    let allowed = ["n_qubits": "an integer", "terms": "a list", "convention": "a text"][key] ?? "another type"
    return InputFileError(path: path, message: "\"\(key)\" has the wrong type; \(allowed) is allowed")
  }
}
