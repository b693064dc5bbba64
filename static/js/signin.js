// Signing in again on the page where one was writing: the pages of sign-in, one after the other, in a dialog.
//
// What belongs in the dialog is marked data-in-place in their templates. Each page leads to the next as it does in a window,
// in the end to the address of the session's status, which answers in JSON.
import { enhance } from "./components.js";
import { hasText } from "./form-fields.js";
import { OFFLINE, toastsInto } from "./toasts.js";

const WORDS = {
  title: "Log ind igen",
  lead: "Du er blevet logget ud. Log ind igen, så fortsætter vi, hvor du slap.",
  leadOfText: "Du er blevet logget ud. Din tekst står her stadig og bliver sendt, når du er logget ind.",
  asked: "Du er logget ind. Svar på det sidste spørgsmål, så fortsætter vi, hvor du slap.",
  askedOfText: "Du er logget ind. Svar på det sidste spørgsmål, så bliver din tekst sendt.",
  elsewhere: "Det kan ikke klares her på siden.",
  link: "Log ind i et nyt faneblad",
  offline: `${OFFLINE} Prøv igen om lidt.`,
  leave: "Annullér",
};
const OWN = "log-ind-igen-"; // goes before every id, for the page behind may have the same

let open = null;

// Whether somebody is signed in when the dialog is closed, which opens because this form was sent. There is one at a time.
export function signInAgain(form) {
  open ??= new SignIn(form).done.finally(() => (open = null));
  return open;
}

const make = (tag, properties = {}, ...inside) => {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...inside);
  return made;
};

class SignIn {
  constructor(form) {
    const { login, session } = document.body.dataset;
    this.start = `${login}?next=${encodeURIComponent(session)}`;
    this.hasText = hasText(form);
    this.lead = make("p", { textContent: this.hasText ? WORDS.leadOfText : WORDS.lead });
    this.part = make("div", { className: "sign-in-part" });
    this.said = make("p", { className: "form-error-message" });
    this.said.setAttribute("role", "alert");
    const leave = make("button", { type: "button", className: "button button-tertiary", textContent: WORDS.leave });
    leave.addEventListener("click", () => this.dialog.close());
    const title = make("h2", { id: `${OWN}titel`, textContent: WORDS.title });
    this.dialog = make("dialog", { className: "sign-in" }, title, this.lead, this.part, this.said, leave);
    this.dialog.setAttribute("aria-labelledby", title.id);
    this.dialog.addEventListener("submit", (event) => this.submitted(event));
    const again = () => document.visibilityState === "visible" && this.fetch(session, {}, true);
    document.addEventListener("visibilitychange", again); // signed in in another tab meanwhile
    this.done = new Promise((resolve) => {
      this.dialog.addEventListener("close", () => {
        document.removeEventListener("visibilitychange", again);
        takeToastsBack();
        this.dialog.remove();
        resolve(this.isDone === true);
      });
    });
    document.body.append(this.dialog);
    const takeToastsBack = toastsInto(this.dialog);
    this.dialog.showModal();
    this.fetch(this.start);
  }

  submitted(event) {
    event.preventDefault();
    this.send(event.target, event.submitter);
  }

  async send(form, pressed) {
    const body = new FormData(form);
    if (pressed?.name) body.append(pressed.name, pressed.value); // the button that was pressed may be the answer
    await this.fetch(form.action, { method: "POST", body });
    delete form.dataset.busy;
  }

  // With `quietly`, only a sign-in that is done changes what is shown.
  async fetch(address, how = {}, quietly = false) {
    this.said.textContent = "";
    try {
      const answer = await fetch(address, how);
      if (answer.headers.get("Content-Type").startsWith("application/json")) this.finish(await answer.json());
      else if (!quietly) await this.show(new DOMParser().parseFromString(await answer.text(), "text/html"));
    } catch {
      if (!quietly) this.said.textContent = WORDS.offline;
    }
  }

  finish({ member }) {
    this.isDone = member !== null;
    if (this.isDone) this.dialog.close();
  }

  async show(page) {
    if (page.body.dataset.member) this.lead.textContent = this.hasText ? WORDS.askedOfText : WORDS.asked; // only »Er det din egen enhed?« is left
    const parts = [...page.querySelectorAll("main [data-in-place]")];
    const way = make("a", { href: this.start, target: "_blank", rel: "noopener", textContent: WORDS.link });
    this.part.replaceChildren(...(parts.length ? parts.map(ownIds) : [make("p", {}, `${WORDS.elsewhere} `, way)]));
    const address = this.part.querySelector("[type=email]");
    if (address) address.value ||= document.body.dataset.address;
    for (const link of this.part.querySelectorAll("a[href^='/']")) Object.assign(link, { target: "_blank", rel: "noopener" });
    enhance(this.part);
    const first = this.part.querySelector("[autofocus]") ?? this.part.querySelector("input:not([type=hidden]), a, button");
    if (!this.part.contains(document.activeElement)) first?.focus();
    await this.passkey(page);
  }

  // allauth's own scripts speak with the key. They send the form past its submit event, so the form's `submit` is ours.
  async passkey(page) {
    const block = page.querySelector("[data-allauth-onload]");
    if (!block) return;
    for (const script of page.querySelectorAll('script[src*="webauthn"]')) await loaded(script.getAttribute("src"));
    const { ids } = JSON.parse(block.textContent);
    const found = (id) => document.getElementById(OWN + id);
    const form = found(ids.credential)?.closest("form");
    if (!form) return;
    form.submit = () => this.send(form);
    const [, name] = block.dataset.allauthOnload.split("forms.");
    const data = ids.data && JSON.parse(page.getElementById(ids.data).textContent);
    const ours = Object.fromEntries(Object.entries(ids).filter(([key]) => key !== "data").map(([key, id]) => [key, OWN + id]));
    window.allauth.webauthn.forms[name]({ ids: ours, data });
  }
}

function ownIds(part) {
  for (const element of [part, ...part.querySelectorAll("*")]) {
    for (const name of ["id", "for", "form", "aria-describedby", "aria-labelledby"]) {
      if (element.hasAttribute(name)) element.setAttribute(name, element.getAttribute(name).replace(/\S+/g, `${OWN}$&`));
    }
    const target = element.getAttribute("href");
    if (target?.startsWith("#")) element.setAttribute("href", `#${OWN}${target.slice(1)}`);
  }
  return part;
}

const scripts = {};

function loaded(src) {
  return (scripts[src] ??= new Promise((resolve, reject) => {
    document.head.append(make("script", { src, onload: resolve, onerror: reject }));
  }));
}
