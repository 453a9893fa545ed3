// The guided session in the browser: what is to be done now, and what was done.
//
// The state is one plain object. Each change raises `seq`, is kept in this browser at once and told to the server,
// which answers with the number it has kept (`saved`). What was not answered is told again, so that a lost connection
// or a server that began anew costs nothing. After a reload the newer of the two states goes on, paused.

const PREFIX = "hipstride-session-";
const KEEP_DAYS = 3;
const READY_S = 5;
const TELL_AGAIN_MS = 3000;
const QUIET_MS = 5000;

// Words in the language that is read: by the English text, with its places. Without any, English is told.
let words = {};
function tell(text, ...places) {
  return (words[text] || text).replace(/\{(\d+)\}/g, (_, place) => places[place]);
}

// The words that stand in the page itself are said once.
function sayStanding(root) {
  const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const text = node.nodeValue.trim();
    if (words[text]) node.nodeValue = node.nodeValue.replace(text, words[text]);
  }
  for (const one of root.querySelectorAll("[aria-label]")) one.setAttribute("aria-label", tell(one.getAttribute("aria-label")));
}

export default function (component) {
  const { data, parentElement } = component;
  words = data.words || {};
  let guided = parentElement.guided;
  if (!guided || guided.token !== data.token) {
    if (guided) guided.close();
    guided = parentElement.guided = new Guided(component);
  }
  guided.hear(component);
  return () => parentElement.guided && parentElement.guided.close();
}

class Guided {
  constructor({ data, parentElement }) {
    this.token = data.token;
    this.steps = data.plan.steps;
    this.notes = data.plan.notes || [];
    this.speed = data.speed || 1;
    this.root = parentElement;
    this.saved = -1;
    this.toldAt = 0;
    this.unansweredSince = 0;
    this.lastTick = Date.now();
    this.find = (name) => parentElement.querySelector("." + name);
    this.state = newer(data.progress, this.read()) || {
      seq: 0, phase: "ready", step: 0, left: 0, whole: 0, paused: false, done: {}, pains: {}, pain_end: null, worked: 0,
    };
    if (["set", "work", "rest"].includes(this.state.phase)) this.state.paused = true;
    sayStanding(parentElement);
    this.wire();
    this.show();
    this.timer = setInterval(() => this.tick(), 100);
    forgetOld();
  }

  close() {
    clearInterval(this.timer);
    document.removeEventListener("keydown", this.onKey);
    document.removeEventListener("visibilitychange", this.onShown);
    window.removeEventListener("pagehide", this.onHide);
    this.letSleep();
    if (this.root.guided === this) this.root.guided = null;
  }

  // The server speaks: what it has kept, and how to tell it more.
  hear({ data, setStateValue }) {
    this.setStateValue = setStateValue;
    this.figures = data.figures || {};
    this.saved = Math.max(this.saved, data.saved);
    this.tell();
    this.showKept();
    this.showFigure();
  }

  // ------------------------------------------------------------------ keeping

  read() {
    try { return JSON.parse(localStorage.getItem(PREFIX + this.token) || "null"); } catch { return null; }
  }

  write() {
    try { localStorage.setItem(PREFIX + this.token, JSON.stringify({ ...this.state, kept_at: Date.now() })); } catch { /* private window: the server keeps it */ }
  }

  // Something happened: keep it here and tell the server.
  changed(atOnce = true) {
    this.state.seq += 1;
    this.write();
    this.show();
    if (atOnce) this.toldAt = 0;
    this.tell();
  }

  tell() {
    const now = Date.now();
    if (this.state.seq <= this.saved || !this.setStateValue) { this.unansweredSince = 0; return; }
    if (!this.unansweredSince) this.unansweredSince = now;
    if (now - this.toldAt < TELL_AGAIN_MS) return;
    this.toldAt = now;
    try { this.setStateValue("progress", { ...this.state, told_at: now }); } catch { /* told again later */ }
  }

  showKept() {
    const late = this.unansweredSince && Date.now() - this.unansweredSince > QUIET_MS;
    const text = late ? tell("No connection just now. Carry on: this is kept here and stored when the connection is back.") : "";
    if (this.find("kept").textContent !== text) this.find("kept").textContent = text;
  }

