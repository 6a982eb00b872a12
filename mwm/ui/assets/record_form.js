// The form of the Record page. Each change is kept in this browser until the entry is saved, so that nothing is lost
// with the connection. What is typed leaves the browser only with Save, and the worker's code with the day to find the team.
const KEPT = "mwm-draft:";
const DAY = 24 * 3600 * 1000;
const PATIENCE = 20 * 1000;
const TYPING = 900; // milliseconds in which digits belong to one number

function make(tag, attributes = {}, ...inside) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...inside.filter((part) => part));
  return made;
}

// --- drafts: kept by store, form and reference ------------------------------------------------------------------

const drafts = {
  all() {
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith(KEPT));
    } catch {
      return []; // a browser that keeps nothing
    }
  },
  read(key) {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  },
  write(key, draft) {
    try {
      localStorage.setItem(key, JSON.stringify(draft));
      return true;
    } catch {
      return false;
    }
  },
  forget(key) {
    try {
      localStorage.removeItem(key);
    } catch {
      // nothing was kept
    }
  },
  forgetOld(days) {
    for (const key of this.all()) {
      const draft = this.read(key);
      if (!draft || !(Date.now() - draft.at < days * DAY)) this.forget(key);
    }
  },
  // This tab's own draft of a form, else the newest.
  find(prefix) {
    let own = null;
    try {
      own = sessionStorage.getItem(prefix);
    } catch {
      // nothing was kept
    }
    const found = this.all().filter((key) => key.startsWith(prefix)).map((key) => [key, this.read(key)]);
    found.sort((one, other) => (other[0] === own) - (one[0] === own) || other[1].at - one[1].at);
    return found.length ? found[0][1] : null;
  },
  own(prefix, key) {
    try {
      sessionStorage.setItem(prefix, key);
    } catch {
      // then the newest is found
    }
  },
};

function isConnected() {
  const app = document.querySelector("[data-testid=stApp]");
  const state = app && app.getAttribute("data-test-connection-state");
  return navigator.onLine && (!state || state === "CONNECTED");
}

// --- one form ---------------------------------------------------------------------------------------------------

class RecordForm {
  constructor(place, data) {
    this.place = place.querySelector(".mwm-rec-page") ?? make("div", { class: "mwm-rec-page" });
    place.append(this.place); // beside the styles, which are there already
    this.name = data.form;
    this.toldLast = null;
    this.begin(data, true);
  }

  get prefix() {
    return `${KEPT}${this.data.store}:${this.data.form}:`;
  }
  get key() {
    return this.prefix + this.reference;
  }

  // Draw it anew: from a draft where there is one, else from what the server says it begins with.
  begin(data, restores) {
    this.data = data;
    this.waiting = null;
    this.foundPlace = null;
    this.fields = data.sections.flatMap((section) => section.fields);
    this.start = { ...data.start };
    const draft = restores ? drafts.find(this.prefix) : null;
    this.reference = draft ? draft.reference : data.reference;
    this.values = { ...this.start, ...(draft ? draft.values : {}) };
    drafts.own(this.prefix, this.key);
    this.draw();
    this.refresh();
    if (draft) this.sayRestored(draft.at);
  }

