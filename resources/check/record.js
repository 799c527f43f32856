// The record attached to a CV: document.json, read strictly, and compared with the printed pages.

const RECORD = "document.json";
const RESUME = "resume.json";
const SIGNERS = "signers";
const MOST_CLAIMS = 5;
const MOST_SHOWN = 80;
const MOST_RECORD = 1024 * 1024;
const MOST_COMPARED = 2000000000; // letters of the pages gone over, for all texts together
const LONGEST_QUOTED = 80;
const LONGEST_NUMBER = 40;
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zs}\p{Zl}\p{Zp}]/gu;
const RIGHT_TO_LEFT =
  /(?=[\p{L}\p{P}])[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\u{10800}-\u{10fff}\u{1e800}-\u{1efff}\u200f]/u;

/** The document a record holds; null when it is none, or of another version. */
function readRecord(data) {
  if (data.length > MOST_RECORD) return null;
  try {
    return recordOf(JSON.parse(textOf(data) ?? ""));
  } catch {
    return null;
  }
}

/** The document a parsed value stands for; null as for `readRecord`. */
function recordOf(value) {
  try {
    if (value?.schema !== DATA.record.schema) return null;
    return shaped({ fields: DATA.record.document }, value);
  } catch {
    return null;
  }
}

/** A value of the record in the shape the program gives it; what does not fit is thrown out. */
function shaped(shape, value) {
  if (shape.fields) return shapedFields(shape.fields, value);
  if (shape.optional) return value === null ? null : shaped(shape.optional, value);
  if (shape.each) return expected("list", value).map((each) => shaped(shape.each, each));
  if (shape.tuple) return shapedTuple(shape.tuple, value);
  if (shape.kinds) {
    const kinds = shape.kinds;
    const kind = expected("dict", value).kind;
    if (typeof kind !== "string" || !Object.hasOwn(kinds, kind)) throw new TypeError("kind");
    return { kind, ...shapedFields(kinds[kind], value) };
  }
  if (shape.words) {
    if (!shape.words.includes(value)) throw new TypeError("word");
    return value;
  }
  return expected(shape.plain, value);
}

function shapedTuple(shapes, value) {
  const items = expected("list", value);
  const isPair = Array.isArray(shapes) && items.length === shapes.length;
  if (!isPair) throw new TypeError("tuple");
  return items.map((each, at) => shaped(shapes[at], each));
}

function shapedFields(fields, value) {
  const given = expected("dict", value);
  const found = {};
  for (const [name, field] of Object.entries(fields)) {
    if (Object.hasOwn(given, name)) found[name] = shaped(field.shape, given[name]);
    else if (Object.hasOwn(field, "default")) found[name] = field.default;
    else throw new TypeError(name);
  }
  return found;
}

function expected(kind, value) {
  const fits = {
    str: () => typeof value === "string",
    int: () => Number.isInteger(value),
    bool: () => typeof value === "boolean",
    date: () => typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value) && isPartialDate(value),
    list: () => Array.isArray(value),
    dict: () => value !== null && typeof value === "object" && !Array.isArray(value),
  }[kind];
  if (!fits?.()) throw new TypeError(kind);
  return value;
}

// ------------------------------------------------------------------------ pages against record

/** The first text of the record that is not printed, or null. */
function difference(record, pages) {
  const footer = plainText(record.footer);
  const printed = pages
    .map(plainText)
    .map((page) => (footer ? page.replaceAll(footer, "") : page))
    .join("");
  const letters = new Set(printed);
  let compared = 0;
  for (const text of recordTexts(record)) {
    const wanted = plainText(text);
    compared += printed.length;
    if (compared > MOST_COMPARED) throw new FileError("This PDF has too much on its pages.");
    if (!wanted || printed.includes(wanted)) continue;
    const isRtl = record.direction === "rtl" || RIGHT_TO_LEFT.test(wanted);
    const words = text.split(/\s+/u).filter(Boolean);
    if (isRtl && words.every((word) => isPrinted(printed, letters, word))) continue;
    const chars = [...text];
    return chars.length <= MOST_SHOWN ? text : `${chars.slice(0, MOST_SHOWN - 1).join("")}…`;
  }
  return null;
}

/** Whether a word is printed, in a script about whose order readers disagree. */
function isPrinted(printed, letters, word) {
  const parts = plainText(word).match(/[\p{L}\p{N}]+/gu) ?? [];
  return parts.every(
    (part) =>
      printed.includes(part) ||
      printed.includes([...part].reverse().join("")) ||
      (RIGHT_TO_LEFT.test(part) && [...part].every((char) => letters.has(char))),
  );
}

function plainText(text) {
  return text.normalize("NFKC").replace(INVISIBLE, "");
}

function* recordTexts(record) {
  yield record.name;
  yield record.headline;
  for (const span of record.contact) yield span.text;
  for (const section of record.sections) {
    yield section.heading;
    for (const block of section.blocks) yield* blockTexts(block);
  }
  if (record.page_limit === 1) return; // its lists are inside the PDF only
  for (const item of record.evidence?.items ?? []) yield* [item.title, item.detail];
  for (const item of record.attached?.items ?? []) yield* [item.title, item.finding];
}

function* blockTexts(block) {
  if (block.kind === "prose") {
    for (const paragraph of block.paragraphs) yield spansText(paragraph);
    return;
  }
  if (block.kind === "entry") {
    yield block.title;
    yield block.what_it_is;
    for (const role of block.roles) yield* [role.role, role.dates];
    for (const totals of block.totals) yield* totals.counts;
  }
  for (const bullet of block.bullets) {
    yield spansText(bullet.spans);
    yield spansText(bullet.under ?? []);
  }
}

function spansText(spans) {
  return spans.map((span) => span.text).join("");
}

// ------------------------------------------------------------------------ what the holder typed

/** Rows for what rests on the holder's word: statements, and numbers without a source. */
function selfReported(record) {
  const bullets = [];
  for (const section of record.sections) {
    for (const block of section.blocks) {
      if (block.kind !== "prose") bullets.push(...block.bullets);
    }
  }
  const word = new Map(record.legend.marks).get("self-reported") ?? "";
  const typed = bullets.filter((bullet) => isTyped(bullet, word));
  const rows = [];
  if (typed.length > 0) {
    const facts = { count: typed.length, text: beginning(spansText(typed[0].spans).trim()) };
    rows.push(ownRow(typed.length === 1 ? "document.typed-one" : "document.typed", facts));
  }
  const claims = bullets.flatMap((bullet) => bullet.unsourced ?? []);
  if (claims.length > 0) {
    const named = claims.slice(0, MOST_CLAIMS).map((each) => [...each].slice(0, LONGEST_NUMBER).join(""));
    const facts = { count: claims.length, text: named.join("; ") };
    rows.push(ownRow(claims.length === 1 ? "document.number-one" : "document.numbers", facts));
  }
  return rows;
}

/** Whether a statement says "self-reported", and not that it is from a local copy. */
function isTyped(bullet, word) {
  return bullet.marks.some((mark) => mark.trust === "self-reported" && mark.label === word);
}

/** The first words of a statement. */
function beginning(text) {
  const characters = [...text];
  if (characters.length <= LONGEST_QUOTED) return text;
  const cut = characters.slice(0, LONGEST_QUOTED).join("");
  const end = cut.lastIndexOf(" ");
  return `${end > 0 ? cut.slice(0, end) : cut} …`;
}

function ownRow(code, facts) {
  return row("self-reported", step(MARK.CANNOT_CHECK, saying(code, facts)));
}