  // ------------------------------------------------------------------ time

  tick() {
    const now = Date.now();
    const passed = ((now - this.lastTick) / 1000) * this.speed;
    this.lastTick = now;
    const state = this.state;
    if (!state.paused && ["set", "work", "rest"].includes(state.phase)) {
      state.worked += passed;
      if (this.isTimed()) {
        const before = Math.ceil(state.left);
        state.left = Math.max(0, state.left - passed);
        if (state.left === 0) this.timeIsUp();
        else if (Math.ceil(state.left) !== before) this.showTime();
      }
      this.find("clock").textContent = clock(state.worked);
    }
    this.tell();
    this.showKept();
    closeConnectionDialog();
  }

  isTimed() {
    return this.state.phase !== "work" || this.step.seconds !== null;
  }

  timeIsUp() {
    this.beep();
    if (this.state.phase === "rest") this.work(false);
    else if (this.state.phase === "set") this.work(false);
    else this.did({ seconds: this.step.seconds });
  }

  // ------------------------------------------------------------------ going through the steps

  get step() { return this.steps[Math.min(this.state.step, this.steps.length - 1)]; }

  phase(name, seconds = 0) {
    Object.assign(this.state, { phase: name, left: seconds, whole: seconds, paused: false, count: null, tapped: false });
    this.lastTick = Date.now();
  }

  begin() {
    this.stayAwake();
    this.work(true);
  }

  // Come to the step; a hold gives a moment to get into place unless a rest has just done so.
  work(getReady) {
    if (this.step.seconds !== null && getReady) this.phase("set", READY_S);
    else this.phase("work", this.step.seconds || 0);
    this.changed();
    this.say(this.state.phase === "set" ? tell("Get ready. {0}", this.inWords(this.step)) : this.inWords(this.step));
  }

  did(amount) {
    const rest = this.step.rest_s;
    this.state.done[this.state.step] = amount;
    this.forward(rest);
  }

  forward(rest) {
    this.state.step += 1;
    if (this.state.step >= this.steps.length) return this.toTheEnd();
    if (rest > 0) {
      this.phase("rest", rest);
      this.changed();
      this.say(tell("Rest {0} seconds. Next: {1}", Math.round(rest), this.inWords(this.step)));
    } else this.work(true);
  }

  toTheEnd() {
    this.phase("pain");
    this.changed();
    this.say(tell("That was the last one. How much did it hurt, 0 to 10?"));
  }

  skip() {
    delete this.state.done[this.state.step];
    this.forward(0);
  }

  back() {
    if (this.state.step === 0) return this.work(true);
    this.state.step -= 1;
    delete this.state.done[this.state.step];
    this.work(true);
  }

  pause() {
    this.state.paused = !this.state.paused;
    this.lastTick = Date.now();
    if (this.state.paused) this.letSleep(); else this.stayAwake();
    this.changed();
    this.say(this.state.paused ? tell("Paused.") : tell("Going on. {0}", this.inWords(this.step)));
  }

  // The one large button, and the space bar.
  main() {
    const state = this.state;
    if (state.paused) return this.pause();
    if (state.phase === "ready") return this.begin();
    if (state.phase === "set" || state.phase === "rest") return this.work(false);
    if (state.phase === "work") {
      if (this.step.seconds === null) return this.did({ reps: this.counted() });
      return this.did({ seconds: Math.max(1, Math.round(this.state.whole - this.state.left)) });
    }
    if (state.phase === "hurt_said") {
      if (state.said > 5) return this.endEarly();
      return this.goBackTo();
    }
  }

  counted() { return this.state.count === null || this.state.count === undefined ? this.step.reps : this.state.count; }

  count(by) {
    const now = this.state.count === null || this.state.count === undefined ? this.step.reps : this.state.count;
    this.state.count = Math.min(500, Math.max(1, now + by));
    this.changed(false);
  }

  // A tap on the number counts along, from 1.
  tap() {
    if (this.state.phase !== "work" || this.step.reps === null || this.state.paused) return;
    if (!this.state.tapped) { this.state.tapped = true; this.state.count = 0; }
    this.state.count = Math.min(500, this.state.count + 1);
    this.changed(false);
  }