  draw() {
    this.told = make("div", { class: "mwm-rec-told" });
    this.news = make("div", { class: "mwm-rec-news", role: "status" });
    this.line = make("p", { class: "mwm-rec-line", role: "status" });
    const fixed = [...this.data.fixed];
    if (this.reference) fixed.unshift(["Reference", this.reference]);
    const facts = make("dl", { class: "mwm-rec-fixed" });
    for (const [name, text] of fixed) facts.append(make("div", {}, make("dt", {}, name), make("dd", {}, text)));
    const form = make("form", { class: "mwm-rec", novalidate: true, autocomplete: "off" });
    for (const section of this.data.sections) form.append(this.drawSection(section));
    this.button = make("button", { type: "submit", class: "mwm-rec-save" }, this.data.save);
    this.discard = make("button", { type: "button", class: "mwm-button", hidden: true, onclick: () => this.pressDiscard() });
    const leave = this.data.leave
      ? make("a", { class: "mwm-rec-leave", href: this.data.leave, "data-go": true, onclick: () => drafts.forget(this.key) }, "Leave it as it is")
      : null;
    form.append(make("p", { class: "mwm-sub" }, "* must be filled in"));
    form.append(make("div", { class: "mwm-rec-buttons" }, this.button, this.discard, leave, this.line));
    const days = this.data.days;
    form.append(make("p", { class: "mwm-sub" },
      `What you type is kept in this browser for up to ${days} days, until you save or discard it, so that a lost connection loses nothing. ` +
      "It holds codes of people: on a computer that you share, discard it before you leave."));
    form.addEventListener("input", (event) => { this.unfault(event.target); this.changed(); });
    form.addEventListener("change", (event) => this.asked(event));
    form.addEventListener("submit", (event) => { event.preventDefault(); this.save(); });
    form.addEventListener("keydown", (event) => this.pressed(event));
    this.form = form;
    this.place.replaceChildren(this.told, this.news, facts, form);
    this.nameDiscard();
  }

  drawSection(section) {
    const box = make("section", {}, make("h2", { class: "mwm-picture" }, section.title));
    if (section.about) box.append(make("p", { class: "mwm-sub" }, section.about));
    const grid = make("div", { class: section.fields.some((field) => field.type === "grade") ? "mwm-rec-grades" : "mwm-rec-grid" });
    let group = null;
    for (const field of section.fields) {
      if (field.group && field.group !== group) grid.append(make("h3", { class: "mwm-rec-group" }, (group = field.group)));
      grid.append(this.drawField(field));
    }
    box.append(grid);
    return box;
  }

  id(field, part = "") {
    return `mwm-rec-${field.key}${field.when ? "-" + field.when[0].values[0] : ""}${part}`;
  }

  drawField(field) {
    const described = [field.help || field.about ? this.id(field, "-help") : null, this.id(field, "-fault")].filter(Boolean).join(" ");
    const help = field.help || field.about ? make("p", { class: "mwm-rec-help", id: this.id(field, "-help") }, field.help || field.about) : null;
    const fault = make("p", { class: "mwm-rec-fault", id: this.id(field, "-fault") });
    const label = field.label + (field.required ? " *" : "");
    const value = this.values[field.key] ?? "";
    let box;
    if (field.type === "grade" || field.type === "several") {
      const several = field.type === "several";
      const held = several ? value.split("; ") : [value];
      const points = several ? field.options : [...field.points.map((point) => ({ value: point, words: point })), { value: "", words: field.none }];
      const choices = make("div", { class: "mwm-rec-points" });
      for (const point of points) {
        const checked = several || point.value !== "" ? held.includes(point.value) : value === "";
        const input = make("input", { type: several ? "checkbox" : "radio", name: this.id(field), value: point.value });
        input.checked = checked;
        choices.append(make("label", { class: point.value === "" ? "none" : null }, input, make("span", {}, point.words)));
      }
      box = make("fieldset", { "aria-describedby": described }, make("legend", {}, label), help, choices, fault);
    } else {
      const shared = { id: this.id(field), name: field.key, "aria-describedby": described, "aria-required": field.required ? "true" : null };
      let input;
      if (field.type === "select") input = make("select", shared);
      else if (field.type === "long") input = make("textarea", { ...shared, rows: 3 });
      else {
        const type = field.type === "date" ? "date" : "text";
        input = make("input", { ...shared, type, inputmode: field.type === "whole" ? "numeric" : null, autocomplete: "off", spellcheck: "false" });
      }
      if (field.type === "select") this.offer(input, field, value);
      input.value = value;
      box = make("div", {}, make("label", { for: this.id(field) }, label), input, help, fault);
    }
    box.classList.add("mwm-rec-field", `mwm-rec-${field.type}`);
    field.box = box;
    return box;
  }

