// The page itself: takes files, and shows what the check says. Everything from outside is put in as
// text; there is no way in for markup.

const MARKS = {
  "held": ["check", "Holds"],
  "cannot-check": ["circle-dashed", "Cannot be checked"],
  "refused": ["circle-question-mark", "Unknown"],
  "does-not-hold": ["triangle-alert", "Does not hold"],
  "note": ["info", "Worth knowing"],
};
const CLASSES = {
  "evidence": ["link-2", "Evidence"],
  "attested": ["quote", "Attested"],
  "certified": ["stamp", "Certified"],
  "self-reported": ["pencil", "Self-reported"],
  "signer-unknown": ["circle-question-mark", "Signer unknown"],
};
const SVG = "http://www.w3.org/2000/svg";
const MOST_SHOWN_TEXT = 12000;

const place = document.getElementById("place");
const input = document.getElementById("file");
let asked = 0;

function element(tag, text = "", kind = "") {
  const made = document.createElement(tag);
  if (text) made.append(isolated(text));
  if (kind) made.className = kind;
  return made;
}

/** Text from anywhere, cut off from the writing direction of what stands round it. */
function isolated(text) {
  const made = document.createElement("bdi");
  made.dir = "auto";
  made.textContent = text.slice(0, MOST_SHOWN_TEXT).replace(UNSEEN, "");
  return made;
}

function icon(name) {
  const drawn = document.createElementNS(SVG, "svg");
  const use = document.createElementNS(SVG, "use");
  drawn.setAttribute("class", "icon");
  drawn.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `#i-${name}`);
  drawn.append(use);
  return drawn;
}

/** A mark: a drawing for who sees it, a word for who hears it. */
function markOf(mark) {
  const [name, word] = MARKS[mark];
  const made = element("span", "", `mark ${mark}`);
  const said = element("span", "", "unseen");
  said.textContent = `${word}: `;
  made.append(icon(name), said);
  return made;
}

function stepItem(own) {
  const item = element("li");
  const words = element("div", "", "words");
  words.append(element("p", titleOf(own.says), "said"));
  item.append(markOf(own.mark), words);
  item.dataset.code = own.says.code;
  item.dataset.mark = own.mark;
  const detail = detailOf(own.says);
  if (detail) words.append(element("p", detail, "detail"));
  return { item, words };
}

function rowItem(each, nth, rows) {
  const { item, words } = stepItem(each.step);
  const isSame = nth > 0 && kindOf(rows[nth - 1]) === kindOf(each);
  item.className = isSame ? "same" : "";
  item.prepend(classOf(each, isSame));
  item.dataset.trust = each.trust ?? "";
  const named = [each.reference, each.title].filter(Boolean).join(" · ");
  if (named) words.append(element("p", named, "detail"));
  for (const own of datesOf(each)) {
    const said = element("p", titleOf(own.says), "date");
    said.dataset.code = own.says.code;
    words.append(said);
  }
  if (each.claims.length > 0) {
    words.append(folded("What it says", claimList(each.claims), rows.length === 1));
  }
  if (each.text) words.append(folded("Read its words", element("p", each.text, "text")));
  if (each.verdict !== null) {
    item.dataset.state = each.verdict.state;
    words.append(folded("Show the steps", stepList(each.verdict.steps)));
  }
  return item;
}

/** The class of trust; said aloud for every row, drawn where it is another than above. */
function classOf(each, isSame) {
  const made = element("div", "", "class");
  const [name, word] = CLASSES[kindOf(each)] ?? [null, "The file"];
  const chip = element("span", word, name === null ? "kind" : `chip ${each.trust}`);
  if (name !== null) chip.prepend(icon(name));
  made.append(chip);
  if (isSame) chip.className = "unseen";
  return made;
}

/** The class of trust, or that somebody nobody here knows signed it. */
function kindOf({ trust, verdict }) {
  const isUnknown = verdict?.state === "valid-but-not-anchored" || verdict?.level === 1;
  return trust === "self-reported" && isUnknown ? "signer-unknown" : trust;
}

function stepList(steps) {
  const list = element("ul", "", "steps");
  for (const each of steps) {
    const { item } = stepItem(each);
    if (each.children.length > 0) item.append(stepList(each.children));
    list.append(item);
  }
  return list;
}

function claimList(claims) {
  const list = element("ul", "", "claims");
  for (const says of claims) {
    const item = element("li", titleOf(says));
    item.dataset.code = says.code;
    const detail = detailOf(says);
    if (detail) item.append(element("p", detail, "detail"));
    list.append(item);
  }
  return list;
}

