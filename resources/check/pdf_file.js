// Opens a PDF as a stranger's reader would: where its objects lie, and its streams.
//
// Nothing in it is run. Everything that grows is counted: objects, levels, bytes.

const MOST_BYTES = 64 * 1024 * 1024;
const MOST_STREAM = 32 * 1024 * 1024;
const MOST_UNPACKED = 96 * 1024 * 1024; // all streams of one file together, each time they are read
const PIECE = 4096;
const MOST_READ_TWICE = 8 * 1024 * 1024;
const MOST_SECTIONS = 500;
const MOST_OBJECTS = 500000;
const MOST_FILTERS = 4;
const MOST_NODES = 5000;

class PdfFile {
  constructor(bytes) {
    this.bytes = bytes;
    this.places = new Map();
    this.trailer = new Map();
    this.known = new Map();
    this.bundles = new Map();
    this.unpacked = 0;
    this.read = 0;
    this.isDamaged = false;
  }

  static async open(raw) {
    if (raw.length > MOST_BYTES) throw new FileError("This file is too large to be checked here.");
    const head = find(raw.subarray(0, 1024), utf8("%PDF-"));
    const file = new PdfFile(raw.subarray(Math.max(head, 0)));
    try {
      await file.readSections();
      await file.pagesRoot();
    } catch (error) {
      if (!(error instanceof DamagedError)) throw error;
      await file.rebuild();
    }
    if (file.trailer.has("Encrypt")) {
      throw new FileError(
        "This PDF is locked with a password.",
        "This page cannot open locked files. The program Portfolio opens those that ask for no password.",
      );
    }
    await file.pagesRoot();
    return file;
  }

  /** The pages' root: there is none in a file whose table of objects is wrong. */
  async pagesRoot() {
    const catalog = await this.get(this.trailer.get("Root"));
    const pages = catalog instanceof Map ? await this.get(catalog.get("Pages")) : null;
    if (!(pages instanceof Map)) throw new DamagedError("It has no pages.");
    return { catalog, pages };
  }

  // ------------------------------------------------------------------ where objects lie

  async readSections() {
    const tail = latin1(this.bytes.subarray(-2048));
    const found = [...tail.matchAll(/startxref\s+(\d{1,10})/g)].pop();
    if (found === undefined) throw new DamagedError("It has no table of its objects.");
    const waiting = [Number(found[1])];
    const seen = new Set();
    while (waiting.length > 0) {
      const at = waiting.shift();
      if (seen.has(at)) continue;
      if (seen.size >= MOST_SECTIONS) throw new DamagedError("It has too many tables.");
      seen.add(at);
      const trailer = await this.readSection(at);
      for (const [key, value] of trailer) {
        if (!this.trailer.has(key)) this.trailer.set(key, value);
      }
      for (const key of ["XRefStm", "Prev"]) {
        if (typeof trailer.get(key) === "number") waiting.push(trailer.get(key));
      }
    }
  }

  async readSection(at) {
    const reader = new PdfReader(this.bytes, at);
    reader.skip();
    if (latin1(this.bytes.subarray(reader.at, reader.at + 4)) === "xref") {
      reader.at += 4;
      return this.readTable(reader);
    }
    const stream = this.readIndirect(at, null);
    const isTable = stream instanceof Stream && stream.dict.get("Type")?.text === "XRef";
    if (!isTable) throw new DamagedError("Its table of objects is not where it says.");
    await this.readStreamTable(stream);
    return stream.dict;
  }

  readTable(reader) {
    for (;;) {
      const first = reader.next(false);
      if (first instanceof Keyword && first.text === "trailer") break;
      const length = reader.next(false);
      if (typeof first !== "number" || typeof length !== "number" || length > MOST_OBJECTS) {
        throw new DamagedError("Its table of objects is damaged.");
      }
      for (let number = first; number < first + length; number += 1) {
        const offset = reader.next(false);
        reader.next(false);
        const kind = reader.next(false);
        if (!(kind instanceof Keyword && /^[nf]$/.test(kind.text))) throw new DamagedError("Its table of objects is damaged.");
        this.place(number, kind.text === "n" && offset > 0 ? { offset } : null);
      }
    }
    const trailer = this.valueAt(reader);
    if (!(trailer instanceof Map)) throw new DamagedError("It has no trailer.");
    return trailer;
  }

  async readStreamTable(stream) {
    const data = await this.decoded(stream, MOST_STREAM);
    const widths = stream.dict.get("W");
    const areWidths = Array.isArray(widths) && widths.length >= 3 && widths.every((w) => w >= 0 && w <= 8);
    if (!areWidths) throw new DamagedError("Its table of objects is damaged.");
    const index = stream.dict.get("Index") ?? [0, stream.dict.get("Size")];
    const row = widths.reduce((sum, width) => sum + width, 0);
    let at = 0;
    for (let pair = 0; pair + 1 < index.length; pair += 2) {
      for (let n = 0; n < index[pair + 1] && row > 0 && at + row <= data.length; n += 1) {
        const [kind, second, third] = this.fields(data, at, widths);
        at += row;
        const place = { 1: { offset: second }, 2: { bundle: second, at: third } }[kind];
        this.place(index[pair] + n, place ?? null);
      }
    }
  }

