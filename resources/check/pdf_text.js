// The text of a PDF's pages, in the order in which it is drawn (ISO 32000-2, 9).
//
// Where words lie on a page does not matter here: blanks are left out before texts are compared.

const MOST_TEXT = 4000000;
const MOST_OPERATIONS = 1000000;
const MOST_DRAWINGS = 2000;
const MOST_NESTED = 12;
const MOST_WIDTHS = 100;
const LETTER_COSTS = 5; // of a font's map, in operations
const MOST_RANGE = 65536;
const MOST_LINKS = 5000;
const OPERATORS = new Set(["BT", "q", "Q", "Tf", "Tj", "'", '"', "TJ", "BDC", "BMC", "EMC", "Do"]);

class PageTexts {
  constructor(file) {
    this.file = file;
    this.fonts = new Map();
    this.operations = 0;
    this.drawings = 0;
    this.room = MOST_TEXT;
    this.unread = 0; // letters of fonts that do not say what they stand for
    this.overlays = { links: new Set(), hasPictures: false, hasNotes: false };
  }

  /** The text of each page. */
  async all() {
    const texts = [];
    for (const { page, resources } of await new PdfTree(this.file).pages()) {
      const parts = [];
      const content = await this.content(page.get("Contents"));
      await this.run(content, resources, parts, 0);
      await this.overlay(page);
      texts.push(parts.join(""));
    }
    return texts;
  }

  /** Note where the links of a page lead, and whether anything else lies on it. */
  async overlay(page) {
    const { overlays } = this;
    for (const each of (await this.file.list(page.get("Annots"))).slice(0, MOST_LINKS)) {
      if (!(each instanceof Map)) continue;
      this.count();
      if ((await this.file.get(each.get("Subtype")))?.text !== "Link") overlays.hasNotes = true;
      const action = await this.file.get(each.get("A"));
      const address = action instanceof Map ? await this.file.get(action.get("URI")) : null;
      if (address instanceof Uint8Array && overlays.links.size < MOST_LINKS) {
        const text = textOf(address);
        if (text) overlays.links.add(text);
      }
    }
  }

  async content(value) {
    const parts = [];
    for (const stream of await this.file.list(value)) {
      if (stream instanceof Stream) parts.push(await this.streamData(stream), Uint8Array.of(10));
    }
    return joined(parts);
  }

  async streamData(stream) {
    try {
      return await this.file.decoded(stream, MOST_STREAM);
    } catch (error) {
      if (!(error instanceof DamagedError)) throw error;
      this.file.isDamaged = true;
      return new Uint8Array();
    }
  }

  async run(content, resources, parts, depth) {
    if (depth > MOST_NESTED) return;
    const reader = new PdfReader(content);
    const state = { font: null, kept: [], marked: [], given: 0 };
    let operands = [];
    for (;;) {
      const item = reader.next(false);
      if (item === FILE_END) return;
      this.count();
      if (!(item instanceof Keyword)) {
        operands.push(item);
        if (operands.length > 100) operands.shift();
        continue;
      }
      if (item.text === "ID") {
        this.overlays.hasPictures = true;
        skipImage(reader);
      } else if (OPERATORS.has(item.text)) {
        await this.operate(item.text, operands, { state, resources, parts, depth });
      }
      operands = [];
    }
  }

  /** Count what is done; a map of letters may ask for as much as a page. */
  count(more = 1) {
    this.operations += more;
    if (this.operations > MOST_OPERATIONS) throw new FileError("This PDF has too much on its pages.");
  }

  async operate(operator, operands, scene) {
    const { state, parts } = scene;
    const last = operands[operands.length - 1];
    if (operator === "BT") this.add("\n", parts);
    else if (operator === "q") state.kept.push(state.font);
    else if (operator === "Q") state.font = state.kept.pop() ?? state.font;
    else if (operator === "Tf") state.font = await this.font(operands[0], scene.resources);
    else if (operator === "Tj" || operator === "'" || operator === '"') this.show(last, state, parts);
    else if (operator === "TJ" && Array.isArray(last)) {
      for (const each of last) this.show(each, state, parts);
    } else if (operator === "BDC" || operator === "BMC") {
      await this.begin(operator === "BDC" ? last : null, scene);
    } else if (operator === "EMC") {
      if (state.marked.pop() === true) state.given -= 1;
    } else if (operator === "Do") await this.draw(operands[0], scene);
  }

