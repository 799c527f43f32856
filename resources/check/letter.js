// Letters, read strictly by the rules of docs/letters.md: what is not exactly a letter is refused.

const MOST_LETTER = 64 * 1024;
const LONGEST_LINE = 4000;
const LONGEST_STATEMENT = 12000;
const MOST_HEADERS = 40;
const MOST_WORKS = 40;
const MOST_VOUCH = 500;
const LETTER_END = "End of letter";
const LETTER_KINDS = [
  "testimonial", "vouch", "thanks", "claim",
  "affiliation", "certificate", "withdrawal", "key-change",
];
const BASIS_WORDS = DATA.letter.basis;
const MENTORING_WORDS = DATA.letter.mentoring;
const KNOWN_HEADERS = new Set(DATA.letter.headers);
const HEADER = /^([A-Z][A-Za-z]{0,30}(?:-[A-Z][A-Za-z]{0,30}){0,3}): (\S.*)$/su;
const NUMBERED = /^([1-9][0-9]{0,2})\. (\S.*)$/su;
const ADDRESS = /^(?:https?:\/\/|mailto:)[\x21-\x7e]{1,500}$/;
const WORK_HASH = /^[a-z0-9-]{1,20}:[0-9a-zA-Z+/=_.-]{1,150}$/;
const LETTER_ID = /^urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const LANGUAGE = /^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}$/;
const FINGERPRINT = /^SHA256:[A-Za-z0-9+/]{43}$/;
const HIDING =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]|[\u{e0000}-\u{e007f}]/u;

/** Read a letter: a body with its signature below, or the body with FILE.sig in `detached`. */
function readLetter(raw, detached = new Uint8Array()) {
  if (raw.length > MOST_LETTER + MOST_SIGNATURE) {
    throw new LetterError("This file is too long to be a letter.");
  }
  const isCrlf = find(raw, utf8("\r\n")) >= 0;
  const plain = isCrlf ? withoutCarriageReturns(raw) : raw;
  const [body, inside] = splitLetter(plain);
  if (inside.length > 0 && find(inside, utf8(SIGNATURE_BEGIN)) !== 0) {
    throw new LetterError("There is something below the end of this letter that is no signature.");
  }
  if (inside.length > 0 && detached.length > 0) {
    throw new LetterError("This letter carries a signature, and another came beside it.");
  }
  const said = readBody(body);
  return {
    ...said,
    body,
    signature: inside.length > 0 ? inside : detached,
    asCame: isCrlf ? bodyAsItCame(raw) : null,
  };
}

function withoutCarriageReturns(raw) {
  return raw.filter((byte, at) => !(byte === 13 && raw[at + 1] === 10));
}

function splitLetter(plain, endLine = LETTER_END, what = "letter") {
  const mark = utf8(`\n${endLine}\n`);
  const at = find(plain, mark);
  if (at < 0) throw new LetterError(`This is no ${what}, or its end is missing.`);
  const end = at + mark.length;
  if (end > MOST_LETTER) throw new LetterError(`This file is too long to be a ${what}.`);
  return [plain.subarray(0, end), plain.subarray(end)];
}

/** The bytes up to and with the end line, with the line ends they came with. */
function bodyAsItCame(raw) {
  const found = /\nEnd of letter\r?\n/.exec(latin1(raw));
  return found === null ? null : raw.subarray(0, found.index + found[0].length);
}

function readBody(body) {
  const text = letterText(body);
  const lines = text.split("\n");
  const first = /^Portfolio letter: ([a-z-]{1,40}), version ([0-9]{1,4})$/.exec(lines[0]);
  if (first === null) throw new LetterError("This is no letter of Portfolio.");
  if (Number(first[2]) !== 1 || !LETTER_KINDS.includes(first[1])) {
    throw new LetterError("This letter is of a kind or version this page does not know.");
  }
  const end = Math.max(lines.indexOf(""), 0);
  const { known, extra } = readHeaders(lines.slice(1, end));
  const { works, statement } = readRest(lines.slice(end + 1));
  return letterSaid(first[1], known, extra, works, statement, text);
}

