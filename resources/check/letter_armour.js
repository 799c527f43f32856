// Letters in mail: the exact bytes of the file in base64 between two marks.

const ARMOUR_BEGIN = DATA.armour.begin;
const ARMOUR_END = DATA.armour.end;
const MOST_MAIL = DATA.armour.most;
const MAIL_DECORATION = /[>|\s\u001c-\u001f\u0085\ufeff\u00a0]+/gu;

function isArmoured(raw) {
  return find(raw.subarray(0, MOST_MAIL), utf8(ARMOUR_BEGIN)) >= 0;
}

/** The letter's file in a mail; whatever stands round the marks is of no interest. */
function letterInText(raw) {
  if (raw.length > MOST_MAIL) {
    throw new LetterError("This text is too long to look for a letter in it.");
  }
  if (latin1(raw).trimStart().startsWith("Portfolio letter: ")) return raw; // a file that quotes one
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(raw);
  const found = new Map();
  for (const [, block] of text.matchAll(new RegExp(`${ARMOUR_BEGIN}([^-]+)${ARMOUR_END}`, "gu"))) {
    const plain = block.replace(MAIL_DECORATION, "");
    const letter = fromBase64(plain);
    if (letter === null) throw new LetterError("The letter in this text is not whole.");
    readLetter(letter);
    found.set(plain, letter);
  }
  if (found.size > 1) throw new LetterError("There is more than one letter in this text.");
  if (found.size === 0) throw new LetterError("There is no letter in this text.");
  return [...found.values()][0];
}
