# Quadratic against linear phase: the mean's size and its local exponent beside the envelope's.
needs = 'encoding qk distance_tok mean_log10_abs exponent_local exponent_theory'
call scripts.'/style.gp'
found = ''; stats data using (each(series(0), filled('mean_log10_abs'))) nooutput
all = found; n = words(all)
found = ''; stats data using (each(series(0), filled('exponent_local'))) nooutput
local = found
found = ''; stats data using (each(series(0), filled('exponent_theory'))) nooutput
theory = found
stats data using (column('distance_tok') > 0 ? column('distance_tok') : NaN) name 'far' nooutput
stats data using (filled('mean_log10_abs') ? column('mean_log10_abs') : NaN) name 'mean' nooutput
lowest = -1
stats data using (filled('exponent_theory') ? (lowest = column('exponent_theory') < lowest ? column('exponent_theory') : lowest, 0) : 0) nooutput
lowest = lowest < -24 ? -24 : lowest
only(list, k) = series(0) eq word(list, k) && column('distance_tok') > 0 ? column('distance_tok') : NaN

eval heading('How the mean score dies out', \
    'Above its size, below its local exponent d ln|mean| / d ln distance: marks are the local exponent, lines that of the envelope in theory.'.(mean_min < -40 ? ' The upper panel is cut off at 1e-40.' : ''))
grown = more(all, 220)
eval canvas(top + 550 + grown + below(all))
set multiplot
set logscale x
set format x powers
eval over_to(far_min, far_max)

@clear_ends
stats data using (filled('mean_log10_abs') ? end(place(all, series(0)), column('distance_tok'), column('mean_log10_abs')) : 0) nooutput
eval from_to(floor(mean_min < -40 ? -40 : mean_min), ceil(mean_max))
eval panel(left, right - room(all), top, top + 220 + grown, '', '|expected score|')
eval names_set(all, top + 550 + grown)
set format y '10^{%.0f}'
plot for [k = 1:n] data using (only(all, k)):(column('mean_log10_abs')) with linespoints linestyle style(k) pointinterval 4 title word(all, k)
eval plain
eval no_ends

eval panel(left, right - room(all), top + 260 + grown, top + 494 + grown, 'distance / tokens', 'local exponent')
set format y '%g'
eval from_to(1.25 * lowest, -0.25 * lowest)
plot for [k = 1:words(theory)] data using (only(theory, k)):(column('exponent_theory')) \
         with lines linestyle style(place(all, word(theory, k))) dashtype (10, 5) notitle, \
     for [k = 1:words(local)] data using (only(local, k)):(column('exponent_local')) \
         with points linestyle style(place(all, word(local, k))) pointsize 0.55 notitle
unset multiplot
