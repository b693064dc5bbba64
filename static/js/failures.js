// When htmx gets no usable answer: says so in a sentence, and leaves what was typed where it stands.
import { hasText } from "./form-fields.js";
import { sendAgain } from "./guards.js";
import { member } from "./session.js";
import { FAILED, OFFLINE, toast, toastFailure } from "./toasts.js";

const SENTENCES = {
  403: "Det har du ikke adgang til. Genindlæs siden for at se, hvad du kan.",
  404: "Det findes ikke længere. Genindlæs siden for at se, hvad der er nu.",
  413: "Filen eller teksten er for stor. Gør den mindre, og prøv igen.",
  429: "Det gik lidt for hurtigt. Vent et øjeblik, og prøv igen.",
  507: "Der er ikke plads på serveren, så det er ikke gemt. Prøv igen senere.",
  503: "Siden er optaget lige nu. Vent et øjeblik, og prøv igen.",
};
const offline = ({ detail }) => toastFailure(OFFLINE, detail.elt);

// The sign-in page, which leads back here.
const signIn = () => `${document.body.dataset.login}?next=${encodeURIComponent(location.pathname + location.search)}`;

// In another tab, so that what was written stays; who is signed in after all is sent straight on to the page
function toastSignedOut(sent) {
  const rest = hasText(sent) ? "kopiér din tekst over i den, og send den derfra." : "og prøv igen derfra.";
  const said = `Du er blevet logget ud, eller siden er blevet for gammel. Åbn den i et nyt faneblad, ${rest}`;
  toast(said, { href: signIn(), text: "Log ind i et nyt faneblad" });
}

export function explainFailures() {
  const again = new WeakSet(); // sent a second time after signing in anew
  document.addEventListener("htmx:afterRequest", ({ detail: { xhr, requestConfig } }) => xhr.status !== 401 && again.delete(requestConfig.elt));
  document.addEventListener("htmx:responseError", ({ detail: { xhr, elt } }) => {
    if (MEMBER && xhr.status === 401 && member() && elt.matches("form") && !again.has(elt)) {
      again.add(elt);
      sendAgain(elt);
      return;
    }
    if (xhr.status === 401) toastSignedOut(elt);
    else if (xhr.status in SENTENCES) toast(SENTENCES[xhr.status]);
    else toastFailure(FAILED, elt);
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
