// The objects of a PDF (ISO 32000-2, 7.3), read one after another from its bytes.
//
// Numbers are numbers, strings are bytes, arrays are arrays, dictionaries are maps. Names,
// references, streams and the words between them have kinds of their own.

const MOST_DEPTH = 60;
const MOST_ITEMS = 300000; // of one array or dictionary
const MOST_STRING = 1000000;
const WHITE = new Set([0, 9, 10, 12, 13, 32]);
const DELIMITER = new Set([..."()<>[]{}/%"].map((char) => char.charCodeAt(0)));
const ESCAPED = { n: 10, r: 13, t: 9, b: 8, f: 12 };

class Name {
  constructor(text) {
    this.text = text;
  }
}

class Reference {
  constructor(number) {
    this.number = number;
  }
}

class Keyword {
  constructor(text) {
    this.text = text;
  }
}

class Stream {
  constructor(dict, start) {
    this.dict = dict;
    this.start = start;
  }
}

const FILE_END = new Keyword("");
const ARRAY_END = new Keyword("]");
const DICT_END = new Keyword(">>");

/** The PDF is damaged beyond what readers put right. */
class DamagedError extends FileError {
  constructor(why) {
    super("This PDF does not open.", why);
  }
}

class PdfReader {
  constructor(bytes, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  skip() {
    for (;;) {
      const byte = this.bytes[this.at];
      if (byte === 37) {
        while (this.at < this.bytes.length && ![10, 13].includes(this.bytes[this.at])) this.at += 1;
      } else if (WHITE.has(byte)) {
        this.at += 1;
      } else {
        return;
      }
    }
  }

  /** The next object; with `references`, "12 0 R" is one. */
  next(references = true, depth = 0) {
    if (depth > MOST_DEPTH) throw new DamagedError("Its parts lie too deep inside each other.");
    this.skip();
    if (this.at >= this.bytes.length) return FILE_END;
    const byte = this.bytes[this.at];
    const char = String.fromCharCode(byte);
    if (char === "/") return this.name();
    if (char === "(") return this.string();
    if (char === "<") {
      if (this.bytes[this.at + 1] !== 60) return this.hexString();
      this.at += 2;
      return this.dictionary(references, depth);
    }
    if (char === "[") {
      this.at += 1;
      return this.array(references, depth);
    }
    if (char === ">" && this.bytes[this.at + 1] === 62) {
      this.at += 2;
      return DICT_END;
    }
    if (DELIMITER.has(byte)) {
      this.at += 1;
      return char === "]" ? ARRAY_END : new Keyword(char);
    }
    return this.numberOrWord(references);
  }

  numberOrWord(references) {
    const word = this.word();
    if (!/^[+-]?(?:\d+\.?\d*|\.\d+)$/.test(word)) {
      return { true: true, false: false, null: null }[word] ?? wordOf(word);
    }
    if (references && /^\d{1,9}$/.test(word)) {
      const after = this.at;
      this.skip();
      if (/^\d{1,5}$/.test(this.word())) {
        this.skip();
        if (this.word() === "R") return new Reference(Number(word));
      }
      this.at = after;
    }
    return Number(word);
  }

  word() {
    const start = this.at;
    while (this.at < this.bytes.length) {
      const byte = this.bytes[this.at];
      if (WHITE.has(byte) || DELIMITER.has(byte)) break;
      this.at += 1;
    }
    return latin1(this.bytes.subarray(start, Math.min(this.at, start + 200)));
  }

  name() {
    this.at += 1;
    const plain = this.word();
    return new Name(
      plain.replace(/#([0-9A-Fa-f]{2})/g, (_, code) => String.fromCharCode(Number.parseInt(code, 16))),
    );
  }

  array(references, depth) {
    const items = [];
    for (;;) {
      const item = this.next(references, depth + 1);
      if (item === ARRAY_END || item === FILE_END) return items;
      if (!(item instanceof Keyword)) items.push(item);
      if (items.length > MOST_ITEMS) throw new DamagedError("A part of it is too long.");
    }
  }

  dictionary(references, depth) {
    const found = new Map();
    for (;;) {
      const key = this.next(references, depth + 1);
      if (key === DICT_END || key === FILE_END) return found;
      if (!(key instanceof Name)) continue;
      const value = this.next(references, depth + 1);
      if (value === DICT_END || value === FILE_END) return found;
      found.set(key.text, value);
      if (found.size > MOST_ITEMS) throw new DamagedError("A part of it is too long.");
    }
  }

  string() {
    const found = [];
    let open = 1;
    this.at += 1;
    while (this.at < this.bytes.length) {
      let byte = this.bytes[this.at];
      this.at += 1;
      if (byte === 92) {
        this.escaped(found);
        continue;
      }
      if (byte === 40) open += 1;
      if (byte === 41) {
        open -= 1;
        if (open === 0) break;
      }
      if (byte === 13) {
        if (this.bytes[this.at] === 10) this.at += 1;
        byte = 10;
      }
      found.push(byte);
      if (found.length > MOST_STRING) throw new DamagedError("A part of it is too long.");
    }
    return Uint8Array.from(found);
  }

  escaped(found) {
    const byte = this.bytes[this.at];
    const char = String.fromCharCode(byte);
    this.at += 1;
    if (/[0-7]/.test(char)) {
      let code = byte - 48;
      for (let digits = 1; digits < 3; digits += 1) {
        const more = this.bytes[this.at];
        if (!(more >= 48 && more <= 55)) break;
        code = code * 8 + more - 48;
        this.at += 1;
      }
      found.push(code & 255);
    } else if (byte === 13) {
      if (this.bytes[this.at] === 10) this.at += 1;
    } else if (byte !== 10 && byte !== undefined) {
      found.push(ESCAPED[char] ?? byte);
    }
  }

  hexString() {
    this.at += 1;
    const end = this.bytes.indexOf(62, this.at);
    const stop = end < 0 ? this.bytes.length : end;
    const digits = latin1(this.bytes.subarray(this.at, stop)).replace(/[^0-9A-Fa-f]/g, "");
    this.at = stop + 1;
    return fromHex(digits);
  }
}

function wordOf(word) {
  return word === "null" ? null : new Keyword(word);
}

function fromHex(digits) {
  const whole = digits.length % 2 === 1 ? `${digits}0` : digits;
  const found = new Uint8Array(whole.length / 2);
  for (let at = 0; at < found.length; at += 1) {
    found[at] = Number.parseInt(whole.slice(at * 2, at * 2 + 2), 16);
  }
  return found;
}

/** A text string outside content: UTF-16 with a mark, UTF-8 with a mark, or one byte a letter. */
function textString(bytes) {
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return utf16(bytes.subarray(2));
  if (bytes[0] === 0xff && bytes[1] === 0xfe) {
    return new TextDecoder("utf-16le").decode(bytes.subarray(2));
  }
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
    return new TextDecoder().decode(bytes);
  }
  return latin1(bytes);
}

function utf16(bytes) {
  return new TextDecoder("utf-16be").decode(bytes);
}