  fields(data, start, widths) {
    let at = start;
    return widths.slice(0, 3).map((width, nth) => {
      if (width === 0) return nth === 0 ? 1 : 0;
      let value = 0;
      for (let n = 0; n < width; n += 1) value = value * 256 + data[at + n];
      at += width;
      return value;
    });
  }

  /** Note where an object lies; the newest table comes first. */
  place(number, place) {
    if (this.places.size > MOST_OBJECTS) throw new DamagedError("It has too many objects.");
    if (!this.places.has(number)) this.places.set(number, place);
  }

  /** Look for the objects themselves, as readers do when the tables are damaged. */
  async rebuild() {
    this.isDamaged = true;
    this.places.clear();
    this.known.clear();
    this.bundles.clear();
    const encrypt = this.trailer.get("Encrypt");
    this.trailer = new Map(encrypt === undefined ? [] : [["Encrypt", encrypt]]);
    const bundles = [];
    for (const [at, number] of this.objectsInFile()) {
      if (this.places.size > MOST_OBJECTS) throw new DamagedError("It has too many objects.");
      this.places.set(number, { offset: at }); // the last one counts
      const value = this.readIndirect(at, null);
      const kind = (value instanceof Stream ? value.dict : value instanceof Map ? value : null)?.get("Type");
      if (kind?.text === "ObjStm") bundles.push(number);
      if (kind?.text === "Catalog") this.trailer.set("Root", new Reference(number));
      if (kind?.text === "XRef") this.takeTrailer(value.dict);
    }
    this.takeTrailers();
    for (const number of bundles) await this.placeBundled(number);
  }

  *objectsInFile() {
    const mark = utf8(" obj");
    for (let at = find(this.bytes, mark); at >= 0; at = find(this.bytes, mark, at + 4)) {
      const before = latin1(this.bytes.subarray(Math.max(0, at - 18), at));
      const found = /(?:^|[^0-9])(\d{1,9})[ \r\n\t]+\d{1,5}$/.exec(before);
      if (found !== null) {
        const start = at - before.length + found.index;
        yield [found[0].startsWith(found[1]) ? start : start + 1, Number(found[1])];
      }
    }
  }

  takeTrailers() {
    const mark = utf8("trailer");
    for (let at = find(this.bytes, mark); at >= 0; at = find(this.bytes, mark, at + 7)) {
      const trailer = this.valueAt(new PdfReader(this.bytes, at + 7));
      if (trailer instanceof Map) this.takeTrailer(trailer);
    }
  }

  takeTrailer(dict) {
    for (const key of ["Root", "Encrypt"]) {
      if (dict.has(key)) this.trailer.set(key, dict.get(key));
    }
  }

  async placeBundled(number) {
    try {
      const bundle = await this.bundle(number);
      bundle.forEach((each, at) => {
        if (!this.places.has(each.number)) this.places.set(each.number, { bundle: number, at });
        if (each.value instanceof Map && each.value.get("Type")?.text === "Catalog") {
          this.trailer.set("Root", new Reference(each.number));
        }
      });
    } catch (error) {
      if (!(error instanceof DamagedError)) throw error;
    }
  }

  // ------------------------------------------------------------------ objects

  /** What a value is, references followed. */
  async get(value) {
    let found = value;
    for (let hops = 0; found instanceof Reference; hops += 1) {
      if (hops > 20) return null;
      found = await this.object(found.number);
    }
    return found ?? null;
  }

  async object(number) {
    if (this.known.has(number)) return this.known.get(number);
    const place = this.places.get(number);
    this.known.set(number, null); // an object that needs itself is none
    const value = place ? await this.objectAt(number, place) : null;
    this.known.set(number, value);
    return value;
  }

  async objectAt(number, place) {
    if (place.bundle === undefined) return this.readIndirect(place.offset, number);
    const bundle = await this.bundle(place.bundle);
    const found = bundle[place.at]?.number === number ? bundle[place.at] : bundle.find((each) => each.number === number);
    return found?.value ?? null;
  }

  readIndirect(at, number) {
    if (at >= this.bytes.length) throw new DamagedError("An object is not where it should be.");
    const reader = new PdfReader(this.bytes, at);
    const [own, , mark] = [reader.next(false), reader.next(false), reader.next(false)];
    const isThere = mark instanceof Keyword && mark.text === "obj";
    if (!isThere || (number !== null && own !== number)) {
      throw new DamagedError("An object is not where it should be.");
    }
    const value = this.valueAt(reader);
    if (value instanceof Keyword) return null;
    if (!(value instanceof Map)) return value;
    const after = reader.next(false);
    if (!(after instanceof Keyword && after.text === "stream")) return value;
    let start = reader.at;
    if (this.bytes[start] === 13) start += 1;
    if (this.bytes[start] === 10) start += 1;
    return new Stream(value, start);
  }

