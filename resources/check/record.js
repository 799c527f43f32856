// The record attached to a CV: document.json, read strictly, and compared with the printed pages.

const RECORD = "document.json";
const MOST_CLAIMS = 5;
const MOST_SHOWN = 80;
const MOST_RECORD = 1024 * 1024;
const MOST_COMPARED = 2000000000; // letters of the pages gone over, for all texts together
const LONGEST_SENTENCE = 2000;
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

const SENTENCE_END = /[.!?。؟।]+["'”’»)\]]*(?=\s|$)|\n+/gu;
const NUMBER =
  /(?<![\p{L}\p{N}_.,#/:+-])[+-]?\p{Nd}[\p{Nd}., ]*(?:%| ?(?:percent|per cent))?(?![\p{L}\p{N}_/:])/gu;
const NAMING = [
  /\b\d+(?:\.\d+)+ (?:to|and|through|–|-) \d+(?:\.\d+)+\b/giu,
  /\b(?:version|release|released|releases|v|rc)\.? ?\d+(?:\.\d+)*|\b\d+\.\d+\.\d+(?:\.\d+)*\b/giu,
  /(?:#|!|\b(?:issue|bug|ticket|pull request|merge request|patch|change|proposal|rfc|pep|cve|pr|mr)[ -]?#?)\d[\d-]*/giu,
  /\b\d{4}-\d{2}(?:-\d{2})?\b|\b\d{1,2}:\d{2}\b|\b\d{1,2}\.? (?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec)\b/giu,
];

/** Rows for what rests on the holder's word: statements, and numbers without a source. */
function selfReported(record) {
  const typed = [];
  for (const section of record.sections) {
    for (const block of section.blocks) {
      if (block.kind !== "prose") typed.push(...block.bullets.filter(isTyped));
    }
  }
  const texts = typed.map((bullet) => spansText(bullet.spans));
  const rows = [];
  if (texts.length > 0) {
    const facts = { count: texts.length, text: [...texts[0].trim()].slice(0, 80).join("") };
    rows.push(ownRow(texts.length === 1 ? "document.typed-one" : "document.typed", facts));
  }
  const claims = texts.flatMap(unsourcedClaims).map((claim) => claim.trim());
  if (claims.length > 0) {
    const facts = { count: claims.length, text: claims.slice(0, MOST_CLAIMS).join("; ") };
    rows.push(ownRow(claims.length === 1 ? "document.number-one" : "document.numbers", facts));
  }
  return rows;
}

function isTyped(bullet) {
  return bullet.marks.some((mark) => mark.trust === "self-reported");
}

function ownRow(code, facts) {
  return row("self-reported", step(MARK.CANNOT_CHECK, saying(code, facts)));
}

/** The first number of each sentence that carries one and names no address as its source. */
function unsourcedClaims(text) {
  const found = [];
  for (const sentence of text.split(SENTENCE_END)) {
    const trimmed = (sentence ?? "").trim();
    if (!trimmed || /https?:\/\/\S+/iu.test(trimmed)) continue;
    const number = firstNumber(trimmed.slice(0, LONGEST_SENTENCE));
    if (number !== null) found.push(number);
  }
  return found;
}

function firstNumber(sentence) {
  const naming = NAMING.flatMap((pattern) =>
    [...sentence.matchAll(pattern)].map((each) => [each.index, each.index + each[0].length]),
  );
  for (const found of sentence.matchAll(NUMBER)) {
    const number = found[0].replace(/[ .,\u00a0\u202f]+$/u, "");
    const [start, end] = [found.index, found.index + number.length];
    const isNamed =
      /^(?:19|20)\d\d$/.test(number) ||
      naming.some(([first, last]) => first < end && start < last) ||
      (followsName(sentence.slice(0, start)) && !/(?:%|cent)$/.test(number));
    if (!isNamed) return number;
  }
  return null;
}

function followsName(before) {
  const words = before.split(/\s+/u).filter(Boolean);
  return words.length > 1 && /\s$/u.test(before) && /^\p{Uppercase}/u.test(words[words.length - 1]);
}