/** The text of a letter, or of another file of the same grammar, as a person calls it. */
function letterText(body, what = "letter") {
  if (body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf) {
    throw new LetterError(`This ${what} begins with a mark that some editors add (BOM).`);
  }
  const text = textOf(body);
  if (text === null) throw new LetterError(`This ${what} holds bytes that are no text.`);
  if (HIDING.test(text)) {
    throw new LetterError(`This ${what} holds characters that hide what it says.`);
  }
  if (text.normalize("NFC") !== text) {
    throw new LetterError(`This ${what} was changed on the way: its characters are taken apart.`);
  }
  for (const each of text.split("\n")) {
    if (count(each) > LONGEST_STATEMENT) throw new LetterError(`A line of this ${what} is too long.`);
    if (each !== each.trimEnd()) {
      throw new LetterError(`This ${what} was changed on the way: blanks stand at the ends of lines.`);
    }
  }
  return text;
}

function readHeaders(lines, what = "letter", names = KNOWN_HEADERS) {
  if (lines.length > MOST_HEADERS) {
    throw new LetterError(`This ${what} has more headers than a ${what} has.`);
  }
  const known = new Map();
  const extra = [];
  const seen = new Set();
  for (const each of lines) {
    const found = count(each) <= LONGEST_LINE ? HEADER.exec(each) : null;
    if (found === null) {
      throw new LetterError(`A header of this ${what} cannot be read: “${line(each, 60)}”.`);
    }
    const [, name, value] = found;
    if (seen.has(name.toLowerCase())) throw new LetterError(`This ${what} says “${name}” twice.`);
    seen.add(name.toLowerCase());
    if (names.has(name)) known.set(name, value);
    else extra.push([name, value]);
  }
  return { known, extra };
}

function readRest(lines) {
  const bad = () => new LetterError("The list of works in this letter is not whole.");
  const works = [];
  let at = 0;
  while (at < lines.length && lines[at] !== "Statement") {
    const numbered = NUMBERED.exec(lines[at]);
    const isNext = numbered !== null && Number(numbered[1]) === works.length + 1;
    if (!isNext || works.length >= MOST_WORKS) throw bad();
    at += 1;
    const below = [];
    while (at < lines.length && lines[at].startsWith("   ")) {
      below.push(lines[at].slice(3));
      at += 1;
    }
    works.push(workOf(numbered[2], below, bad));
    if (at >= lines.length || lines[at] !== "") throw bad();
    at += 1;
  }
  return { works, statement: statementOf(lines.slice(at)) };
}

function workOf(title, below, bad) {
  const url = below.length > 0 && ADDRESS.test(below[0]) ? below[0] : "";
  const rest = url ? below.slice(1) : below;
  if (rest.length > 1 || (rest[0] && !WORK_HASH.test(rest[0]))) throw bad();
  return { url, title, hash: rest[0] ?? "" };
}

function statementOf(tail) {
  const inner = tail.slice(2, -3);
  const isWhole =
    tail.length >= 6 &&
    tail[0] === "Statement" &&
    tail[1] === "" &&
    tail[tail.length - 3] === "" &&
    tail[tail.length - 2] === LETTER_END &&
    tail[tail.length - 1] === "" &&
    !inner.includes(LETTER_END);
  if (!isWhole) throw new LetterError("The statement of this letter is not whole.");
  const text = inner.join("\n");
  if (!text.trim() || count(text) > LONGEST_STATEMENT) {
    throw new LetterError("The statement of this letter is empty or too long.");
  }
  return text;
}

function letterSaid(kind, known, extra, works, statement, text) {
  const value = (name) => known.get(name) ?? "";
  if (statement === "Write here what you saw.") {
    throw new LetterError("Nothing was written into this letter yet.");
  }
  if (value("Issuer") === "Your name") {
    throw new LetterError("Nobody has put their name into this letter yet.");
  }
  if (!LETTER_ID.test(value("Id"))) throw new LetterError("This letter has no id.");
  if (!value("Issuer")) throw new LetterError("This letter does not say who wrote it.");
  if (!value("Subject") && kind !== "withdrawal" && kind !== "key-change") {
    throw new LetterError("This letter does not say whom it is about.");
  }
  const basis = value("Basis").split(", ").filter(Boolean);
  if (!basis.every((part) => BASIS_WORDS.includes(part))) {
    throw new LetterError("How the writer of this letter knows cannot be read.");
  }
  if (value("Mentoring") && !MENTORING_WORDS.includes(value("Mentoring"))) {
    throw new LetterError("Who mentored whom cannot be read in this letter.");
  }
  const said = {
    kind, works, statement, extra, text, basis,
    issuer: partyOf(known, "Issuer"),
    subject: partyOf(known, "Subject"),
    issuedAt: letterInstant(value("Issued")),
    expiresAt: letterInstant(value("Expires")),
    status: value("Status"),
    audience: value("Audience"),
    contactOk: value("Contact") === "yes",
    mentoring: value("Mentoring"),
    relation: relationDays(value("Relation")),
    refersTo: value("Refers-To"),
    parts: value("Parts"),
  };
  checkKind(said);
  checkValues(said, value("Language"));
  return said;
}

