# Probability of a position inversion against context: counts with their limits as points, the exact value or the law as lines.
needs = 'encoding qk context_tok p_inv p_inv_lo p_inv_hi'
over = 'context_tok'
if (!exists('companion')) {
    companion = 'p_exact'
    subject = 'Points: every pair of distances counted, mean and 95 % limits over drawn q, k. Lines: exact expectation.'
}
uses = 'p_exact'
uses = companion
call scripts.'/style.gp'
found = ''; stats data using (each(series(0), filled('p_inv'))) nooutput
all = found; n = words(all)
found = ''; stats data using (each(series(0), filled(companion))) nooutput
closed = found
found = ''; stats data using (each(strcol('context_tok'), 1)) nooutput
contexts = words(found)
stats data using (column('context_tok')) name 'any' nooutput
stats data using (column('p_inv_hi')) name 'high' nooutput
at(list, k) = series(0) eq word(list, k) ? column('context_tok') : NaN
stats data using (column('p_inv_hi') - column('p_inv_lo')) name 'wide' nooutput
step = wide_max > 0 ? apart(any_min, any_max, contexts, n) : 1
aside(k) = beside(step, k, n)
start(k) = series(0) eq word(closed, k) ? at(closed, k) * aside(place(all, word(closed, k))) / piece(step) : NaN
shown_lines = contexts > 1 ? "for [k = 1:words(closed)] data using (at(closed, k)):(column(companion)) with lines linestyle style(place(all, word(closed, k))) notitle" : \
    "for [k = 1:words(closed)] data using (start(k)):(column(companion)):(start(k) * (piece(step)**2 - 1)):(0) with vectors nohead linestyle style(place(all, word(closed, k))) notitle"
@clear_ends
stats data using (filled('p_inv') ? end(place(all, series(0)), column('context_tok'), filled(companion) ? column(companion) : column('p_inv')) : 0) nooutput

eval heading('A far key scores higher than a near one', subject.' Rule at 1/2: no preference for near keys.'.(step > 1 ? ' Points of a context stand side by side.' : ''))
grown = 310 + more(all, 310)
eval canvas(top + grown + 56 + below(all))
eval from_to(0, high_max < 0.64 ? 0.65 : high_max < 0.84 ? 0.85 : 1.05)
eval panel(left, right - room(all), top, top + grown, 'context / tokens', 'P(position inversion)')
eval names_set(all, top + grown + 56)
set logscale x 2
set format x '2^{%L}'
set xrange [any_min / 1.4:any_max * 1.4]
set arrow 1 from graph 0, first 0.5 to graph 1, first 0.5 nohead linestyle 101
plot @shown_lines, \
     for [k = 1:n] data using (at(all, k) * aside(k)):(column('p_inv')):(column('p_inv_lo')):(column('p_inv_hi')) \
         with yerrorbars linestyle style(k) dashtype solid linewidth 1.5 pointsize 0.6 notitle, \
     for [k = 1:n] keyentry with linespoints linestyle style(k) title word(all, k)