  /** Text that is given for what is drawn takes the place of what is drawn. */
  async begin(properties, { state, resources, parts }) {
    const named = properties instanceof Name ? await this.resource(resources, "Properties", properties) : properties;
    const given = named instanceof Map ? await this.file.get(named.get("ActualText")) : null;
    const isGiven = given instanceof Uint8Array;
    if (isGiven && state.given === 0) this.add(textString(given), parts);
    if (isGiven) state.given += 1;
    state.marked.push(isGiven);
  }

  async draw(name, { state, resources, parts, depth }) {
    const form = name instanceof Name ? await this.resource(resources, "XObject", name) : null;
    if (form instanceof Stream && form.dict.get("Subtype")?.text === "Image") this.overlays.hasPictures = true;
    if (!(form instanceof Stream) || form.dict.get("Subtype")?.text !== "Form" || state.given > 0) return;
    this.drawings += 1;
    if (this.drawings > MOST_DRAWINGS) throw new FileError("This PDF has too much on its pages.");
    const own = (await this.file.get(form.dict.get("Resources"))) ?? resources;
    await this.run(await this.streamData(form), own, parts, depth + 1);
  }

  show(value, state, parts) {
    if (!(value instanceof Uint8Array) || state.given > 0) return;
    if (state.font === null) this.unread += value.length;
    else this.add(this.decodedBy(state.font, value), parts);
  }

  add(text, parts) {
    const kept = text.slice(0, this.room);
    this.room -= kept.length;
    if (kept) parts.push(kept);
  }

  decodedBy(font, bytes) {
    let text = "";
    for (let at = 0; at < bytes.length; ) {
      const width = font.isWide ? widthAt(font.widths, bytes, at) : 1;
      let code = 0;
      for (let n = 0; n < width; n += 1) code = code * 256 + (bytes[at + n] ?? 0);
      at += width;
      const found = font.letters.get(code) ?? (font.isWide ? undefined : font.encoding[code]);
      if (found === undefined) this.unread += 1;
      else text += found;
    }
    return text;
  }

  async resource(resources, kind, name) {
    const group = resources instanceof Map ? await this.file.get(resources.get(kind)) : null;
    return group instanceof Map ? this.file.get(group.get(name.text)) : null;
  }

  async font(name, resources) {
    const font = name instanceof Name ? await this.resource(resources, "Font", name) : null;
    if (!(font instanceof Map)) return null;
    if (!this.fonts.has(font)) this.fonts.set(font, await this.readFont(font));
    return this.fonts.get(font);
  }

  async readFont(font) {
    const isWide = (await this.file.get(font.get("Subtype")))?.text === "Type0";
    const made = { isWide, widths: [], letters: new Map(), encoding: isWide ? [] : winAnsi() };
    const stream = await this.file.get(font.get("ToUnicode"));
    if (stream instanceof Stream) readMap(await this.streamData(stream), made, (more) => this.count(more));
    if (!isWide) await this.readEncoding(font, made.encoding);
    return made;
  }

  async readEncoding(font, encoding) {
    const written = await this.file.get(font.get("Encoding"));
    if (!(written instanceof Map)) return;
    let code = 0;
    for (const each of await this.list(written.get("Differences"))) {
      if (typeof each === "number") code = each;
      else if (each instanceof Name) {
        encoding[code] = letterNamed(each.text);
        code += 1;
      }
    }
  }

  list(value) {
    return this.file.list(value);
  }
}

/** How many bytes the next code has, by the ranges the font's map names; two where it names none. */
function widthAt(widths, bytes, at) {
  let code = 0;
  for (let width = 1; width <= 4 && at + width <= bytes.length; width += 1) {
    code = code * 256 + bytes[at + width - 1];
    const fits = widths.some((each) => each.width === width && each.low <= code && code <= each.high);
    if (fits) return width;
  }
  return widths.length > 0 ? widths[0].width : 2;
}

