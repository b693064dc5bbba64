// Keeps what is written in a form in the browser until the server has said yes: the net, the battery and the session may go.
//
// Every form that is posted and has room for a text is kept, for one member, seven days. Not kept: on pages without
// data-member on <body> (nobody is signed in, or a mail's link led there), forms with data-no-draft (about something that
// is closed to members, or secret), and a form whose field `audience` stands on something closed. A draft that was sent is
// dropped when the server says that it acted on the form's key, that of a form that saves itself (autosave.js) when it has.
import { beginAnew, isFilled } from "./back.js";
import { fill, identityOf, isBeingFilled, isSame, pathOf, read, textsOf, unfold } from "./form-fields.js";
import { askStatus, member } from "./session.js";

const PREFIX = "forum.draft.";
const LIFETIME = 7 * 24 * 60 * 60 * 1000;
const PAUSE = 300;
const CLOSED = ["authorities", "secretariat"];
const SIGNED_OUT = "forum_signed_out"; // the cookie that names who signed out (forum/web/signed_out.py)
const WORDS = {
  fetched: (at) => `Din kladde fra ${at} er hentet.`,
  unsaved: (at) => `Din kladde fra ${at} er hentet, men ikke gemt.`,
  save: "Gem",
  discard: "Kassér kladden",
  discarded: "Kladden er kasseret.",
  restore: "Fortryd",
  arrived: "Din tekst nåede frem og er gemt.",
};

const drafts = new WeakMap();
const all = () => [...document.forms].map((form) => drafts.get(form)).filter(Boolean);
const keyOf = (form) => `${PREFIX}${member()}.${identityOf(form)}`;
// As a row does, saved as each field is left; what is filled in is nobody's choice, and waits for one.
const savesOnChange = (form) => /\bchange\b/.test(form.dataset.hxTrigger ?? "");
const isClosed = (form) => CLOSED.includes(new FormData(form).get("audience"));

// A browser may forbid storing, and may be full: the form then works as it did without drafts.
function store(change) {
  try {
    change(localStorage);
    return true;
  } catch {
    return false;
  }
}

function load(key) {
  try {
    const found = JSON.parse(localStorage.getItem(key));
    return found?.fields && found.origin && Date.now() - found.at < LIFETIME ? found : null;
  } catch {
    return null;
  }
}

// Today »20.36«, before that »1. december kl. 20.36«.
function when(at) {
  const moment = new Date(at);
  const clock = moment.toLocaleTimeString("da-DK", { hour: "2-digit", minute: "2-digit" }).replace(":", ".");
  if (moment.toDateString() === new Date().toDateString()) return clock;
  return `${moment.toLocaleDateString("da-DK", { day: "numeric", month: "long" })} kl. ${clock}`;
}

class Draft {
  // isUnsaved: the form was sent and came back with what was typed, so what it shows is saved nowhere.
  constructor(form, isUnsaved) {
    this.form = form;
    this.key = keyOf(form);
    if (isFilled() && !isUnsaved && load(this.key)) beginAnew(form); // what was written comes from the draft, and is called one
    this.shown = read(form);
    this.isUnsaved = isUnsaved;
    this.isKept = true;
    drafts.set(form, this);
    if (isUnsaved) this.save();
    else this.open();
  }

  async open() {
    const found = load(this.key);
    if (!found || isClosed(this.form)) return this.drop();
    if (found.sent) {
      await settle();
      if (!load(this.key)) return document.querySelector("#beskeder .toast") || this.say(WORDS.arrived);
    }
    if (isSame(found, this.shown)) this.drop();
    else this.restore(found);
  }

  restore(found) {
    fill(this.form, found);
    store((kept) => kept.setItem(this.key, JSON.stringify(found)));
    if ("autosaveUrl" in this.form.dataset) this.form.dispatchEvent(new Event("input", { bubbles: true })); // saves it from here
    const discard = () => {
      this.drop();
      fill(this.form, this.shown);
      this.say(WORDS.discarded, [WORDS.restore, () => this.restore(found)]);
    };
    if (!savesOnChange(this.form)) this.say(WORDS.fetched(when(found.at)), [WORDS.discard, discard]);
    else this.say(WORDS.unsaved(when(found.at)), [WORDS.save, () => this.form.requestSubmit()], [WORDS.discard, discard]);
  }