function partyOf(known, name) {
  return {
    name: known.get(name) ?? "",
    role: known.get(`${name}-Role`) ?? "",
    accounts: (known.get(`${name}-Accounts`) ?? "").split(/\s+/u).filter(Boolean),
    key: known.get(`${name}-Key`) ?? "",
  };
}

function checkKind(said) {
  if (said.kind === "vouch" && (count(said.statement) > MOST_VOUCH || said.works.length === 0)) {
    throw new LetterError("This vouch is too long, or names no work.");
  }
  if (said.kind === "withdrawal" && !LETTER_ID.test(said.refersTo)) {
    throw new LetterError("This withdrawal does not say which letter it takes back.");
  }
  if (said.kind === "key-change") said.newKey = newKeyOf(said.extra);
}

/** The new key of a key change in wire format. */
function newKeyOf(extra) {
  const written = extra.find(([name]) => name === "New-Key")?.[1] ?? "";
  const [algorithm, text] = written.trim().split(/\s+/u);
  const wire = fromBase64(text ?? "");
  if (wire !== null) {
    try {
      if (new WireReader(wire).text() === algorithm) return wire;
    } catch {
      // Said below.
    }
  }
  throw new LetterError("This key change names no key.");
}

function checkValues(said, language) {
  const refuse = (what, kind) => {
    throw new LetterError(`This letter cannot be read. “${line(what, 60)}” is no ${kind}.`);
  };
  const addresses = [
    ...said.issuer.accounts,
    ...said.subject.accounts,
    ...(said.status ? [said.status] : []),
  ];
  for (const each of addresses) {
    if (!ADDRESS.test(each)) refuse(each, "address that others can open");
  }
  for (const key of [said.issuer.key, said.subject.key]) {
    if (key && !FINGERPRINT.test(key)) refuse(key, "fingerprint of a key");
  }
  for (const on of said.relation) {
    if (on && !isPartialDate(on)) refuse(on, "date");
  }
  if (language && !LANGUAGE.test(language)) refuse(language, "language");
  checkNames("letter", said.issuer, said.subject);
}

/** From when and until when; either may be "". */
function relationDays(relation) {
  if (relation.startsWith("since ")) return [relation.slice(6), ""];
  if (relation.startsWith("until ")) return ["", relation.slice(6)];
  const at = relation.indexOf(" to ");
  return at < 0 ? [relation, ""] : [relation.slice(0, at), relation.slice(at + 4)];
}

function isPartialDate(text) {
  const found = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(text);
  return found !== null && isDay(found[1], found[2] ?? "01", found[3] ?? "01");
}

function isDay(year, month, day) {
  const at = new Date(0);
  at.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  return (
    Number(year) >= 1 && at.getUTCMonth() === Number(month) - 1 && at.getUTCDate() === Number(day)
  );
}

/** An instant; a day alone begins at midnight UTC. Null for no text. */
function letterInstant(text) {
  if (!text) return null;
  const found =
    /^(\d{4})-(\d{1,2})-(\d{1,2})(?:T(\d{1,2}):(\d{1,2}):(\d{1,2})Z)?$/i.exec(text);
  const isAlone = found !== null && found[4] === undefined;
  const [hour, minute, second] = (found ?? []).slice(4).map((part) => Number(part ?? 0));
  const isReal =
    found !== null &&
    isDay(found[1], found[2], found[3]) &&
    (!isAlone || isPartialDate(text)) &&
    hour < 24 && minute < 60 && second < 60;
  if (!isReal) throw new LetterError(`“${line(text, 40)}” in this letter is no date.`);
  const at = new Date(0);
  at.setUTCFullYear(Number(found[1]), Number(found[2]) - 1, Number(found[3]));
  at.setUTCHours(hour, minute, second);
  return at;
}