/** Read a ToUnicode map (ISO 32000-2, 9.10.3). */
function readMap(data, font, tick) {
  const reader = new PdfReader(data);
  let items = [];
  for (;;) {
    tick();
    const item = reader.next(false);
    if (item === FILE_END) return;
    if (!(item instanceof Keyword)) {
      items.push(item);
      continue;
    }
    if (item.text === "endcodespacerange") {
      for (const [low, high] of tuples(items, 2)) {
        if (font.widths.length < MOST_WIDTHS) font.widths.push({ width: low.length, low: codeOf(low), high: codeOf(high) });
      }
    } else if (item.text === "endbfchar") {
      for (const [code, text] of tuples(items, 2)) {
        if (text instanceof Uint8Array) font.letters.set(codeOf(code), utf16(text));
      }
    } else if (item.text === "endbfrange") {
      for (const [low, high, text] of tuples(items, 3)) {
        addRange(font.letters, low, high, text, tick);
      }
    }
    items = [];
  }
}

function* tuples(items, length) {
  for (let at = 0; at + length <= items.length; at += length) {
    const found = items.slice(at, at + length);
    if (found[0] instanceof Uint8Array && (length === 2 || found[1] instanceof Uint8Array)) {
      if (length === 3 || found[1] instanceof Uint8Array) yield found;
    }
  }
}

function addRange(letters, low, high, text, tick) {
  const [first, last] = [codeOf(low), codeOf(high)];
  for (let code = first; code <= last && code - first < MOST_RANGE; code += 1) {
    tick(LETTER_COSTS);
    const item = Array.isArray(text) ? text[code - first] : text;
    if (!(item instanceof Uint8Array) || letters.size > MOST_RANGE) return;
    letters.set(code, Array.isArray(text) ? utf16(item) : utf16(counted(item, code - first)));
  }
}

/** The text a number of places further on in a range: its last two bytes count on. */
function counted(bytes, more) {
  const found = bytes.slice();
  const at = found.length - 2;
  if (at >= 0) {
    const value = found[at] * 256 + found[at + 1] + more;
    found[at] = (value >> 8) & 255;
    found[at + 1] = value & 255;
  }
  return found;
}

function codeOf(bytes) {
  return bytes.reduce((sum, byte) => sum * 256 + byte, 0);
}

function winAnsi() {
  const decoder = new TextDecoder("windows-1252");
  return Array.from({ length: 256 }, (_, code) => decoder.decode(Uint8Array.of(code)));
}

/** The letter a glyph's name stands for (Adobe Glyph List): "A", "uni0041", "u1F600", some others. */
function letterNamed(name) {
  const bare = name.split(".")[0];
  const unicode = /^(?:uni([0-9A-F]{4})|u([0-9A-F]{4,6}))$/.exec(bare);
  if (unicode !== null) {
    const code = Number.parseInt(unicode[1] ?? unicode[2], 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
  }
  return bare.length === 1 ? bare : GLYPHS[bare];
}

const GLYPHS = {
  space: " ", hyphen: "-", period: ".", comma: ",", colon: ":", semicolon: ";", slash: "/",
  parenleft: "(", parenright: ")", at: "@", numbersign: "#", percent: "%", ampersand: "&",
  plus: "+", equal: "=", underscore: "_", quotesingle: "'", quotedbl: '"', question: "?",
  exclam: "!", asterisk: "*", zero: "0", one: "1", two: "2", three: "3", four: "4", five: "5",
  six: "6", seven: "7", eight: "8", nine: "9", endash: "–", emdash: "—", bullet: "•",
  quoteleft: "‘", quoteright: "’", quotedblleft: "“", quotedblright: "”", ellipsis: "…",
  periodcentered: "·", fi: "fi", fl: "fl", ff: "ff", ffi: "ffi", ffl: "ffl",
  bracketleft: "[", bracketright: "]",
};

/** Go on behind the bytes of an image that lies in the content. */
function skipImage(reader) {
  const mark = utf8("EI");
  for (let at = find(reader.bytes, mark, reader.at); at >= 0; at = find(reader.bytes, mark, at + 1)) {
    const after = reader.bytes[at + 2];
    if (WHITE.has(reader.bytes[at - 1]) && (after === undefined || WHITE.has(after))) {
      reader.at = at + 2;
      return;
    }
  }
  reader.at = reader.bytes.length;
}