  // `choices`: a button's text and what it does, each.
  say(text, ...choices) {
    this.line?.remove();
    this.line = document.createElement("p");
    this.line.className = "draft-line";
    this.line.setAttribute("role", "status");
    this.form.prepend(this.line);
    this.line.append(text);
    unfold(this.form);
    const isFocused = document.activeElement === document.body;
    for (const [action, act] of choices) {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "button button-link", textContent: action });
      button.addEventListener("click", act);
      this.line.append(" ", button);
      if (isFocused && action === WORDS.restore) button.focus();
    }
  }

  changed() {
    if (isBeingFilled(this.form)) return;
    clearTimeout(this.timer);
    this.isKept = false;
    // A choice of who may read is acted on at once: what is closed is not left in the browser for a moment
    if (isClosed(this.form)) this.save();
    else this.timer = setTimeout(() => this.save(), PAUSE);
  }

  // The draft as the form stands now; `sent`, the form's key, when it is on its way.
  save(sent) {
    clearTimeout(this.timer);
    const now = read(this.form);
    if (isClosed(this.form)) {
      this.drop();
      this.isKept = false;
    } else if (!this.isUnsaved && isSame(now, this.shown)) this.drop();
    else this.isKept = store((kept) => kept.setItem(this.key, JSON.stringify({ ...now, at: Date.now(), sent })));
    return this.isKept;
  }

  drop() {
    clearTimeout(this.timer);
    this.isKept = true;
    store((kept) => kept.removeItem(this.key));
  }

  // By itself, or as a form without a key to which htmx got an answer that is no refusal. It goes on from what was saved.
  saved() {
    this.line?.remove();
    this.isUnsaved = false;
    this.shown = read(this.form);
    this.drop();
  }
}

let settling = null;

// Drops the member's drafts that were sent and arrived; what the net does not tell stays.
function settle() {
  settling ??= drop().finally(() => (settling = null));
  return settling;

  async function drop() {
    const own = Object.keys(localStorage).filter((key) => key.startsWith(`${PREFIX}${member()}.`));
    const sent = new Map(own.map((key) => [load(key)?.sent, key]).filter(([key]) => key));
    if (!sent.size) return;
    try {
      const { arrived } = await askStatus([...sent.keys()]);
      for (const key of arrived) localStorage.removeItem(sent.get(key));
    } catch {
      // Asked again on the next page
    }
  }
}

const formKey = (form) => form.querySelector("input[name=form_key]")?.value;

function setUp(form, isUnsaved) {
  if (drafts.has(form) || form.method !== "post" || !textsOf(form).length) return;
  if (!form.closest("[data-no-draft]")) new Draft(form, isUnsaved);
  else store((kept) => kept.removeItem(keyOf(form))); // closed since the draft was written
}

// Whether leaving the page loses nothing of this form.
export function keepsDraft(form) {
  const draft = drafts.get(form);
  return Boolean(draft) && (draft.isKept || draft.save());
}

export const dropDraft = (form) => drafts.get(form)?.drop();

// Just before a form is sent to its own address: whether it was saved is learnt from its key when a page is loaded next.
export const markSent = (form) => drafts.get(form)?.save(formKey(form));

// A form that is sent once more after its first sending arrived would not be acted on: true when something was written since.
export function isWrittenSince(form, arrived) {
  const draft = drafts.get(form);
  return Boolean(draft) && arrived.includes(formKey(form)) && load(draft.key) !== null && !load(draft.key).sent;
}

// Forgets the drafts whose time is over, and those of the member who has signed out.
export function cleanDrafts() {
  const signedOut = document.cookie.match(new RegExp(`${SIGNED_OUT}=([0-9]+)`))?.[1];
  store((kept) => {
    for (const key of Object.keys(kept).filter((name) => name.startsWith(PREFIX))) {
      if (!load(key) || key.startsWith(`${PREFIX}${signedOut}.`)) kept.removeItem(key);
    }
    if (signedOut) document.cookie = `${SIGNED_OUT}=; path=/; max-age=0`;
  });
}

export function keepDrafts() {
  if (!member()) return;
  store(settle);
  const { unsaved } = document.body.dataset;
  for (const form of document.forms) setUp(form, pathOf(form) === unsaved && !savesOnChange(form));
  let isRefused = false;
  document.addEventListener("htmx:beforeSwap", ({ detail: { xhr, requestConfig } }) => {
    isRefused = xhr.status >= 400;
    if (!isRefused && !formKey(requestConfig.elt)) drafts.get(requestConfig.elt)?.saved();
  });
  document.addEventListener("click", ({ target }) => {
    const form = document.getElementById(target.closest?.("a[data-drops-draft]")?.dataset.dropsDraft);
    if (form) dropDraft(form);
  });
  document.addEventListener("forum:saved", ({ target }) => drafts.get(target)?.saved());
  document.addEventListener("htmx:afterRequest", ({ detail: { successful, requestConfig } }) => {
    if (successful && drafts.has(requestConfig.elt)) settle(); // detail.elt is another when the form was swapped away
  });
  document.addEventListener("htmx:load", ({ detail: { elt } }) => {
    const inside = [...elt.querySelectorAll("form"), ...(elt.matches("form") ? [elt] : [])];
    inside.forEach((form) => setUp(form, isRefused));
  });
  for (const kind of ["input", "change"]) {
    document.addEventListener(kind, ({ target }) => drafts.get(target.form ?? target.closest?.("form"))?.changed());
  }
  const flush = () => all().forEach((draft) => draft.isKept || draft.save());
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && flush());
  window.addEventListener("pagehide", flush);
}
