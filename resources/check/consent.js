// Consent files: read strictly, and judged like the letters they are signed like.

const CONSENT_HEAD = "Portfolio consent:";
const CONSENT_END = "End of consent";
const CONSENT_HEADERS = new Set(DATA.consent.headers);
const CONSENT_FIELDS = DATA.consent.fields;

function isConsent(raw) {
  return latin1(raw.subarray(0, 200)).trimStart().startsWith(CONSENT_HEAD);
}

function readConsent(raw) {
  if (raw.length > MOST_LETTER + MOST_SIGNATURE) {
    throw new LetterError("This file is too long to be a consent.");
  }
  const [body, signature] = splitLetter(withoutCarriageReturns(raw), CONSENT_END, "consent");
  const text = letterText(body, "consent");
  const lines = text.split("\n");
  if (!/^Portfolio consent: [a-z-]{1,40}, version [0-9]{1,4}$/.test(lines[0])) {
    throw new LetterError("This is no consent of Portfolio.");
  }
  const unknown = new LetterError("This consent says something this page does not know.");
  if (!/^Portfolio consent: claim, version 0{0,3}1$/.test(lines[0])) throw unknown;
  const end = Math.max(lines.indexOf(""), 0);
  const { known, extra } = readHeaders(lines.slice(1, end), "consent", CONSENT_HEADERS);
  const purpose = purposeOf(lines.slice(end + 1));
  if (extra.length > 0) throw unknown;
  const said = {
    purpose,
    fields: consentFields(known.get("Fields") ?? ""),
    person: partyOf(known, "Person"),
    maker: partyOf(known, "Maker"),
    given: consentDay(known.get("Given") ?? ""),
    until: consentDay(known.get("Until") ?? ""),
    body, signature, text,
  };
  checkConsent(said, known.get("Id") ?? "");
  return said;
}

function purposeOf(tail) {
  const inner = tail.slice(2, -3);
  const isWhole =
    tail.length >= 6 && tail[0] === "Purpose" && tail[1] === "" &&
    tail[tail.length - 3] === "" && tail[tail.length - 2] === CONSENT_END &&
    tail[tail.length - 1] === "" && !inner.includes(CONSENT_END);
  if (!isWhole) throw new LetterError("The purpose of this consent is not whole.");
  const text = inner.join("\n");
  if (!text.trim() || count(text) > DATA.consent.longest) {
    throw new LetterError("The purpose of this consent is empty or too long.");
  }
  return text;
}

function consentFields(text) {
  const words = text.split(", ").filter(Boolean);
  if (words.length === 0 || !words.every((word) => CONSENT_FIELDS.includes(word))) {
    throw new LetterError("What this consent is for cannot be read.");
  }
  return [...new Set(words)];
}

/** Midnight UTC of a day. */
function consentDay(text) {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (found === null || !isDay(found[1], found[2], found[3])) {
    throw new LetterError("A day in this consent is none.");
  }
  return new Date(`${text}T00:00:00Z`);
}

function checkConsent({ person, maker, given, until }, id) {
  const isKnown = ({ accounts, key }) => accounts.length > 0 || FINGERPRINT.test(key);
  const accounts = [...person.accounts, ...maker.accounts];
  const isWhole =
    LETTER_ID.test(id) && person.name && isKnown(person) && isKnown(maker) && until >= given &&
    accounts.every((each) => ADDRESS.test(each));
  if (!isWhole) throw new LetterError("This consent cannot be read.");
  checkNames("consent", person, maker);
}

async function consentRow(raw, at) {
  const said = readConsent(raw);
  const verdict = await judgeLetter(asLetter(said), at);
  const facts = {
    person: said.person.name,
    maker: said.maker.name || said.maker.accounts[0] || said.maker.key,
    fields: said.fields.join(", "),
    until_on: dayOf(said.until),
  };
  const code = verdict.state === "expired" ? "consent.over" : "consent.lets";
  const claims = [saying(code, facts), saying("consent.purpose", { person: facts.person })];
  return { ...rowOf(verdict, said.person.name, said.purpose), claims };
}

/** A consent as the statement it is: of the person, to whoever may make the document. */
function asLetter({ person, maker, given, until, body, signature, text }) {
  return {
    kind: "claim", issuer: person, subject: maker, issuedAt: given,
    expiresAt: new Date(until.getTime() + 24 * 60 * 60 * 1000 - 1), // it holds on its last day too
    extra: [], parts: "", status: "", asCame: null, signedFor: DATA.consent.namespace,
    body, signature, text,
  };
}
