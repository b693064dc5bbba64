// When htmx gets no usable answer: says so in a sentence, and leaves what was typed where it stands.
import { sendAgain } from "./guards.js";
import { member } from "./session.js";
import { toast } from "./toasts.js";

const SENTENCES = {
  401: "Du er blevet logget ud, eller siden er blevet for gammel. Åbn den i et nyt faneblad, kopiér din tekst over i den, og send den derfra.",
  403: "Det har du ikke adgang til. Genindlæs siden for at se, hvad du kan.",
  404: "Det findes ikke længere. Genindlæs siden for at se, hvad der er nu.",
  413: "Filen eller teksten er for stor. Gør den mindre, og prøv igen.",
  429: "Det gik lidt for hurtigt. Vent et øjeblik, og prøv igen.",
  507: "Der er ikke plads på serveren, så det er ikke gemt. Prøv igen senere.",
  503: "Siden er optaget lige nu. Vent et øjeblik, og prøv igen.",
};
const TYPED = "textarea, input:not([type=hidden], [type=radio], [type=checkbox], [type=submit])";

// Of a link or a mere button nothing was written.
const failed = (what, sent) => `${what}${sent?.querySelector?.(TYPED) ? " Din tekst står her stadig." : ""} Prøv igen om lidt.`;
const offline = ({ detail }) => toast(failed("Der er ingen forbindelse lige nu.", detail.elt));

// The sign-in page, which leads back here.
const signIn = () => `${document.body.dataset.login}?next=${encodeURIComponent(location.pathname + location.search)}`;

export function explainFailures() {
  const again = new WeakSet(); // sent a second time after signing in anew
  document.addEventListener("htmx:afterRequest", ({ detail: { xhr, requestConfig } }) => xhr.status !== 401 && again.delete(requestConfig.elt));
  document.addEventListener("htmx:responseError", ({ detail: { xhr, elt } }) => {
    if (MEMBER && xhr.status === 401 && member() && elt.matches("form") && !again.has(elt)) {
      again.add(elt);
      sendAgain(elt);
      return;
    }
    // In another tab, so that what was written stays; who is signed in after all is sent straight on to the page
    const link = xhr.status === 401 ? { href: signIn(), text: "Log ind i et nyt faneblad" } : null;
    toast(SENTENCES[xhr.status] ?? failed("Det lykkedes ikke.", elt), link);
  });
  document.addEventListener("htmx:sendError", offline);
  document.addEventListener("htmx:timeout", offline);
  document.addEventListener("htmx:beforeSwap", (event) => {
    // Signed out meanwhile: the answer is the sign-in page, which belongs in the window and not inside a part of this one.
    const login = document.body.dataset.login;
    const answered = new URL(event.detail.xhr.responseURL || location.href).pathname;
    if (login && answered.startsWith(login) && !location.pathname.startsWith(login)) {
      event.detail.shouldSwap = false;
      location.assign(signIn());
    }
  });
}
