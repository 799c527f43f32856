// Whether the pages of a CV say more than its record: words, links, pictures put in later.

const MOST_NEW_WORDS = 12;
const MOST_LOOKED_FOR = 2000;
const NO_LETTER = /[^\p{L}\p{N}]/gu;

/** What the pages say and the record does not; null where they say no more. */
function saidBesides(record, pages) {
  const printed = lettersOf(pages.join(""));
  const texts = [...bodyTexts(record), ...furniture(record, pages.length), ...annexTexts(record, printed)];
  const said = lettersOf(texts.join(""));
  if (!hasMore(printed, said)) return null;
  const known = new Set(texts.flatMap((text) => text.split(/\s+/u)).map(lettersOf));
  const words = pages.join("\n").split(/\s+/u).filter(Boolean);
  const found = newWords(words, known, said);
  if (found.length === 0) return "";
  const [first, last] = [found[0], found[found.length - 1]];
  const told = last - first < MOST_NEW_WORDS ? words.slice(first, last + 1) : found.map((at) => words[at]);
  const chars = [...told.join(" ")];
  return chars.length <= MOST_SHOWN ? chars.join("") : `${chars.slice(0, MOST_SHOWN - 1).join("")}…`;
}

/** The addresses that links of the pages lead to and the record does not name. */
function linksElsewhere(record, links) {
  const named = new Set(recordSpans(record).map((span) => span.href));
  for (const section of record.sections) {
    for (const block of section.blocks) {
      if (block.kind !== "entry") continue;
      named.add(block.href);
      for (const totals of block.totals) named.add(totals.source.href);
    }
  }
  for (const item of record.evidence?.items ?? []) named.add(item.address);
  if (record.check !== null) named.add(record.check.code);
  return links.filter((link) => !named.has(link));
}

function recordSpans(record) {
  const found = [...record.contact];
  for (const section of record.sections) {
    for (const block of section.blocks) {
      if (block.kind === "prose") found.push(...block.paragraphs.flat());
      else for (const bullet of block.bullets) found.push(...bullet.spans, ...bullet.under);
    }
  }
  return [...found, ...(record.check?.notes ?? []).flat()];
}

/** Letters and digits without their marks: of these no two readers disagree. */
function lettersOf(text) {
  return text.normalize("NFKD").replace(NO_LETTER, "");
}

function hasMore(printed, said) {
  const counts = new Map();
  for (const char of said) counts.set(char, (counts.get(char) ?? 0) + 1);
  for (const char of printed) {
    const left = (counts.get(char) ?? 0) - 1;
    if (left < 0) return true;
    counts.set(char, left);
  }
  return false;
}

/** Where the first words stand that are not in the record, nor parts of its words. */
function newWords(words, known, said) {
  const found = [];
  let looked = 0;
  for (const [at, word] of words.entries()) {
    const letters = lettersOf(word);
    if (known.has(letters)) continue;
    looked += 1;
    if (!said.includes(letters)) found.push(at);
    if (found.length === MOST_NEW_WORDS || looked === MOST_LOOKED_FOR) break;
  }
  return found;
}

function* bodyTexts(record) {
  yield* [record.name, record.headline, spansText(record.contact)];
  for (const section of record.sections) {
    yield section.heading;
    for (const block of section.blocks) yield* wholeBlock(block);
  }
  if (record.check !== null) {
    yield record.check.heading;
    for (const [at, step] of record.check.steps.entries()) yield `${at + 1}. ${step}`;
    for (const note of record.check.notes) yield spansText(note);
  }
  yield record.basis;
}

function* wholeBlock(block) {
  if (block.kind === "prose") {
    for (const paragraph of block.paragraphs) yield spansText(paragraph);
    yield* labels(block.marks);
    return;
  }
  if (block.kind === "entry") {
    yield* [block.title, block.what_it_is];
    for (const role of block.roles) {
      yield* [role.role, role.dates, role.capacity, role.organisation];
      if (role.mark !== null) yield role.mark.label;
    }
    for (const totals of block.totals) {
      yield* [totals.leads, ...totals.counts, totals.period, totals.source.text, totals.read_on];
    }
  }
  for (const bullet of block.bullets) {
    yield* [spansText(bullet.spans), spansText(bullet.under)];
    yield* labels(bullet.marks);
  }
}

function labels(marks) {
  return marks.map((mark) => mark.label);
}

/** What stands at the foot of every page. */
function* furniture(record, count) {
  const words = record.legend.marks.map(([, each]) => each).join(" ");
  for (let page = 1; page <= count; page += 1) {
    yield* [record.footer, words];
    yield record.legend.page_of.replaceAll("{page}", String(page)).replaceAll("{pages}", String(count));
  }
}

function* annexTexts(record, printed) {
  if (record.page_limit === 1) return; // its lists are inside the PDF only
  if (record.evidence !== null && record.evidence.items.length > 0) {
    yield* tableTexts(record.evidence, printed);
    for (const item of record.evidence.items) {
      const mark = item.address.indexOf("://");
      const address = mark < 0 ? item.address : item.address.slice(mark + 3) || item.address;
      yield* [item.number, item.title, item.detail, address, item.seen_by];
    }
  }
  if (record.attached !== null && record.attached.items.length > 0) {
    yield* tableTexts(record.attached, printed);
    for (const item of record.attached.items) {
      yield* [item.number, item.title, item.detail, item.finding, item.file, item.signature];
    }
    if (record.attached.commands.length > 0) {
      yield* [record.attached.commands_heading, ...record.attached.commands];
    }
  }
}

/** A table's heads; those of its columns stand on each page it goes over. */
function* tableTexts(table, printed) {
  yield* [table.heading, table.introduction];
  const head = table.columns.join(" ");
  const letters = lettersOf(head);
  const times = letters ? printed.split(letters).length - 1 : 1;
  for (let at = 0; at < Math.max(1, times); at += 1) yield head;
}
