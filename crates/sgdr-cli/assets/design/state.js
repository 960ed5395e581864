// What is set on the page: the flags of the command line. Their form is the link, and the body of every question.
//
// The schedules compared with the first one are what `--vs` says: the same with some parameters changed.

// The parser's own rules: defaults, choices, and which flags need others.
export const RULES = sgdrStart.rules;
const { defaults, needs, plan, shape } = RULES;
// What each schedule may have for itself.
const OWN = [...shape, ...plan];
const NONE = "none";
export const LENGTHS = ["steps", "epochs", "cycles"];
export const MOST = 4;

const spelled = (name) => name.replaceAll("-", "_");

export class State {
  constructor(flags) {
    this.flags = new Map();
    this.others = [];
    this.active = 0;
    for (const [name, value] of flags) {
      if (name === "vs") this.others.push(changes(value));
      else this.flags.set(name, value);
    }
  }

  static ofLink(text) {
    return new State(new URLSearchParams(text));
  }

  get count() {
    return this.others.length + 1;
  }

  // Whether a parameter belongs to one schedule, not to all.
  isOwn(name) {
    return this.active > 0 && OWN.includes(name);
  }

  has(name) {
    return this.flags.has(name);
  }

  // Whether a field can be used: what it needs is set, or needs it in turn.
  isUsable(name) {
    return (needs[name] ?? []).every((needed) => this.has(needed) || (needs[needed] ?? []).includes(name));
  }

  get(name, index = this.active) {
    const own = OWN.includes(name) ? this.others[index - 1]?.get(name) : undefined;
    return own ?? this.flags.get(name) ?? defaults[name] ?? "";
  }

  set(name, value) {
    if (this.isOwn(name)) {
      const own = this.others[this.active - 1];
      if (value !== "") own.set(name, value);
      else if (shape.includes(name)) own.delete(name);
      else own.set(name, "");
      return;
    }
    if (LENGTHS.includes(name)) LENGTHS.forEach((length) => this.flags.delete(length));
    if (value === "" || value === defaults[name]) this.flags.delete(name);
    else this.flags.set(name, value);
  }

  // A switch, a flag without a value.
  turn(name, on) {
    if (on) this.flags.set(name, "");
    else this.flags.delete(name);
  }

  // Another schedule to compare with, at first as the one that is shaped now.
  add() {
    this.others.push(new Map(this.others[this.active - 1] ?? []));
    this.active = this.others.length;
  }

  remove(index) {
    this.others.splice(index - 1, 1);
    this.active = Math.min(this.active, this.others.length);
  }

  // Takes the flags of a schedule in place of all but those about epochs; all of it is shown.
  take(flags) {
    const kept = [...RULES.units, "log"];
    [...this.flags.keys()].filter((name) => !kept.includes(name)).forEach((name) => this.flags.delete(name));
    this.others = [];
    this.active = 0;
    for (const [name, value] of flags) this.flags.set(name, value);
  }

  toString() {
    const form = new URLSearchParams();
    for (const [name, value] of this.flags) {
      if ((needs[name] ?? []).every((needed) => this.has(needed))) form.append(name, value);
    }
    this.others.forEach((_, at) => form.append("vs", this.changesOf(at + 1)));
    return form.toString();
  }

  // What tells a schedule from the first one; something has to be named, even if it is the same.
  changesOf(index) {
    const differs = (name) => this.get(name, index) !== this.get(name, 0);
    const own = OWN.filter(differs);
    return (own.length ? own : ["t-mul"]).map((name) => `${spelled(name)}=${this.get(name, index) || NONE}`).join(",");
  }
}

const changes = (text) => new Map(text.split(",").map((part) => {
  const [name, value = ""] = part.split("=");
  return [name.trim().replaceAll("_", "-"), value.trim() === NONE ? "" : value.trim()];
}));
