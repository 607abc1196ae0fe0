// The chat without reloading the page. Everything here also works without it (forms and pages).
'use strict';
(function () {
  // A browser without these keeps the plain forms.
  if (!window.fetch || !window.Promise || !Element.prototype.closest) return;
  var log = document.getElementById('log'), write = document.getElementById('write');
  var text = document.getElementById('text'), state = document.getElementById('state');
  var words = document.body.dataset, waiting = [], busy = false, left = false, other = false;

  // A reload must not choose the language of an old link again.
  if (location.search) history.replaceState(null, '', '/');

  function bubble(kind, content) {
    var p = document.createElement('p');
    p.className = kind;
    if (kind === 'me') {
      var who = document.createElement('span');
      who.className = 'skip';
      who.textContent = words.you + ': ';
      p.appendChild(who);
    }
    // Numbers can be tapped: the server marks them, nothing else is HTML.
    content.split(/(⟦[^⟧]*⟧)/).forEach(function (part) {
      var mark = kind === 'bot' && /^⟦([^|]*)\|(.*)⟧$/.exec(part);
      if (!mark) { p.appendChild(document.createTextNode(part)); return; }
      var a = document.createElement('a');
      a.href = 'tel:' + mark[1];
      a.textContent = mark[2];
      p.appendChild(a);
    });
    log.appendChild(p);
    return p;
  }

  function buttons(list) {
    var form = document.createElement('form');
    form.className = 'buttons';
    form.method = 'post';
    form.action = '/chat';
    list.forEach(function (b) {
      var button = document.createElement('button');
      button.name = 'text';
      button.value = b.payload;
      button.textContent = b.title;
      form.appendChild(button);
    });
    log.appendChild(form);
  }

  // What is scrolled to stays clear of the bars above and below, however high they are.
  function clear() {
    var root = document.documentElement.style;
    root.scrollPaddingTop = document.querySelector('header').offsetHeight + 8 + 'px';
    root.scrollPaddingBottom = document.querySelector('footer').offsetHeight + 8 + 'px';
  }

  function show(replies) {
    var first = null;
    replies.forEach(function (r) {
      var p = bubble('bot', r.marked);
      first = first || p;
      if (r.buttons.length) buttons(r.buttons);
    });
    if (!first) return;
    clear();
    if (document.activeElement === document.body) { // the tapped button is gone: go on from here
      first.tabIndex = -1;
      first.focus();
    }
    first.scrollIntoView({ block: 'start' });
  }

  // The page's own words in the language of the answers, as soon as nothing is lost by it.
  function reload() {
    if (other && !left && !waiting.length && !text.value) location.replace('/');
  }

  function next() {
    if (busy || left || !waiting.length) return;
    busy = true;
    if (state.textContent !== words.offline) state.textContent = words.sending;
    fetch('/chat', {
      method: 'POST', credentials: 'same-origin',
      headers: { 'Content-Type': 'application/json', 'Accept': 'application/json' },
      body: JSON.stringify({ text: waiting[0].text, once: waiting[0].once })
    }).then(function (response) {
      if (!response.ok && response.status !== 413) throw new Error(response.status);
      return response.json();
    }).then(function (answer) {
      if (left) return;
      waiting.shift();
      busy = false;
      state.textContent = '';
      show(answer.replies);
      other = answer.language !== document.documentElement.lang;
      reload();
      next();
    }).catch(function () {
      busy = false;
      state.textContent = words.offline;
      setTimeout(next, 4000);
    });
  }

  function say(value, shown) {
    var old = log.querySelectorAll('.buttons'), i;
    for (i = 0; i < old.length; i++) log.removeChild(old[i]); // only the newest can be tapped
    clear();
    bubble('me', shown).scrollIntoView({ block: 'end' });
    // Sent again after a broken connection, it is answered once.
    waiting.push({ text: value, once: Date.now().toString(36) + Math.random().toString(36).slice(2) });
    next();
  }

  function fit() {
    text.style.height = 'auto';
    text.style.height = text.scrollHeight + 4 + 'px';
  }

  write.addEventListener('submit', function (event) {
    event.preventDefault();
    var value = text.value.trim();
    if (!value) return;
    text.value = '';
    fit();
    say(value, value);
  });
  text.addEventListener('input', fit);
  text.addEventListener('blur', reload);
  text.addEventListener('keydown', function (event) {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      write.requestSubmit ? write.requestSubmit() : write.dispatchEvent(new Event('submit', { cancelable: true }));
    }
  });
  log.addEventListener('click', function (event) {
    var button = event.target.closest('.buttons button');
    if (!button) return;
    event.preventDefault();
    say(button.value, button.textContent);
  });
  window.addEventListener('online', next);

  function leave() {
    left = true;
    document.body.textContent = '';
    document.title = '…';
    try {
      if (navigator.sendBeacon) navigator.sendBeacon('/leave');
      else fetch('/leave', { method: 'POST', credentials: 'same-origin', keepalive: true });
    } finally {
      location.replace(words.exit);
    }
  }
  document.getElementById('leave').addEventListener('submit', function (event) {
    event.preventDefault();
    leave();
  });
  var escaped = 0;
  document.addEventListener('keydown', function (event) {
    if (event.key !== 'Escape') return;
    if (Date.now() - escaped < 800) leave();
    escaped = Date.now();
  });
  // Back after leaving: what the browser kept of the page is not shown again.
  window.addEventListener('pageshow', function (event) {
    if (event.persisted) { document.body.textContent = ''; location.replace('/'); }
  });

  var last = document.getElementById('last');
  clear();
  if (last) last.scrollIntoView();
})();
