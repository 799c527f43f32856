// The words of a check: codes of verdicts.toml with their facts filled in, in English.

const MONTHS = [
  "January", "February", "March", "April", "May", "June",
  "July", "August", "September", "October", "November", "December",
];

/** How a step ended: the five marks of the program. */
const MARK = {
  HELD: "held",
  CANNOT_CHECK: "cannot-check",
  REFUSED: "refused",
  BROKEN: "does-not-hold",
  NOTE: "note",
};

const DOES_NOT_HOLD = new Set(["revoked", "suspended", "withdrawn", "invalid", "unreadable"]);

function saying(code, facts = {}) {
  const texts = Object.entries(facts).map(([name, value]) => [name, String(value)]);
  return { code, facts: Object.fromEntries(texts) };
}

function step(mark, says, children = []) {
  return { mark, says, children };
}

function titleOf(says) {
  return filled(DATA.words[says.code].title, says.facts);
}

function detailOf(says) {
  return filled(DATA.words[says.code].detail, says.facts);
}

function filled(template, facts) {
  return template.replace(/\{([a-z_]+)\}/g, (_, name) => factOf(name, facts[name]));
}

function factOf(name, value) {
  const text = String(value);
  const day = /^(\d{4})-(\d{2})-(\d{2})/.exec(text);
  if (name.endsWith("_on") && day !== null) {
    return `${Number(day[3])} ${MONTHS[Number(day[2]) - 1]} ${Number(day[1])}`;
  }
  return text.split(/\s+/u).filter(Boolean).join(" ");
}

/** The day of an instant in UTC, as ISO text. */
function dayOf(at) {
  return at.toISOString().slice(0, 10);
}
