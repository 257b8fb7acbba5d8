// Runs inside a copy of the report, after its own script, and tells the page around it a line per check.
(function () {
  'use strict';
  var lines = [];
  function ok(name, holds, seen) {
    lines.push((holds ? 'ok ' : 'not ok ') + name + (holds ? '' : ': ' + seen));
  }
  function all(selector) { return Array.from(document.querySelectorAll(selector)); }
  function one(id) { return document.getElementById(id); }
  function shown(element) { return element.checkVisibility(); }
  var claims = all('.claim'), text = one('text'), boxes = all('#filter input[type=checkbox]');

  ok('there are claims', claims.length > 0, claims.length);
  ok('claims as expected are folded, others open',
    claims.every(function (c) { return c.open === c.classList.contains('unexpected'); }), 'some are not');
  var high = Math.max.apply(null, claims.map(function (c) { return c.open ? 0 : c.getBoundingClientRect().height; }));
  ok('a folded claim takes a line, on a phone four', high < (innerWidth < 820 ? 125 : 45), high + ' pixels');
  claims[0].querySelector('summary').click();
  ok('a click opens a claim', claims[0].open && shown(claims[0].querySelector('dl')), 'closed');
  claims[0].querySelector('summary').click();
  ok('another closes it', !claims[0].open && !shown(claims[0].querySelector('dl')), 'open');

  function visible() { return claims.filter(shown); }
  function search(words) {
    text.value = words;
    text.dispatchEvent(new Event('input', { bubbles: true }));
  }
  search('no such words in any claim');
  ok('a text that no claim has hides all, and their papers',
    visible().length === 0 && all('.paper').every(function (p) { return !shown(p); }), visible().length);
  ok('the count says so', one('shown').textContent === '0 of ' + claims.length + ' shown', one('shown').textContent);
  var id = claims[claims.length - 1].querySelector('.id').textContent;
  search('  ' + id.toLowerCase() + ' ');
  ok('the last id in small letters finds its claim', visible().indexOf(claims[claims.length - 1]) >= 0 &&
    visible().every(function (c) { return c.textContent.indexOf(id) >= 0; }), visible().length);
  search('');
  ok('no text shows all', visible().length === claims.length, visible().length);
  boxes.forEach(function (box) {
    boxes.forEach(function (b) { b.checked = b === box; });
    box.dispatchEvent(new Event('input', { bubbles: true }));
    var wrong = claims.filter(function (c) { return shown(c) !== (c.dataset.verdict === box.value); });
    ok('only ' + box.value, wrong.length === 0, wrong.length + ' wrong');
  });
  one('open').click();
  var opened = claims.filter(function (c) { return c.open; });
  ok('opening opens what is shown only', visible().every(function (c) { return c.open; }) &&
    opened.every(function (c) { return shown(c) || c.classList.contains('unexpected'); }), opened.length);
  one('close').click();
  ok('closing closes them', visible().every(function (c) { return !c.open; }), 'open');

  var hidden = claims.filter(function (c) { return !shown(c); })[0];
  location.hash = '#' + hidden.id;
  setTimeout(function () {
    ok('a link to a hidden claim shows and opens it', shown(hidden) && hidden.open, hidden.id);
    structure();
    parent.postMessage(lines.join('\n') + '\nfinished', '*');
  }, 200);

  function luminance(c) {
    return [0.2126, 0.7152, 0.0722].reduce(function (sum, weight, i) {
      var x = c[i] / 255;
      return sum + weight * (x <= 0.04045 ? x / 12.92 : Math.pow((x + 0.055) / 1.055, 2.4));
    }, 0);
  }
  function colour(css) { return css.match(/[\d.]+/g).map(Number); }
  function background(element) {
    for (var e = element; e; e = e.parentElement) {
      var c = colour(getComputedStyle(e).backgroundColor);
      if (c.length === 3 || c[3] === 1) { return c; }
    }
    return [255, 255, 255];
  }
  function faint(element) { // WCAG 2.1, AA: 4.5 to 1
    var a = luminance(colour(getComputedStyle(element).color)), b = luminance(background(element));
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) < 4.5;
  }
  function own_text(element) {
    return Array.from(element.childNodes).some(function (n) { return n.nodeType === 3 && n.data.trim(); });
  }
  function structure() {
    var level = 0, skipped = '';
    all('h1,h2,h3,h4').forEach(function (h) {
      var at = Number(h.tagName[1]);
      if (at > level + 1) { skipped = h.textContent; }
      level = at;
    });
    ok('headings skip no level', !skipped, skipped);
    ok('one first heading', all('h1').length === 1, all('h1').length);
    var mute = all('svg').filter(function (s) { return s.getAttribute('role') !== 'img' || !s.getAttribute('aria-label'); });
    ok('every drawing has a label', mute.length === 0, mute.length);
    var bare = all('input').filter(function (i) { return !i.labels.length; });
    ok('every field has a label', bare.length === 0, bare.length);
    var ids = all('[id]').map(function (e) { return e.id; });
    var twice = ids.filter(function (x, i) { return ids.indexOf(x) !== i; });
    ok('no id twice', twice.length === 0, twice.slice(0, 3).join(' '));
    var lost = all('a[href^="#"]').filter(function (a) { return !one(a.getAttribute('href').slice(1)); });
    ok('every link inside arrives', lost.length === 0, lost.length);
    ok('nothing was loaded', performance.getEntriesByType('resource').length === 0,
      performance.getEntriesByType('resource').map(function (r) { return r.name; }).join(' '));
    ok('nothing scrolls sideways', document.documentElement.scrollWidth <= document.documentElement.clientWidth,
      document.documentElement.scrollWidth + ' > ' + document.documentElement.clientWidth);
    claims.forEach(function (c, i) { c.open = i < 5; });
    var unread = all('main *').filter(function (e) { return !e.closest('svg') && own_text(e) && shown(e) && faint(e); });
    ok('text stands out from what is behind it', unread.length === 0,
      unread.length + ', first: ' + (unread[0] && unread[0].outerHTML.slice(0, 80)));
    var cut = all('main *').filter(function (e) {
      var box = e.getBoundingClientRect();
      return !e.closest('svg') && !e.closest('.wide') && box.width > 0 && box.right > document.documentElement.clientWidth + 1;
    });
    ok('nothing ends outside the window', cut.length === 0, cut.length + ', first: ' + (cut[0] && cut[0].outerHTML.slice(0, 80)));
  }
}());
