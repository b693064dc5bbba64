// What a person has filled in a form: read, put back, compared. Secrets and the form's own machinery are no part of it.

const TEXTS = "textarea, input:not([type]), input[type=text], input[type=email], input[type=tel], input[type=url]";
// A field with data-no-draft lets somebody in to something, which is chosen each time (meetings/attendance/forms.py)
const NEVER = "[data-no-draft], [type=hidden], [type=file], [type=password], [type=search], [type=submit], [type=button], [type=reset], [type=image], [autocomplete=one-time-code], [autocomplete$=password]";
// What the form was filled from: the server holds it against what is saved now (forum/base/stale.py)
const ORIGIN = /^((draft_)?revision|also_before|was|initial-.*)$/;
const PLACE = /^(fra|vis)$/; // on which page the form stands
const SECRET = /^(csrfmiddlewaretoken|form_key|stamp|next|credential|website)$/;

const named = (form) => [...form.elements].filter((field) => field.name && !SECRET.test(field.name));
const fillable = (form) => named(form).filter((field) => field.matches("input, textarea, select") && !field.matches(NEVER));
const hidden = (form) => named(form).filter((field) => field.type === "hidden");

const isText = (field) => field.matches(TEXTS) && !field.matches(NEVER);
export const textsOf = (form) => named(form).filter(isText);

// Whether there is a text to lose in the form that something was sent from; of a link or a mere button there is none.
export const hasText = (sent) => {
  const form = sent?.closest?.("form");
  return Boolean(form) && textsOf(form).some((field) => field.value.trim());
};

// Which form this is, on whatever page it stands: its address, and what its hidden fields say that it is about.
export function identityOf(form) {
  const { pathname, search, hash } = new URL(form.getAttribute("action") || location.href, location.href);
  const about = hidden(form).filter((field) => !ORIGIN.test(field.name) && !PLACE.test(field.name));
  const own = form.hasAttribute("action") ? search + hash : search; // where the page is scrolled to says nothing
  return [pathname + own, ...about.map((field) => `${field.name}=${field.value}`)].join("|");
}

export const pathOf = (form) => new URL(form.getAttribute("action") || location.href, location.href).pathname;

function add(values, field) {
  const list = (values[field.name] ??= []);
  if (field.type === "checkbox" || field.type === "radio") field.checked && list.push(field.value);
  else if (field.type === "select-multiple") list.push(...[...field.selectedOptions].map((option) => option.value));
  else list.push(field.value);
  return values;
}

// { fields, origin }: lists of values by the fields' names.
export function read(form) {
  const origin = hidden(form).filter((field) => ORIGIN.test(field.name));
  return { fields: fillable(form).reduce(add, {}), origin: origin.reduce(add, {}) };
}

const plain = (values) => values.map((value) => value.replace(/\s+/g, " ").trim()).sort();

// Whether two readings say the same; white space at the ends, which the server drops, is no difference.
export function isSame(one, other) {
  const names = new Set([...Object.keys(one.fields), ...Object.keys(other.fields)]);
  return [...names].every((name) => String(plain(one.fields[name] ?? [])) === String(plain(other.fields[name] ?? [])));
}

// Forms that a script is filling: their fields say that they changed, which is nobody's choice.
const FILLED = new WeakSet();
export const isBeingFilled = (form) => FILLED.has(form);

export function whileFilled(form, act) {
  FILLED.add(form);
  act();
  FILLED.delete(form);
}

// Puts a reading into the form. Fields that the reading does not know stay as they are; choices that are gone are left out.
// What the form was filled from comes first: whoever hears of a change reads the whole form.
export function fill(form, { fields, origin }) {
  const names = new Set([...Object.keys(origin), ...Object.keys(read(form).origin)]);
  for (const name of names) replaceHidden(form, name, origin[name] ?? []);
  const left = Object.fromEntries(Object.entries(fields).map(([name, values]) => [name, [...values]]));
  whileFilled(form, () => {
    for (const field of fillable(form)) if (field.name in fields) put(field, fields[field.name], left[field.name]);
  });
}

// What says something to the reader is not folded away.
export function unfold(element) {
  for (let fold = element.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
}

function put(field, values, left) {
  const before = add({}, field)[field.name].join("\n");
  if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
  else if (field.type === "select-multiple") for (const option of field.options) option.selected = values.includes(option.value);
  else if (field.tagName !== "SELECT") field.value = left.shift() ?? field.value;
  else if ([...field.options].some((option) => option.value === left[0])) field.value = left.shift();
  if (before === add({}, field)[field.name].join("\n")) return;
  unfold(field);
  field.dispatchEvent(new CustomEvent("forum:filled")); // an editor stands over the field and shows another text
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

function replaceHidden(form, name, values) {
  const old = hidden(form).filter((field) => field.name === name);
  if (old.length === values.length) return old.forEach((field, place) => (field.value = values[place]));
  for (const value of values) form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  old.forEach((field) => field.remove());
}