  // ------------------------------------------------------------------ when it hurts

  hurts() {
    const { phase, left, whole, count, tapped } = this.state;
    Object.assign(this.state, { from: { phase, left, whole, count, tapped }, phase: "hurt", paused: false });
    this.changed();
    this.say(tell("How much does it hurt, 0 to 10?"));
  }

  // Leave out what hurts; in a rest that is the exercise to come.
  leaveOut() {
    this.goBackTo();
    this.state.paused = false;
    this.skip();
  }

  goBackTo() {
    const { phase, left, whole, count, tapped } = this.state.from;
    Object.assign(this.state, { phase, left, whole, count, tapped, paused: ["set", "work", "rest"].includes(phase) });
    delete this.state.from;
    this.changed();
  }

  saidPain(pain) {
    const state = this.state;
    if (state.phase === "pain") {
      state.pain_end = pain;
      state.phase = "finished";
      this.letSleep();
      this.changed();
      return this.say(tell("Finished."));
    }
    if (pain === null) return this.goBackTo();
    // In a rest the step has moved on already: what hurt is the one before.
    const at = state.from.phase === "rest" ? Math.max(0, state.step - 1) : Math.min(state.step, this.steps.length - 1);
    state.pains[at] = Math.max(pain, state.pains[at] || 0);
    state.said = pain;
    state.phase = "hurt_said";
    this.changed();
    this.say(painWords(pain, this.step));
  }

  // What was truly done of the exercise that is cut short still counts.
  endEarly() {
    const from = this.state.from || this.state;
    if (from.phase === "work") {
      if (this.step.seconds !== null) {
        const held = Math.round(from.whole - from.left);
        if (held >= 1) this.state.done[this.state.step] = { seconds: held };
      } else if (from.tapped && from.count) this.state.done[this.state.step] = { reps: from.count };
    }
    const stopped = this.state.phase === "hurt_said" && this.state.said > 5;
    delete this.state.from;
    this.phase("pain");
    this.state.stopped = stopped;
    this.changed();
    this.say(tell("How much does it hurt now, 0 to 10?"));
  }

  // ------------------------------------------------------------------ what one sees

  inWords(step) {
    const side = { left: tell(", left side"), right: tell(", right side") }[step.side] || "";
    return `${step.name}${side}, ${step.reps !== null ? tell("{0} times", step.reps) : tell("hold {0} seconds", step.seconds)}.`;
  }

  say(text) { this.find("say").textContent = text; }

  set(name, text) {
    const one = this.find(name);
    one.textContent = text || "";
    one.hidden = !text;
  }

  show() {
    const { state, step } = this;
    const { phase } = state;
    const moving = ["set", "work", "rest"].includes(phase);
    const reps = phase === "work" && step.reps !== null;
    this.set("at", phase === "finished" ? "" : tell("{0} of {1}", Math.min(state.step + 1, this.steps.length), this.steps.length));
    this.find("clock").textContent = clock(state.worked);
    this.find("bar").style.width = `${(100 * state.step) / this.steps.length}%`;
    this.set("kicker", this.kicker());
    this.set("name", this.headline());
    this.find("side").textContent = { left: tell("Left side"), right: tell("Right side") }[step.side] || "";
    this.find("side").hidden = !(moving || phase === "ready"); // its line stays, so that the buttons do not jump
    this.set("words", this.sentence());
    this.find("dial").hidden = !(moving || phase === "ready");
    for (const name of ["less", "more"]) this.find(name).hidden = !reps;
    this.find("number").disabled = !reps;
    this.find("number").setAttribute("aria-label", reps ? tell("{0} times. Tap to count along", this.counted()) : "");
    this.showTime();
    this.showFigure();
    this.showPains();
    const button = { ready: tell("Begin"), set: tell("Go now"), work: tell("Done"), rest: tell("Go on"), hurt_said: state.said > 5 ? tell("Stop here") : tell("Go back") }[phase];
    this.set("main", moving && state.paused ? tell("Carry on") : button);
    this.find("main").classList.toggle("stop", phase === "hurt_said" && state.said > 5);
    this.find("steer").hidden = !moving;
    this.find("pause").textContent = state.paused ? tell("Carry on") : tell("Pause");
    this.find("skip").disabled = phase === "rest";
    this.find("other").hidden = !(moving || (phase === "hurt_said" && state.said <= 5));
    this.find("hurt").hidden = phase === "hurt_said";
    this.find("leave-out").hidden = phase !== "hurt_said";
    this.find("how").hidden = !(moving || phase === "ready");
    this.find("more-settings").hidden = !(moving || phase === "ready");
    this.set("cue", step.cue);
    this.set("fault", step.fault && tell("What often goes wrong: {0}", step.fault));
    this.set("easier", step.easier && tell("Easier: {0}.", step.easier));
  }

