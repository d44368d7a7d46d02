/* Keeps the page "Release" and the lines on a build's own page up to date while the build runs. */
(function () {
  "use strict";

  const OFTEN = 2000;
  const SELDOM = 10000;

  function fetched(url) {
    return fetch(url, { credentials: "same-origin", cache: "no-store" }).then((response) => {
      if (!response.ok) {
        throw new Error(url + ": " + response.status);
      }
      return response;
    });
  }

  /* Calls show(progress) until the build has ended; asks less often when nothing answers or nobody looks. */
  function poll(box, show) {
    function again(delay) {
      setTimeout(next, document.hidden ? SELDOM : delay);
    }
    function next() {
      fetched(box.dataset.progress)
        .then((response) => response.json())
        .then((progress) => Promise.resolve(show(progress)).then(() => progress.running))
        .then((running) => {
          if (running) {
            again(OFTEN);
          }
        })
        .catch(() => again(SELDOM));
    }
    if (box.dataset.running === "true") {
      again(OFTEN);
    }
  }

  /* Elements that a reader may have opened or be in, in the order in which they stand. */
  function places(piece) {
    return {
      details: Array.from(piece.querySelectorAll("details")),
      focusable: Array.from(piece.querySelectorAll("a[href], summary, [tabindex]")),
    };
  }

  /* Replaces a piece and leaves its reader where he was. */
  function replace(piece, html) {
    const before = places(piece);
    const open = new Map(before.details.map((item) => [item.firstElementChild.textContent.split(":")[0], item.open]));
    const focus = before.focusable.indexOf(document.activeElement);
    const fresh = new DOMParser().parseFromString(html, "text/html");
    piece.textContent = "";
    Array.from(fresh.body.childNodes).forEach((node) => piece.appendChild(node));
    const after = places(piece);
    after.details.forEach((item) => {
      const name = item.firstElementChild.textContent.split(":")[0];
      if (open.has(name)) {
        item.open = open.get(name);
      }
    });
    if (focus >= 0 && after.focusable[focus]) {
      after.focusable[focus].focus({ preventScroll: true });
    }
  }

  function piece(box, key) {
    const known = Array.from(box.children).find((child) => child.dataset.key === key);
    if (known) {
      return known;
    }
    const added = document.createElement("div");
    added.dataset.key = key;
    box.insertBefore(added, box.firstChild);
    const empty = document.querySelector("[data-compose-release-empty]");
    if (empty) {
      empty.remove();
    }
    return added;
  }

  function say(items) {
    const status = document.querySelector("[data-compose-release-status]");
    const text = items
      .filter((item) => item.title)
      .map((item) => item.title + ": " + item.state)
      .join(". ");
    if (status && status.textContent !== text) {
      status.textContent = text;
    }
  }

  function showItems(box, progress) {
    say(progress.items);
    return Promise.all(
      progress.items.map((item) => {
        const place = piece(box, item.key);
        if (place.dataset.version === item.version) {
          return null;
        }
        return fetched(box.dataset.item + "?key=" + encodeURIComponent(item.key))
          .then((response) => response.text())
          .then((html) => {
            replace(place, html);
            place.dataset.version = item.version;
          });
      })
    );
  }

  function showLines(list, progress) {
    progress.items
      .filter((item) => item.title)
      .forEach((item) => {
        let line = Array.from(list.children).find((child) => child.dataset.key === item.key);
        if (!line) {
          line = document.createElement("li");
          line.dataset.key = item.key;
          const link = document.createElement("a");
          link.href = "release/#" + item.key;
          link.textContent = item.title;
          line.appendChild(link);
          line.appendChild(document.createTextNode(item.target ? " (" + item.target + ") " : " "));
          line.appendChild(document.createElement("span"));
          list.insertBefore(line, list.firstChild);
        }
        const state = line.querySelector("span");
        state.className = "compose-release-state " + item.colour;
        state.textContent = item.state;
      });
  }

  /* Jenkins' question before a rollback takes the focus and leaves it nowhere when it is answered with no. */
  function returnFocus() {
    let asked = null;
    document.addEventListener("click", (event) => {
      asked = event.target.closest(".compose-release a.confirmation-link") || asked;
    });
    new MutationObserver((changes) => {
      const gone = changes.some((change) => Array.from(change.removedNodes).some((node) => node.nodeName === "DIALOG"));
      if (gone && asked && document.activeElement === document.body) {
        asked.focus();
        asked = null;
      }
    }).observe(document.body, { childList: true });
  }

  function start() {
    returnFocus();
    document
      .querySelectorAll("[data-compose-release-items]")
      .forEach((box) => poll(box, (progress) => showItems(box, progress)));
    document
      .querySelectorAll("[data-compose-release-lines]")
      .forEach((list) => poll(list, (progress) => showLines(list, progress)));
  }

  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", start);
  } else {
    start();
  }
})();