  // The options that apply; the one that is held stays.
  offer(select, field, held) {
    const open = field.options.filter((option) => !option.of || option.of.values.includes(this.values[option.of.column] ?? ""));
    const wanted = JSON.stringify([open.map((option) => option.value), held]);
    if (select.dataset.offered === wanted) return;
    select.dataset.offered = wanted;
    select.replaceChildren(make("option", { value: "" }, field.required ? "Choose" : "–"));
    if (held && !open.some((option) => option.value === held) && !field.options.some((option) => option.value === held)) {
      select.append(make("option", { value: held }, held.split("\t").pop()));
    }
    const groups = new Map();
    for (const option of open) {
      let place = select;
      if (option.group) {
        if (!groups.has(option.group)) {
          groups.set(option.group, make("optgroup", { label: option.group }));
          select.append(groups.get(option.group));
        }
        place = groups.get(option.group);
      }
      place.append(make("option", { value: option.value }, option.words));
    }
    select.value = [...select.options].some((option) => option.value === held) ? held : "";
  }

  isAsked(field) {
    return (field.when ?? []).every((condition) => condition.values.includes(this.values[condition.column] ?? ""));
  }

  textOf(field) {
    if (field.type === "grade") return field.box.querySelector("input:checked")?.value ?? "";
    if (field.type === "several") return [...field.box.querySelectorAll("input:checked")].map((input) => input.value).join("; ");
    return field.box.querySelector("input, select, textarea").value;
  }

  // Which fields and choices apply, now that something has changed.
  refresh() {
    for (const field of this.fields) {
      const asked = this.isAsked(field);
      field.box.hidden = !asked;
      if (asked && field.type === "select") {
        const select = field.box.querySelector("select");
        this.offer(select, field, this.values[field.key] ?? "");
        this.values[field.key] = select.value;
      }
    }
    for (const section of this.form.querySelectorAll("section")) {
      section.hidden = ![...section.querySelectorAll(".mwm-rec-field")].some((box) => !box.hidden);
    }
    this.nameDiscard();
  }

  read() {
    for (const field of this.fields) if (this.isAsked(field)) this.values[field.key] = this.textOf(field);
  }

  get isTouched() {
    return Object.entries(this.values).some(([key, value]) => value !== (this.start[key] ?? ""));
  }

  changed() {
    this.read();
    this.refresh();
    this.keep();
  }

  // What was wrong with a field is not said any longer once it is changed.
  unfault(input) {
    const box = input.closest(".mwm-rec-field");
    box.querySelector(".mwm-rec-fault").textContent = "";
    for (const marked of [box, ...box.querySelectorAll("[data-faulty]")]) marked.removeAttribute("data-faulty");
    for (const marked of box.querySelectorAll("[aria-invalid]")) marked.setAttribute("aria-invalid", "false");
  }

  keep() {
    if (!this.isTouched) {
      drafts.forget(this.key);
      return;
    }
    const kept = drafts.write(this.key, { at: Date.now(), reference: this.reference, values: this.values });
    if (!kept) this.line.textContent = "This browser keeps nothing: save before you leave the page.";
    else if (isConnected() && !this.waiting) this.line.textContent = "Draft kept in this browser.";
  }

  // The worker's team on the day, where nobody has chosen one.
  asked(event) {
    this.changed();
    const about = this.data.about;
    if (!about || ![about.worker, about.day].includes(event.target.name) || !isConnected()) return;
    const [worker, day] = [this.values[about.worker].trim(), this.values[about.day]];
    if (worker && day) this.send("about", { worker, day });
  }

  fillPlace(found) {
    const about = this.data.about;
    const field = this.fields.find((each) => each.key === "place");
    if (!found || !about || !field) return;
    if (found.worker !== (this.values[about.worker] ?? "").trim() || found.day !== this.values[about.day]) return;
    const held = this.values.place ?? "";
    const words = JSON.stringify(found);
    if (this.foundLast === words) return;
    this.foundLast = words;
    let help = field.box.querySelector(".mwm-rec-found");
    if (!help) field.box.append((help = make("p", { class: "mwm-rec-help mwm-rec-found", role: "status" })));
    help.textContent = found.place
      ? ""
      : "The dashboard does not know in which one team this code was on that day. Is the code right?";
    if (found.place && (!held || held === this.foundPlace)) {
      this.values.place = this.foundPlace = found.place;
      this.unfault(field.box.querySelector("select"));
      this.refresh();
      this.keep();
      help.textContent = "From the code and the day.";
    }
  }

