// Finds facts by words, or in Chinese by pairs of characters, without a server.
"use strict";
const form = document.getElementById("search"), hits = document.getElementById("hits");
const fold = text => text.normalize("NFKC").toLowerCase().replace(/[\s-]+/g, "");
const pairs = word => /^[\p{Script=Han}]{3,}$/u.test(word)
  ? [...word].slice(1).map((char, i) => [...word][i] + char) : [word];
const score = (words, text) => {
  let found = 0;
  for (const word of words) {
    const parts = text.includes(word) ? [word] : pairs(word);
    const met = parts.filter(part => text.includes(part)).length / parts.length;
    if (met < 0.5) return 0;
    found += met + (text.split("\n", 3).some(name => name.includes(word)) ? 1 : 0);
  }
  return found;
};
form.hidden = false;
form.addEventListener("submit", event => event.preventDefault());
form.q.addEventListener("input", () => {
  const words = form.q.value.trim().split(/\s+/).map(fold).filter(Boolean);
  const found = words.length ? FACTS.map(fact => [score(words, fact[4]), fact]).filter(hit => hit[0]) : [];
  found.sort((one, other) => other[0] - one[0]);
  hits.replaceChildren(...found.slice(0, 20).map(([, [topic, id, label, value]]) => {
    const item = document.createElement("li"), link = document.createElement("a");
    link.href = `${topic}.html#${id}`;
    link.textContent = `${label}: ${value}`;
    item.append(link);
    return item;
  }));
});
// The other language, at the same fact.
const other = document.getElementById("switch"), page = other.getAttribute("href");
const follow = () => { other.href = page + location.hash; };
addEventListener("hashchange", follow);
follow();
