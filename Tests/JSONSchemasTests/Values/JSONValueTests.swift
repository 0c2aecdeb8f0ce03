import JSONSchemas
import RandomStreams
import Testing

@Suite("JSON values") struct JSONValueTests {
  @Test("literals are values")
  func literals() {
    let value: JSONValue = ["name": "h2", "shots": 1024, "exact": false, "energy": -1.5, "tags": ["a", .null]]
    #expect(value["name"] == .string("h2"))
    #expect(value["shots"]?.intValue == 1024)
    #expect(value["exact"]?.boolValue == false)
    #expect(value["energy"]?.doubleValue == -1.5)
    #expect(value["tags"]?[1]?.isNull == true)
    #expect(value["tags"]?[2] == nil)
    #expect(value["tags"]?[-1] == nil)
    #expect(value["tags"]?["a"] == nil)
    #expect(value[0] == nil)
    #expect(value["other"] == nil)
    #expect(value.objectValue?.keys == ["name", "shots", "exact", "energy", "tags"])
    #expect("\(value)" == #"{"name":"h2","shots":1024,"exact":false,"energy":-1.5,"tags":["a",null]}"#)
  }

  @Test("a number is an integer where it is whole and fits")
  func numbers() {
    #expect(JSONValue.number(2).intValue == 2)
    #expect(JSONValue.number(2.5).intValue == nil)
    #expect(JSONValue.number(1e300).intValue == nil)
    #expect(JSONValue.unsigned(.max).intValue == nil)
    #expect(JSONValue.unsigned(.max).doubleValue == 0x1p64)
    #expect(JSONValue.string("2").intValue == nil)
    #expect(JSONValue.bool(true).doubleValue == nil)
  }

  @Test("an object keeps the order of its keys, which does not count", arguments: [3, 8, 9, 40])
  func order(count: Int) {
    var object = JSONObject()
    var reversed = JSONObject()
    for k in 0..<count { object["k\(k)"] = .integer(Int64(k)) }
    for k in (0..<count).reversed() { reversed["k\(k)"] = .integer(Int64(k)) }
    #expect(object.keys == (0..<count).map { "k\($0)" })
    #expect(object == reversed)
    #expect(object.hashValue == reversed.hashValue)
    reversed["k1"] = 0.5
    #expect(object != reversed)
    reversed["k1"] = nil
    #expect(object != reversed)
    reversed["another"] = 1
    #expect(object != reversed)
  }

  @Test("an object is a dictionary that remembers", arguments: 0..<10 as Range<UInt64>)
  func twin(seed: UInt64) {
    var generator = RandomStream(seed: seed)
    var object = JSONObject()
    var twin: [String: JSONValue] = [:]
    var order: [String] = []
    for step in 0..<300 {
      let key = "k\(Int.random(in: 0..<24, using: &generator))"
      if Int.random(in: 0..<3, using: &generator) == 0 {
        object[key] = nil
        twin[key] = nil
        order.removeAll { $0 == key }
      } else {
        if twin[key] == nil { order.append(key) }
        object[key] = .integer(Int64(step))
        twin[key] = .integer(Int64(step))
      }
      #expect(object.keys == order)
      #expect(object[key] == twin[key])
      #expect(object.count == twin.count)
      #expect(object.isEmpty == twin.isEmpty)
    }
    for (key, value) in object { #expect(twin[key] == value) }
  }
}