  // Digits choose a point while a grade has the focus; Enter does not send half a form.
  pressed(event) {
    const input = event.target;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.save();
    } else if (event.key === "Enter" && input.matches("input")) event.preventDefault();
    if (input.type !== "radio" || event.ctrlKey || event.metaKey || event.altKey) return;
    const radios = [...this.form.querySelectorAll(`input[name="${CSS.escape(input.name)}"]`)];
    const choose = (value) => {
      const radio = radios.find((each) => each.value === value);
      if (!radio) return false;
      radio.checked = true;
      radio.focus();
      this.unfault(radio);
      this.changed();
      return true;
    };
    if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      choose("");
    } else if (/^[0-9.]$/.test(event.key)) {
      event.preventDefault();
      const isSoon = this.typedIn === input.name && Date.now() - this.typedAt < TYPING;
      this.typed = (isSoon ? this.typed : "") + event.key;
      [this.typedIn, this.typedAt] = [input.name, Date.now()];
      if (!choose(this.typed) && !choose(event.key) && event.key === "0") choose("");
    }
  }

  save() {
    this.read();
    this.keep();
    if (!isConnected()) {
      this.line.textContent = "There is no connection. What you typed is kept in this browser: press Save again when it is back.";
      return;
    }
    const values = {};
    for (const field of this.fields) if (this.isAsked(field)) values[field.key] = this.values[field.key] ?? "";
    const id = `${Date.now()}-${Math.random().toString(36).slice(2)}`;
    this.waiting = id;
    this.line.textContent = "Saving …";
    this.send("sent", { id, draft: this.key, form: this.data.form, reference: this.reference, values });
    setTimeout(() => {
      if (this.waiting !== id) return;
      this.waiting = null;
      this.line.textContent = "No answer came. What you typed is kept in this browser: press Save again; it will not count twice.";
    }, PATIENCE);
  }

  // --- what the server says -------------------------------------------------------------------------------------

  hear(data, isNew) {
    const told = data.told;
    const isNews = told && told.id !== this.toldLast;
    if (isNews && told.saved) {
      const isOwn = told.draft === this.key;
      drafts.forget(told.draft);
      if (isOwn && !isNew) this.begin(data, false);
    }
    this.data = { ...data, sections: this.data.sections };
    if (isNews) {
      this.toldLast = told.id;
      if (this.waiting === told.id) this.waiting = null;
      this.line.textContent = "";
      this.tell(told, !isNew);
    } else if (!told) this.told.replaceChildren();
    this.fillPlace(data.found);
    this.hearConnection();
  }

  tell(told, takesFocus) {
    const faulty = told.faults.map((fault) => [this.fields.find((field) => field.key === fault.column && this.isAsked(field)), fault]);
    for (const field of this.fields) {
      const own = faulty.filter(([each]) => each === field).map(([, fault]) => `${fault.what} ${fault.mend}`);
      field.box.querySelector(".mwm-rec-fault").textContent = own.join(" ");
      const input = field.box.matches("fieldset") ? field.box : field.box.querySelector("input, select, textarea");
      input.toggleAttribute("data-faulty", own.length > 0);
      if (!field.box.matches("fieldset")) input.setAttribute("aria-invalid", own.length ? "true" : "false");
    }
    if (told.faults.length) this.news.replaceChildren();
    const box = make("div", { class: "mwm-state", role: told.faults.length ? "alert" : "status", tabindex: "-1" },
      make("p", { class: "mwm-told" }, told.words));
    if (told.faults.length) {
      const list = make("ul", { class: "mwm-caveats" });
      for (const [field, fault] of faulty) {
        const words = `${field ? field.label + ": " : ""}${fault.what} ${fault.mend}`;
        const go = () => (field.box.querySelector("input:checked") ?? field.box.querySelector("input, select, textarea")).focus();
        list.append(make("li", {}, field ? make("button", { type: "button", class: "mwm-rec-go", onclick: go }, words) : words));
      }
      box.append(list);
    }
    for (const note of told.notes ?? []) box.append(make("p", { class: "mwm-sub" }, note));
    const buttons = make("div", { class: "mwm-rec-buttons" });
    this.form.hidden = Boolean(told.again);
    if (told.again) buttons.append(make("a", { href: told.again, "data-go": true }, "Grade another"));
    else if (told.saved) {
      buttons.append(make("button", { type: "button", class: "mwm-button", onclick: () => this.first().focus() }, "Record another"));
    }
    if (told.undo) {
      buttons.append(make("button", { type: "button", class: "mwm-button", onclick: () => this.send("undo", told.id) }, "Undo"));
    }
    if (told.see) buttons.append(make("a", { href: told.see, "data-go": true }, "See the numbers"));
    if (buttons.children.length) box.append(buttons);
    this.told.replaceChildren(box);
    if (takesFocus) {
      box.focus({ preventScroll: true });
      box.scrollIntoView({ block: "center" });
    }
  }

  first() {
    const empty = this.fields.find((field) => field.required && this.isAsked(field) && !this.textOf(field));
    return (empty ?? this.fields[0]).box.querySelector("input, select, textarea");
  }

  hearConnection() {
    const lost = "The connection is lost. Go on: what you type is kept in this browser. Save when it is back.";
    if (!isConnected()) this.line.textContent = lost;
    else if (this.line.textContent === lost || this.line.textContent.startsWith("There is no connection")) {
      this.line.textContent = this.isTouched ? "The connection is back. Draft kept in this browser." : "";
    }
    this.line.classList.toggle("lost", !isConnected());
    this.dialogs ??= new MutationObserver(() => this.closeDialog());
    this.dialogs.disconnect();
    if (isConnected()) return;
    this.dialogs.observe(document.body, { childList: true, subtree: true });
    this.closeDialog();
  }

  // The program's own message about the lost connection would stand in the way of typing; the line says the same.
  closeDialog() {
    document.querySelector("[data-testid=stDialog] [role=dialog] button[aria-label=Close]")?.click();
  }

  sayRestored(at) {
    const when = new Date(at).toLocaleString("en-GB", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
    this.news.replaceChildren(make("p", {}, `Draft restored: last changed on ${when}. Go on, or discard it below.`));
  }

  nameDiscard() {
    this.discard.hidden = !this.isTouched;
    this.discard.textContent = "Discard the draft";
    this.isSure = false;
  }

  pressDiscard() {
    if (!this.isSure) {
      this.isSure = true;
      this.discard.textContent = "Really discard it?";
      return;
    }
    drafts.forget(this.key);
    this.begin(this.data, false);
    this.line.textContent = "The draft was discarded.";
    this.first().focus();
  }
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  drafts.forgetOld(data.days);
  let form = parentElement.mwmForm;
  const isNew = !form || form.name !== data.form;
  if (isNew) {
    if (data.told && data.told.saved) drafts.forget(data.told.draft);
    form = parentElement.mwmForm = new RecordForm(parentElement, data);
  }
  form.send = setTriggerValue;
  form.hear(data, isNew);
  const listen = () => form.hearConnection();
  const app = document.querySelector("[data-testid=stApp]");
  const watch = new MutationObserver(listen);
  if (app) watch.observe(app, { attributes: true, attributeFilter: ["data-test-connection-state"] });
  window.addEventListener("online", listen);
  window.addEventListener("offline", listen);
  return () => {
    watch.disconnect();
    form.dialogs?.disconnect();
    window.removeEventListener("online", listen);
    window.removeEventListener("offline", listen);
  };
}
