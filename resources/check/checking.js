// Says what a file is and what can be believed of it, in the words of the program.

const LETTER_HEAD = "Portfolio letter:";
const DATE_STEPS = new Set(["letter.expired", "letter.expired-undated", "letter.from-future"]);
const MOST_SIGNED = 100; // attached letters and badges that are looked at

/** One thing a file claims, or one thing about the file itself. */
function row(trust, own, more = {}) {
  return { trust, step: own, verdict: null, reference: "", title: "", text: "", claims: [], ...more };
}

/** Check a file; throws `FileError` with a plain sentence when it is nothing that is checked here. */
async function check(raw, { name = "", detached = new Uint8Array(), at = new Date() } = {}) {
  if (raw.length > MOST_BYTES) throw new FileError("This file is too large to be checked here.");
  if (find(raw.subarray(0, 1024), utf8("%PDF-")) >= 0) return checkDocument(raw, name, at);
  if (isShare(raw)) return checkShare(raw, name, at);
  if (isArmoured(raw)) raw = letterInText(raw);
  if (latin1(raw.subarray(0, 4096)).replace(/^[ \t\n\v\f\r]+/, "").startsWith(LETTER_HEAD)) {
    const letter = readLetter(raw, detached);
    return report(name, "letter", [await letterRow(letter, at)], at);
  }
  if (isConsent(raw)) return report(name, "consent", [await consentRow(raw, at)], at);
  const comment = commentRow(raw);
  if (comment !== null) return report(name, "comment", [comment], at);
  if (find(raw.subarray(0, MOST_MAIL), utf8(`${LETTER_HEAD} `)) >= 0) {
    throw new LetterError(
      "There is a letter in this text, but not as the file it was. Ask for the file, or check it with Portfolio.",
    );
  }
  return checkBadge(raw, name, at);
}

async function letterRow(letter, at) {
  const made = rowOf(await judgeLetter(letter, at), letter.issuer.name, letter.statement);
  return { ...made, claims: await letterClaims(letter) };
}

/** A verdict as a row: its summary with the mark that stands for it. */
function rowOf(verdict, title, text) {
  return row(verdict.trust, rowStep(verdict), { verdict, title, text });
}

function report(name, kind, rows, at, more = {}) {
  const isBroken = (each) => each.step.mark === MARK.BROKEN;
  const sorted = [...rows.filter(isBroken), ...rows.filter((each) => !isBroken(each))];
  return { name, kind, headline: headlineOf(rows), rows: sorted, at, controls: [], pages: 0, ...more };
}

function headlineOf(rows) {
  const broken = rows.filter((each) => each.step.mark === MARK.BROKEN);
  const open = rows.filter(isOpen);
  if (broken.length > 0) {
    const what = titleOf(broken[0].step.says);
    if (broken.length === 1) return saying("document.one-broken", { what });
    return saying("document.broken", { count: broken.length, what });
  }
  if (!rows.some((each) => each.step.mark === MARK.HELD)) return saying("document.nothing");
  if (open.length === 0) return saying("document.all-holds");
  if (open.length === 1) return saying("document.holds-but-one");
  return saying("document.holds-but", { count: open.length });
}

function isOpen(each) {
  const state = each.verdict?.state;
  // Nobody asks here, so whose key a letter is signed with is not known, also when it has expired.
  const isUnknown =
    state === "valid-but-not-anchored" || (state === "expired" && each.verdict.level !== undefined);
  return isUnknown || [MARK.CANNOT_CHECK, MARK.REFUSED].includes(each.step.mark);
}

/** What is odd about a letter's dates: said on the row, not only among the steps. */
function datesOf({ verdict }) {
  return (verdict?.steps ?? []).filter((each) => DATE_STEPS.has(each.says.code));
}

/** A row's own line: the verdict's summary with the mark that stands for it. */
function rowStep(verdict) {
  const held = ["valid", "expired", "valid-but-not-anchored"];
  let mark = held.includes(verdict.state) ? MARK.HELD : MARK.CANNOT_CHECK;
  if (DOES_NOT_HOLD.has(verdict.state)) mark = MARK.BROKEN;
  return step(mark, verdict.summary);
}

// ------------------------------------------------------------------------ a CV as PDF