  kicker() {
    const { phase, paused } = this.state;
    if (paused) return tell("Paused");
    const set = this.step.of_sets > 1 ? this.step.in_rounds ? tell("Round {0} of {1}", this.step.set_no, this.step.of_sets) : tell("Set {0} of {1}", this.step.set_no, this.step.of_sets) : "";
    return { ready: tell("First"), set: tell("Get ready"), work: set || tell("Now"), rest: tell("Rest, then"), hurt: "", hurt_said: "", pain: "", finished: "" }[phase];
  }

  headline() {
    const { phase, said, stopped } = this.state;
    if (phase === "hurt") return tell("How much does it hurt?");
    if (phase === "hurt_said") return said > 5 ? tell("Stop here") : said > 3 ? tell("Hold it there") : tell("Go on");
    if (phase === "pain") return stopped ? tell("How much does it hurt now?") : tell("How much did it hurt?");
    if (phase === "finished") return tell("Finished");
    return this.step.name;
  }

  sentence() {
    const { phase, said } = this.state;
    if (phase === "ready") return [tell("If something hurts more than 2 of 10 already, leave it for today."), ...this.notes].join("\n");
    if (phase === "hurt") return tell("0 is nothing, 10 the worst you can think of.");
    if (phase === "hurt_said") return painWords(said, this.step);
    if (phase === "pain" && this.state.stopped) return tell("0 is nothing, 10 the worst you can think of. Tomorrow you will be asked how it settled.");
    if (phase === "pain") return tell("The worst moment of this session: 0 is nothing, 10 the worst you can think of. Tomorrow you will be asked how it settled.");
    if (phase === "finished") return tell("Your sets are being stored.");
    return "";
  }

  showTime() {
    const { state, step } = this;
    const timed = this.isTimed() && state.phase !== "ready";
    this.find("number").textContent = timed ? Math.ceil(state.left) : step.reps !== null ? this.counted() : step.seconds;
    let unit = "";
    if (state.phase === "rest") unit = step.reps !== null ? tell("s · then {0} times", step.reps) : tell("s · then hold {0} s", step.seconds);
    else if (state.phase === "set") unit = tell("s · then hold {0} s", step.seconds);
    else if (timed) unit = tell("s of {0} s", step.seconds);
    else if (step.reps !== null) unit = state.phase === "work" ? (state.tapped ? tell("times · {0} asked for", step.reps) : tell("times · tap the number to count along")) : tell("times");
    else unit = tell("s to hold");
    this.set("unit", ["set", "work", "rest", "ready"].includes(state.phase) ? unit : "");
  }

  showFigure() {
    const place = this.find("figure");
    const drawn = ["set", "work", "rest", "ready"].includes(this.state.phase) ? (this.figures || {})[this.step.exercise_id] || "" : "";
    if (place.shown !== drawn) { place.innerHTML = drawn; place.shown = drawn; }
    place.hidden = !drawn;
  }

