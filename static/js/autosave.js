// Saves a long text while it is written: <form data-autosave-url="/.../"> with an element [data-save-state] (role=status) in it.
// With data-leave-url it is saved for good there when the field is left, and its own button shows only for what could not be.
//
// The form's fields are posted as they stand, with the header X-Autosave: 1. The server answers
//   200 {"saved_at": "10.32", "revision": 7, "draft_revision": "..."}   (all optional; the latter two go into the form's fields)
//   409 {"message": "..."}                    somebody else saved first: we stop, and the text stays in its field
//   422 {"message": "..."}                    it cannot be saved as it is: we say why, and try again after the next change
// `message` is shown as text, never as HTML. `steps` is the server's own box of what can be done next, put in place of #skridt.
import { makeSure } from "./session.js";

const PAUSE = 2500;
const RETRY = 15000;
const PATIENCE = 5000;
const KEPT_ALIVE = 20000; // characters; a browser lets about 64 kB go on when the page is left
const WORDS = {
  saving: "Gemmer …",
  offline: "Ingen forbindelse. Teksten er ikke gemt endnu; vi prøver igen, så snart der er forbindelse.",
  conflict: "En anden har gemt en nyere udgave. Kopiér din tekst, og genindlæs siden, før du skriver videre.",
  refused: "Teksten kan ikke gemmes, som den står nu.",
  signedOut: "Du er blevet logget ud. Log ind igen, så bliver teksten gemt.",
};

const clock = () => new Date().toLocaleTimeString("da-DK", { hour: "2-digit", minute: "2-digit" }).replace(":", ".");

class Draft {
  constructor(form) {
    this.form = form;
    this.timer = null;
    this.running = null;
    this.dirty = false; // something is written that the server does not have
    this.stopped = false;
    this.left = false; // the writer is elsewhere: what is saved next is saved for good
    this.unsaved = "unsaved" in form.dataset; // the server's saved text is another
    this.touched = false; // written in on this page; yesterday's draft is not saved for good by passing through it
    this.conflict = false;
    form.addEventListener("submit", () => clearTimeout(this.timer));
    window.addEventListener("online", () => this.dirty && this.save());
  }

  changed() {
    this.dirty = this.unsaved = this.touched = true;
    this.left = false;
    this.plan(PAUSE);
  }

  plan(wait) {
    clearTimeout(this.timer);
    if (!this.stopped) this.timer = setTimeout(() => this.save(), wait);
  }

  say(text, trouble = false) {
    const state = this.form.querySelector("[data-save-state]"); // htmx may have put another in its place
    this.form.toggleAttribute("data-unsaved", trouble || this.conflict);
    showSaveAll();
    if (!state) return;
    state.classList.toggle("trouble", trouble);
    if (state.textContent !== text) state.textContent = text;
  }

  // For good. After a lost race only the writer can say what holds: then both texts are shown by the form's own button.
  leave() {
    if (!this.form.dataset.leaveUrl || !this.unsaved || this.conflict || this.stopped) return this.running;
    clearTimeout(this.timer);
    this.touched = true;
    this.left = true;
    return this.save();
  }

  save() {
    if (this.stopped || this.form.dataset.busy) return this.running;
    this.running ??= this.saves().finally(() => (this.running = null));
    return this.running;
  }

  async saves() {
    const wantsMore = () => this.left && this.unsaved && !this.conflict;
    // Left while a draft was on its way: once more, for good
    while ((await this.run()) && wantsMore());
  }

  // True when the server has what was written.
  async run() {
    clearTimeout(this.timer);
    const forGood = this.left && Boolean(this.form.dataset.leaveUrl) && !this.conflict;
    this.dirty = false;
    if (!this.conflict) this.say(WORDS.saving);
    const body = new FormData(this.form);
    let answer;
    try {
      answer = await fetch(forGood ? this.form.dataset.leaveUrl : this.form.dataset.autosaveUrl, {
        method: "POST",
        body,
        headers: { "X-Autosave": "1", Accept: "application/json" },
        redirect: "manual",
        keepalive: String(body.get("text") ?? "").length < KEPT_ALIVE,
      });
    } catch {
      this.failed(WORDS.offline, RETRY);
      return false;
    }
    await this.read(answer, forGood);
    return answer.ok;
  }

  async read(answer, forGood) {
    let told = {};
    try {
      told = await answer.json();
    } catch {
      // An empty answer is a good one.
    }
    if (answer.ok) this.saved(told, forGood);
    else if (answer.status === 409 && forGood && told.steps) this.lost(told);
    else if (answer.status === 409) this.failed(told.message ?? WORDS.conflict, null);
    else if (answer.status === 422 || answer.status === 400) this.failed(told.message ?? WORDS.refused, 0);
    else if (answer.type === "opaqueredirect" || [401, 403, 404].includes(answer.status)) await this.signIn();
    else this.failed(WORDS.offline, RETRY);
  }

