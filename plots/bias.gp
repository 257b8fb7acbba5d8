# Expected score against distance: closed form as a line, Monte Carlo as points with two standard errors.
needs = 'encoding qk distance_tok'
uses = 'mean_closed mean_mc mean_mc_se'
call scripts.'/style.gp'
found = ''; stats data using (each(series(0), 1)) nooutput
all = found; n = words(all)
found = ''; stats data using (each(series(0), filled('mean_closed'))) nooutput
closed = found
found = ''; stats data using (each(series(0), filled('mean_mc'))) nooutput
drawn = found
if (closed eq '' && drawn eq '') { exit error csv.' has no score' }

# Distance 0 has no place on a logarithmic axis: it stands apart, left of a rule.
stats data using (column('distance_tok') > 0 ? column('distance_tok') : NaN) name 'far' nooutput
stats data using (column('distance_tok')) name 'any' nooutput
zero = far_min / 3.0
at(r) = r > 0 ? r : zero
least(_) = filled('mean_mc') ? column('mean_mc') - 2 * column('mean_mc_se') : filled('mean_closed') ? column('mean_closed') : NaN
most(_) = filled('mean_mc') ? column('mean_mc') + 2 * column('mean_mc_se') : filled('mean_closed') ? column('mean_closed') : NaN
stats data using (least(0)):(most(0)) name 'score' nooutput
found = ''; stats data using (each(strcol('distance_tok'), filled('mean_mc'))) nooutput
step = words(found) > 0 && words(found) <= 10 ? apart(any_min > 0 ? far_min : zero, far_max, words(found), words(drawn)) : 1 # more lie too close
aside(k) = beside(step, k, words(drawn))
@clear_ends
stats data using (end(place(all, series(0)), at(column('distance_tok')), filled('mean_closed') ? column('mean_closed') : column('mean_mc'))) nooutput

eval heading('Expected attention score against distance', 'Lines: closed form. Points: Monte Carlo mean with two standard errors.'.(step > 1 ? ' Points of a distance stand side by side.' : ''))
grown = 310 + more(all, 310)
eval canvas(top + grown + 56 + below(all))
eval around(score_min_x, score_max_y)
eval panel(left, right - room(all), top, top + grown, 'distance / tokens', 'expected score')
eval names_set(all, top + grown + 56)
set logscale x
set format x powers
set xrange [(any_min > 0 ? far_min / (step > 1 ? 1.3 : 1) : zero / 1.4):far_max * (step > 1 ? 1.4 : 1.2)]
if (any_min == 0) {
    set xtics add ('0' zero)
    set arrow 1 from far_min / 1.7, graph 0 to far_min / 1.7, graph 1 nohead linestyle 102
}
set xzeroaxis linestyle 1 linecolor '#888888' linewidth 1 dashtype solid
plot for [k = 1:words(closed)] data using (series(0) eq word(closed, k) && column('distance_tok') > 0 ? column('distance_tok') : NaN):(column('mean_closed')) \
         with lines linestyle style(place(all, word(closed, k))) notitle, \
     for [k = 1:words(drawn)] data using (series(0) eq word(drawn, k) ? at(column('distance_tok')) * aside(k) : NaN):(column('mean_mc') - 2 * column('mean_mc_se')):(0):(4 * column('mean_mc_se')) \
         with vectors nohead linestyle style(place(all, word(drawn, k))) dashtype solid linewidth 1.5 notitle, \
     for [k = 1:words(drawn)] data using (series(0) eq word(drawn, k) ? at(column('distance_tok')) * aside(k) : NaN):(column('mean_mc')) \
         with points linestyle style(place(all, word(drawn, k))) pointsize 0.6 notitle, \
     for [k = 1:n] keyentry with linespoints linestyle style(k) title word(all, k)
