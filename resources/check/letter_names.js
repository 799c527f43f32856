// Which names letters and consents may bear: nothing that nobody sees, nothing that reads as a verdict.

const JOINING =
  "\u0600-\u0dff\u0e80-\u109f\u1780-\u18af\ufb50-\ufdff\ufe70-\ufefc" +
  "\u{11000}-\u{11fff}\u{1e900}-\u{1e95f}";
const JOINERS = new RegExp(
  `(?<=[${JOINING}])(?:\u200c(?=[${JOINING}])|\u200d(?=[${JOINING} \-]|$))`, "gu",
);
const UNSEEN_IN_NAMES = new RegExp(`[${DATA.names.unseen}]`, "u");
const SYMBOLS = new RegExp(`[${DATA.names.symbols}]`, "u");
const LONG_RUN = new RegExp(`\\S{${DATA.names.word + 1},}`, "u");
const REAL_SYMBOLS = /[+|~°®™№`´㈱㈲]/gu;

/** Refuse names that are none; the sentence begins with what cannot be read. */
function checkNames(what, ...parties) {
  for (const { name } of parties) {
    const bare = name.replace(JOINERS, "");
    const refuse = (why) => {
      throw new LetterError(`This ${what} cannot be read. The name “${line(name, 60)}” ${why}`);
    };
    if (UNSEEN_IN_NAMES.test(bare)) refuse("holds characters that nobody sees.");
    const symbol = SYMBOLS.exec(bare.replace(REAL_SYMBOLS, ""));
    if (symbol !== null) refuse(`holds “${symbol[0]}”, which is not part of a name.`);
    if (/:\s|：/u.test(name)) refuse("holds a colon, as if it said something.");
    if (count(name) > DATA.names.longest || LONG_RUN.test(name)) refuse("is too long.");
  }
}
