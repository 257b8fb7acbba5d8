# The plane of failures on axes of square roots, one panel per type of encoding: its families as curves, all others' points behind them.
needs = 'encoding qk context_tok position_failure token_failure family frontier position_tie token_tie'
call scripts.'/style.gp'
found = ''; stats data using (each(strcol('context_tok'), 1)) nooutput
contexts = found
type_of(f) = word(f, 1)[1:strstrt(word(f, 1).',', ',') - 1]
found = ''; stats data using (each(strcol('family'), 1)) nooutput
families = found
found = ''; stats data using (each(type_of(strcol('family')), 1)) nooutput
types = found; n = words(types)

# Of a family: the key it sweeps, "" if it is one encoding, and what sets it apart from others of that name.
swept(f) = (rest = f[strlen(type_of(f)) + 1:strlen(f)], rest[1:1] eq ' ' ? (r = rest[2:strlen(rest)], r[1:strstrt(r.',', ',') - 1]) : '')
apart(f) = (at_ = strstrt(f, ', '), at_ == 0 ? '' : f[at_ + 2:strlen(f)])
# A key's value in an encoding string, or "default" if it is not given.
after_key(e, key) = (at_ = strstrt(e, key.'='), at_ == 0 ? '' : e[at_ + strlen(key) + 1:strlen(e)])
given(e, key) = (rest = after_key(e, key), rest eq '' ? 'default' : rest[1:strstrt(rest.',', ',') - 1])

# The first and the last encoding of each family have a label.
firsts = ''; lasts = ''; family_now = ''; encoding_now = ''
note(e, f) = (f ne family_now ? (lasts = put(lasts, encoding_now), firsts = put(firsts, e), 0) : 0, family_now = f, encoding_now = e, 0)
stats data using (note(strcol('encoding'), strcol('family'))) nooutput
lasts = put(lasts, encoding_now)
of_first(e, f) = swept(f).' '.given(e, swept(f)).(apart(f) eq '' ? '' : ', '.apart(f))
first(e, f) = place(firsts, e) && swept(f) ne '' ? of_first(e, f) : ''
last(e, f) = place(lasts, e) && swept(f) ne '' ? given(e, swept(f)) : ''

# Types that lose next to nothing with any value are named together, every other one has a panel; three side by side.
found = ''; stats data using (each(type_of(strcol('family')), column('position_failure') > 1e-3 || column('token_failure') > 1e-3)) nooutput
leaving = found
staying = ''
do for [t = 1:n] { if (!place(leaving, word(types, t))) { staying = staying.(staying eq '' ? '' : ', ').word(types, t) } }
models_shown = words(qks); per = models_shown * words(contexts); total = words(leaving) * per
if (total == 0) { leaving = types; staying = ''; total = n * per }
rows_shown = (total + 2) / 3
eval heading('Families in the plane of failures', \
    'Curves: one value changes, written at its ends. Grey: all other encodings. Circles: on the frontier. Open: over a tenth of the comparisons are ties. Axes of square roots.'. \
    (staying eq '' ? '' : ' At the origin with every value: '.staying.'.'))
eval canvas(top + 34 + rows_shown * 222 + 22)
set multiplot
set nonlinear x via sqrt(x) inverse x * x
set nonlinear y via sqrt(y) inverse y * y
set xrange [0:0.85]; set yrange [0:0.85]
set xtics ('0' 0, '0.05' 0.05, '0.2' 0.2, '0.5' 0.5) font ',13'
unset key
on(j, c) = strcol('qk') eq word(qks, j) && strcol('context_tok') eq word(contexts, c)
x(shown) = shown ? column('position_failure') : NaN
tied(p, t) = p > 0.1 || t > 0.1
same(t) = type_of(strcol('family')) eq word(leaving, t)
inside = '' # families of the panel's type
# A label stands where no other of its panel does; taken has their places. Labels that would run out at the right end there.
near(u, v) = sum [k = 1:words(taken) / 2] (abs(word(taken, 2 * k - 1) - u) < 0.42 && abs(word(taken, 2 * k) - v) < 0.09 ? 1 : 0)
label(text, p, t, rise) = text eq '' || near(sqrt(p), sqrt(t) + rise) ? '' : (taken = taken.sprintf(' %.4f %.4f', sqrt(p), sqrt(t) + rise), text)
shown_first(p, t) = label(first(strcol('encoding'), strcol('family')), p, t, 0.04)
shown_last(p, t) = label(last(strcol('encoding'), strcol('family')), p, t, -0.04)
at = 0
do for [t = 1:words(leaving)] { do for [j = 1:models_shown] { do for [c = 1:words(contexts)] {
    x0 = 66 + 178 * (at % 3); y0 = top + 34 + 222 * (at / 3)
    if (at % 3 == 0) { set ytics ('0' 0, '0.05' 0.05, '0.2' 0.2, '0.5' 0.5) font ',13' } else { set ytics ('' 0, '' 0.05, '' 0.2, '' 0.5) }
    eval panel(x0, x0 + 164, y0, y0 + 150, total - at <= 3 ? 'P(position inversion)' : '', at % 3 == 0 ? 'P(token inversion)' : '')
    set title word(leaving, t).(models_shown > 1 ? ', '.word(qks, j) : '').(words(contexts) > 1 ? ', M = '.word(contexts, c) : '') noenhanced font ',15' offset 0,-0.6
    inside = ''; taken = ''
    do for [f = 1:words(families)] { if (type_of(word(families, f)) eq word(leaving, t)) { inside = put(inside, word(families, f)) } }
    plot data using (x(on(j, c) && !same(t))):(column('token_failure')) with points pointtype 7 pointsize 0.35 linecolor '#C8C8C8' notitle, \
         for [f = 1:words(inside)] data using (x(on(j, c) && strcol('family') eq word(inside, f))):(column('token_failure')) with linespoints linestyle style(f) pointsize 0.6 linewidth 1.5 notitle, \
         data using (x(on(j, c) && same(t) && tied(column('position_tie'), column('token_tie')))):(column('token_failure')) with points pointtype 7 pointsize 0.35 linecolor '#FFFFFF' notitle, \
         data using (x(on(j, c) && same(t) && column('frontier') == 1)):(column('token_failure')) with points pointtype 6 pointsize 1.5 linecolor '#000000' notitle, \
         data using (x(on(j, c) && same(t) && column('position_failure') < 0.15)):(column('token_failure')):(on(j, c) && same(t) && column('position_failure') < 0.15 ? shown_first(column('position_failure'), column('token_failure')) : '') with labels left offset 0.6,0.5 font ',13' noenhanced notitle, \
         data using (x(on(j, c) && same(t) && column('position_failure') < 0.15)):(column('token_failure')):(on(j, c) && same(t) && column('position_failure') < 0.15 ? shown_last(column('position_failure'), column('token_failure')) : '') with labels left offset 0.6,-0.5 font ',13' noenhanced notitle, \
         data using (x(on(j, c) && same(t) && column('position_failure') >= 0.15)):(column('token_failure')):(on(j, c) && same(t) && column('position_failure') >= 0.15 ? shown_first(column('position_failure'), column('token_failure')) : '') with labels right offset -0.6,0.5 font ',13' noenhanced notitle, \
         data using (x(on(j, c) && same(t) && column('position_failure') >= 0.15)):(column('token_failure')):(on(j, c) && same(t) && column('position_failure') >= 0.15 ? shown_last(column('position_failure'), column('token_failure')) : '') with labels right offset -0.6,-0.5 font ',13' noenhanced notitle
    eval plain
    at = at + 1
} } }
unset multiplot