  async bundle(number) {
    if (!this.bundles.has(number)) this.bundles.set(number, await this.readBundle(number));
    return this.bundles.get(number);
  }

  async readBundle(number) {
    this.bundles.set(number, []); // one that lies in itself is empty
    const stream = await this.object(number);
    if (!(stream instanceof Stream)) throw new DamagedError("Some of its objects are missing.");
    const data = await this.decoded(stream, MOST_STREAM);
    const length = await this.get(stream.dict.get("N"));
    const first = await this.get(stream.dict.get("First"));
    const reader = new PdfReader(data);
    const found = [];
    for (let n = 0; n < length && n < MOST_OBJECTS; n += 1) {
      const [own, offset] = [reader.next(false), reader.next(false)];
      if (typeof own !== "number" || typeof offset !== "number") break;
      found.push({ number: own, offset });
    }
    return found.map(({ number: own, offset }) => {
      const value = this.valueAt(new PdfReader(data, first + offset));
      return { number: own, value: value instanceof Keyword ? null : value };
    });
  }

  /** One value; what makes a reader go over the same bytes again and again is let go. */
  valueAt(reader, references = true) {
    const start = reader.at;
    const value = reader.next(references);
    this.read += reader.at - start;
    if (this.read > this.bytes.length + this.unpacked + MOST_READ_TWICE) {
      throw new DamagedError("Its objects lie inside each other.");
    }
    return value;
  }

  // ------------------------------------------------------------------ streams

  /** Count what is unpacked, or taken as it lies there. */
  spend(length) {
    this.unpacked += length;
    if (this.unpacked > MOST_UNPACKED) {
      throw new FileError("This file is too large to be checked here.");
    }
  }

  async rawStream(stream) {
    const length = await this.get(stream.dict.get("Length"));
    const end = stream.start + length;
    const mark = utf8("endstream");
    if (Number.isInteger(length) && length >= 0 && end <= this.bytes.length) {
      const after = find(this.bytes.subarray(end, end + 20), mark);
      if (after >= 0) return this.bytes.subarray(stream.start, end);
    }
    const found = find(this.bytes, mark, stream.start);
    if (found < 0) throw new DamagedError("A part of it has no end.");
    let stop = found;
    if (this.bytes[stop - 1] === 10) stop -= 1;
    if (this.bytes[stop - 1] === 13) stop -= 1;
    return this.bytes.subarray(stream.start, Math.max(stop, stream.start));
  }

  /** A stream's bytes, its filters undone. */
  async decoded(stream, most) {
    const filters = await this.list(stream.dict.get("Filter"));
    const settings = await this.list(stream.dict.get("DecodeParms"));
    if (filters.length > MOST_FILTERS) throw new DamagedError("A part of it has too many filters.");
    let data = await this.rawStream(stream);
    this.spend(data.length);
    for (const [at, filter] of filters.entries()) {
      data = await this.unfiltered(filter?.text, data, most, settings[at]);
    }
    return data;
  }

  async list(value) {
    const found = await this.get(value);
    if (found === null) return [];
    const items = [];
    const written = Array.isArray(found) ? found.slice(0, MOST_NODES) : [found];
    // One after another: an object that is being read is none to whoever asks for it meanwhile.
    for (const each of written) items.push(await this.get(each));
    return items;
  }

  async unfiltered(filter, data, most, settings) {
    if (filter === "FlateDecode" || filter === "Fl") {
      const found = await this.inflate(data, most);
      return settings instanceof Map ? unpredicted(found, settings) : found;
    }
    if (filter === "ASCIIHexDecode" || filter === "AHx") {
      return fromHex(latin1(data).split(">")[0].replace(/[^0-9A-Fa-f]/g, ""));
    }
    if (filter === "ASCII85Decode" || filter === "A85") return ascii85(data);
    if (filter === "Crypt") return data;
    throw new DamagedError("A part of it is packed in a way this page does not read.");
  }

  async inflate(data, most) {
    const unpacking = inPieces(data).pipeThrough(new DecompressionStream("deflate"));
    const reader = unpacking.getReader();
    const parts = [];
    let length = 0;
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        length += value.length;
        if (length > most) throw new FileError("This file is too large to be checked here.");
        this.spend(value.length);
        parts.push(value);
      }
    } catch (error) {
      // What came before the damage is taken, as readers do; hashes and signatures decide.
      if (error instanceof FileError) {
        await reader.cancel();
        throw error;
      }
      this.isDamaged = true;
      if (parts.length === 0) throw new DamagedError("A part of it does not unpack.");
    }
    return joined(parts);
  }
}

/** Bytes bit by bit: of a piece, a browser unpacks everything before it can be stopped. */
function inPieces(data) {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at < data.length) controller.enqueue(data.subarray(at, at + PIECE));
      else controller.close();
      at += PIECE;
    },
  });
}