function folded(title, inside, isOpen = false) {
  const made = element("details");
  made.open = isOpen;
  made.append(element("summary", title), inside);
  return made;
}

function showReport(found) {
  const headline = document.getElementById("headline");
  headline.replaceChildren(headlineMark(found), isolated(titleOf(found.headline)));
  headline.dataset.code = found.headline.code;
  const pages = found.pages > 0 ? `${found.pages} ${found.pages === 1 ? "page" : "pages"}, ` : "";
  document.getElementById("about").replaceChildren(
    isolated(found.name),
    ` · ${pages}checked in this browser on ${factOf("at_on", found.at.toISOString())}`,
  );
  document.getElementById("rows").replaceChildren(...found.rows.map(rowItem));
  const controls = document.getElementById("controls");
  controls.hidden = found.controls.length === 0;
  document.getElementById("controlled").replaceChildren(
    ...found.controls.map((says) => {
      const item = element("li", titleOf(says));
      item.dataset.code = says.code;
      return item;
    }),
  );
  document.getElementById("report").hidden = false;
  headline.focus();
}

/** The drawing before the sentence that stands for all; the sentence says it too. */
function headlineMark(found) {
  const marks = found.rows.map((each) => each.step.mark);
  const whole = ["does-not-hold", "held"].find((mark) => marks.includes(mark)) ?? "cannot-check";
  const drawn = icon(MARKS[whole][0]);
  drawn.classList.add(whole);
  return drawn;
}

function showStatus(state, ...lines) {
  const status = document.getElementById("status");
  status.dataset.state = state;
  const said = element("div");
  said.append(...lines.filter(Boolean).map((each) => element("p", each)));
  const shown = element("div", "", state === "done" ? "unseen" : "");
  shown.append(icon(state === "busy" ? "file-text" : "triangle-alert"), said);
  status.replaceChildren(shown);
}

/** Check what was chosen: one file, or a letter and its signature. */
async function take(files) {
  asked += 1;
  const own = asked;
  document.getElementById("report").hidden = true;
  showStatus("busy", "Checking.");
  try {
    const found = await checkFiles([...files]);
    if (own !== asked) return;
    showReport(found);
    showStatus("done", "Checked. The answer is below.");
  } catch (error) {
    if (own !== asked) return;
    if (error instanceof FileError) showStatus("refused", error.message, error.detail);
    else showStatus("failed", "This file could not be checked here. It may be damaged.", String(error));
  }
}

async function checkFiles(files) {
  const signature = files.length === 2 ? files.find((each) => /\.sig$/i.test(each.name)) : undefined;
  if (files.length > 1 && signature === undefined) {
    throw new FileError("Open one file at a time, or a letter with its signature.");
  }
  const file = files.find((each) => each !== signature);
  if (file === undefined) throw new FileError("There is no file in what was dropped.");
  if (file.size > MOST_BYTES) throw new FileError("This file is too large to be checked here.");
  if (signature !== undefined && signature.size > MOST_LETTER) {
    throw new FileError("The signature is too long to be one.");
  }
  const [raw, detached] = await Promise.all([file, signature].map(bytesOfFile));
  return check(raw, { name: file.name, detached });
}

async function bytesOfFile(file) {
  return file === undefined ? new Uint8Array() : new Uint8Array(await file.arrayBuffer());
}

async function lookAtBrowser() {
  const told = document.getElementById("browser");
  if (!globalThis.crypto?.subtle || typeof DecompressionStream === "undefined") {
    told.append("This browser lacks what a check needs. Use a newer one, or the program Portfolio.");
    input.disabled = true;
  } else if (!(await hasEd25519())) {
    told.append(
      "This browser cannot check Ed25519 signatures, which most letters have. They are said to be" +
        " of a kind that cannot be checked here. Use a newer browser, or the program Portfolio.",
    );
  }
  told.hidden = told.textContent === "";
}

// Else a browser says nothing when the same file is chosen again.
input.addEventListener("click", () => {
  input.value = "";
});
input.addEventListener("change", () => {
  if (input.files.length > 0) take(input.files);
});
document.addEventListener("dragover", (event) => {
  event.preventDefault();
  place.classList.add("over");
});
document.addEventListener("dragleave", () => place.classList.remove("over"));
document.addEventListener("drop", (event) => {
  event.preventDefault();
  place.classList.remove("over");
  if (!input.disabled && event.dataTransfer.files.length > 0) take(event.dataTransfer.files);
});
lookAtBrowser();
