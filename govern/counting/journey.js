"use strict";
(() => {
  const record = JSON.parse(document.getElementById("count-record").textContent);
  const places = record.places, one = 10n ** BigInt(places);
  const names = record.candidates;
  const scaled = (text) => BigInt(text.replace(".", ""));
  const shown = (number) => {
    const digits = number.toString().padStart(places + 1, "0");
    return places ? digits.slice(0, -places) + "." + digits.slice(-places) : digits;
  };
  const byBatch = record.rule === "ers97" || record.rule === "ft2014";

  function parcelOf(stage, at) {
    if (stage.action === "first") return stage.parcels.length ? as(stage, 0) : null;
    if (!at || at.holder === null || !stage.who.includes(at.holder)) return null;
    if (byBatch && stage.action === "surplus") return cameLast(at, stage.n) ? as(stage, 0) : null;
    const same = [];
    stage.parcels.forEach((parcel, place) => { if (scaled(parcel.before) === at.value) same.push(place); });
    const later = record.rule === "ft2014" && at.stage > 1 && at.value === scaled(record.stages[0].parcels[0].after);
    const firsts = later && stage.who.some((number) => scaled(record.stages[0].votes[number - 1]) > 0n);
    const place = same[firsts ? 1 : 0];
    return place === undefined ? ofItsOwn(stage, at) : as(stage, place);
  }

  function as(stage, place) {
    const parcel = stage.parcels[place];
    return { place, before: scaled(parcel.before), after: scaled(parcel.after), passed: stage.parcels.slice(0, place) };
  }

  // Where a ballot with a ranking that nobody cast is at a value like no other.
  function ofItsOwn(stage, at) {
    const earlier = record.stages.slice(0, stage.n - 1), before = at.value;
    if (stage.action === "surplus") {
      const who = stage.who[0] - 1, votes = scaled(earlier[earlier.length - 1].votes[who]);
      return { place: -1, before, after: (votes - scaled(stage.votes[who])) * before / votes, passed: [] };
    }
    const passed = stage.parcels.filter((parcel) => scaled(parcel.before) >= before);
    const elected = [...earlier, ...passed].reduce((sum, each) => sum + each.elected.length, 0);
    return elected < record.seats ? { place: -1, before, after: before, passed } : null;
  }

  function cameLast(at, before) {
    let last = null;
    for (const stage of record.stages.slice(0, before - 1))
      stage.parcels.forEach((parcel, batch) => { if (parcel.to.includes(at.holder)) last = [stage.n, batch]; });
    return last[0] === at.stage && last[1] === at.batch;
  }

  function moves(ranking) {
    const gone = new Set(record.withdrawn), said = [];
    let at = null;
    for (const stage of record.stages) {
      const parcel = parcelOf(stage, at);
      if (parcel !== null) {
        const out = new Set([...gone, ...stage.who]);
        parcel.passed.forEach((each) => each.elected.forEach((number) => out.add(number)));
        const next = ranking.find((number) => !out.has(number));
        const holder = next === undefined ? null : next;
        if (stage.action === "first" && holder === null) return said;
        if (holder !== null || stage.action !== "surplus" || !byBatch) {
          const value = parcel.after, stayed = parcel.before - value;
          let text = "Stage " + stage.n + ": " + (at ? "moved to " : "with ");
          text += (holder === null ? "nobody: no candidate it names is left" : names[holder - 1]) + ", at " + shown(value);
          if (stayed > 0n && at) text += "; " + shown(stayed) + " stayed to elect " + names[at.holder - 1];
          said.push(text + ".");
          at = { stage: stage.n, holder, value, batch: byBatch ? parcel.place : 0 };
        }
      }
      stage.elected.forEach((number) => gone.add(number));
      if (stage.action === "exclude") stage.who.forEach((number) => gone.add(number));
    }
    if (at && at.holder !== null) {
      const elected = record.stages.some((stage) => stage.elected.includes(at.holder));
      said.push("There it stayed: " + names[at.holder - 1] + (elected ? " was elected." : " was not elected."));
    }
    return said;
  }

  function shares(ranking) {
    return record.stages.filter((stage) => stage.keep.length).map((stage) => {
      let left = one;
      const parts = [];
      for (const number of ranking) {
        let part = (left * scaled(stage.keep[number - 1]) + one - 1n) / one;
        if (part > left) part = left;
        if (part > 0n) parts.push(names[number - 1] + " " + shown(part));
        left -= part;
      }
      return "Stage " + stage.n + ": " + (parts.join(", ") || "nobody") + "; used by nobody " + shown(left) + ".";
    });
  }

  const form = document.getElementById("journey");
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const typed = form.elements.ranking.value.split(/[\s,]+/).filter(Boolean);
    const ranking = typed.map(Number), told = document.getElementById("journey-told");
    const ranked = () => "Ranked: " + ranking.map((number) => names[number - 1]).join(", then ") + ".";
    const sound = ranking.length && new Set(ranking).size === ranking.length
      && ranking.every((number) => Number.isInteger(number) && number >= 1 && number <= names.length);
    const found = sound ? [...shares(ranking), ...moves(ranking)] : [];
    const marks = !record.stages[0].parcels.length && !record.stages[0].keep.length;
    const otherwise = marks ? "Each mark is one vote, and none moves." : "It names nobody who stood.";
    const lines = sound ? [ranked(), ...(found.length ? found : [otherwise])]
      : ["Give candidate numbers from 1 to " + names.length + ", each once, first preference first."];
    told.replaceChildren(...lines.map((line) => {
      const item = document.createElement("li");
      item.textContent = line;
      return item;
    }));
  });
})();
