// The tree of a PDF: its pages and the files attached to it (ISO 32000-2, 7.7 and 7.11).

const MOST_PAGES = 300;
const MOST_ATTACHMENTS = 500;
const MOST_ATTACHED = 50 * 1024 * 1024;

class PdfTree {
  constructor(file) {
    this.file = file;
  }

  /** Every page with the resources it inherits. */
  async pages() {
    const { pages: root } = await this.file.pagesRoot();
    const found = [];
    const seen = new Set();
    const waiting = [[root, null]];
    while (waiting.length > 0) {
      const [node, inherited] = waiting.shift();
      if (!(node instanceof Map) || seen.has(node)) continue;
      seen.add(node);
      const resources = (await this.file.get(node.get("Resources"))) ?? inherited;
      const kids = await this.file.get(node.get("Kids"));
      if (Array.isArray(kids)) {
        const below = await this.kidsBelow(kids, seen, waiting.length);
        waiting.unshift(...below.map((kid) => [kid, resources]));
      } else {
        found.push({ page: node, resources });
      }
      if (found.length > MOST_PAGES) throw new FileError("This PDF has too many pages to be a CV.");
    }
    return found;
  }

  /** The nodes below one of a tree; trees that grow beyond what anybody writes are let go. */
  async kidsBelow(kids, seen, waiting) {
    const below = await this.file.list(kids);
    if (seen.size + waiting + below.length > MOST_NODES) {
      throw new FileError("This PDF has too many pages or files inside to be a CV.");
    }
    return below.filter((kid) => !seen.has(kid));
  }

  /** The files inside by name; of two with one name, the first. */
  async attached() {
    const { catalog } = await this.file.pagesRoot();
    const specs = [];
    const names = await this.file.get(catalog.get("Names"));
    if (names instanceof Map) await this.namesBelow(names.get("EmbeddedFiles"), specs);
    const found = new Map();
    let room = MOST_ATTACHED;
    for (const spec of specs.slice(0, MOST_ATTACHMENTS)) {
      const name = await this.fileName(spec);
      if (name === null || found.has(name)) continue;
      const data = await this.fileData(spec, room);
      if (data === null) continue;
      room -= data.length;
      found.set(name, data);
    }
    return found;
  }

  async namesBelow(root, specs) {
    const seen = new Set();
    const waiting = [root];
    while (waiting.length > 0 && specs.length < MOST_ATTACHMENTS) {
      const node = await this.file.get(waiting.shift());
      if (!(node instanceof Map) || seen.has(node)) continue;
      seen.add(node);
      const names = await this.file.list(node.get("Names"));
      for (let at = 1; at < names.length; at += 2) specs.push(names[at]);
      const kids = await this.file.get(node.get("Kids"));
      if (Array.isArray(kids)) waiting.unshift(...(await this.kidsBelow(kids, seen, waiting.length)));
    }
  }

  async fileName(spec) {
    if (!(spec instanceof Map)) return null;
    for (const key of ["UF", "F"]) {
      const name = await this.file.get(spec.get(key));
      if (name instanceof Uint8Array && name.length > 0) return textString(name);
    }
    return null;
  }

  async fileData(spec, room) {
    const embedded = await this.file.get(spec.get("EF"));
    if (!(embedded instanceof Map)) return null;
    for (const key of ["UF", "F"]) {
      const stream = await this.file.get(embedded.get(key));
      if (stream instanceof Stream) {
        try {
          return await this.file.decoded(stream, Math.max(room, 1));
        } catch (error) {
          if (!(error instanceof DamagedError)) throw error;
          return new Uint8Array();
        }
      }
    }
    return null;
  }
}
