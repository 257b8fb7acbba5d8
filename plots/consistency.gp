# Probability that two tokens change order against distance: Monte Carlo as points, exact values or the law as lines.
needs = 'encoding qk distance_tok p_inv p_inv_lo p_inv_hi'
uses = 'p_exact p_law'
if (!exists('subject')) {
    title_line = 'Two tokens change order between distance 0 and r'
    subject = 'Points: Monte Carlo with 95 % limits. Lines: exact; dotted and mostly under them: the arccos law.'
}
call scripts.'/style.gp'
found = ''; stats data using (each(series(0), filled('distance_tok'))) nooutput
all = found; n = words(all)
found = ''; stats data using (each(series(0), filled('p_exact'))) nooutput
exact = found
found = ''; stats data using (each(series(0), filled('p_law'))) nooutput
laws = found
stats data using (filled('distance_tok') && column('distance_tok') > 0 ? column('distance_tok') : NaN) name 'any' nooutput
stats data using (filled('distance_tok') ? column('p_inv_hi') : NaN) name 'high' nooutput
found = ''; stats data using (each(strcol('distance_tok'), filled('distance_tok'))) nooutput
step = words(found) <= 10 ? apart(any_min, any_max, words(found), n) : 1 # more lie too close
aside(k) = beside(step, k, n)
one = words(found) == 1
size = words(found) > 30 ? 0.35 : 0.5 # many points would cover the lines
at(list, k) = series(0) eq word(list, k) && filled('distance_tok') && column('distance_tok') > 0 ? column('distance_tok') : NaN
start(k) = series(0) eq word(exact, k) ? at(exact, k) * aside(place(all, word(exact, k))) / piece(step) : NaN
shown_lines = one ? "for [k = 1:words(exact)] data using (start(k)):(column('p_exact')):(start(k) * (piece(step)**2 - 1)):(0) with vectors nohead linestyle style(place(all, word(exact, k))) notitle" : \
    "for [k = 1:words(exact)] data using (at(exact, k)):(column('p_exact')) with lines linestyle style(place(all, word(exact, k))) notitle"
@clear_ends
stats data using (filled('distance_tok') ? end(place(all, series(0)), column('distance_tok'), filled('p_exact') ? column('p_exact') : column('p_inv')) : 0) nooutput

eval heading(title_line, subject.' Rule at 1/2: order lost. Lines join the distances sampled.'.(step > 1 ? ' Points of a distance stand side by side.' : ''))
grown = 310 + more(all, 310)
eval canvas(top + grown + 56 + below(all))
eval from_to(0, high_max < 0.6 ? 0.65 : 1.05)
eval panel(left, right - room(all), top, top + grown, 'distance / tokens', 'P(token inversion)')
eval names_set(all, top + grown + 56)
set logscale x
set format x powers
set xrange [any_min / 1.4:any_max * 1.4]
set arrow 1 from graph 0, first 0.5 to graph 1, first 0.5 nohead linestyle 101
plot for [k = 1:words(laws)] data using (at(laws, k)):(column('p_law')) \
         with lines linestyle style(place(all, word(laws, k))) dashtype (2, 4) linewidth 1.2 notitle, \
     @shown_lines, \
     for [k = 1:n] data using (at(all, k) * aside(k)):(column('p_inv')):(column('p_inv_lo')):(column('p_inv_hi')) \
         with yerrorbars linestyle style(k) dashtype solid linewidth 1.5 pointsize size notitle, \
     for [k = 1:n] keyentry with linespoints linestyle style(k) title word(all, k)
