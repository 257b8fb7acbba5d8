/* What the report does in a browser that runs scripts: without, every claim still opens by a click.
 */
#ifndef POSBIAS_HARNESS_REPORT_REPORT_SCRIPT_H
#define POSBIAS_HARNESS_REPORT_REPORT_SCRIPT_H

static const char report_script[] =
    "(function () {\n"
    "  'use strict';\n"
    "  var filter = document.getElementById('filter'), text = document.getElementById('text');\n"
    "  var claims = Array.from(document.querySelectorAll('.claim'));\n"
    "  var boxes = Array.from(filter.querySelectorAll('input[type=checkbox]'));\n"
    "  var papers = Array.from(document.querySelectorAll('.paper'));\n"
    /* The words of a claim, folded or not, in the case that a search ignores. */
    "  var words = claims.map(function (c) { return c.textContent.toLowerCase(); });\n"
    "  function narrow() {\n"
    "    var wanted = text.value.toLowerCase().split(/\\s+/).filter(Boolean), shown = 0;\n"
    "    var verdicts = boxes.filter(function (b) { return b.checked; })\n"
    "      .map(function (b) { return b.value; });\n"
    "    claims.forEach(function (c, i) {\n"
    "      var fits = verdicts.indexOf(c.dataset.verdict) >= 0 &&\n"
    "        wanted.every(function (w) { return words[i].indexOf(w) >= 0; });\n"
    "      c.hidden = !fits;\n"
    "      shown += fits ? 1 : 0;\n"
    "    });\n"
    "    papers.forEach(function (p) { p.hidden = !p.querySelector('.claim:not([hidden])'); });\n"
    "    document.getElementById('shown').textContent = shown + ' of ' + claims.length + ' shown';\n"
    "  }\n"
    "  function fold(open) {\n"
    "    claims.forEach(function (c) { if (!c.hidden) { c.open = open; } });\n"
    "  }\n"
    /* A link to a claim opens it, and shows it if the filter had hidden it. */
    "  function follow() {\n"
    "    var c = document.getElementById(location.hash.slice(1));\n"
    "    if (!c || claims.indexOf(c) < 0) { return; }\n"
    "    if (c.hidden) {\n"
    "      text.value = '';\n"
    "      boxes.forEach(function (b) { b.checked = true; });\n"
    "      narrow();\n"
    "    }\n"
    "    c.open = true;\n"
    "    c.scrollIntoView();\n"
    "  }\n"
    "  filter.addEventListener('input', narrow);\n"
    "  document.getElementById('open').addEventListener('click', function () { fold(true); });\n"
    "  document.getElementById('close').addEventListener('click', function () { fold(false); });\n"
    "  window.addEventListener('hashchange', follow);\n"
    "  filter.hidden = false;\n"
    "  narrow();\n"
    "  follow();\n"
    "}());\n";

#endif
