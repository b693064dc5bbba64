// »Mette skriver her lige nu«: says so while somebody writes in the item's form, and shows who else does. It locks nothing.
const BEAT = 25000; // the server forgets a writer after a minute

export function tellWriting() {
  const line = document.getElementById("skriver");
  const form = document.getElementById("punkt");
  if (!line || !form) return;
  let wrote = false;
  let isTold = false;
  const body = (says) => {
    const data = new FormData();
    data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    data.set("skriver", says);
    return data;
  };
  async function beat() {
    if (document.visibilityState === "hidden" && !wrote) return;
    const says = wrote ? "ja" : "";
    isTold ||= wrote;
    wrote = false;
    try {
      const answer = await fetch(line.dataset.writingUrl, { method: "POST", body: body(says), credentials: "same-origin" });
      if (answer.ok) show((await answer.json()).sentence);
    } catch {
      // Asked again at the next beat
    }
  }
  function show(sentence) {
    if (line.textContent !== sentence) line.textContent = sentence;
  }
  form.addEventListener("input", () => {
    wrote = true;
    if (!isTold) beat();
  });
  setInterval(beat, BEAT);
  window.addEventListener("pagehide", () => isTold && navigator.sendBeacon(line.dataset.writingUrl, body("slut")));
}
