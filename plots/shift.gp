# Root mean square move of a score when positions skip: draws with their limits as points, expectations as lines.
needs = 'encoding qk context_tok variant move_rms move_rms_lo move_rms_hi'
uses = 'move_exact'
over = 'context_tok'
call scripts.'/style.gp'
found = ''; stats data using (each(strcol('variant'), 1)) nooutput
variants = found
name(_) = series(0).(words(variants) > 1 ? '  '.strcol('variant') : '')
found = ''; stats data using (each(name(0), filled('move_rms'))) nooutput
all = found; n = words(all)
found = ''; stats data using (each(name(0), filled('move_exact'))) nooutput
closed = found
stats data using (column('context_tok')) name 'any' nooutput
stats data using (column('move_rms_hi')) name 'high' nooutput
found = ''; stats data using (each(strcol('context_tok'), 1)) nooutput
step = apart(any_min, any_max, words(found), n)
aside(k) = beside(step, k, n)
at(list, k) = name(0) eq word(list, k) ? column('context_tok') : NaN
start(k) = name(0) eq word(closed, k) ? at(closed, k) * aside(place(all, word(closed, k))) / piece(step) : NaN
shown_lines = words(found) > 1 ? "for [k = 1:words(closed)] data using (at(closed, k)):(column('move_exact')) with lines linestyle style(place(all, word(closed, k))) notitle" : \
    "for [k = 1:words(closed)] data using (start(k)):(column('move_exact')):(start(k) * (piece(step)**2 - 1)):(0) with vectors nohead linestyle style(place(all, word(closed, k))) notitle"
@clear_ends
stats data using (filled('move_rms') ? end(place(all, name(0)), column('context_tok'), filled('move_exact') ? column('move_exact') : column('move_rms')) : 0) nooutput

eval heading('How far scores move when positions move', 'Over all pairs of positions, as a share of the root mean square score. Points: draws with 95 % limits. Lines: expectations.'.(step > 1 ? ' Points of a length stand side by side.' : ''))
grown = 310 + more(all, 310)
eval canvas(top + grown + 56 + below(all))
eval from_to(0, high_max > 0 ? 1.1 * high_max : 1)
eval panel(left, right - room(all), top, top + grown, 'length of the sequence / tokens', 'root mean square move / score')
eval names_set(all, top + grown + 56)
set logscale x 2
set format x '2^{%L}'
set xrange [any_min / 1.4:any_max * 1.4]
plot @shown_lines, \
     for [k = 1:n] data using (at(all, k) * aside(k)):(column('move_rms')):(column('move_rms_lo')):(column('move_rms_hi')) \
         with yerrorbars linestyle style(k) dashtype solid linewidth 1.5 pointsize 0.6 notitle, \
     for [k = 1:n] keyentry with linespoints linestyle style(k) title word(all, k)