  take(told) {
    for (const name of ["revision", "draft_revision"]) {
      const field = this.form.elements.namedItem(name);
      if (field && told[name] !== undefined) field.value = told[name];
    }
    showSteps(told.steps);
  }

  saved(told, forGood) {
    this.take(told);
    if (forGood) {
      this.unsaved = this.dirty;
      this.form.querySelector("[data-saved-before]")?.remove();
    }
    const at = told.saved_at ?? clock();
    if (!this.conflict) this.say(forGood ? `Gemt ${at}` : `Kladde gemt kl. ${at}`);
    if (this.dirty && !this.left) this.plan(PAUSE);
    else if (!this.dirty) this.form.dispatchEvent(new CustomEvent("forum:saved", { bubbles: true }));
  }

  lost(told) {
    this.conflict = true;
    this.take(told);
    this.say(told.message, true);
    this.form.dispatchEvent(new CustomEvent("forum:saved", { bubbles: true })); // as a draft
  }

  async signIn() {
    this.failed(WORDS.signedOut, null);
    if (!(await makeSure(this.form))) return;
    this.stopped = false;
    this.plan(0);
  }

  // retry: milliseconds; 0 = after the next change; null = never, because trying again would do harm.
  failed(text, retry) {
    this.dirty = true;
    this.stopped = retry === null;
    this.say(text, true);
    if (retry) this.plan(retry);
  }
}

const drafts = new WeakMap();
const all = () => [...document.querySelectorAll("form[data-autosave-url]")].map(draftOf);

function draftOf(form) {
  if (!drafts.has(form)) drafts.set(form, new Draft(form));
  return drafts.get(form);
}

function showSteps(html) {
  const box = document.getElementById("skridt");
  if (!html || !box) return;
  const made = document.createElement("template");
  made.innerHTML = html;
  const fresh = made.content.firstElementChild;
  box.replaceWith(fresh);
  window.htmx?.process(fresh);
  showSaveAll();
}

function showSaveAll() {
  const button = document.querySelector("[data-save-all]");
  if (button) button.hidden = !document.querySelector("form[data-leave-url][data-unsaved]");
}

// Each is saved for good; where somebody else was first, both texts are shown.
function saveAll() {
  for (const draft of all().filter((one) => one.unsaved)) {
    if (draft.conflict) draft.form.requestSubmit();
    else {
      draft.stopped = false;
      draft.leave();
    }
  }
}

// Ctrl+S saves the text the cursor stands in for good, as its button does.
function saveByKey(event) {
  if (event.key !== "s" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
  const form = event.target.closest?.("form[data-autosave-url]");
  if (!form) return;
  event.preventDefault();
  form.requestSubmit();
}

// A link is followed when what was written is saved, so that the next page knows of it.
async function followLater(event) {
  const link = event.target.closest?.("a[href]");
  const stays = !link || link.target || link.dataset.hxGet || link.origin !== location.origin || link.getAttribute("href").startsWith("#");
  if (stays || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const waiting = all().filter((one) => one.form.dataset.leaveUrl && one.touched && one.unsaved && !one.conflict && !one.stopped);
  if (!waiting.length) return;
  event.preventDefault();
  await Promise.race([Promise.all(waiting.map((one) => one.leave())), new Promise((done) => setTimeout(done, PATIENCE))]);
  location.assign(link.href);
}

export function autosave() {
  document.addEventListener("keydown", saveByKey);
  document.addEventListener("click", followLater);
  document.addEventListener("click", (event) => event.target.closest?.("[data-save-all]") && saveAll());
  document.addEventListener("input", (event) => {
    const form = event.target.closest?.("form[data-autosave-url]");
    if (form) draftOf(form).changed();
  });
  document.addEventListener("focusout", (event) => {
    const form = event.target.closest?.("form[data-leave-url]");
    // Another window in front is not another field
    if (form && !form.contains(event.relatedTarget) && document.hasFocus() && draftOf(form).touched) draftOf(form).leave();
  });
  document.addEventListener("visibilitychange", () => document.hidden && all().forEach((one) => one.dirty && one.save()));
  // Saved by the button or Ctrl+S: htmx has put the new state in place
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    const form = detail.successful && detail.elt.closest?.("form[data-leave-url]");
    if (form && document.contains(form)) settled(form);
  });
  const quiet = (root) => root.querySelectorAll("form[data-leave-url]").forEach((form) => (form.dataset.quiet = ""));
  quiet(document);
  document.addEventListener("htmx:load", (event) => quiet(event.detail.elt));
  showSaveAll();
}

function settled(form) {
  Object.assign(draftOf(form), { unsaved: false, dirty: false, conflict: false, stopped: false });
  form.removeAttribute("data-unsaved");
  showSaveAll();
}
