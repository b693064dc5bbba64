// Asks the server who is signed in in this browser, so that a form is not sent into the void.
import { signInAgain } from "./signin.js";
import { clearFailures, FAILED, OFFLINE, toast, toastFailure } from "./toasts.js";

const PATIENCE = 8000;
const FRESH = 60000; // the page itself, or the last answer, proved so lately that nobody need ask again for a mere button
const WORDS = {
  other: "Nu er en anden logget ind i denne browser. Derfor blev det ikke sendt.",
  reload: "Genindlæs siden",
};

export const member = () => document.body.dataset.member;
let proved = performance.now();

// { member, csrf, arrived }; `keys` are those of forms that were sent, `arrived` names those that the server acted on.
// Raises when there is no answer.
export async function askStatus(keys = []) {
  const asked = new AbortController();
  const timer = setTimeout(() => asked.abort(), PATIENCE);
  try {
    const query = new URLSearchParams(keys.map((key) => ["key", key]));
    const answer = await fetch(`${document.body.dataset.session}?${query}`, { signal: asked.signal, cache: "no-store" });
    if (!answer.ok) throw new Error(answer.status);
    return await answer.json();
  } finally {
    clearTimeout(timer);
  }
}

export const isFresh = () => performance.now() - proved < FRESH;

// Signing in anew, here or in another tab, makes the tokens of this page's forms invalid: they go on with the present one.
function renewTokens(token) {
  proved = performance.now();
  document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach((field) => (field.value = token));
  document.body.dataset.hxHeaders = JSON.stringify({ "X-CSRFToken": token });
}

// The status when whoever sends the form is signed in, if need be after a sign-in in place; otherwise null, and it is said why.
export async function makeSure(form, keys = []) {
  let status;
  try {
    status = await askStatus(keys);
    clearFailures();
    if (status.member === null) {
      if (!(await signInAgain(form))) return null;
      status = await askStatus(keys);
    }
  } catch (error) {
    toastFailure(error.message >= 400 ? FAILED : OFFLINE, form);
    return null;
  }
  if (String(status.member) !== member()) {
    toast(WORDS.other, { text: WORDS.reload });
    return null;
  }
  renewTokens(status.csrf);
  return status;
}
