import JSONSchemas
import Testing

/// What RFC 8259 allows and what it does not, each with what is made of it.
@Suite("Parsing JSON") struct ParserTests {
  @Test(
    "texts are the values they hold",
    arguments: [
      ("null", .null), ("true", true), (" \n\r\t false ", false), ("0", 0), ("-12", -12), ("1e3", 1000.0),
      ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
      ("9223372036854775808", .unsigned(1 << 63)), ("18446744073709551615", .unsigned(.max)),
      ("18446744073709551616", .number(0x1p64)), ("-9223372036854775809", .number(-0x1p63)),
      ("100000000000000000000", .number(1e20)), ("2.50", 2.5), ("1E+2", 100.0), ("0e5", 0.0), ("1e-400", 0.0),
      ("0.0000000000000000000000000000000000001", 1e-37),
      ("Infinity", .number(.infinity)), ("-Infinity", .number(-.infinity)),
      (#""""#, ""), (#""aé漢😀""#, "aé漢😀"), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"),
      (#""\u00e9\u6f22\ud83d\ude00\u0000""#, "é漢😀\0"), (#""\uD83D\uDE00""#, "😀"), ("\"\u{7F}\"", "\u{7F}"),
      ("[]", []), ("[ ]", []), ("[1 , [2] ,{}]", [1, [2], [:]]), ("{}", [:]),
      (#"{"b":1,"a":{"":null}}"#, ["b": 1, "a": ["": .null]]),
    ] as [(String, JSONValue)])
  func accepted(text: String, value: JSONValue) throws {
    #expect(try JSONValue(parsing: text) == value)
    #expect(try JSONValue(parsing: Array(text.utf8)) == value)
  }

  @Test("NaN is taken, and the sign of zero is kept")
  func unusualNumbers() throws {
    #expect(try JSONValue(parsing: "NaN").doubleValue?.isNaN == true)
    #expect(try JSONValue(parsing: "-0").doubleValue?.sign == .minus)
    #expect(try JSONValue(parsing: "-0.0e-3").doubleValue?.sign == .minus)
    #expect(try JSONValue(parsing: "-0").intValue == 0)
  }

  @Test(
    "other texts are refused with place and reason",
    arguments: [
      ("", 1, 1, "the end of the text was found, a value is allowed"),
      ("  \n", 2, 1, "the end of the text was found, a value is allowed"),
      ("[1,]", 1, 4, "\"]\" was found, a value is allowed"),
      ("[1 2]", 1, 4, "\"2\" was found, \",\" or \"]\" is allowed"),
      ("[1", 1, 3, "the end of the text was found, \",\" or \"]\" is allowed"),
      ("[1]]", 1, 4, "\"]\" was found, the end of the text is allowed"),
      ("{\"a\":1,}", 1, 8, "\"}\" was found, a key in quotation marks is allowed"),
      ("{a:1}", 1, 2, "\"a\" was found, a key in quotation marks is allowed"),
      ("{\"a\" 1}", 1, 6, "\"1\" was found, \":\" is allowed"),
      ("{\"a\":1 \"b\"}", 1, 8, "\"\"\" was found, \",\" or \"}\" is allowed"),
      ("{\n \"a\": 1,\n \"a\": 2}", 1, 1, "the key \"a\" stands twice in this object, a key may stand once"),
      ("{\"a\":1,\"\\u0061\":2}", 1, 1, "the key \"a\" stands twice in this object, a key may stand once"),
      ("01", 1, 1, "a number with a leading zero was found, none is allowed"),
      ("[-01]", 1, 3, "a number with a leading zero was found, none is allowed"),
      ("1.", 1, 3, "the end of the text was found, a digit is allowed"),
      (".5", 1, 1, "\".\" was found, a value is allowed"), ("+1", 1, 1, "\"+\" was found, a value is allowed"),
      ("-", 1, 2, "the end of the text was found, a digit is allowed"),
      ("-a", 1, 2, "\"a\" was found, a digit is allowed"),
      ("1e", 1, 3, "the end of the text was found, a digit is allowed"),
      ("1e+", 1, 4, "the end of the text was found, a digit is allowed"),
      ("0x10", 1, 2, "\"x\" was found, the end of the text is allowed"),
      ("1e400", 1, 1, "the number \"1e400\" was found, one below 1.8e308 is allowed"),
      (
        "[1,-1e99999999999999999999]", 1, 4,
        "the number \"-1e99999999999999999999\" was found, one below 1.8e308 is allowed"
      ),
      ("nul", 1, 4, "the end of the text was found, \"null\" is allowed"),
      ("True", 1, 1, "\"T\" was found, a value is allowed"), ("'a'", 1, 1, "\"'\" was found, a value is allowed"),
      ("// x", 1, 1, "\"/\" was found, a value is allowed"),
      ("\u{FEFF}1", 1, 1, "a byte order mark was found, a value is allowed"),
      ("\u{A0}1", 1, 1, "the byte 0xC2 was found, a value is allowed"),
      ("1\0", 1, 2, "the byte 0x00 was found, the end of the text is allowed"),
      ("é\n[é]", 1, 1, "the byte 0xC3 was found, a value is allowed"),
      ("\"é\"\nx", 2, 1, "\"x\" was found, the end of the text is allowed"),
      ("[\"é\", x]", 1, 7, "\"x\" was found, a value is allowed"),
      ("\"abc", 1, 1, "a string without a closing quotation mark was found, one with it is allowed"),
      ("\"a\\\"", 1, 1, "a string without a closing quotation mark was found, one with it is allowed"),
      ("\"a\nb\"", 1, 3, "the control character 0x0A was found in a string, an escape is allowed"),
      ("\"\\x\"", 1, 3, "\"x\" was found, one of \"\\/bfnrtu after a backslash is allowed"),
      ("\"\\u12G4\"", 1, 6, "\"G\" was found, a hexadecimal digit is allowed"),
      ("\"\\ud83d\"", 1, 2, "\\ud83d was found, half of a surrogate pair, whole pairs are allowed"),
      ("\"x\\ude00\\ud83d\"", 1, 3, "\\ude00 was found, half of a surrogate pair, whole pairs are allowed"),
      ("\"\\ud83d\\n\"", 1, 2, "\\ud83d was found, half of a surrogate pair, whole pairs are allowed"),
      ("\"\\ud83d\\ud83d\"", 1, 2, "\\ud83d was found, half of a surrogate pair, whole pairs are allowed"),
    ] as [(String, Int, Int, String)])
  func refused(text: String, line: Int, column: Int, message: String) {
    let error = #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
    #expect(error == JSONError(line: line, column: column, message: message))
  }

  @Test(
    "bytes that are not UTF-8 are refused where they stand",
    arguments: [
      [0x80], [0xC0, 0x80], [0xC3], [0xE0, 0x80, 0x80], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xF0, 0x80, 0x80, 0x80],
      [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF],
    ] as [[UInt8]], ["", "a", "éé", "0123456789abcdef", "\\n"])
  func badUTF8(bytes: [UInt8], before: String) {
    let text = Array("[\"\(before)".utf8) + bytes + Array("xyz\"]".utf8)
    let error = #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
    #expect(error?.column == 3 + before.unicodeScalars.count)
    #expect(error?.message.hasSuffix("was found in a string, UTF-8 is allowed") == true)
  }

  @Test("levels are counted up to 256, however many there are")
  func depth() throws {
    let deep = String(repeating: "[", count: 256) + String(repeating: "]", count: 256)
    #expect(try JSONValue(parsing: deep).text == deep)
    let objects = String(repeating: "{\"a\":", count: 256) + "1" + String(repeating: "}", count: 256)
    #expect(try JSONValue(parsing: objects).text == objects)
    for opening in ["[", "{\"a\":", "[{\"a\":"] {
      let error = #expect(throws: JSONError.self) { try JSONValue(parsing: String(repeating: opening, count: 100_000)) }
      #expect(error?.message == "more than 256 levels of arrays and objects were found, 256 are allowed")
    }
  }

  @Test("a key that stands twice is found among few and many", arguments: [2, 8, 9, 100, 5000])
  func duplicates(count: Int) throws {
    let members = (0..<count).map { "\"k\($0)\":\($0)" }
    #expect(try JSONValue(parsing: "{\(members.joined(separator: ","))}").objectValue?.count == count)
    let twice = (members + ["\"k\(count / 2)\":0"]).joined(separator: ",")
    let error = #expect(throws: JSONError.self) { try JSONValue(parsing: "{\(twice)}") }
    #expect(error?.message.contains("\"k\(count / 2)\"") == true)
  }

  @Test("a text that ends too early is refused, wherever it ends")
  func truncated() throws {
    let text = Array(
      #"{"a":[1,-2.5e+10,true,false,null,"x\n\u00e9\ud83d\ude00é漢😀"],"bb":{"c":{},"d":[[]]},"e":NaN}"#.utf8)
    _ = try JSONValue(parsing: text)
    for count in 0..<text.count {
      #expect(throws: JSONError.self) { try JSONValue(parsing: text[..<count]) }
    }
  }
}
