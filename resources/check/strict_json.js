// Reads JSON from outside, and refuses what two readers could take differently: twice the same
// name, numbers that do not fit, lone surrogates, anything but UTF-8, more nesting or values than a
// badge has.

const MOST_JSON = 4 * 1024 * 1024;
const MOST_JSON_DEPTH = 64;
const MOST_JSON_VALUES = 100000;
const MOST_INTEGER = 2 ** 63;
const JSON_BLANKS = /[ \t\n\r]*/y;
const JSON_NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const JSON_STRING = /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*"/y;

function refused(why) {
  return new BadgeError("This file is too large or damaged to be a badge.", why);
}

function parseObject(bytes, limit = MOST_JSON) {
  const value = parseJson(bytes, limit);
  if (!isObject(value)) throw refused("It is JSON, but not an object.");
  return value;
}

function isObject(value) {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

function parseJson(bytes, limit = MOST_JSON) {
  if (bytes.length > limit) throw refused("It is too large.");
  const text = textOf(bytes);
  if (text === null) throw refused("It is not written in UTF-8.");
  const reader = new JsonReader(text.replace(/^\ufeff/, ""));
  const value = reader.value(0);
  reader.blanks();
  if (reader.at !== reader.text.length) throw refused("It is not JSON.");
  return value;
}

class JsonReader {
  constructor(text) {
    this.text = text;
    this.at = 0;
    this.values = 0;
  }

  match(pattern) {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found !== null) this.at = pattern.lastIndex;
    return found?.[0] ?? null;
  }

  blanks() {
    this.match(JSON_BLANKS);
  }

  take(char) {
    this.blanks();
    if (this.text[this.at] !== char) return false;
    this.at += 1;
    return true;
  }

  value(depth) {
    this.values += 1;
    if (this.values > MOST_JSON_VALUES) throw refused("It has too many values.");
    if (depth > MOST_JSON_DEPTH) throw refused("Its parts lie too deep inside each other.");
    this.blanks();
    const char = this.text[this.at];
    if (char === "{") return this.object(depth);
    if (char === "[") return this.list(depth);
    if (char === '"') return this.string();
    for (const [word, value] of [["true", true], ["false", false], ["null", null]]) {
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length;
        return value;
      }
    }
    return this.number();
  }

  object(depth) {
    const found = Object.create(null);
    this.take("{");
    if (this.take("}")) return found;
    do {
      this.blanks();
      const name = this.string();
      if (name in found) throw refused("An object has the same name twice.");
      if (!this.take(":")) throw refused("It is not JSON.");
      found[name] = this.value(depth + 1);
    } while (this.take(","));
    if (!this.take("}")) throw refused("It is not JSON.");
    return found;
  }

  list(depth) {
    const found = [];
    this.take("[");
    if (this.take("]")) return found;
    do found.push(this.value(depth + 1));
    while (this.take(","));
    if (!this.take("]")) throw refused("It is not JSON.");
    return found;
  }

  string() {
    const written = this.match(JSON_STRING);
    if (written === null) throw refused("It is not JSON.");
    const text = JSON.parse(written);
    if (/\p{Cs}/u.test(text)) throw refused("A text has half a character in it.");
    return text;
  }

  number() {
    const written = this.match(JSON_NUMBER);
    if (written === null) throw refused("It is not JSON.");
    const value = Number(written);
    if (written.length > 40 || !Number.isFinite(value)) throw refused("A number is too large.");
    const isWhole = /^-?\d+$/.test(written);
    if (isWhole && Math.abs(value) > MOST_INTEGER) throw refused("A number is too large.");
    return value;
  }
}

function items(value) {
  if (value === null || value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function objects(value) {
  return items(value).filter(isObject);
}

function texts(value) {
  return items(value).filter((each) => typeof each === "string");
}
