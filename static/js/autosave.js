// Saves a long text while it is written: <form data-autosave-url="/.../"> with an element [data-save-state] (role=status) in it.
//
// The form's fields are posted as they stand, with the header X-Autosave: 1. The server answers
//   200 {"saved_at": "10.32", "revision": 7, "draft_revision": "..."}   (all optional; the latter two go into the form's fields)
//   409 {"message": "..."}                    somebody else saved first: we stop, and the text stays in its field
//   422 {"message": "..."}                    it cannot be saved as it is: we say why, and try again after the next change
// `message` is shown as text, never as HTML.

const PAUSE = 2500;
const RETRY = 15000;
const WORDS = {
  saving: "Gemmer …",
  offline: "Ingen forbindelse. Teksten er ikke gemt endnu; vi prøver igen, så snart der er forbindelse.",
  conflict: "En anden har gemt en nyere udgave. Kopiér din tekst, og genindlæs siden, før du skriver videre.",
  refused: "Teksten kan ikke gemmes, som den står nu.",
  signedOut: "Du er blevet logget ud. Kopiér din tekst, og log ind igen i et nyt faneblad.",
};

const clock = () => new Date().toLocaleTimeString("da-DK", { hour: "2-digit", minute: "2-digit" }).replace(":", ".");

class Draft {
  constructor(form) {
    this.form = form;
    this.state = form.querySelector("[data-save-state]");
    this.timer = null;
    this.running = false;
    this.dirty = false;
    this.stopped = false;
    form.addEventListener("submit", () => clearTimeout(this.timer));
    window.addEventListener("online", () => this.dirty && this.save());
  }

  changed() {
    this.dirty = true;
    this.plan(PAUSE);
  }

  plan(wait) {
    clearTimeout(this.timer);
    if (!this.stopped) this.timer = setTimeout(() => this.save(), wait);
  }

  say(text, trouble = false) {
    if (!this.state) return;
    this.state.classList.toggle("trouble", trouble);
    if (this.state.textContent !== text) this.state.textContent = text;
  }

  async save() {
    if (this.running || this.stopped || this.form.dataset.busy) return;
    this.running = true;
    this.dirty = false;
    this.say(WORDS.saving);
    let answer;
    try {
      answer = await fetch(this.form.dataset.autosaveUrl, {
        method: "POST",
        body: new FormData(this.form),
        headers: { "X-Autosave": "1", Accept: "application/json" },
        redirect: "manual",
      });
    } catch {
      this.failed(WORDS.offline, RETRY);
      return;
    }
    await this.read(answer);
  }

  async read(answer) {
    let told = {};
    try {
      told = await answer.json();
    } catch {
      // An empty answer is a good one.
    }
    if (answer.ok) this.saved(told);
    else if (answer.status === 409) this.failed(told.message ?? WORDS.conflict, null);
    else if (answer.status === 422 || answer.status === 400) this.failed(told.message ?? WORDS.refused, 0);
    else if (answer.type === "opaqueredirect" || answer.status === 403 || answer.status === 404) this.failed(WORDS.signedOut, null);
    else this.failed(WORDS.offline, RETRY);
  }

  saved(told) {
    this.running = false;
    for (const name of ["revision", "draft_revision"]) {
      const field = this.form.elements.namedItem(name);
      if (field && told[name] !== undefined) field.value = told[name];
    }
    this.say(`Kladde gemt kl. ${told.saved_at ?? clock()}`);
    if (this.dirty) this.plan(PAUSE);
    else this.form.dispatchEvent(new CustomEvent("forum:saved", { bubbles: true }));
  }

  // retry: milliseconds; 0 = after the next change; null = never, because trying again would do harm.
  failed(text, retry) {
    this.running = false;
    this.dirty = true;
    this.stopped = retry === null;
    this.say(text, true);
    if (retry) this.plan(retry);
  }
}

const drafts = new WeakMap();

// Ctrl+S saves the text the cursor stands in for good, as its button does.
function saveByKey(event) {
  if (event.key !== "s" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
  const form = event.target.closest?.("form[data-autosave-url]");
  if (!form) return;
  event.preventDefault();
  form.requestSubmit();
}

export function autosave() {
  document.addEventListener("keydown", saveByKey);
  document.addEventListener("input", (event) => {
    const form = event.target.closest?.("form[data-autosave-url]");
    if (!form) return;
    if (!drafts.has(form)) drafts.set(form, new Draft(form));
    drafts.get(form).changed();
  });
}