  showPains() {
    const asks = this.state.phase === "hurt" || this.state.phase === "pain";
    const place = this.find("pains");
    place.hidden = !asks;
    if (!asks || place.childElementCount) return;
    for (let pain = 0; pain <= 10; pain += 1) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = String(pain);
      button.addEventListener("click", () => this.saidPain(pain));
      place.append(button);
    }
    const none = document.createElement("button");
    none.type = "button";
    none.className = "wide";
    none.textContent = tell("Rather not say");
    none.addEventListener("click", () => this.saidPain(null));
    place.append(none);
  }

  // ------------------------------------------------------------------ hands, keys, screen, sound

  wire() {
    const on = (name, act) => this.find(name).addEventListener("click", (event) => {
      act();
      if (event.detail) this.find("guided").focus({ preventScroll: true }); // by finger or mouse: the space bar is free again
    });
    on("main", () => this.main());
    on("back", () => this.back());
    on("pause", () => this.pause());
    on("skip", () => this.skip());
    on("hurt", () => this.hurts());
    on("end", () => this.endEarly());
    on("leave-out", () => this.leaveOut());
    on("less", () => this.count(-1));
    on("more", () => this.count(1));
    on("number", () => this.tap());
    const beep = this.find("beep");
    try { beep.checked = localStorage.getItem("hipstride-beep") === "on"; } catch { beep.checked = false; }
    beep.addEventListener("change", () => {
      try { localStorage.setItem("hipstride-beep", beep.checked ? "on" : "off"); } catch { /* not remembered */ }
      if (beep.checked) this.beep();
    });
    this.onKey = (event) => this.key(event);
    this.onHide = () => this.write();
    this.onShown = () => { if (document.visibilityState === "hidden") this.write(); else if (this.wantsAwake) this.stayAwake(); };
    document.addEventListener("keydown", this.onKey);
    document.addEventListener("visibilitychange", this.onShown);
    window.addEventListener("pagehide", this.onHide);
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    const at = event.composedPath()[0];
    const typing = at && at.matches && at.matches("input, textarea, select, [contenteditable='true']");
    const moving = ["set", "work", "rest"].includes(this.state.phase);
    if (typing) return;
    if (event.key === " " && !(at.matches && at.matches("button, summary, a"))) {
      if (["hurt", "pain", "finished"].includes(this.state.phase)) return;
      event.preventDefault();
      this.main();
    } else if (event.key.toLowerCase() === "p" && moving) {
      event.preventDefault();
      this.pause();
    }
  }

  async stayAwake() {
    this.wantsAwake = true;
    try { this.lock = await navigator.wakeLock?.request("screen"); } catch { /* not everywhere */ }
  }

  letSleep() {
    this.wantsAwake = false;
    try { this.lock?.release(); } catch { /* gone already */ }
    this.lock = null;
  }

  beep() {
    if (!this.find("beep").checked) return;
    try {
      this.sound = this.sound || new AudioContext();
      const tone = this.sound.createOscillator();
      const volume = this.sound.createGain();
      volume.gain.value = 0.1;
      tone.connect(volume).connect(this.sound.destination);
      tone.start();
      tone.stop(this.sound.currentTime + 0.15);
    } catch { /* no sound here */ }
  }
}

// Streamlit lays a dialog over the page while its server is away; a session goes on without it.
function closeConnectionDialog() {
  const dialog = document.querySelector("section[role='dialog']");
  if (dialog && dialog.querySelector("h2")?.textContent === "Connection error") dialog.querySelector("button[aria-label='Close']")?.click();
}

function newer(kept, own) {
  if (!kept || !own) return kept || own;
  return own.seq > kept.seq ? own : kept;
}

function clock(seconds) {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

function painWords(pain, step) {
  if (pain > 5) return tell("Above 5 of 10 is the line for stopping (rule G3). What you have done so far is stored. Leave this exercise, and see how it is tomorrow morning.");
  if (pain > 3) return step.easier
    ? tell("4 to 5 of 10: keep what you are doing and add nothing. Fewer, smaller and slower, or the easier form: {0}.", step.easier)
    : tell("4 to 5 of 10: keep what you are doing and add nothing. Fewer, smaller and slower.");
  return tell("Up to 3 of 10 is where people go on. It should have settled by tomorrow morning.");
}

function forgetOld() {
  try {
    for (const name of Object.keys(localStorage)) {
      if (!name.startsWith(PREFIX)) continue;
      const kept = JSON.parse(localStorage.getItem(name) || "{}");
      if (!(Date.now() - kept.kept_at < KEEP_DAYS * 86400000)) localStorage.removeItem(name);
    }
  } catch { /* nothing kept here */ }
}