async function checkDocument(raw, name, at) {
  const file = await PdfFile.open(raw);
  const texts = new PageTexts(file);
  const pages = await texts.all();
  const attached = await new PdfTree(file).attached();
  const record = attached.has(RECORD) ? readRecord(attached.get(RECORD)) : null;
  const doubts = { unread: texts.unread, isDamaged: file.isDamaged, overlays: texts.overlays };
  const first = fileRow(record, attached, pages, doubts);
  const { rows, controls } = await insideRows(record, attached, at);
  return report(name, "document", [first, ...rows], at, { controls, pages: pages.length });
}

/** What is to be said of what a document says, and of the files that ride along with it. */
async function insideRows(record, attached, at) {
  const controls = [saying("document.controls-choice")];
  if (record === null) return { rows: await looseRows(attached, at), controls };
  const rows = [...evidenceRows(record), ...(await attachedRows(record, attached, at))];
  rows.push(...selfReported(record), ...besideRows(record, attached));
  if (record.attached === null) rows.push(...(await looseRows(attached, at)));
  else controls.unshift(saying("document.controls-withdrawal"));
  if (record.basis) controls.push(saying("document.controls-basis", { words: record.basis }));
  return { rows, controls };
}

function fileRow(record, attached, pages, { unread, isDamaged, overlays }) {
  if (record === null) {
    const code = attached.has(RECORD) ? "document.record-unreadable" : "document.no-record";
    return row(null, step(MARK.CANNOT_CHECK, saying(code)));
  }
  if (isDamaged) {
    // Each reader puts a damaged file right in its own way, and shows something else.
    return row(null, step(MARK.CANNOT_CHECK, saying("document.pages-damaged")));
  }
  const text = difference(record, pages);
  if (text !== null && unread > 0) {
    // Letters whose fonts do not say what they stand for may be the ones that are missing.
    return row(null, step(MARK.CANNOT_CHECK, saying("document.pages-unread")));
  }
  if (text !== null) return row(null, step(MARK.BROKEN, saying("document.differs", { text })));
  const put = putOnPages(record, pages, overlays);
  if (put !== null) return row(null, step(MARK.BROKEN, put));
  const facts = { pages: pages.length, made_on: record.made_on };
  return row(null, step(MARK.HELD, saying(pages.length === 1 ? "document.fits-one" : "document.fits", facts)));
}

/** What was put on the pages and is not in the record, as a saying; null for nothing. */
function putOnPages(record, pages, { links, hasPictures, hasNotes }) {
  const text = saidBesides(record, pages);
  if (text !== null) return text ? saying("document.says-more", { text }) : saying("document.says-again");
  const [elsewhere] = linksElsewhere(record, [...links]);
  if (elsewhere !== undefined) {
    return saying("document.leads-elsewhere", { text: [...elsewhere].slice(0, LONGEST_QUOTED).join("") });
  }
  if (hasPictures) return saying("document.has-picture");
  return hasNotes ? saying("document.has-note") : null;
}

function evidenceRows(record) {
  const works = (record.evidence?.items ?? []).filter((item) => item.trust === "evidence");
  const links = new Set(works.map((item) => item.address).filter(Boolean));
  if (links.size === 0) return [];
  const code = links.size === 1 ? "document.link-not-opened" : "document.links-not-opened";
  const says = saying(code, { total: links.size });
  return [row("evidence", step(MARK.CANNOT_CHECK, says))];
}

async function attachedRows(record, attached, at) {
  const rows = [];
  const left = new Map(attached); // each file is named once
  for (const item of record.attached?.items ?? []) {
    if (rows.length >= MOST_SIGNED) return [...rows, notLookedAt()];
    rows.push(await attachedRow(item, record, left, at));
    left.delete(item.file);
  }
  return rows;
}

/** Rows for the attached files that are neither the record nor listed in it. */
function besideRows(record, attached) {
  const rows = [];
  const resume = attached.get(RESUME);
  if (resume !== undefined && !isResume(record, resume)) {
    rows.push(row(null, step(MARK.BROKEN, saying("document.resume-differs"))));
  }
  const listed = new Set([RECORD, RESUME, SIGNERS]);
  for (const item of record.attached?.items ?? []) listed.add(item.file).add(item.signature);
  const others = [...attached.keys()].filter((name) => !listed.has(name));
  if (others.length > 0) {
    const named = others.slice(0, MOST_CLAIMS).map((name) => [...name].slice(0, LONGEST_QUOTED).join(""));
    const facts = { count: others.length, text: named.join("; ") };
    const code = others.length === 1 ? "document.attachment-other" : "document.attachments-other";
    rows.push(row(null, step(MARK.CANNOT_CHECK, saying(code, facts))));
  }
  return rows;
}

