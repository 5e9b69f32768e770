/// The element type of an array column, as its binary form names it.
public struct ArrayElementType: Sendable, Hashable {
  // Object identifiers of PostgreSQL's own types, from its catalogue file pg_type.dat; they never change.
  let objectIdentifier: Int32

  /// `smallint`.
  public static let int16 = Self(objectIdentifier: 21)
  /// `integer`.
  public static let int32 = Self(objectIdentifier: 23)
  /// `bigint`.
  public static let int64 = Self(objectIdentifier: 20)
  /// `double precision`.
  public static let double = Self(objectIdentifier: 701)
  /// `text`.
  public static let text = Self(objectIdentifier: 25)
  /// `date`.
  public static let date = Self(objectIdentifier: 1082)
}

extension CopyBuffer {
  /// An array field that was begun.
  public struct OpenArray: ~Copyable {
    let lengthOffset: Int
  }

  /// Begins an array field; exactly `count` elements must be appended as if they were fields, then
  /// ``endArray(_:)`` be called.
  public mutating func beginArray(of type: ArrayElementType, count: Int) -> OpenArray {
    let array = OpenArray(lengthOffset: end)
    store(Int32(0))
    store(Int32(count == 0 ? 0 : 1))
    // The flag for NULL among the elements; the server looks for itself.
    store(Int32(1))
    store(type.objectIdentifier)
    if count > 0 {
      store(Int32(count))
      store(Int32(1))
    }
    return array
  }

  /// Ends an array field.
  public mutating func endArray(_ array: consuming OpenArray) {
    replace(at: array.lengthOffset, with: Int32(end - array.lengthOffset - 4))
  }

  /// Appends a `smallint[]`.
  public mutating func append(int16s values: [Int16]) {
    let array = beginArray(of: .int16, count: values.count)
    // Answers are such arrays, so they are stored in one turn and not by `append(int16:)`.
    reserve(values.count * 6 + 2)
    var offset = end
    storage.withUnsafeMutableBytes { storage in
      for value in values {
        let word = Self.word(of: value)
        storage.storeBytes(of: word.bigEndian, toByteOffset: offset, as: UInt64.self)
        offset += 6
      }
    }
    end = offset
    endArray(array)
  }

  /// Appends a `double precision[]`, in which `nil` is NULL.
  public mutating func append(doubles values: [Double?]) {
    let array = beginArray(of: .double, count: values.count)
    reserve(values.count * 12)
    var offset = end
    storage.withUnsafeMutableBytes { storage in
      for value in values {
        let length: Int32 = value == nil ? -1 : 8
        storage.storeBytes(of: length.bigEndian, toByteOffset: offset, as: Int32.self)
        offset += 4
        guard let value else { continue }
        storage.storeBytes(of: value.bitPattern.bigEndian, toByteOffset: offset, as: UInt64.self)
        offset += 8
      }
    }
    end = offset
    endArray(array)
  }

  /// Appends a `text[]`, in which `nil` is NULL.
  public mutating func append(texts values: [String?]) {
    let array = beginArray(of: .text, count: values.count)
    for value in values { append(text: value) }
    endArray(array)
  }
}
