// The chat without reloading the page. Everything here also works without it (forms and pages).
'use strict';
(function () {
  var log = document.getElementById('log'), write = document.getElementById('write');
  var text = document.getElementById('text'), state = document.getElementById('state');
  var words = document.body.dataset, waiting = [], busy = false;

  function bubble(kind, content) {
    var p = document.createElement('p');
    p.className = kind;
    // Numbers can be tapped: the server marks them, nothing else is HTML.
    content.split(/(⟦[^⟧]*⟧)/).forEach(function (part) {
      var mark = /^⟦([^|]*)\|(.*)⟧$/.exec(part);
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

  function show(replies) {
    var first = null;
    replies.forEach(function (r) {
      var p = bubble('bot', r.marked);
      first = first || p;
      if (r.buttons.length) buttons(r.buttons);
    });
    if (first) first.scrollIntoView({ block: 'start' });
  }

  function next() {
    if (busy || !waiting.length) return;
    busy = true;
    state.textContent = words.sending;
    fetch('/chat', {
      method: 'POST', credentials: 'same-origin',
      headers: { 'Content-Type': 'application/json', 'Accept': 'application/json' },
      body: JSON.stringify({ text: waiting[0] })
    }).then(function (response) {
      if (!response.ok && response.status !== 413) throw new Error(response.status);
      return response.json();
    }).then(function (answer) {
      waiting.shift();
      busy = false;
      state.textContent = '';
      show(answer.replies);
      if (answer.language !== document.documentElement.lang) location.replace('/#last');
      next();
    }).catch(function () {
      busy = false;
      state.textContent = words.offline;
      setTimeout(next, 4000);
    });
  }

  function say(value, shown) {
    bubble('me', shown).scrollIntoView({ block: 'end' });
    waiting.push(value);
    next();
  }

  write.addEventListener('submit', function (event) {
    event.preventDefault();
    var value = text.value.trim();
    if (!value) return;
    text.value = '';
    say(value, value);
  });
  text.addEventListener('keydown', function (event) {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      write.requestSubmit ? write.requestSubmit() : write.dispatchEvent(new Event('submit', { cancelable: true }));
    }
  });
  log.addEventListener('click', function (event) {
    var button = event.target.closest ? event.target.closest('.buttons button') : null;
    if (!button) return;
    event.preventDefault();
    button.parentNode.remove();
    say(button.value, button.textContent);
  });

  function leave() {
    document.body.textContent = '';
    document.title = '…';
    var data = new URLSearchParams();
    if (navigator.sendBeacon) navigator.sendBeacon('/leave', data);
    else fetch('/leave', { method: 'POST', body: data, keepalive: true });
    location.replace(words.exit);
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

  var last = document.getElementById('last');
  if (last) last.scrollIntoView();
})();