function isResume(record, data) {
  if (data.length > MOST_RECORD) return false;
  try {
    return inOrder(JSON.parse(textOf(data))) === inOrder(record.json_resume);
  } catch {
    return false;
  }
}

/** A value as JSON with its keys in order, so that two can be compared. */
function inOrder(value) {
  if (Array.isArray(value)) return `[${value.map(inOrder).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${inOrder(value[key])}`).join(",")}}`;
}

function notLookedAt() {
  return row(null, step(MARK.CANNOT_CHECK, saying("document.attachments-left")));
}

async function attachedRow(item, record, attached, at) {
  const data = attached.get(item.file);
  const facts = { name: item.title, file: item.file };
  const named = { reference: item.number, title: item.title };
  if (data === undefined) {
    return row(item.trust, step(MARK.CANNOT_CHECK, saying("document.attachment-missing", facts)), named);
  }
  if ((await sha256Hex(data)) !== item.sha256) {
    return row(item.trust, step(MARK.BROKEN, saying("document.attachment-changed", facts)), named);
  }
  const signature = item.signature ? attached.get(item.signature) : undefined;
  const found = await signedRow(data, signature ?? new Uint8Array(), at);
  if (found === null) {
    return row("self-reported", step(MARK.CANNOT_CHECK, saying("level.0")), named);
  }
  const other = found.step.mark === MARK.BROKEN ? null : aboutOther(data, signature, record);
  if (other !== null) return { ...found, ...named, trust: "self-reported", step: other };
  return { ...found, ...named };
}

/** The step for a letter that names somebody else than the document; null otherwise. */
function aboutOther(data, signature, record) {
  let subject;
  try {
    ({ subject } = readLetter(data, signature));
  } catch (error) {
    if (!(error instanceof LetterError)) throw error;
    return null;
  }
  if (!subject.name && subject.accounts.length === 0) return null;
  const listed = new Set(record.contact.filter((span) => span.href).map((span) => accountKey(span.href)));
  for (const { text } of record.contact) {
    if (text.includes("@")) listed.add(`mailto:${text.toLowerCase()}`);
  }
  const isMail = (account) => /^mailto:/i.test(account);
  const named = subject.accounts.map((each) => (isMail(each) ? each.toLowerCase() : accountKey(each)));
  const words = nameWords(record.name);
  if (named.some((each) => listed.has(each)) || nameWords(subject.name).some((each) => words.includes(each))) {
    return null;
  }
  return step(MARK.REFUSED, saying("document.about-other", { name: subject.name, holder: record.name }));
}

/** The words of a name without accents, as two spellings of it may share them. */
function nameWords(name) {
  const bare = name.normalize("NFKD").toLowerCase().replaceAll("ß", "ss").replace(/\p{Mn}/gu, "");
  return (bare.match(/[\p{L}\p{N}_]+/gu) ?? []).filter((word) => count(word) > 1);
}

/** The row of a letter, a consent, a comment or a badge inside a CV; null when it is none of them. */
async function signedRow(data, signature, at) {
  try {
    if (isConsent(data)) return await consentRow(data, at);
    return await letterRow(readLetter(data, signature), at);
  } catch (error) {
    if (!(error instanceof LetterError)) throw error;
  }
  const comment = commentRow(data);
  if (comment !== null) return comment;
  try {
    return await badgeRow(openBadge(data), at);
  } catch (error) {
    if (error instanceof BadgeError) return null;
    throw error;
  }
}

/** Rows for what is signed inside a PDF that carries no record of ours. */
async function looseRows(attached, at) {
  const rows = [];
  for (const [name, data] of attached) {
    if (name.endsWith(".sig") || name === RECORD) continue;
    const found = await signedRow(data, attached.get(`${name}.sig`) ?? new Uint8Array(), at);
    if (found === null) continue;
    if (rows.length >= MOST_SIGNED) return [...rows, notLookedAt()];
    rows.push({ ...found, title: found.title || name });
  }
  return rows;
}
