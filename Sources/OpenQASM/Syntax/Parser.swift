/// Reads a text into statements.
///
/// What a name means is found out later, by the ``Compiler``: here only the form is checked, so that nothing is built that
/// is nested deeper than ``OpenQASMLimits/nestingDepth``.
struct Parser {
  private(set) var tokens: [Token] = []
  /// The signs among the tokens, which most questions are about.
  private var symbols: [Symbol?] = []
  var position = 0
  /// 2 or 3.
  var version = 3
  var depth = 0
  /// Whether integers are real numbers here, as in the angles of version 2, where 1/2 is a half.
  var hasRealArithmetic = false
  let limits: OpenQASMLimits
  let recognizesGates: Bool
  let include: OpenQASMInclude?
  /// The names of the texts by their numbers; the first is the program's.
  var files: [String] = [""]
  /// The files that are being read within each other.
  var openFiles: [String] = []
  /// How many bytes of included files were read.
  var includedByteCount = 0

  init(
    _ text: String, limits: OpenQASMLimits, recognizesGates: Bool = true, include: OpenQASMInclude? = nil
  ) throws(OpenQASMError) {
    self.limits = limits
    self.recognizesGates = recognizesGates
    self.include = include
    set(try Lexer.tokens(of: text, recognizesDefinitions: recognizesGates), at: 0)
  }

  private mutating func set(_ tokens: [Token], at position: Int) {
    self.tokens = tokens
    self.position = position
    symbols = tokens.map(\.symbol)
  }

  mutating func parse() throws(OpenQASMError) -> [Statement] {
    do {
      if case .word("OPENQASM") = peek.kind { try parseVersion() }
      return try parseAll()
    } catch {
      throw error.named(by: files)
    }
  }

  private mutating func parseAll() throws(OpenQASMError) -> [Statement] {
    var statements: [Statement] = []
    while peek.kind != .end { try parseStatement(into: &statements, isGlobal: true) }
    return statements
  }

  private mutating func parseVersion() throws(OpenQASMError) {
    take()
    switch peek.kind {
    case .integer("3"), .decimal("3.0"), .decimal("3.1"): take()
    case .integer("2"), .decimal("2.0"):
      take()
      version = 2
    default: throw peek.error(found: "version \(peek.shown)", allowed: "version 2.0, 3, 3.0 or 3.1")
    }
    try expect(.semicolon)
  }

  // MARK: Tokens

  var peek: Token { tokens[position] }

  func peek(_ distance: Int) -> Token { tokens[min(position + distance, tokens.count - 1)] }

  @discardableResult
  mutating func take() -> Token {
    let token = tokens[position]
    if position + 1 < tokens.count { position += 1 }
    return token
  }

  var nextSymbol: Symbol? { symbols[position] }

  /// Takes the next token if it is this symbol.
  mutating func take(_ symbol: Symbol) -> Bool {
    guard symbols[position] == symbol else { return false }
    position += 1
    return true
  }

  /// Takes a comma behind which a list goes on; in version 3 a list may also end behind one.
  mutating func takeComma(before end: Symbol) -> Bool { take(.comma) && !(version == 3 && isNext(end)) }

  /// Takes the next token if it is this word.
  mutating func take(word: String) -> Bool {
    guard case .word(word) = peek.kind else { return false }
    take()
    return true
  }

  func isNext(_ symbol: Symbol) -> Bool { symbols[position] == symbol }

  mutating func expect(_ symbol: Symbol, or others: String = "") throws(OpenQASMError) {
    guard take(symbol) else {
      throw peek.error(allowed: "'\(symbol.rawValue)'" + (others.isEmpty ? "" : " or \(others)"))
    }
  }

  /// A name that may be given to something; whether it is free is asked later.
  mutating func takeName(for thing: String) throws(OpenQASMError) -> Statement.Name {
    let token = peek
    guard case .word(let name) = token.kind else { throw token.error(allowed: "a name for the \(thing)") }
    guard !isKeyword(name) else {
      throw token.error(
        found: "\(shortened(name)), a name that is taken", allowed: "a new name for the \(thing)")
    }
    take()
    return Statement.Name(text: name, position: token.position)
  }

  func isKeyword(_ word: String) -> Bool {
    version == 2 ? OpenQASMNames.keywordsOfVersion2.contains(word) : OpenQASMNames.keywords.contains(word)
  }

  /// Runs `body` one level deeper.
  mutating func nested<T>(
    _ body: (inout Parser) throws(OpenQASMError) -> T
  ) throws(OpenQASMError) -> T {
    guard depth < limits.nestingDepth else {
      throw peek.error(
        found: "too many levels of nesting", allowed: "\(limits.nestingDepth) within each other")
    }
    depth += 1
    defer { depth -= 1 }
    return try body(&self)
  }

  // MARK: Included files

  /// `include "name";`
  mutating func parseInclude() throws(OpenQASMError) -> Statement.Kind {
    take()
    let token = peek
    guard case .text(let name) = token.kind else { throw token.error(allowed: "the name of a file in quotation marks") }
    take()
    try expect(.semicolon)
    if let library = StandardLibrary(rawValue: name), (library == .qelib1) == (version == 2) {
      return .library(library, at: token.position)
    }
    let own = version == 2 ? StandardLibrary.qelib1 : .standardGates
    guard let include, StandardLibrary(rawValue: name) == nil else {
      throw token.error(allowed: "\"\(own.rawValue)\"" + (include == nil ? "" : ", or the name of another file"))
    }
    guard !openFiles.contains(name) else {
      throw token.error(found: "\(token.shown), a file that includes itself", allowed: "other files")
    }
    guard openFiles.count < limits.includeDepth else {
      throw token.error(found: "files within files", allowed: "\(limits.includeDepth) within each other")
    }
    guard let text = include(name) else {
      throw token.error(found: "\(token.shown), a file that cannot be read", allowed: "a readable file")
    }
    includedByteCount += text.utf8.count
    guard files.count <= limits.includedFileCount, includedByteCount <= limits.includedByteCount else {
      throw token.error(
        found: "too many included files",
        allowed: "\(limits.includedFileCount) files of \(limits.includedByteCount) bytes in all")
    }
    files.append(name)
    openFiles.append(name)
    let outer = (tokens, position)
    set(try Lexer.tokens(of: text, file: files.count - 1, recognizesDefinitions: false), at: 0)
    if case .word("OPENQASM") = peek.kind {
      while !isNext(.semicolon), peek.kind != .end { take() }
      _ = take(.semicolon)
    }
    let statements = try parseAll()
    set(outer.0, at: outer.1)
    openFiles.removeLast()
    return .included(statements)
  }
}
