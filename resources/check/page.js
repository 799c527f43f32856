// The page itself: takes files, and shows what the check says. Everything from outside is put in as
// text; there is no way in for markup.

const MARK_WORDS = {
  "held": ["✓", "Holds"],
  "cannot-check": ["○", "Cannot be checked"],
  "refused": ["?", "Unknown"],
  "does-not-hold": ["✗", "Does not hold"],
  "note": ["i", "Worth knowing"],
};
const KIND_WORDS = {
  "evidence": "Evidence",
  "attested": "Attested",
  "certified": "Certified",
  "self-reported": "Self-reported",
};
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

function stepItem(own, tag = "li") {
  const item = element(tag);
  const [sign, word] = MARK_WORDS[own.mark];
  const mark = element("span", "", `mark ${own.mark}`);
  const drawn = element("span");
  drawn.textContent = `${sign} `;
  drawn.setAttribute("aria-hidden", "true");
  const said = element("span");
  said.textContent = `${word}: `;
  mark.append(drawn, said);
  item.append(mark, isolated(titleOf(own.says)));
  item.dataset.code = own.says.code;
  item.dataset.mark = own.mark;
  const detail = detailOf(own.says);
  if (detail) item.append(element("p", detail, "detail"));
  return item;
}

function rowItem(each) {
  const item = stepItem(each.step);
  item.prepend(element("div", each.trust === null ? "The file" : KIND_WORDS[each.trust], "kind"));
  item.dataset.trust = each.trust ?? "";
  const named = [each.reference, each.title].filter(Boolean).join(" · ");
  if (named) item.append(element("p", named, "title"));
  if (each.text) item.append(folded("Its words", element("p", each.text, "text")));
  if (each.verdict !== null) {
    item.dataset.state = each.verdict.state;
    item.append(folded("Step by step", stepList(each.verdict.steps)));
  }
  return item;
}

function stepList(steps) {
  const list = element("ul");
  for (const each of steps) {
    const item = stepItem(each);
    if (each.children.length > 0) item.append(stepList(each.children));
    list.append(item);
  }
  return list;
}

function folded(title, inside) {
  const made = element("details");
  made.append(element("summary", title), inside);
  return made;
}

function showReport(found) {
  const headline = document.getElementById("headline");
  headline.replaceChildren(isolated(titleOf(found.headline)));
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

function showStatus(state, ...lines) {
  const status = document.getElementById("status");
  status.dataset.state = state;
  status.replaceChildren(...lines.filter(Boolean).map((each) => element("p", each)));
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
